"""One conversation in three formats, read by the importers: the facts must agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.exports.detect import open_export
from adapters.exports.door import Door
from adapters.synthetic import discord, firehose, neutral, slack
from adapters.synthetic.community import generate
from adapters.synthetic.files import write_folder, write_zip
from adapters.synthetic.world import Temper, World
from bot.domain.facts import Account, Features, Message, Reaction
from bot.domain.imports import Reason
from bot.domain.sentiments import sentiment

DOOR = Door(judge=lambda _text: Features(), sentiment=sentiment)

Seen = tuple[int, str, int | None, tuple[str, ...]]


def read(path: Path) -> tuple[list[Seen], dict[str, int], set[Reason]]:
    """Messages by time with author, thread's time and mentions; reactions; what was set aside."""
    with open_export(path, DOOR, name="kelpline") as export:
        facts = [fact for batch in export.batches() for fact in batch]
        asides = {aside.reason for aside in export.summary.asides}
    names = {fact.ref: fact.name for fact in facts if isinstance(fact, Account)}
    messages = [fact for fact in facts if isinstance(fact, Message)]
    times = {(m.ref.channel, m.ref.id): m.at for m in messages}
    said: dict[str, int] = {}
    for fact in facts:
        if isinstance(fact, Reaction):
            said[fact.sentiment] = said.get(fact.sentiment, 0) + 1
    rows = [
        (
            m.at,
            names[m.author],
            None if m.thread is None else times[m.ref.channel, m.thread],
            tuple(names[one] for one in m.mentions),
        )
        for m in messages
    ]
    return sorted(rows), said, asides


def write(folder: Path, world: World) -> Path:
    neutral.write_jsonl(folder / "kelpline.jsonl", world)
    write_zip(folder / "slack.zip", slack.files(world))
    write_folder(folder / "discord", discord.files(world))
    return folder


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("formats"), world)


def test_nothing_but_the_bot_is_set_aside(world: World, folder: Path) -> None:
    bots = {m.id for m in world.members if m.temper is Temper.BOT}
    people = sum(post.author not in bots for post in world.posts)
    for name in ("kelpline.jsonl", "slack.zip", "discord"):
        rows, _, asides = read(folder / name)
        assert (name, len(rows), asides) == (name, people, {Reason.BOT})


def test_messages_threads_mentions_and_reactions_agree(folder: Path) -> None:
    lines = read(folder / "kelpline.jsonl")
    assert lines[1].keys() >= {"accept", "thanks", "helpful"}
    assert read(folder / "slack.zip") == lines
    assert read(folder / "discord") == lines


def test_the_firehose_is_read_whole(tmp_path: Path) -> None:
    firehose.write_slack(tmp_path / "slack", 1_500)
    firehose.write_discord(tmp_path / "discord", 1_500)
    for name in ("slack", "discord"):
        rows, _, asides = read(tmp_path / name)
        assert (name, len(rows), asides) == (name, 1_500, set())


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 200))
def test_formats_agree_for_every_seed(seed: int, tmp_path: Path) -> None:
    write(tmp_path, generate(seed, weeks=3 + seed % 5, size=5 + seed % 40))
    lines = read(tmp_path / "kelpline.jsonl")
    assert read(tmp_path / "slack.zip") == read(tmp_path / "discord") == lines
