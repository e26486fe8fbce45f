from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from bot.domain.attribution import CONTEXT_MESSAGES, link_model
from bot.domain.attribution.columns import Columns, Ints, columns, octaves
from bot.domain.attribution.conversations import CONVERSING, Conversations, around, chosen, conversing
from bot.domain.attribution.history import History, history
from bot.domain.attribution.inputs import ALONE, BEHIND, CONTEXT, PAIR, alone, pairs
from bot.domain.attribution.overlap import Overlap, overlap
from bot.domain.attribution.shortlist import CANDIDATES, LISTED, shortlist
from bot.domain.facts import Message
from tests.unit.attribution.chat import Chat

EXACT = 2**24
LARGEST_INPUT = 63
TEXTS = (
    "How do I rotate the signing key?",
    "Use the vault command, it rotates the signing key.",
    "thanks, that worked",
    "has anybody painted a fence in the rain",
    "the fence wants a dry day",
)


def chatter(size: int) -> list[Message]:
    dice = Random(7)  # noqa: S311 - made-up chat keeps no secret
    chat = Chat()
    for minute in range(size):
        names = ["ana", "bo", "cy", "di"]
        to = [dice.choice(names)] if dice.random() < 0.4 else []
        chat.said(dice.choice(names), minute, dice.choice(TEXTS), to=to)
    return chat.messages


def shortlisted(told: Columns, first: int, end: int) -> tuple[History, Overlap, Ints]:
    past = history(told)
    words = overlap(told, first, end, CANDIDATES, CONTEXT)
    return past, words, shortlist(told, past, np.arange(first, end), words.total)


def seen(told: Columns) -> list[link_model.Seen]:
    return [*link_model.read(told, np.full(len(told), -1))]


def test_inputs_have_their_shape_and_stay_small() -> None:
    told = columns(chatter(300))
    past, words, steps = shortlisted(told, 250, 300)
    own, both = alone(told, past, BEHIND), pairs(told, past, np.arange(250, 300), steps, words)
    assert own.shape == (300, ALONE)
    assert both.shape == (PAIR, 50, LISTED + 1)
    known = Conversations.of(300)
    known.add(0, np.maximum(np.arange(300) - 3, 0))
    here = around(told, known, np.arange(250, 300), steps)
    more = conversing(told, past, known, here, np.full((50, LISTED + 1), 40))
    assert more.shape == (CONVERSING, 50, LISTED + 1)
    for inputs in (own, both, more):
        assert 0 <= inputs.min() <= inputs.max() <= LARGEST_INPUT


def test_the_shortlist_holds_near_messages_once_in_order() -> None:
    told = columns(chatter(300))
    _, _, steps = shortlisted(told, 0, 300)
    assert steps.shape == (300, LISTED)
    assert (np.diff(steps, axis=1) > 0).all()
    assert steps.min() >= 1
    assert steps.max() <= CANDIDATES
    assert (steps[5, :5] == [1, 2, 3, 4, 5]).all()


def test_a_message_sees_two_hundred_messages_and_no_more() -> None:
    messages = chatter(420)
    whole = seen(columns(messages))
    for start in (30, 117, 200):
        part = seen(columns(messages[start:]))
        for name in ("to", "sure", "chances"):
            told, again = (np.concatenate([getattr(one, name) for one in of]) for of in (whole, part))
            expected = told[start + CONTEXT_MESSAGES :] - (start if name == "to" else 0)
            assert np.array_equal(expected, again[CONTEXT_MESSAGES:])


def test_what_the_platform_says_makes_conversations() -> None:
    chat = Chat()
    for minute in range(6):
        chat.said("ana" if minute % 2 else "bo", minute, TEXTS[3])
    told = columns(chat.messages)
    silent = np.full(6, -1)
    replied = silent.copy()
    replied[:5] = 0
    later = silent.copy()
    later[2] = 4
    one, other, none = (next(link_model.read(told, said)).chances[-1] for said in (silent, replied, later))
    assert not np.array_equal(one, other)
    assert np.array_equal(one, none), "what comes later is not looked at"


