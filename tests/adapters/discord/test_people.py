"""Who was met lately: passed on once, again when they change, and never more than fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.people import People
from adapters.discord.rows import User
from bot.domain.refs import MemberRef, Platform, SpaceRef
from bot.domain.times import Micros

SPACE = SpaceRef(Platform.DISCORD, "1")
NOW = Micros(1)


def meet(people: People, id_: str, name: str = "Ana") -> int:
    return len(people.meet(SPACE, User(id=id_, username=name), None, NOW))


def test_people_are_told_of_once_and_again_when_they_change() -> None:
    people = People()
    assert [meet(people, "1"), meet(people, "1"), meet(people, "1", "Anna"), meet(people, "1", "Anna")] == [
        1,
        0,
        1,
        0,
    ]
    assert people.knows(SPACE, "1")
    people.forget([MemberRef(SPACE, "1")])
    assert not people.knows(SPACE, "1")
    assert meet(people, "1", "Anna") == 1


@given(st.lists(st.integers(0, 30), max_size=200))
def test_no_more_than_fit_are_remembered_and_those_met_last_are(met: list[int]) -> None:
    people = People(most=8)
    for id_ in met:
        meet(people, str(id_))
    known = [id_ for id_ in range(31) if people.knows(SPACE, str(id_))]
    assert len(known) <= 8
    lately = list(dict.fromkeys(reversed(met)))[:4]
    assert set(lately) <= set(known)
    assert all(meet(people, str(id_)) == 0 for id_ in lately)
