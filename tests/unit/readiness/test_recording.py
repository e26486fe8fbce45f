from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.readiness import recording, records
from bot.domain.readiness.facts import Stage
from bot.domain.readiness.recording import Entry, PlanWords, Speaker
from bot.domain.refs import MemberRef, Platform, SpaceRef
from bot.domain.times import Micros

TODAY = date(2025, 5, 21)
TOMORROW = TODAY + timedelta(days=1)
ANN, BO = (MemberRef(SpaceRef(Platform.FILE, "town"), name) for name in ("ann", "bo"))
ENTRY = Entry(ANN, Micros(7), TODAY)


def test_a_talk() -> None:
    made = recording.talk(ENTRY, " On  tests ", Speaker(BO), date(2025, 5, 1), "https://example.org/t")
    assert made == Evidence(
        EvidenceKind.TALK, date(2025, 5, 1), Micros(7), ANN, BO, "On tests", "https://example.org/t", {}
    )
    guest = recording.talk(ENTRY, "On tests", Speaker(name="A. Guest", staff=True), TODAY)
    assert (guest.member, guest.details) == (None, {"speaker": "A. Guest", "staff": "yes"})


def test_what_is_written_is_read_again() -> None:
    written = [
        recording.talks_none(ENTRY),
        recording.talks_complete(ENTRY),
        recording.support(ENTRY, "Both", "budget", TODAY),
        recording.uplift(ENTRY, BO, "mentoring", TODAY),
        recording.staff(ENTRY, ANN, paid=True),
        recording.team(ENTRY, 2),
        recording.stage(ENTRY, "GA", date(2024, 11, 1)),
        recording.plan(ENTRY, PlanWords("o", "e", "b", "Sales,, Community", "answers, talks", 4, 0.1)),
        recording.considered(ENTRY, on=True),
    ]
    assert records.attested(written, EvidenceKind.TALKS_NONE, TODAY, 1)
    assert records.attested(written, EvidenceKind.TALKS_COMPLETE, TODAY, 1)
    assert len(records.support_acts(written, TODAY) or ()) == 2
    assert records.uplifts(written, TODAY, 1) == {BO: 1}
    assert records.staff(written).paid == {ANN}
    assert records.team_size(written) == 2
    assert records.product(written, TODAY) == (Stage.GA, 6)
    plan = records.plan(written)
    assert (plan.ok, plan.planned, plan.cost) == (True, 4, 0.1)
    assert (plan.serves, plan.activities) == (("sales", "community"), ("answers", "talks"))
    assert records.considered(written) == {ANN}


def test_stages_before_general_availability_need_no_day() -> None:
    assert recording.stage(ENTRY, "beta").details == {"stage": "beta"}


def test_removing_staff() -> None:
    one = replace(recording.staff(ENTRY, BO), id=4)
    gone = replace(one, id=3, withdrawn=True)
    assert recording.staff_records([gone, one], BO) == (4,)
    with pytest.raises(UserFacingError, match="not recorded as staff"):
        recording.staff_records([gone], BO)
    with pytest.raises(UserFacingError, match="Remove them first"):
        recording.staff_none(ENTRY, [one])
    assert recording.staff_none(ENTRY, [gone]).kind is EvidenceKind.STAFF_NONE


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: recording.talk(ENTRY, "On tests", Speaker(), TODAY), "who gave the talk"),
        (lambda: recording.talk(ENTRY, "\u200b \n", Speaker(BO), TODAY), "in a few words"),
        (lambda: recording.talk(ENTRY, "x" * 201, Speaker(BO), TODAY), "at most 200"),
        (lambda: recording.talk(ENTRY, "On tests", Speaker(BO), TOMORROW), "2025-05-22 has not come yet"),
        (lambda: recording.support(ENTRY, "lunch", "pizza", TODAY), "“lunch” is neither"),
        (lambda: recording.uplift(ENTRY, ANN, "myself", TODAY), "Somebody else"),
        (lambda: recording.team(ENTRY, -1), "0 to 10000"),
        (lambda: recording.team(ENTRY, 10_001), "0 to 10000"),
        (lambda: recording.stage(ENTRY, "gamma"), "“gamma” is none of them"),
        (lambda: recording.stage(ENTRY, "ga"), "since when"),
        (lambda: recording.stage(ENTRY, "ga", TOMORROW), "has not come yet"),
        (lambda: recording.plan(ENTRY, PlanWords()), "names an owner"),
        (lambda: recording.plan(ENTRY, PlanWords(planned=-1)), "0 to 10000"),
        (lambda: recording.plan(ENTRY, PlanWords(cost=1.5)), "0 to 1"),
        (lambda: recording.plan(ENTRY, PlanWords(cost=float("nan"))), "0 to 1"),
        (lambda: recording.considered(replace(ENTRY, by=None), on=True), "Only a member"),
    ],
)
def test_what_has_to_be_mended_is_said(make: Callable[[], Evidence], says: str) -> None:
    with pytest.raises(UserFacingError, match=says):
        make()


@pytest.mark.parametrize(
    "link",
    [
        "ftp://example.org",
        "javascript:alert(1)",
        "example.org/talk",
        "https://",
        "https://user@example.org",
        "https://exa mple.org",
        "https://example.org/\u202egnp",
        "https://example.org/<!channel>",
        "https://[bad",
        "https://example.org/" + "x" * 500,
    ],
)
def test_links_that_are_refused(link: str) -> None:
    with pytest.raises(UserFacingError, match="link"):
        recording.url(link)


def test_no_link_is_fine() -> None:
    assert recording.url("  ") == ""
    assert recording.url(" http://example.org/ ") == "http://example.org/"


@given(st.text())
def test_any_text_becomes_one_clean_line_or_is_refused(value: str) -> None:
    try:
        line = recording.text(value)
    except UserFacingError:
        return
    assert line == recording.text(line)
    assert "\n" not in line
    assert 0 < len(line) <= recording.TITLE_LENGTH
