"""A card as plain JSON: what `--format json` prints."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.domain.refs import ChannelRef, MemberRef, MessageRef, SpaceRef
from bot.domain.times import Week
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
)

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def to_json(*cards: Card) -> str:
    """One card as an indented JSON object, several as a list of them.

    ASCII only, so that no text can steer the terminal it is printed on.
    """
    made = [card_json(card) for card in cards]
    return json.dumps(made[0] if len(made) == 1 else made, indent=2, allow_nan=False)


def card_json(card: Card) -> dict[str, Json]:
    """A card as plain values; `data` is the value behind it."""
    return {
        "title": card.title,
        "tone": card.tone.value,
        "blocks": [_block(block) for block in card.blocks],
        "data": plain(card.data),
    }


def plain(value: object) -> Json:
    """Any value of the core as JSON: refs and weeks as text, dataclasses as objects."""
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Week() | SpaceRef() | MemberRef() | ChannelRef() | MessageRef() | ZoneInfo():
            return str(value)
        case date() | time():
            return value.isoformat()
        case Mapping():
            return {str(plain(key)): plain(item) for key, item in value.items()}
        case AbstractSet():
            return [plain(item) for item in sorted(value, key=str)]
        case Sequence():
            return [plain(item) for item in value]
        case _ if is_dataclass(value):
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")


def _block(block: Block) -> dict[str, Json]:
    match block:
        case Heading():
            return {"type": "heading", "text": block.text}
        case Paragraph():
            return {"type": "paragraph", "tone": block.tone.value, "text": _text(block.text)}
        case Bullets():
            return {"type": "bullets", "items": [_text(item) for item in block.items]}
        case Facts():
            return {"type": "facts", "rows": [_row(row) for row in block.rows]}
        case Chart():
            return {"type": "chart", **_chart(block)}
        case Note():
            return {"type": "note", "text": _text(block.text)}
        case Buttons():
            buttons: list[Json] = [
                {"text": b.text, "command": b.command, "danger": b.danger} for b in block.buttons
            ]
            return {"type": "buttons", "buttons": buttons}
        case _:
            assert_never(block)


def _row(row: Row) -> dict[str, Json]:
    return {
        "label": row.label,
        "value": _text(row.value),
        "tone": row.tone.value,
        "more": _text(row.more),
    }


def _chart(chart: Chart) -> dict[str, Json]:
    series: list[Json] = [{"name": s.name, "values": plain(s.values)} for s in chart.series]
    return {"title": chart.title, "labels": plain(chart.labels), "series": series, "alt": chart.alt}


def _text(text: Text) -> list[Json]:
    return [_span(span) for span in text]


def _span(span: Span) -> Json:
    match span:
        case str():
            return span
        case Strong():
            return {"strong": span.text}
        case Code():
            return {"code": span.text}
        case Mention():
            return {"member": str(span.member), "name": span.name}
        case ChannelLink():
            return {"channel": str(span.channel), "name": span.name}
        case Link():
            return {"link": span.text, "url": span.url}
        case _:
            assert_never(span)
