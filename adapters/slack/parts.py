"""The blocks of a message, each with its plain text. What says nothing makes no block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from adapters.markup.inert import inert
from adapters.slack.limits import (
    ALT_TEXT,
    BLOCK_PARTS,
    BLOCK_SIZE,
    BUTTON,
    BUTTON_VALUE,
    BUTTONS,
    shortened,
    size,
)
from adapters.slack.rich import (
    SYMBOLS,
    Element,
    Home,
    elements,
    escaped,
    plain,
    section,
    shared_out,
    strong,
    weight,
)
from bot.views.card import Button, Chart, Code, Row, Strong, Text

RUN = "foster.run"
"""Action ids begin so; the command is the button's value."""


@dataclass(frozen=True, slots=True)
class Part:
    """One block, its place in a message still open, and what it says as plain text."""

    block: Element
    text: str

    @property
    def size(self) -> int:
        """How much of a message it takes, once what opens markup is escaped."""
        return size(escaped(self.text)) + 50


@dataclass(frozen=True, slots=True)
class _Line:
    elements: list[Element]
    text: str


def paragraph(text: Text, symbol: str, home: Home) -> Iterator[Part]:
    """One paragraph."""
    start = strong(symbol) if symbol else []
    return _rich([_Line([*start, *elements(text, home)], symbol + plain(text))])


def note(text: Text, home: Home) -> list[Part]:
    """Small print."""
    return list(_rich([_Line(elements(text, home, italic=True), plain(text))]))


def bullets(items: Iterable[Text], home: Home) -> Iterator[Part]:
    """A list."""
    return _rich([_Line(elements(item, home), f"• {plain(item)}") for item in items], listed=True)


def facts(rows: Iterable[Row], home: Home) -> Iterator[Part]:
    """Labels and values, one below the other."""
    return _rich([line for row in rows for line in _row(row, home)])


def chart(block: Chart, picture: str, home: Home) -> Iterator[Part]:
    """The uploaded picture, or the numbers where there is none."""
    said = "\n".join(filter(None, (inert(block.title), inert(block.alt))))
    if picture:
        if size(block.alt) > ALT_TEXT:
            yield from paragraph((block.alt,), "", home)
        alt = shortened(inert(block.alt), ALT_TEXT) or "…"
        yield Part({"type": "image", "slack_file": {"id": picture}, "alt_text": alt}, said)
        return
    lines: list[Text] = [(Strong(block.title),), (block.alt,)]
    for series in block.series:
        points = [f"{label} {value:g}" for label, value in zip(block.labels, series.values, strict=False)]
        lines.append((Strong(f"{series.name}: "), ", ".join(points)))
    yield from _rich([_Line(elements(line, home), plain(line)) for line in lines])


def buttons(given: Iterable[Button], home: Home) -> Iterator[Part]:
    """Buttons; a command too long for one is written down to be typed."""
    kept = []
    for button in given:
        label = inert(button.text).strip()
        if not label or not button.command or size(button.command) > BUTTON_VALUE:
            typed = (f"{label} ", Code(button.command)) if label else (Code(button.command),)
            yield from paragraph(typed, "", home)
            continue
        if size(label) > BUTTON:
            yield from paragraph((label,), "", home)
        kept.append(button)
    for row in _rows_of(kept):
        made = [_button(button, number) for number, button in enumerate(row)]
        yield Part({"type": "actions", "elements": made}, " · ".join(each["text"]["text"] for each in made))


def _button(button: Button, number: int) -> Element:
    made: Element = {
        "type": "button",
        "action_id": f"{RUN}.{number}",
        "text": {"type": "plain_text", "text": shortened(inert(button.text).strip(), BUTTON), "emoji": False},
        "value": button.command,
    }
    return made | {"style": "danger"} if button.danger else made


def _rows_of(kept: list[Button]) -> Iterator[list[Button]]:
    rest = iter(kept)
    while row := list(islice(rest, BUTTONS)):
        yield row


def _row(row: Row, home: Home) -> Iterator[_Line]:
    label = f"{SYMBOLS[row.tone]}{inert(row.label)}"
    start = strong(f"{label}: ") if label else []
    yield _Line([*start, *elements(row.value, home)], f"{label}: {plain(row.value)}")
    if row.more:
        yield _Line(elements(row.more, home, italic=True), plain(row.more))


def _rich(lines: Iterable[_Line], *, listed: bool = False) -> Iterator[Part]:
    """As few rich text blocks as the limits allow."""
    block: list[_Line] = []
    used = 0
    for line in lines:
        for part in _fitting(line):
            taken = max(sum(map(weight, part.elements)), size(part.text))
            if block and (used + taken > BLOCK_SIZE or len(block) >= BLOCK_PARTS):
                yield _block(block, listed=listed)
                block, used = [], 0
            block.append(part)
            used += taken
    if block:
        yield _block(block, listed=listed)


def _fitting(line: _Line) -> Iterator[_Line]:
    if not any(part.get("text", "…").strip() for part in line.elements):
        return
    if max(sum(map(weight, line.elements)), size(line.text)) <= BLOCK_SIZE:
        yield line
        return
    for number, part in enumerate(shared_out(line.elements, BLOCK_SIZE // 2)):
        words = "".join(each.get("text", "") for each in part)
        yield _Line(part, f"• {words}" if line.text.startswith("• ") and not number else words)


def _block(lines: list[_Line], *, listed: bool) -> Part:
    sections = [section(line.elements) for line in lines]
    text = "\n".join(line.text for line in lines)
    if listed:
        content = [{"type": "rich_text_list", "style": "bullet", "elements": sections}]
    else:
        content = [section(_joined(lines))]
    return Part({"type": "rich_text", "elements": content}, text)


def _joined(lines: list[_Line]) -> list[Element]:
    """Lines one below the other in one section."""
    joined: list[Element] = []
    for number, line in enumerate(lines):
        if number:
            joined.append({"type": "text", "text": "\n"})
        joined += line.elements
    return joined
