"""The page in a real browser, where there is one: no errors, no overflow, nothing fetched."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from adapters.html.render import page
from bot.views.report import report_card
from bot.views.texts import texts
from tests.unit.views.test_readiness import VIEW
from tests.unit.views.test_report import FOUND, PARTS

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FRAME = """<!doctype html><body><iframe id="f" style="width:{width}px;height:900px;border:0"></iframe><script>
const f = document.getElementById("f");
f.onload = () => {{
  const d = f.contentDocument, e = d.documentElement;
  const wide = [...d.querySelectorAll("main *")].filter(
    (x) => x.getBoundingClientRect().right > {width} && !x.closest(".wide"));
  document.title = ["width", e.scrollWidth, "wide", wide.length, "fetched",
    f.contentWindow.performance.getEntriesByType("resource").length,
    "ground", getComputedStyle(d.body).backgroundColor].join(" ");
}};
f.src = "report.html";
</script>"""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here: apt-get install chromium")
@pytest.mark.parametrize(("width", "dark"), [(320, False), (390, True), (900, False)])
def test_the_report_fits_and_fetches_nothing(tmp_path: Path, width: int, dark: bool) -> None:
    (tmp_path / "report.html").write_text(page(report_card(FOUND, PARTS, texts("en"), VIEW), texts("en")))
    (tmp_path / "frame.html").write_text(FRAME.format(width=width))
    done = subprocess.run(  # noqa: S603 - the browser that was found
        [
            str(BROWSER),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--allow-file-access-from-files",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--blink-settings=preferredColorScheme={0 if dark else 1}",
            "--enable-logging=stderr",
            "--virtual-time-budget=3000",
            "--dump-dom",
            (tmp_path / "frame.html").as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "CONSOLE" not in done.stderr
    title = re.search(r"<title>(.*)</title>", done.stdout)
    ground = "rgb(20, 23, 27)" if dark else "rgb(255, 255, 255)"
    assert title
    assert title[1] == f"width {width} wide 0 fetched 0 ground {ground}"
