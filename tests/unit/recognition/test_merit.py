from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recognition.merit import Help, Merit, MeritRule, merits
from bot.domain.refs import PersonId

ANN, BOB, CAT, DAN, EVE = (PersonId(name) for name in ("ann", "bob", "cat", "dan", "eve"))


def helps(week: int, *pairs: tuple[PersonId, PersonId], weight: int = 1_000) -> list[Help]:
    return [Help(week, helper, asker, weight) for helper, asker in pairs]


def totals(*weeks: list[Help]) -> list[dict[PersonId, int]]:
    found = merits((week[0].week, week) for week in weeks)
    return [{who: one.total for who, one in week.items()} for _, week in found]


def test_one_unit_a_person_helped_however_many_messages() -> None:
    short, long = [Help(1, ANN, BOB, messages=1)], [Help(1, ANN, BOB, messages=90)] * 5
    assert totals(short) == totals(long) == [{ANN: 1_000}]


def test_the_best_weight_of_a_week_counts() -> None:
    week = helps(1, (ANN, BOB), weight=300) + helps(1, (ANN, BOB), weight=700)
    assert totals(week) == [{ANN: 700}]


def test_nobody_helps_or_thanks_themselves() -> None:
    rule = MeritRule()
    assert rule.close(1, [Help(1, ANN, ANN, thanked_by=(ANN,))]) == {}


def test_repeats_with_the_same_person_count_less_and_recover_after_eight_weeks() -> None:
    weeks = [helps(week, (ANN, BOB), (CAT, BOB)) for week in (1, 2, 3)]
    assert [week[ANN] for week in totals(*weeks)] == [1_000, 500, 333]
    assert [week[ANN] for week in totals(helps(1, (ANN, BOB)), helps(9, (ANN, BOB)))] == [1_000, 500]
    assert [week[ANN] for week in totals(helps(1, (ANN, BOB)), helps(10, (ANN, BOB)))] == [1_000, 1_000]


def test_a_confirmation_adds_a_half_once_a_person_and_week() -> None:
    week = [Help(1, ANN, BOB, thanked_by=(BOB, BOB)), *helps(1, (CAT, BOB))]
    assert totals([*week, Help(1, ANN, CAT, 0, thanked_by=(BOB,))])[0][ANN] == 1_500
    again = [Help(2, ANN, DAN, thanked_by=(BOB,)), *helps(2, (CAT, DAN))]
    assert totals(week, again)[1][ANN] == 1_000 + 250


def test_thanks_alone_count_without_a_message() -> None:
    week = [Help(1, ANN, BOB, messages=0, thanked_by=(BOB,)), *helps(1, (CAT, BOB))]
    assert totals(week)[0][ANN] == 500


def test_thanks_from_people_nobody_else_dealt_with_count_nothing() -> None:
    assert totals([Help(1, ANN, BOB, thanked_by=(BOB, DAN))]) == [{ANN: 1_000}]


def test_people_nobody_else_dealt_with_count_together_at_most_one_or_as_much_as_the_others() -> None:
    unknown = helps(1, (ANN, BOB), (ANN, CAT), (ANN, DAN))
    assert totals(unknown) == [{ANN: 1_000}]
    two_known = unknown + helps(1, (EVE, BOB), (EVE, CAT), (ANN, PersonId("x")))
    assert totals(two_known)[0][ANN] == 2_000 + 2_000


def test_vouching_remembers_eight_weeks() -> None:
    later = helps(9, (ANN, BOB), (ANN, CAT))
    assert totals(helps(1, (EVE, BOB)), later)[1][ANN] == 2_000
    assert totals(helps(0, (EVE, BOB)), later)[1][ANN] == 1_000


def test_two_who_only_help_each_other_keep_no_more_than_their_eligibility() -> None:
    both = helps(1, (ANN, BOB), (BOB, ANN))
    assert totals(both) == [{ANN: 1, BOB: 1}]


def test_helping_back_costs_little_beside_much_other_help() -> None:
    others = [(ANN, PersonId(f"m{i}")) for i in range(9)]
    vouch = [(EVE, asker) for _, asker in others] + [(EVE, BOB)]
    week = helps(1, (ANN, BOB), (BOB, ANN), *others, *vouch)
    assert totals(week)[0][ANN] == 9_000 + 900


def test_what_people_recorded_is_added_and_explained() -> None:
    found = MeritRule().close(1, helps(1, (ANN, BOB), (ANN, CAT)), {ANN: 250, DAN: 500})
    assert found == {ANN: Merit(1_250, people=2, held_back=1_000, extra=250), DAN: Merit(500, extra=500)}


def test_weeks_must_come_in_order() -> None:
    rule = MeritRule()
    rule.close(2, helps(2, (ANN, BOB)))
    with pytest.raises(ValueError, match="week 2 is not after 2"):
        rule.close(2, [])


events = st.builds(
    Help,
    st.integers(0, 15),
    *[st.sampled_from([ANN, BOB, CAT, DAN, EVE])] * 2,
    st.integers(0, 1_000),
    st.integers(0, 3),
    st.lists(st.sampled_from([ANN, BOB, CAT, DAN, EVE]), max_size=3).map(tuple),
)


@given(st.lists(events, max_size=60))
def test_merit_is_bounded_by_people_and_confirmations_and_memory_stays_small(season: list[Help]) -> None:
    rule = MeritRule()
    for week in range(16):
        now = [one for one in season if one.week == week]
        for one in rule.close(week, now).values():
            assert 0 <= one.total <= 1_000 * one.people + 500 * one.confirmed
            assert 0 <= one.held_back <= 1_000 * one.people
        assert len(rule.memory.weeks) <= 9
    for week in range(16, 26):
        rule.close(week, [])
    memory = rule.memory
    assert [len(kept) for kept in (memory.helped, memory.thanked, memory.helpers)] == [0] * 3


@given(st.lists(events, max_size=30))
def test_the_order_of_events_changes_nothing(season: list[Help]) -> None:
    week = [Help(1, one.helper, one.asker, one.weight, one.messages, one.thanked_by) for one in season]
    assert MeritRule().close(1, week) == MeritRule().close(1, week[::-1])
