"""How cards look in a terminal: with and without colour, narrow, and with text that means harm."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, time
from io import StringIO

import pytest

from adapters.markup.inert import inert, web_address
from adapters.terminal.as_json import plain
from adapters.terminal.charts import chart
from adapters.terminal.progress import PlainLines, reporting
from adapters.terminal.render import console, draw, to_text
from bot.domain.refs import MemberRef, Platform, SpaceRef
from bot.domain.times import Week
from bot.views.card import (
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Code,
    Facts,
    Heading,
    Link,
    Mention,
    Note,
    Paragraph,
    Row,
    Series,
    Strong,
    Tone,
)

ADA = MemberRef(SpaceRef(Platform.SLACK, "T1"), "U1")
CARD = Card(
    "Not yet",
    (
        Paragraph(("Thank ", Mention(ADA, "Ada"), " and ", Strong("everybody"), "."), Tone.CAUTION),
        Heading("Sizes"),
        Facts((Row("S1", ("25 %",), Tone.GOOD, ("of 40",)), Row("S2", ("not known",), Tone.UNKNOWN))),
        Bullets((("one",), (Link("two", "https://example.org/2"),))),
        Note(("Small.",)),
        Buttons((Button("Undo", "settings reset slots"),)),
    ),
    Tone.BAD,
)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_card_reads_well_without_colour() -> None:
    assert to_text(CARD, 40) == (
        "✗ Not yet\n"
        "────────────────────────────────────────\n"
        "! Thank Ada and everybody.\n"
        "\n"
        "Sizes\n"
        "✓  S1  25 %\n"
        "       of 40\n"
        "?  S2  not known\n"
        "\n"
        " • one\n"
        " • two (https://example.org/2)\n"
        "\n"
        "Small.\n"
        "\n"
        "→ Undo  try:\n"
        "foster ask 'settings reset slots'\n"
    )


@pytest.mark.parametrize("width", [20, 40, 80])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = [line for line in to_text(CARD, width).splitlines() if "foster ask" not in line]
    assert max(map(len, lines)) <= width


def test_a_command_to_copy_stays_on_one_line_whatever_its_length() -> None:
    typed = "foster --database /a/long/path/to/some data/of ours.sqlite " + "x" * 60
    long = "word " * 9 + "y" * 90
    card = Card("T", (Bullets((("See this:\n", Code(typed), " and ", long),)), Note((Code(typed),))))
    lines = to_text(card, 50).splitlines()
    assert sum(typed in line for line in lines) == 2
    assert max(len(line) for line in lines if "foster" not in line) <= 50
    assert "\ue000" not in "".join(lines)


def test_what_stands_around_a_command_flows() -> None:
    card = Card("T", (Note(("word " * 30, Code("/foster optout"), " word" * 30)),))
    lines = to_text(card, 40).splitlines()[2:]
    assert max(map(len, lines)) <= 40
    assert any("/foster optout" in line for line in lines)


def drawn(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm-256color", **environment}.items():
        monkeypatch.setenv(name, value)
    out = Terminal()
    draw(CARD, console(out, 80))
    return out.getvalue()


def test_a_terminal_gets_colour_and_links(monkeypatch: pytest.MonkeyPatch) -> None:
    text = drawn(monkeypatch)
    assert "\x1b[1;31m" in text
    assert ";https://example.org/2\x1b\\" in text


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    text = drawn(monkeypatch, NO_COLOR="1")
    assert "\x1b[1;31m" not in text
    assert "31m" not in text


def test_a_dumb_terminal_gets_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in drawn(monkeypatch, TERM="dumb")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – “text” 日本 👩‍🚀", "plain – “text” 日本 👩‍🚀"),
        ("a\x1b[31mb\x07", "a[31mb"),
        ("a\u202eb\u2066c\ufeffd\u200b", "abcd"),
        ("a\tb\nc\u2028d\u00a0e", "a b c d e"),
        ("e\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301"),
        ("\ud800\ue000\U000e0041", "\ufffd"),
        ("\u3164a\u00ad", "a"),
    ],
)
def test_text_is_made_inert(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_line_breaks_stay_where_they_are_wanted() -> None:
    assert inert("a\nb\rc", lines=True) == "a\nb c"


@pytest.mark.parametrize("url", ["javascript:x", "", "https://a b", "https://a\x1bb", "https://a\u202eb"])
def test_only_plain_web_addresses_become_links(url: str) -> None:
    assert web_address(url) == ""
    assert web_address("https://example.org/?a=ä") == "https://example.org/?a=ä"


def test_markup_in_text_is_text() -> None:
    assert "[bold]x[/bold] :smile:" in to_text(Card("t", (Paragraph(("[bold]x[/bold] :smile:",)),)))


def test_few_numbers_become_bars() -> None:
    bars = list(chart(Chart("Helped", ("W1", "W10"), (Series("people", (4.0, 2.0)),), "alt")))
    assert bars == ["Helped", f" W1 {'█' * 40} 4", f"W10 {'█' * 20} 2"]


def test_many_numbers_become_one_line_each_on_a_common_scale() -> None:
    weeks = tuple(f"W{n}" for n in range(16))
    rising, flat = Series("a", tuple(map(float, range(16)))), Series("bb", (7.5,) * 16)
    assert list(chart(Chart("c", weeks, (rising, flat), "alt"))) == [
        "c",
        "a  ▁▁▂▂▃▃▄▄▅▅▆▆▇▇██ 15",
        "bb ▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅ 7.5",
        "   W0           W15",
    ]


def test_very_many_numbers_share_columns() -> None:
    line = list(chart(Chart("c", ("a",) * 130, (Series("s", (1.0,) * 130),), "alt")))[1]
    assert line == f"s {'█' * 44} 1"


def test_values_of_the_core_have_a_json_form() -> None:
    value = {Week(2018, 6): [date(2026, 1, 2), time(9)], "m": ADA, "s": {"b", "a"}, "n": float("nan")}
    assert plain(value) == {
        "2018-W06": ["2026-01-02", "09:00:00"],
        "m": "slack:T1:U1",
        "s": ["a", "b"],
        "n": None,
    }
    assert plain((Series("a", (1.5,)), Tone.GOOD, None, True)) == [
        {"name": "a", "values": [1.5]},
        "good",
        None,
        True,
    ]
    with pytest.raises(TypeError, match="object has no JSON form"):
        plain(object())


def test_progress_is_a_bar_on_a_terminal_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    with reporting(out) as progress:
        assert not isinstance(progress, PlainLines)
        progress("Reading [x]", 0, 0)
        progress("Reading [x]", 5, 10)
    assert "Reading [x]" in out.getvalue()


@pytest.mark.parametrize(("total", "rated"), [(9, False), (9_000_000, True)])
def test_a_rate_stands_where_bytes_are_counted(
    monkeypatch: pytest.MonkeyPatch, total: int, *, rated: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    with reporting(out) as progress:
        for third in range(3):
            progress("chat", third * total // 3, total)
    assert ("B/s" in out.getvalue()) is rated


def test_progress_is_a_few_lines_elsewhere() -> None:
    out = StringIO()
    with reporting(out) as progress:
        for done in range(101):
            progress("Reading", done, 100)
    assert out.getvalue().splitlines() == ["Reading …", *(f"Reading … {n} %" for n in (25, 50, 75, 100))]


_SLOW = "rich pydantic sqlalchemy msgspec numpy asyncio bot.ports"
_HELP = f"""
import sys
from adapters.terminal.cli import main
code = main(["--help"], lambda: sys.exit("not needed"))
sys.exit(code or ", ".join(set("{_SLOW}".split()) & set(sys.modules)) or 0)
"""
_BROKEN = """
import sys
from adapters.terminal.cli import main
sys.exit(main(["version"], lambda: sys.exit("not needed")))
"""


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _HELP], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_broken_pipe_is_quiet() -> None:
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", _BROKEN], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
