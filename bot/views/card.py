"""A card is what Foster says, before any platform draws it.

Views build cards from plain values; a renderer per platform draws them, escapes what people typed, keeps
within its limits and says when it folded something. Every text in a card is already translated.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.refs import ChannelRef, MemberRef


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that carry the sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type or copy, such as a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person. Platforms link `member` without pinging; a terminal prints `name`."""

    member: MemberRef
    name: str


@dataclass(frozen=True, slots=True)
class ChannelLink:
    """A channel; a terminal prints `name`."""

    channel: ChannelRef
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link with a text. `url` is empty where the source has no addresses (imports): only the text shows."""

    text: str
    url: str


Span = str | Strong | Code | Mention | ChannelLink | Link
Text = tuple[Span, ...]
"""One run of text. Plain `str` parts are shown as they are, never read as markup."""


class Tone(StrEnum):
    """How a block feels; colour and symbol are the renderer's choice."""

    NEUTRAL = "neutral"
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of the part that follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: Text
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list. After `fold_after` items the rest may be folded (a thread, a second message); 0: never."""

    items: tuple[Text, ...]
    fold_after: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a `Facts` block: a label, its value and how it feels."""

    label: str
    value: Text
    tone: Tone = Tone.NEUTRAL
    more: Text = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values, one below the other."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart, with a value for each of the chart's labels."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers over time, never names. `alt` says in a sentence what the picture shows."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    text: Text


@dataclass(frozen=True, slots=True)
class Button:
    """Runs `command` (as typed after `/foster`) for whoever presses it, with that person's rights."""

    text: str
    command: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons beside each other. A terminal prints them as commands to try."""

    buttons: tuple[Button, ...]


Block = Heading | Paragraph | Bullets | Facts | Chart | Note | Buttons


@dataclass(frozen=True, slots=True)
class Card:
    """One message. `data` is the plain value behind it, for `--format json`, and says no more."""

    title: str
    blocks: tuple[Block, ...]
    tone: Tone = Tone.NEUTRAL
    data: object = None