def test_conversations_end_at_the_window_and_pool_their_chances() -> None:
    told = columns(chatter(5))
    known = Conversations.of(5)
    known.add(0, np.array([0, 1, 0, 0]))
    steps = np.array([[1, 2, 3, 4]])
    here = around(told, known, np.array([4]), steps)
    assert known.roots(np.array([3, 2, 1, 0]), np.array([0])).tolist() == [0, 0, 1, 0]
    assert here.same.sum(axis=2).tolist() == [[3, 3, 1, 3]]
    for chances, place in (
        ([100, 200, 300, 400, 0], 2),  # 300 and 200 of one conversation outweigh 400 of another
        ([600, 100, 100, 100, 100], 0),
        ([100, 100, 100, 600, 100], 3),
    ):
        assert chosen(here, steps, np.array([chances])).tolist() == [place]


def test_no_sum_can_leave_the_exact_range() -> None:
    for net in (*link_model.model().first, *link_model.model().second):
        inputs = np.concatenate([net.message, net.candidate, net.pair], axis=1)
        first = LARGEST_INPUT * np.abs(inputs).sum(axis=1) + np.abs(net.first)
        second = link_model.CAP * np.abs(net.second).sum(axis=1) + np.abs(net.second_bias)
        assert first.max() < EXACT
        assert second.max() < EXACT
        assert link_model.CAP * np.abs(net.last).sum() < EXACT
        for part in (inputs, net.first, net.second, net.second_bias, net.last):
            assert np.array_equal(part, np.rint(part))
        assert np.array_equal(np.log2(net.scales), np.rint(np.log2(net.scales)))


def test_twice_the_precision_gives_the_same_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    told = columns(chatter(260))
    single = seen(told)

    def precise(nets: tuple[link_model.Network, ...]) -> tuple[link_model.Network, ...]:
        return tuple(
            link_model.Network(
                *(getattr(net, name).astype(np.float64) for name in link_model.Network.__slots__)
            )
            for net in nets
        )

    twice = link_model.Model(precise(link_model.model().first), precise(link_model.model().second))
    monkeypatch.setattr(link_model, "model", lambda: twice)
    for one, other in zip(single, seen(told), strict=True):
        assert np.array_equal(one.chances, other.chances)
        assert np.array_equal(one.to, other.to)


def test_places_before_the_beginning_are_impossible() -> None:
    (found,) = seen(columns(chatter(3)))
    assert (found.chances[:, 1:][found.steps > np.arange(3)[:, None]] == 0).all()
    assert found.to[0] == 0
    assert (found.chances[2, :3] > 0).any()


def test_likelihoods_are_shares_of_a_thousand() -> None:
    score = np.array([[0, 0, link_model.IMPOSSIBLE], [256, 0, 0], [100_000, 0, 0]])
    assert link_model.likelihoods(score).tolist() == [[500, 500, 0], [576, 211, 211], [1000, 0, 0]]


def test_octaves_are_exact() -> None:
    assert octaves(np.array([-5, 0, 1, 2, 3, 4, 1023, 1024])).tolist() == [0, 0, 0, 1, 1, 2, 9, 10]


def test_the_file_is_small_and_a_damaged_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert link_model.FILE.stat().st_size <= 1_000_000
    damaged = tmp_path / "link_model.npz"
    damaged.write_bytes(b"damaged" + link_model.FILE.read_bytes()[7:3000])
    monkeypatch.setattr(link_model, "FILE", damaged)
    link_model.model.cache_clear()
    with pytest.raises((ValueError, OSError)):
        link_model.model()
    monkeypatch.undo()
    assert link_model.model().second


def test_a_name_leads_to_the_person_named() -> None:
    chat = Chat()
    chat.said("ana", 0, TEXTS[0])
    other = chat.said("di", 1, TEXTS[3])
    chat.said("cy", 2, "di: " + TEXTS[4], to=["di"])
    links = {link.message.id: link.to for link in chat.attribution().links}
    assert links["2"] == other.ref


def test_gentle_channels_begin_anew_less_often_and_slow_ones_more() -> None:
    def first_shift(minutes: float) -> int:
        chat = Chat()
        for number in range(8):
            chat.said("ana", number * minutes, TEXTS[0])
        return int(link_model._paced(columns(chat.messages))[-1])

    shifts = [first_shift(minutes) for minutes in (0.1, 5, 300)]
    assert shifts == [0, -link_model.NAT, link_model.NAT]
