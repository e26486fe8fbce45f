from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

from tests.gates.tree import ROOT, project


def test_the_project_has_one_version() -> None:
    own = project()["project"]["version"]
    asked = subprocess.run(
        [sys.executable, "-m", "bot", "version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert own == version("foster-bot")
    assert asked.stdout.startswith(f"foster {own},")
    assert f"[{own}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
