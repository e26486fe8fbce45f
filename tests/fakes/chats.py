"""Invented chats as facts."""

from __future__ import annotations

from pathlib import Path

from adapters.exports.detect import open_export
from adapters.exports.door import Door
from adapters.synthetic import neutral
from adapters.synthetic.world import World
from bot.domain.facts import Fact
from bot.domain.judging import judge
from bot.domain.sentiments import sentiment


def facts_of(world: World, path: Path) -> tuple[Fact, ...]:
    """As they come out of an export."""
    neutral.write_jsonl(path, world)
    with open_export(path, Door(lambda text: judge(text, bytes(32)), sentiment), name="soup") as export:
        return tuple(fact for batch in export.batches() for fact in batch)
