from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from bot.domain.attribution import link_model
from bot.domain.attribution.columns import columns, octaves
from bot.domain.attribution.history import history
from bot.domain.attribution.inputs import ALONE, CANDIDATES, alone, pairs
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


def test_inputs_have_their_shape_and_stay_small() -> None:
    told = columns(chatter(300))
    past = history(told)
    own, both = alone(told, past), pairs(told, past, 250, 300)
    assert own.shape == (300, ALONE)
    assert both.shape[1:] == (50, CANDIDATES + 1)
    for inputs in (own, both):
        assert 0 <= inputs.min() <= inputs.max() <= LARGEST_INPUT


def test_no_sum_can_leave_the_exact_range() -> None:
    for net in link_model.networks():
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
    single = [score for _, score in link_model.scores(told)]
    precise = tuple(
        link_model.Network(*(getattr(net, name).astype(np.float64) for name in link_model.Network.__slots__))
        for net in link_model.networks()
    )
    monkeypatch.setattr(link_model, "networks", lambda: precise)
    double = [score for _, score in link_model.scores(told)]
    assert all(np.array_equal(one, other) for one, other in zip(single, double, strict=True))


def test_places_before_the_beginning_are_impossible() -> None:
    (first, score), *_ = link_model.scores(columns(chatter(3)))
    assert first == 0
    assert (score[:, 3:] == link_model.IMPOSSIBLE).all()
    assert (score[2, :3] > link_model.IMPOSSIBLE).all()


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
    link_model.networks.cache_clear()
    with pytest.raises((ValueError, OSError)):
        link_model.networks()
    monkeypatch.undo()
    assert link_model.networks()


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
