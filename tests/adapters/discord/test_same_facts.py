from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from adapters.discord.inbound import see
from adapters.discord.world import World as Known
from adapters.exports.detect import open_export
from adapters.exports.door import Door
from adapters.synthetic import discord
from adapters.synthetic.community import generate
from adapters.synthetic.files import write_folder
from bot.domain.facts import Account, Channel, Fact, Features, Message, Reaction, ThreadState
from bot.domain.sentiments import sentiment
from bot.domain.times import Micros
from tests.fakes.discord_gateway import events

WORLD = generate(7, weeks=6, size=30)


def exact(text: str) -> Features:
    """Tells any two texts apart."""
    return Features(sketch=sha256(text.encode()).digest())


def undated(facts: Iterable[Fact]) -> set[Fact]:
    """Without the times of accounts, channels and reactions, which an export cannot know."""
    return {
        replace(fact, version=0) if isinstance(fact, Account | Channel | Reaction | ThreadState) else fact
        for fact in facts
    }


def exported(folder: Path) -> set[Fact]:
    write_folder(folder, discord.files(WORLD))
    with open_export(folder, Door(exact, sentiment)) as export:
        return undated(fact for batch in export.batches() for fact in batch)


def live() -> set[Fact]:
    known = Known()
    seen = [see(known, event, payload, exact, Micros(1)) for event, payload in events(WORLD)]
    return undated(fact for one in seen for fact in one.facts)


def test_live_events_give_the_same_facts_as_an_export_of_them(tmp_path: Path) -> None:
    """Messages with features, threads, replies and mentions; reactions; channels; names: all equal."""
    from_export, from_gateway = exported(tmp_path), live()
    assert len(from_export) > 500
    assert from_gateway == from_export
    posts = {fact.ref.id for fact in from_export if isinstance(fact, Message) and fact.features.question}
    assert len(posts) > 5, "forum posts ask, however they are worded"
    assert {fact.features.question for fact in from_export if isinstance(fact, Message)} == {0, 1000}
