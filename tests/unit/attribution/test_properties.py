from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attribution import CONTEXT_MESSAGES, AttributionPolicy, People, attribute
from bot.domain.credits import Attribution
from bot.domain.facts import Message
from bot.domain.judging import judge
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.times import MINUTE, Micros

SPACE = SpaceRef(Platform.FILE, "s")
CHANNEL = ChannelRef(SPACE, "help")
NAMES = ("ana", "bo", "cy", "di", "robo")
TEXTS = tuple(
    judge(text, b"salt")
    for text in (
        "How do I rotate the signing key?",
        "Which version do you have?",
        "Use the vault command, it rotates the key.",
        "thanks, that worked",
        "that didn't work",
        "+1",
        "yes",
        "never mind, figured it out",
    )
)
BOTS = People(bots=frozenset({MemberRef(SPACE, "robo")}), staff=frozenset({MemberRef(SPACE, "di")}))
line = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(range(len(TEXTS))),
    st.integers(0, 40),
    st.one_of(st.none(), st.integers(0, 30)),
    st.booleans(),
    st.one_of(st.none(), st.sampled_from(NAMES)),
)


def messages(lines: list[Any]) -> list[Message]:
    made: list[Message] = []
    minute = 0
    for number, (name, text, gap, back, threaded, to) in enumerate(lines):
        minute += gap
        target = made[-1 - back] if back is not None and back < len(made) else None
        root = target and (target.thread or target.ref.id)
        made.append(
            Message(
                ref=MessageRef(CHANNEL, f"{number}"),
                author=MemberRef(SPACE, name),
                at=Micros(minute * MINUTE),
                features=TEXTS[text],
                thread=root if threaded else None,
                reply_to=target.ref.id if target and not threaded else None,
                mentions=(MemberRef(SPACE, to),) if to else (),
            )
        )
    return made


def outcome(given_messages: list[Message], policy: AttributionPolicy | None = None) -> Attribution:
    return attribute(given_messages, {}, {}, (), BOTS, policy or AttributionPolicy())


@given(st.lists(line, max_size=30).map(messages), st.randoms(use_true_random=False), st.data())
def test_order_and_repeats_of_arrival_change_nothing(
    stream: list[Message], random: Random, data: st.DataObject
) -> None:
    expected = outcome(stream)
    again = [*stream, *data.draw(st.lists(st.sampled_from(stream), max_size=5))] if stream else []
    random.shuffle(again)
    assert outcome(again) == expected


@given(st.lists(line, min_size=1, max_size=30).map(messages))
def test_an_older_state_of_a_message_never_wins(stream: list[Message]) -> None:
    expected = outcome(stream)
    stale = [replace(m, at=m.at, edited_at=Micros(0), features=TEXTS[0]) for m in stream]
    edited = [replace(m, edited_at=Micros(m.at + 1)) for m in stream]
    assert outcome([*edited, *stale]) == outcome([*stale, *edited]) == expected


@given(st.lists(line, max_size=40).map(messages))
def test_nobody_is_credited_for_an_own_question_and_bots_never(stream: list[Message]) -> None:
    for credit in outcome(stream).credits:
        assert credit.helper != credit.asker
        assert credit.helper not in BOTS.bots
        assert credit.asker not in BOTS.bots
        assert 0 < credit.weight <= 1000
        assert 0 < credit.confidence <= 1000


@given(st.lists(line, max_size=40).map(messages))
def test_one_credit_a_helper_and_question_in_order(stream: list[Message]) -> None:
    attribution = outcome(stream)
    pairs = [(credit.question, credit.helper) for credit in attribution.credits]
    assert len(pairs) == len(set(pairs))
    assert {credit.question for credit in attribution.credits} <= {q.ref for q in attribution.questions}
    times = [question.at for question in attribution.questions]
    assert times == sorted(times)


@pytest.mark.parametrize("seed", range(3))
def test_a_question_needs_only_its_context_and_its_window(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - made-up chat keeps no secret
    lines = [
        (dice.choice(NAMES), dice.randrange(8), dice.randrange(8), dice.choice((None, 0, 1, 5)), False, None)
        for _ in range(900)
    ]
    stream = messages(lines)
    policy = AttributionPolicy(answer_window=60 * MINUTE)
    whole = outcome(stream, policy)
    first, last = 450, 500
    until = stream[last].at + policy.after
    part = [m for i, m in enumerate(stream) if i >= first - CONTEXT_MESSAGES and m.at < until]
    inside = {m.ref for m in stream[first : last + 1]}
    cut = outcome(part, policy)
    assert [q for q in cut.questions if q.ref in inside] == [q for q in whole.questions if q.ref in inside]
    assert [c for c in cut.credits if c.question in inside] == [
        c for c in whole.credits if c.question in inside
    ]
    assert any(question.ref in inside for question in whole.questions)
