from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.readiness import records
from bot.domain.readiness.facts import PlanFacts, Stage
from bot.domain.refs import MemberRef, Platform, SpaceRef
from bot.domain.times import Micros

TODAY = date(2025, 5, 21)
ANN, BO = (MemberRef(SpaceRef(Platform.FILE, "town"), name) for name in ("ann", "bo"))


def record(kind: EvidenceKind, at: int = 1, days: int = 0, **details: str) -> Evidence:
    return Evidence(kind, TODAY - timedelta(days=days), Micros(at), ANN, BO, details=details, id=at)


def test_withdrawn_records_never_were() -> None:
    gone = replace(record(EvidenceKind.TEAM, 2, size="5"), withdrawn=True)
    assert records.team_size([record(EvidenceKind.TEAM, 1, size="1"), gone]) == 1
    assert records.team_size([gone]) is None
    assert not records.staff([replace(record(EvidenceKind.STAFF), withdrawn=True)]).known


def test_the_latest_record_holds_whatever_their_order() -> None:
    beta, ga = (
        record(EvidenceKind.STAGE, 1, stage="beta"),
        record(EvidenceKind.STAGE, 2, stage="ga", ga="2025-01-31"),
    )
    assert records.product([ga, beta], TODAY) == (Stage.GA, 3)
    assert records.product([beta], TODAY) == (Stage.BETA, None)
    assert records.product([record(EvidenceKind.STAGE, stage="?")], TODAY) == (None, None)


def test_staff_and_paid_helpers() -> None:
    found = records.staff([record(EvidenceKind.STAFF, paid="yes")])
    assert found == records.Staff(frozenset({BO}), frozenset({BO}), known=True)
    assert records.staff([record(EvidenceKind.STAFF_NONE)]) == records.Staff(
        frozenset(), frozenset(), known=True
    )


@pytest.mark.parametrize(
    ("kind", "attested_at", "talk_at", "days", "holds"),
    [
        (EvidenceKind.TALKS_NONE, 2, 1, 0, True),
        (EvidenceKind.TALKS_NONE, 1, 2, 0, False),
        (EvidenceKind.TALKS_COMPLETE, 1, 2, 0, True),
        (EvidenceKind.TALKS_COMPLETE, 1, 2, 365, True),
        (EvidenceKind.TALKS_COMPLETE, 1, 2, 366, False),
    ],
)
def test_attestations(kind: EvidenceKind, attested_at: int, talk_at: int, days: int, holds: bool) -> None:
    said = [record(kind, attested_at, days), record(EvidenceKind.TALK, talk_at)]
    assert records.attested(said, kind, TODAY, 365) is holds


def test_nothing_is_attested_by_itself() -> None:
    assert not records.attested([], EvidenceKind.TALKS_NONE, TODAY, 365)


def test_uplifts_are_recorded_by_somebody_else_recently_and_not_disputed() -> None:
    good = record(EvidenceKind.UPLIFT)
    said = [
        good,
        replace(good, by=None),
        replace(good, by=BO),
        replace(good, disputed=True),
        replace(good, member=None),
        record(EvidenceKind.UPLIFT, days=366),
        record(EvidenceKind.UPLIFT, days=-1),
    ]
    assert records.uplifts(said, TODAY, 365) == {BO: 2}


def test_disputed_support_was_recorded_but_does_not_count() -> None:
    said = replace(record(EvidenceKind.SUPPORT), details={"for": "talks"}, disputed=True)
    assert records.support_acts([said], TODAY) == ()
    assert records.support_acts([], TODAY) is None


def test_a_plan_needs_an_owner_exit_terms_and_a_benefit() -> None:
    whole = {"owner": "o", "exit": "e", "benefit": "b"}
    assert records.plan([replace(record(EvidenceKind.PLAN), details=whole)]).ok
    for part in whole:
        lacking = whole | {part: " "}
        assert not records.plan([replace(record(EvidenceKind.PLAN), details=lacking)]).ok
    assert records.plan([]) == PlanFacts()


def test_the_last_word_on_being_considered_holds() -> None:
    on = replace(record(EvidenceKind.CONSIDERED, 1, state="on"), by=BO)
    off = replace(record(EvidenceKind.CONSIDERED, 2, state="off"), by=BO)
    assert records.considered([on]) == {BO}
    assert records.considered([off, on]) == frozenset()
    assert records.considered([replace(on, by=ANN)]) == frozenset()


def test_months_are_full_months() -> None:
    assert records.months_between(date(2025, 1, 31), date(2025, 2, 28)) == 0
    assert records.months_between(date(2024, 5, 21), TODAY) == 12
    assert records.months_between(date(2026, 1, 1), TODAY) == 0
