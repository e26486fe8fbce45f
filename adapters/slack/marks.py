"""The marker of a post: as message metadata, and in a block's id, which stays where metadata is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.slack.render import Draft
from adapters.slack.replies import PLAIN

EVENT = "foster_post"
_PREFIX = "foster:"


def name(key: str, number: int) -> str:
    """The marker of a post's first message (0), or of one below it."""
    return key if number == 0 else f"{key}.{number}"


def marked(draft: Draft, mark: str) -> dict[str, Any]:
    """A message's fields, with its marker."""
    blocks = [dict(block) for block in draft.blocks]
    if blocks:
        blocks[0]["block_id"] = _PREFIX + mark
    metadata = {"event_type": EVENT, "event_payload": {"key": mark}}
    return {"text": draft.text, "blocks": blocks, "metadata": metadata, **PLAIN}


def marks(message: Mapping[str, Any]) -> frozenset[str]:
    """The markers that a message carries."""
    found = set()
    metadata = message.get("metadata")
    if isinstance(metadata, Mapping) and metadata.get("event_type") == EVENT:
        carried = metadata.get("event_payload")
        found.add(str(carried.get("key")) if isinstance(carried, Mapping) else "")
    blocks = message.get("blocks")
    for block in blocks if isinstance(blocks, list) else ():
        id_ = block.get("block_id") if isinstance(block, Mapping) else None
        if isinstance(id_, str) and id_.startswith(_PREFIX):
            found.add(id_.removeprefix(_PREFIX))
    return frozenset(found)
