"""A card as Discord messages: embeds and buttons within every limit, whatever the card holds.

What is too long goes on in further messages, at a space: nothing is cut mid-word and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from adapters.discord import buttons
from adapters.discord.buttons import Json
from adapters.discord.escape import escape, plain, strong, words
from adapters.discord.limits import ALT, EMBEDS, ROW, ROWS, TITLE
from adapters.discord.pages import Page, Pages
from adapters.discord.spans import SYMBOLS, label, pieces, small
from adapters.discord.speech import PLAIN, Speech
from bot.views.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Chart,
    Code,
    Facts,
    Heading,
    Note,
    Paragraph,
    Row,
    Text,
    Tone,
)

COLOURS = {
    Tone.NEUTRAL: 0x5865F2,
    Tone.GOOD: 0x2E8B57,
    Tone.CAUTION: 0xC98A00,
    Tone.BAD: 0xC0392B,
    Tone.UNKNOWN: 0x607D8B,
}
MENTIONS: Json = {"parse": []}
"""Whatever a message says, it pings nobody."""

_TITLE_EXTRAS = 8  # a symbol before it and an ellipsis behind
_HEADING_NEEDS = 200  # a heading does not stand alone at the foot of a page


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that goes with a message; its embed shows it."""

    filename: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class Drawn:
    """One message as Discord takes it, and the pictures that go with it."""

    payload: Json
    pictures: tuple[Picture, ...] = ()


def draw(card: Card, *, share: Button | None = None, speech: Speech = PLAIN) -> tuple[Drawn, ...]:
    """The messages of a card: the first says what matters, the others hold what was folded or too long.

    `speech` names commands as they are typed here.
    """
    first = Pages(EMBEDS - 1, ROWS * ROW - 1)
    rest = Pages(EMBEDS - 1, ROWS * ROW - 1)
    title = _title(card, first)
    for number, block in enumerate(card.blocks):
        if number and not isinstance(card.blocks[number - 1], Heading):
            first.gap()
        _block(block, first, rest, speech)
    pages = [page for page in (*first.all, *rest.all) if not page.empty] or [Page()]
    last = len(pages) - 1
    return tuple(
        _message(page, card.tone, title if number == 0 else "", share if number == last else None)
        for number, page in enumerate(pages)
    )


def _title(card: Card, pages: Pages) -> str:
    """What stands above; a title that is too long goes on below."""
    taken = ""
    left = words(card.title)
    while left and len(taken) + len(escape(left[0])) <= TITLE - _TITLE_EXTRAS:
        taken += escape(left.pop(0))
    if left:
        pages.line([piece for word in left for piece in strong(word)])
    symbol = SYMBOLS[card.tone].strip()
    return f"{symbol} {taken.strip()}{' …' if left else ''}".strip()


def _block(block: Block, pages: Pages, rest: Pages, speech: Speech) -> None:
    match block:
        case Heading():
            heading = speech.typed(block.text)
            pages.line(["### ", *(escape(word) for word in words(heading))], keep=_HEADING_NEEDS)
        case Paragraph():
            pages.line([SYMBOLS[block.tone], *pieces(block.text, speech)])
        case Bullets():
            _bullets(block, pages, rest, speech)
        case Facts():
            for row in block.rows:
                _row(row, pages, speech)
        case Chart():
            _chart(block, pages)
        case Note():
            pages.line(small(block.text, speech))
        case Buttons():
            _buttons(block, pages, speech)
        case _:
            assert_never(block)


def _bullets(block: Bullets, pages: Pages, rest: Pages, speech: Speech) -> None:
    shown = block.fold_after or len(block.items)
    for number, item in enumerate(block.items):
        (pages if number < shown else rest).line(["- ", *pieces(item, speech)])
    if len(block.items) > shown:
        pages.line([f"-# +{len(block.items) - shown} ↓"])


def _row(row: Row, pages: Pages, speech: Speech) -> None:
    pages.line([SYMBOLS[row.tone], *label(row.label, speech), "  ", *pieces(row.value, speech)])
    if row.more:
        pages.line(small(row.more, speech))


def _chart(chart: Chart, pages: Pages) -> None:
    """The sentence about a picture stands in the text, too: for screen readers, and where pictures fail."""
    pages.chart(chart)
    pages.line(strong(chart.title))
    pages.line(small((chart.alt,)))


def _buttons(block: Buttons, pages: Pages, speech: Speech) -> None:
    drawn, written = buttons.shared_out(block.buttons)
    pages.buttons(drawn)
    for button in written:
        typed: Text = (f"{button.text}: ", Code(f"/foster {button.command}"))
        pages.line(["→ ", *pieces(typed, speech)])


def _message(page: Page, tone: Tone, title: str, share: Button | None) -> Drawn:
    embed: Json = {"color": COLOURS[tone]}
    if title:
        embed["title"] = title
    if page.text.strip():
        embed["description"] = page.text.strip()
    if not (title or page.text.strip()):
        embed["description"] = "–"
    payload: Json = {"embeds": [embed], "allowed_mentions": MENTIONS}
    rows = buttons.rows(page.buttons, share)
    if rows:
        payload["components"] = rows
    charts = enumerate(page.charts, 1)
    return Drawn(payload, tuple(Picture(f"chart-{number}.png", chart) for number, chart in charts))


def with_pictures(drawn: Drawn, paint: Callable[[Chart], bytes]) -> tuple[Json, Sequence[tuple[str, bytes]]]:
    """The message with its pictures painted, each described, and the files to send. Slow: not on the loop."""
    if not drawn.pictures:
        return drawn.payload, ()
    embeds = drawn.payload["embeds"]
    assert isinstance(embeds, list)  # noqa: S101 - for mypy; `_message` made it
    urls = [{"image": {"url": f"attachment://{picture.filename}"}} for picture in drawn.pictures]
    described = [
        {"id": number, "filename": picture.filename, "description": _alt(picture.chart)}
        for number, picture in enumerate(drawn.pictures)
    ]
    shown = [{**embeds[0], **urls[0]}, *urls[1:]]
    files = [(picture.filename, paint(picture.chart)) for picture in drawn.pictures]
    return {**drawn.payload, "embeds": shown, "attachments": described}, files


def _alt(chart: Chart) -> str:
    text = plain(chart.alt) or plain(chart.title) or "…"
    return text if len(text) <= ALT else text[: ALT - 1].rpartition(" ")[0] + "…"
