"""A card as Slack messages: blocks for the eye, the same in plain text for notifications and screen readers.

What does not fit one message goes on in the next (a thread below a post), parted between words: nothing is
cut off. The first message then says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from adapters.markup.inert import inert
from adapters.slack.limits import HEADER, MESSAGE_BLOCKS, MESSAGE_SIZE, size
from adapters.slack.parts import Part, bullets, buttons, chart, facts, note, paragraph
from adapters.slack.rich import SYMBOLS, Element, Home, escaped
from bot.views.card import Block, Bullets, Buttons, Card, Chart, Facts, Heading, Note, Paragraph, Strong
from bot.views.texts import Texts, texts


@dataclass(frozen=True, slots=True)
class Look:
    """Who reads, in which language, and the uploaded pictures of the card's charts, by number from 0."""

    home: Home
    texts: Texts = field(default_factory=lambda: texts("en"))
    pictures: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """One message as `chat.postMessage` takes it. `text` is already escaped."""

    text: str
    blocks: tuple[Element, ...]


def render(card: Card, look: Look) -> tuple[Draft, ...]:
    """The card's messages, at least one; the later ones belong below the first."""
    main, folded = parts_of(card, look)
    if folded:
        main.append(note((look.texts.say("More below."),), look.home)[0])
    messages = [*_packed(main), *_packed(folded)]
    return tuple(_draft(message) for message in messages) or (Draft(escaped(inert(card.title)) or "…", ()),)


def parts_of(card: Card, look: Look) -> tuple[list[Part], list[Part]]:
    """The card's blocks in order: those to see at once, and those that may be folded."""
    main = list(_title(f"{SYMBOLS[card.tone]}{inert(card.title)}", look))
    folded: list[Part] = []
    charts = 0
    for block in card.blocks:
        shown, rest = _folded(block)
        main += _parts(shown, look, charts)
        if rest is not None:
            folded += _parts(rest, look, charts)
        charts += isinstance(block, Chart)
    return main, folded


def _title(text: str, look: Look) -> Iterator[Part]:
    """A header, or bold words where it is too long for one."""
    if not text.strip():
        return
    if size(text) > HEADER:
        yield from paragraph((Strong(text),), "", look.home)
    else:
        yield Part({"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}, text)


def _folded(block: Block) -> tuple[Block, Block | None]:
    if isinstance(block, Bullets) and 0 < block.fold_after < len(block.items):
        return Bullets(block.items[: block.fold_after]), Bullets(block.items[block.fold_after :])
    return block, None


def _parts(block: Block, look: Look, charts: int) -> Iterable[Part]:
    match block:
        case Heading():
            return _title(inert(block.text), look)
        case Paragraph():
            return paragraph(block.text, SYMBOLS[block.tone], look.home)
        case Bullets():
            return bullets(block.items, look.home)
        case Facts():
            return facts(block.rows, look.home)
        case Chart():
            return chart(block, look.pictures.get(charts, ""), look.home)
        case Note():
            return note(block.text, look.home)
        case Buttons():
            return buttons(block.buttons, look.home)
        case _:
            assert_never(block)


def _packed(parts: list[Part]) -> Iterator[list[Part]]:
    """Parts by message. A heading never ends one."""
    message: list[Part] = []
    used = 0
    for part in parts:
        if len(message) >= MESSAGE_BLOCKS or (message and used + part.size > MESSAGE_SIZE):
            carried = [message.pop()] if len(message) > 1 and message[-1].block["type"] == "header" else []
            yield message
            message, used = carried, sum(each.size for each in carried)
        message.append(part)
        used += part.size
    if message:
        yield message


def _draft(message: list[Part]) -> Draft:
    text = "\n".join(part.text for part in message if part.text)
    blocks = [part.block | {"block_id": f"b{number}"} for number, part in enumerate(message)]
    return Draft(escaped(text) or "…", tuple(blocks))
