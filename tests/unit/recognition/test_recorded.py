from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.recognition.build import build_digest
from bot.domain.recognition.digest import Told, Trait
from bot.domain.recognition.ledger import Policy
from bot.domain.recognition.recorded import Weights, extras, thanks_helps, welcomes
from bot.domain.recognition.weekly import Roster, Weeks, helps_by_week, week_merits, week_number
from bot.domain.refs import MemberRef, PersonId
from bot.domain.times import HOUR, Week
from tests.unit.recognition.samples import BERLIN, WEEK, Sample, credit, hour, member, message

NUMBER = week_number(WEEK)
MONDAY = WEEK.monday()


def thanked(by: str | None, to: str, week: Week = WEEK) -> Evidence:
    return Evidence(EvidenceKind.THANKS, week.monday(), hour(week, 5), member(by) if by else None, member(to))


def did(kind: EvidenceKind, who: str, by: str | None = "rec", on: date = MONDAY) -> Evidence:
    return Evidence(kind, on, hour(WEEK, 0), member(by) if by else None, member(who), title="On ducks")


def person(name: str) -> PersonId:
    return PersonId(str(member(name)))


def merit_of(name: str, evidence: list[Evidence], *vouching: str) -> int:
    """Merit of `name` when each of `vouching` was helped by somebody else before."""
    helps = helps_by_week([credit("else", who, week=WEEK.shift(-1)) for who in vouching], BERLIN, Roster())
    for week, more in thanks_helps(evidence, BERLIN, Roster()).items():
        helps[week] = [*helps.get(week, []), *more]
    found = week_merits(WEEK, Weeks(helps)).get(person(name))
    return found.total if found else 0


def test_a_thank_you_counts_like_any_confirmation() -> None:
    assert merit_of("ann", [thanked("bob", "ann")], "bob") == 500
    assert merit_of("ann", [thanked("bob", "ann"), thanked("bob", "ann")], "bob") == 500
    assert merit_of("ann", [thanked("bob", "ann"), thanked("cat", "ann")], "bob", "cat") == 1000


def test_thanks_have_the_same_countermeasures() -> None:
    assert merit_of("ann", [thanked("stranger", "ann")]) == 0
    assert merit_of("ann", [thanked("ann", "ann")], "ann") == 0
    again = [thanked("bob", "ann", WEEK.shift(-1)), thanked("bob", "ann")]
    assert merit_of("ann", again, "bob") == 250
    assert merit_of("ann", [replace(thanked("bob", "ann"), withdrawn=True)], "bob") == 0
    assert merit_of("ann", [replace(thanked("bob", "ann"), disputed=True)], "bob") == 0
    assert merit_of("ann", [thanked(None, "ann")], "bob") == 0


def test_talks_and_uplifts_add_what_the_settings_say() -> None:
    records = [
        did(EvidenceKind.TALK, "ann"),
        did(EvidenceKind.UPLIFT, "bob"),
        did(EvidenceKind.SUPPORT, "cat"),
    ]
    assert extras(records, Roster(), Weights()) == {NUMBER: {person("ann"): 1000, person("bob"): 500}}
    assert extras(records, Roster(), Weights(talk=2500, uplift=0)) == {NUMBER: {person("ann"): 2500}}


@pytest.mark.parametrize(
    "record",
    [
        did(EvidenceKind.TALK, "ann", by="ann"),
        replace(did(EvidenceKind.TALK, "ann"), withdrawn=True),
        replace(did(EvidenceKind.TALK, "ann"), disputed=True),
        replace(did(EvidenceKind.TALK, "ann"), member=None),
    ],
)
def test_ones_own_word_and_what_was_taken_back_add_nothing(record: Evidence) -> None:
    assert extras([record], Roster(), Weights()) == {}


def test_an_own_word_through_another_account_adds_nothing_either() -> None:
    both: dict[MemberRef, PersonId] = dict.fromkeys((member("ann"), member("ann2")), person("ann"))
    assert extras([did(EvidenceKind.TALK, "ann", by="ann2")], Roster(both), Weights()) == {}


def test_the_same_recorder_counts_once_a_week_and_less_with_each_repeat() -> None:
    days = [WEEK.monday() + timedelta(days=days) for days in (0, 1, 7, 14, 21 + 70)]
    found = extras([did(EvidenceKind.TALK, "ann", on=day) for day in days], Roster(), Weights())
    assert [found[week][person("ann")] for week in sorted(found)] == [1000, 500, 333, 1000]
    for kind, units in ((EvidenceKind.TALK, 1000), (EvidenceKind.UPLIFT, 1000)):
        both = [did(kind, "ann"), did(kind, "ann", by="other")]  # one talk; two acts of 500
        assert extras(both, Roster(), Weights())[NUMBER][person("ann")] == units


def test_welcomes_are_newcomers_answered_within_a_day() -> None:
    credits_ = [credit("ann", "new"), credit("bob", "slow", waited=25 * HOUR), credit("cat", "old")]
    new = {member(who): message(f"q-{who}-{WEEK}") for who in ("new", "slow")}
    assert welcomes(credits_, new, BERLIN, Roster()) == {NUMBER: {person("ann"): 1}}
    assert welcomes(credits_, new, BERLIN, Roster(), floor=901) == {}


def test_who_is_named_for_a_talk_or_for_thanks_is_told_so() -> None:
    facts = Sample([credit("ann", "a")], Policy(3)).facts()
    named = tuple(map(person, ("ann", "tal", "tea")))
    records = [did(EvidenceKind.TALK, "tal"), thanked("a", "tea"), thanked("b", "tea")]
    data = build_digest(replace(facts, picks=replace(facts.picks, named=named), evidence=records))
    told = {one.person.member.id: (one.traits, one.deed is None) for one in data.recognitions}
    assert told == {
        "ann": ((Told(Trait.ANSWERED),), False),
        "tal": ((Told(Trait.TALK),), True),
        "tea": ((Told(Trait.APPRECIATED, 2),), True),
    }
    assert data.work == ()
