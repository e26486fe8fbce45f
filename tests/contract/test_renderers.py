"""What every renderer promises, whatever a card holds. A platform joins by one line in `RENDERERS`."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from adapters.discord.render import draw as draw_for_discord
from adapters.slack.render import Look, render
from adapters.slack.rich import Home
from adapters.terminal.as_json import to_json
from adapters.terminal.render import draw, to_text
from bot.views.card import Card
from tests.fakes.cards import GALLERY, SPACE, every_block
from tests.fakes.slack_view import seen


def colourful(card: Card) -> str:
    """As a terminal with colours and hyperlinks gets it."""
    out = StringIO()
    draw(card, Console(file=out, force_terminal=True, color_system="truecolor", width=80, markup=False))
    return out.getvalue()


def on_slack(card: Card) -> str:
    """What the blocks show; Slack itself writes the names of channels."""
    return seen(render(card, Look(Home(SPACE, "https://example.slack.com/"))), channel=f"#{card.title}"[:9])


def read_aloud(card: Card) -> str:
    """The plain text beside Slack's blocks."""
    return "\n".join(draft.text for draft in render(card, Look(Home(SPACE))))


def on_discord(card: Card) -> str:
    """Every string of the messages, as Discord gets them."""
    payloads = [drawn.payload for drawn in draw_for_discord(card)]
    texts: list[str] = []
    json.loads(json.dumps(payloads), object_hook=lambda found: texts.extend(map(str, found.values())))
    return "\n".join(texts)


RENDERERS: Mapping[str, Callable[[Card], str]] = {
    "terminal": to_text,
    "narrow terminal": lambda card: to_text(card, 20),
    "colour": colourful,
    "json": to_json,
    "discord": on_discord,
    "slack": on_slack,
    "slack, read aloud": read_aloud,
}
PLAIN = ("terminal", "narrow terminal", "json", "discord", "slack, read aloud")

each_renderer = pytest.mark.parametrize("renderer", RENDERERS)


@each_renderer
@pytest.mark.parametrize("card", GALLERY, ids=range(len(GALLERY)))
def test_every_card_is_drawn(renderer: str, card: Card) -> None:
    assert RENDERERS[renderer](card)


@each_renderer
def test_every_part_of_a_card_is_there(renderer: str) -> None:
    """Title, heading, 5 paragraphs of 7 spans, bullets, rows, charts, note, buttons: nothing is lost."""
    shown = RENDERERS[renderer](every_block("Words"))
    assert shown.count("Words") >= 5 * 7 + 8 + 5 * 14 + 14


@pytest.mark.parametrize("renderer", PLAIN)
def test_drawing_twice_gives_the_same(renderer: str) -> None:
    draw_ = RENDERERS[renderer]
    assert [draw_(card) for card in GALLERY[:5]] == [draw_(card) for card in GALLERY[:5]]


@pytest.mark.parametrize("renderer", PLAIN)
@given(text=st.text(max_size=60))
def test_no_text_reaches_the_reader_as_control(renderer: str, text: str) -> None:
    shown = RENDERERS[renderer](every_block(text))
    bad = {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")}
    assert bad <= set("\n\u200c\u200d")


@pytest.mark.parametrize("card", GALLERY, ids=range(len(GALLERY)))
def test_colours_are_the_renderers_own(card: Card) -> None:
    """Escape sequences on a colour terminal are styles and safe links only: no titles, no cursor moves."""
    for sequence in colourful(card).split("\x1b")[1:]:
        style = sequence.startswith("[") and sequence[1:].lstrip("0123456789;").startswith("m")
        link = sequence.startswith("]8;") and (";https://example.org/" in sequence or sequence[3:5] == ";\\")
        assert style or link or sequence.startswith(("\\", "]8;;"))
