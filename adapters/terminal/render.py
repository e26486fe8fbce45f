"""A card drawn for a terminal, in colour or without, at any width."""

from __future__ import annotations

import shlex
from io import StringIO
from typing import IO, assert_never

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text as Line

from adapters.markup.inert import inert, web_address
from adapters.terminal.charts import chart
from adapters.terminal.flow import CODE, Flow
from bot.views.card import (
    Block,
    Bullets,
    Buttons,
    Card,
    ChannelLink,
    Chart,
    Code,
    Facts,
    Heading,
    Link,
    Mention,
    Note,
    Paragraph,
    Row,
    Span,
    Strong,
    Text,
    Tone,
)

_WIDEST = 100
_LABELS = 30
_STYLES = {
    Tone.NEUTRAL: Style(),
    Tone.GOOD: Style(color="green"),
    Tone.CAUTION: Style(color="yellow"),
    Tone.BAD: Style(color="red"),
    Tone.UNKNOWN: Style(color="cyan"),
}
_SYMBOLS = {Tone.NEUTRAL: "", Tone.GOOD: "✓", Tone.CAUTION: "!", Tone.BAD: "✗", Tone.UNKNOWN: "?"}
_BOLD = Style(bold=True)
_DIM = Style(dim=True)


def console(file: IO[str], width: int | None = None) -> Console:
    """A console that reads nothing in a text as markup. Colour where `file` is a terminal and wants it."""
    made = Console(file=file, width=width, markup=False, emoji=False, highlight=False)
    made.width = min(made.width, _WIDEST)
    return made


def draw(card: Card, on: Console) -> None:
    """Print a card."""
    hyperlinks = on.is_terminal and not on.is_dumb_terminal
    on.print(_card(card, hyperlinks=hyperlinks), crop=False)  # a command may be longer than the line


def to_text(card: Card, width: int = 80) -> str:
    """A card as plain text, without colour or trailing spaces."""
    out = StringIO()
    draw(card, console(out, width))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _card(card: Card, *, hyperlinks: bool) -> Group:
    style = _STYLES[card.tone] + _BOLD
    parts: list[RenderableType] = [
        Line.assemble((_symbol(card.tone), style), (inert(card.title), style)),
        Rule(style=_STYLES[card.tone], characters="─"),
    ]
    for number, block in enumerate(card.blocks):
        if number and not isinstance(card.blocks[number - 1], Heading):
            parts.append(Line())
        parts.append(_block(block, hyperlinks))
    return Group(*parts)


def _block(block: Block, hyperlinks: bool) -> RenderableType:
    match block:
        case Heading():
            return Line(inert(block.text), _BOLD)
        case Paragraph():
            symbol = Line(_symbol(block.tone), _STYLES[block.tone] + _BOLD)
            return Flow(symbol.append_text(_text(block.text, hyperlinks)))
        case Bullets():
            return Group(*(Flow(_text(item, hyperlinks), " • ") for item in block.items))
        case Facts():
            return _facts(block, hyperlinks)
        case Chart():
            return Group(*(Line(line) for line in chart(block)), Line(inert(block.alt), _DIM))
        case Note():
            note = _text(block.text, hyperlinks)
            note.stylize_before(_DIM)
            return Flow(note)
        case Buttons():
            return Group(*(Flow(_button(button.text, button.command)) for button in block.buttons))
        case _:
            assert_never(block)


def _facts(block: Facts, hyperlinks: bool) -> RenderableType:
    toned = any(row.tone is not Tone.NEUTRAL for row in block.rows)
    grid = Table.grid(padding=(0, 2, 0, 0))
    if toned:
        grid.add_column(no_wrap=True, width=1)
    grid.add_column(max_width=_LABELS, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    for row in block.rows:
        symbol = [Line(_SYMBOLS[row.tone], _STYLES[row.tone] + _BOLD)] if toned else []
        grid.add_row(*symbol, Line(inert(row.label), _BOLD), _value(row, hyperlinks))
    return grid


def _value(row: Row, hyperlinks: bool) -> Line:
    value = _text(row.value, hyperlinks)
    if row.more:
        more = _text(row.more, hyperlinks)
        more.stylize_before(_DIM)
        value.append("\n").append_text(more)
    return value


def _button(text: str, command: str) -> Line:
    typed = shlex.join(["foster", "ask", inert(command)])
    return Line.assemble("→ ", inert(text), "  ", ("try: ", _DIM), (typed, CODE))


def _symbol(tone: Tone) -> str:
    return f"{_SYMBOLS[tone]} " if _SYMBOLS[tone] else ""


def _text(text: Text, hyperlinks: bool) -> Line:
    line = Line(overflow="fold")
    for span in text:
        line.append_text(_span(span, hyperlinks))
    return line


def _span(span: Span, hyperlinks: bool) -> Line:
    match span:
        case str():
            return Line(inert(span, lines=True))
        case Strong():
            return Line(inert(span.text), _BOLD)
        case Code():
            return Line(inert(span.text), CODE)
        case Mention():
            return Line(inert(span.name), _BOLD)
        case ChannelLink():
            return Line("#" + inert(span.name).removeprefix("#"), Style(color="blue"))
        case Link():
            return _link(span, hyperlinks)
        case _:
            assert_never(span)


def _link(link: Link, hyperlinks: bool) -> Line:
    address = web_address(link.url)
    if address and hyperlinks:
        return Line(inert(link.text), Style(underline=True, link=address))
    line = Line(inert(link.text))
    return line.append(f" ({address})") if address else line
