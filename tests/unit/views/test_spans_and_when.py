from __future__ import annotations

import pytest

from bot.domain.refs import MemberRef, Platform, SpaceRef
from bot.domain.times import Week
from bot.views.card import Mention
from bot.views.spans import listed, rich
from bot.views.texts import texts
from bot.views.when import week_text

T = texts("en")
ANN = Mention(MemberRef(SpaceRef(Platform.FILE, "s"), "ann"), "{ann} \ue0000\ue001")


def test_spans_keep_their_place_in_the_sentence_whatever_they_contain() -> None:
    assert rich(T, "{who} and {what}.", who=ANN, what="{this}") == (ANN, " and ", "{this}", ".")
    assert rich(T, "{what}, {who}", who=ANN, what="b") == ("b", ", ", ANN)


def test_a_list_has_commas_between() -> None:
    assert listed(["a", "b"]) == ("a", ", ", "b")
    assert listed([]) == ()


@pytest.mark.parametrize(
    ("week", "text"),
    [
        (Week(2018, 6), "5–11 February 2018"),
        (Week(2018, 5), "29 January – 4 February 2018"),
        (Week(2020, 53), "28 December 2020 – 3 January 2021"),
    ],
)
def test_a_week_in_words(week: Week, text: str) -> None:
    assert week_text(T, week) == text
