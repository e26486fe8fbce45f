from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.readiness.facts import ReadinessFacts, Stage
from bot.domain.readiness.outcome import Change, ChangeKind, Criterion
from bot.domain.refs import MemberRef, Platform, SpaceRef
from bot.domain.times import Micros, Week
from bot.views.card import Bullets, Mention
from bot.views.readiness_changes import change_text
from bot.views.readiness_evidence import evidence_card
from bot.views.readiness_explain import criterion_named, explain_card
from bot.views.readiness_numbers import number_text
from bot.views.readiness_view import ReadyView
from bot.views.texts import texts
from tests.unit.readiness.samples import READY, judge
from tests.unit.views.test_readiness import words

T = texts("en")
ANN = MemberRef(SpaceRef(Platform.FILE, "town"), "ann-id")
VIEW = ReadyView(date(2025, 5, 21), (Week(2025, 9), Week(2025, 20)), names={ANN: "Ann Example"})
TALK = Evidence(
    EvidenceKind.TALK, date(2025, 5, 1), Micros(1), ANN, ANN, "On tests", "https://example.org/t", {}, id=7
)
PLAN = Evidence(
    EvidenceKind.PLAN,
    date(2025, 5, 2),
    Micros(2),
    None,
    None,
    details={"owner": "Ann", "exit": "a year"},
    id=8,
)


@pytest.mark.parametrize("criterion", list(Criterion))
def test_every_criterion_explains_itself(criterion: Criterion) -> None:
    card = explain_card(criterion, judge(ReadinessFacts()), [TALK, PLAN], T, VIEW)
    shown = words(card)
    assert criterion.value in card.title
    assert "How it is counted" in shown
    assert "24 February 2025" in shown
    assert "Ann" not in shown


def test_thresholds_say_where_their_default_comes_from() -> None:
    shown = words(explain_card(Criterion.F1, judge(READY), [], T, ReadyView(VIEW.today)))
    for source in ("CHAOSS", "OpenSSF", "Orbit", "our judgement"):
        assert source in shown


def test_reasons_and_evidence_are_shown() -> None:
    gone = replace(TALK, id=9, withdrawn=True)
    card = explain_card(
        Criterion.S2, judge(replace(READY, talks=())), [TALK, gone, PLAN], T, VIEW, admin=True
    )
    shown = words(card)
    assert "Because too few members give talks." in shown
    assert "#7" in shown
    assert "#9" not in shown
    assert "#8" not in shown


def test_a_criterion_by_its_name() -> None:
    assert criterion_named(" s1 ") is Criterion.S1
    with pytest.raises(UserFacingError, match="“S9” is none of the questions: S1, S2"):
        criterion_named("S9")


def test_evidence_names_people_only_to_admins() -> None:
    disputed, gone = replace(TALK, id=9, disputed=True), replace(TALK, id=10, withdrawn=True)
    records = [TALK, PLAN, disputed, gone]
    card = evidence_card("Talks", records, T, {ANN: "Ann Example"})
    shown = words(card)
    assert "Ann" not in shown
    assert "ann-id" not in shown
    assert ("disputed" in shown, "withdrawn" in shown, "exit a year" in shown) == (True, True, True)
    whole = evidence_card("Talks", records, T, {ANN: "Ann Example"}, admin=True)
    bullets = whole.blocks[0]
    assert isinstance(bullets, Bullets)
    assert Mention(ANN, "Ann Example") in bullets.items[0]
    assert "the operator" in words(bullets.items[1])
    assert "owner Ann" in words(bullets.items[1])
    assert "'by': " in str(whole.data)


def test_an_empty_list_says_what_to_type() -> None:
    assert "Nothing is recorded yet." in words(evidence_card("Talks", [], T, {}))
    assert "/foster talk add" in words(evidence_card("Talks", [], T, {}, hint=("/foster talk add",)))


