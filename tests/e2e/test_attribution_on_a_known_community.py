"""The generator knows who answered whom: a log of it goes through import and attribution, and is compared."""

from __future__ import annotations

from collections import defaultdict

import pytest

from adapters.exports.detect import open_export
from adapters.exports.door import Door
from adapters.synthetic import neutral
from adapters.synthetic.community import generate
from adapters.synthetic.recorded import help_channels
from adapters.synthetic.world import World
from bot.domain.attribution import AttributionPolicy, People, attribute
from bot.domain.facts import Message, Reaction
from bot.domain.judging import judge
from bot.domain.refs import MessageRef
from bot.domain.sentiments import sentiment

Pair = tuple[str, str]
"""A question's id and a helper's."""


@pytest.fixture(scope="module")
def world() -> World:
    return generate(11, weeks=10, size=40)


@pytest.fixture(scope="module")
def credited(world: World, tmp_path_factory: pytest.TempPathFactory) -> set[Pair]:
    path = tmp_path_factory.mktemp("known") / "kelpline.jsonl"
    neutral.write_jsonl(path, world)
    messages: defaultdict[str, list[Message]] = defaultdict(list)
    reactions: defaultdict[MessageRef, list[Reaction]] = defaultdict(list)
    with open_export(path, Door(lambda text: judge(text, bytes(32)), sentiment)) as export:
        for fact in (fact for batch in export.batches() for fact in batch):
            if isinstance(fact, Message):
                messages[fact.ref.channel.id].append(fact)
            elif isinstance(fact, Reaction):
                reactions[fact.message].append(fact)
    policy = AttributionPolicy()
    return {
        (credit.question.id, credit.helper.id)
        for channel in help_channels(world)
        for credit in attribute(messages[channel], reactions, {}, (), People(), policy).credits
        if credit.confidence >= policy.floor
    }


def pairs(world: World, *, worked_only: bool) -> set[Pair]:
    return {(neutral.message_id(a.question), a.helper) for a in world.answers if a.worked or not worked_only}


def test_nearly_every_answer_that_worked_is_credited(world: World, credited: set[Pair]) -> None:
    worked = pairs(world, worked_only=True)
    assert len(worked) > 100
    assert len(credited & worked) / len(worked) > 0.9


def test_hardly_anybody_is_credited_who_did_not_answer(world: World, credited: set[Pair]) -> None:
    assert len(credited & pairs(world, worked_only=False)) / len(credited) > 0.85
