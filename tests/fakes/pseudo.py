"""A language that wraps every translated text in ⟦…⟧: letters outside were never translated."""

from __future__ import annotations

from collections.abc import Iterator

from bot.views.card import (
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
    Span,
    Strong,
    Text,
)
from bot.views.texts import Texts


class Wrapping:
    def gettext(self, message: str, /) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        return f"⟦{one if count == 1 else many}⟧"


PSEUDO = Texts(Wrapping(), "en-x-pseudo")


def untranslated(card: Card) -> list[str]:
    """The texts of a card that hold letters outside ⟦…⟧. Commands and names of people and channels may."""
    return [text for text in _texts(card) if any(map(str.isalpha, outside(text)))]


def outside(text: str) -> str:
    """What stands outside ⟦…⟧, which may be nested."""
    depth, kept = 0, []
    for character in text:
        depth += {"⟦": 1, "⟧": -1}.get(character, 0)
        if depth == 0 and character != "⟧":
            kept.append(character)
    return "".join(kept)


def _texts(card: Card) -> Iterator[str]:
    yield card.title
    for block in card.blocks:
        match block:
            case Heading(text):
                yield text
            case Paragraph(spans) | Note(spans):
                yield from _spans(spans)
            case Bullets(items):
                for item in items:
                    yield from _spans(item)
            case Facts(rows):
                for row in rows:
                    yield row.label
                    yield from _spans((*row.value, *row.more))
            case Chart(title, labels, series, alt):
                yield from (title, alt, *labels, *(one.name for one in series))
            case Buttons(buttons):
                yield from (button.text for button in buttons)


def _spans(text: Text) -> Iterator[str]:
    """One text as a whole: a sentence may have links and mentions within."""
    yield "".join(map(_words, text))


def _words(span: Span) -> str:
    match span:
        case str():
            return span
        case Strong(text) | Link(text, _):
            return text
        case Code() | Mention() | ChannelLink():
            return ""