@pytest.mark.parametrize(
    ("criterion", "given_facts", "says"),
    [
        (
            Criterion.S1,
            READY,
            "76 % of 220 answered questions, by members first: 44 members, in 12 of 12 weeks",
        ),
        (
            Criterion.S1,
            replace(READY, answers=(3,)),
            "1 % of 220 answered questions, by members first: 1 member, in 12 of 12 weeks",
        ),
        (Criterion.S1, ReadinessFacts(), "no complete week of chat yet"),
        (
            Criterion.S1,
            replace(READY, staff_known=False),
            "220 answered questions; who is staff is not recorded",
        ),
        (Criterion.S2, READY, "4 talks by members (3 speakers), 1 by the team, in 365 days"),
        (Criterion.S2, replace(READY, talks=None), "not recorded"),
        (Criterion.S2, replace(READY, talks=None, talks_none=True), "0 talks by members"),
        (Criterion.S3, replace(READY, support=()), "answers: not yet, talks: not yet, in 180 days"),
        (Criterion.M1, replace(READY, ga_months=1.5), "available for 1 month"),
        (Criterion.M1, replace(READY, ga_months=None), "since when is not recorded"),
        (Criterion.M1, replace(READY, stage=Stage.MVP), "a first version"),
        (Criterion.H1, replace(READY, halves=None), "85 % of 260 questions answered"),
        (Criterion.H1, replace(READY, halves=(0, 3)), "85 % of 260 questions answered"),
        (Criterion.F1, READY, "the busiest gives 9 %; answerers for each ambassador: 14.7"),
        (Criterion.F1, ReadinessFacts(), "half of the members' answers: 0"),
        (Criterion.P1, ReadinessFacts(), "not recorded in full"),
    ],
)
def test_the_number_behind_a_criterion(criterion: Criterion, given_facts: ReadinessFacts, says: str) -> None:
    assert says in number_text(judge(given_facts), criterion, T, admin=True)


@pytest.mark.parametrize(
    ("change", "for_admins", "for_all"),
    [
        (Change(Criterion.S1, ChangeKind.MEMBER_ANSWERS, 3, 0, 70), "3 more first answers by members", None),
        (Change(Criterion.S1, ChangeKind.MEMBER_ANSWERS, 3, 2, 70), "from 2 more of them", None),
        (Change(Criterion.S1, ChangeKind.ACTIVE_WEEKS, 1, 0, 8), "answers by members in 8 weeks", None),
        (Change(Criterion.S1, ChangeKind.RESOLVE_AUTHORS), "at most 10 % unknown authors", None),
        (
            Change(Criterion.S2, ChangeKind.TALKS, 2, 1, 4),
            "2 more talks by members, 1 new speaker among them",
            None,
        ),
        (Change(Criterion.S2, ChangeKind.TALKS, 1, 0, 4), "1 more talk by members", None),
        (Change(Criterion.A1, ChangeKind.ATTEST_TALKS), "the list of talks is complete", None),
        (Change(Criterion.S3, ChangeKind.SUPPORT_ANSWERS), "for those who answer", None),
        (Change(Criterion.S3, ChangeKind.SUPPORT_TALKS), "for those who speak", None),
        (Change(Criterion.A1, ChangeKind.ONE_PERSON_MORE, 1), "1 step away", "one member who answers"),
        (Change(Criterion.M1, ChangeKind.RELEASE, target=6), "a stable release, and 6 months", None),
        (Change(Criterion.M1, ChangeKind.MONTHS, 2), "2 more months", None),
        (
            Change(Criterion.H1, ChangeKind.MORE_ANSWERERS, 2),
            "as in the first half",
            "by more members",
        ),
        (Change(Criterion.F1, ChangeKind.MORE_ANSWERERS, 2), "2 more members who answer", "by more members"),
        (
            Change(Criterion.F1, ChangeKind.ANSWERS_BY_OTHERS, 2),
            "2 more answers by others",
            "by more members",
        ),
        (Change(Criterion.H1, ChangeKind.ANSWERED_QUESTIONS, 2, 0, 90), "90 answered questions in all", None),
    ],
)
def test_changes_in_words(change: Change, for_admins: str, for_all: str | None) -> None:
    found = judge(READY)
    assert for_admins in change_text(change, found, T, admin=True)
    assert (for_all or for_admins) in change_text(change, found, T, admin=False)
