"""What must hold for any facts, however odd."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.readiness.facts import Activity, Person, PlanFacts, ReadinessFacts, Stage, Support, Talk
from bot.domain.readiness.outcome import CORE, ChangeKind, Criterion, Fracture, Health, Outcome, Verdict
from tests.unit.readiness.samples import judge

small = st.integers(0, 20)
talk = st.builds(Talk, who=st.sampled_from("pqrs"), days=st.integers(0, 500), staff=st.booleans())
support = st.builds(Support, activity=st.sampled_from(Activity), days=st.integers(0, 300))
person = st.builds(
    Person,
    answers=small,
    askers=small,
    weeks=small,
    talks=st.integers(0, 2),
    uplift=st.integers(0, 2),
    unprompted=st.sampled_from([0.0, 0.79, 0.8, 1.0]),
    staff=st.booleans(),
    paid=st.booleans(),
)


@st.composite
def facts(draw: st.DrawFn) -> ReadinessFacts:
    weeks = draw(st.integers(0, 16))
    answers = tuple(draw(st.lists(st.integers(0, 40), max_size=60)))
    answered = sum(answers) + draw(st.integers(0, 300))
    return ReadinessFacts(
        weeks=weeks,
        live_weeks=draw(st.integers(0, weeks)),
        asked=answered + draw(st.integers(0, 300)),
        answered=answered,
        answers=answers,
        member_weeks=draw(st.integers(0, weeks)),
        halves=draw(st.none() | st.tuples(st.integers(0, 200), st.integers(0, 200))),
        talks=draw(st.none() | st.lists(talk, max_size=8).map(tuple)),
        talks_complete=draw(st.booleans()),
        talks_none=draw(st.booleans()),
        support=draw(st.none() | st.lists(support, max_size=4).map(tuple)),
        people=tuple(draw(st.lists(person, max_size=6))),
        stage=draw(st.none() | st.sampled_from(Stage)),
        ga_months=draw(st.none() | st.integers(0, 40)),
        team=draw(st.none() | st.integers(0, 5)),
        plan=PlanFacts(ok=draw(st.booleans()), planned=draw(st.integers(0, 6))),
        unresolved=draw(st.sampled_from([0.0, 0.1, 0.11, 1.0])),
        staff_known=draw(st.booleans()),
    )


ORDER = [Verdict.NOT_READY, Verdict.NOT_ENOUGH_DATA, Verdict.READY_WITH_RISKS, Verdict.READY]
RANK = {Outcome.NO: 0, Outcome.UNKNOWN: 1, Outcome.YES: 2}


@given(facts())
def test_every_outcome_short_of_yes_says_why_and_what_would_change_it(given_facts: ReadinessFacts) -> None:
    found = judge(given_facts)
    changed = {change.criterion for change in found.changes}
    for criterion, finding in found.findings.items():
        assert (finding.outcome is Outcome.YES) == (finding.code is None)
        assert (criterion in changed) == (finding.code is not None)
    assert all(change.number >= 0 and change.people >= 0 for change in found.changes)
    assert found.look_again_weeks >= 1


@given(facts())
def test_an_unknown_never_reads_as_yes(given_facts: ReadinessFacts) -> None:
    found = judge(given_facts)
    unknown = Outcome.UNKNOWN in {found.findings[criterion].outcome for criterion in CORE}
    if unknown or Health.UNKNOWN is found.health or Fracture.UNKNOWN is found.fracture:
        assert found.verdict in {Verdict.NOT_READY, Verdict.NOT_ENOUGH_DATA}


@given(facts())
def test_forgetting_what_was_recorded_never_gives_a_yes(given_facts: ReadinessFacts) -> None:
    before = judge(given_facts)
    for forgetful in (
        replace(given_facts, talks=None),
        replace(given_facts, support=None),
        replace(given_facts, stage=None),
        replace(given_facts, ga_months=None),
        replace(given_facts, team=None),
        replace(given_facts, halves=None),
        replace(given_facts, staff_known=False),
    ):
        after = judge(forgetful)
        for criterion in Criterion:
            if after.findings[criterion].outcome is Outcome.YES:
                assert before.findings[criterion].outcome is Outcome.YES


@given(facts(), st.lists(talk, max_size=4), st.lists(support, max_size=3), st.integers(0, 3))
def test_more_recorded_evidence_never_lowers_an_answer(
    given_facts: ReadinessFacts, talks: list[Talk], acts: list[Support], team: int
) -> None:
    known = replace(
        given_facts,
        talks=given_facts.talks or (),
        support=given_facts.support or (),
        team=given_facts.team or 0,
    )
    more = replace(
        known,
        talks=(*(known.talks or ()), *talks),
        support=(*(known.support or ()), *acts),
        team=(known.team or 0) + team,
    )
    before, after = judge(known), judge(more)
    for criterion in CORE:
        assert RANK[after.findings[criterion].outcome] >= RANK[before.findings[criterion].outcome]
    assert ORDER.index(after.verdict) >= ORDER.index(before.verdict)


@given(facts(), st.integers(0, 59), st.integers(1, 50))
def test_one_more_member_answer_lowers_a_verdict_only_for_a_named_reason(
    given_facts: ReadinessFacts, place: int, number: int
) -> None:
    """More by one person may concentrate the answers (F1) or end a gap in the evidence: both are said."""
    answers = list(given_facts.answers) or [0]
    answers[place % len(answers)] += number
    more = replace(
        given_facts,
        answers=tuple(answers),
        asked=given_facts.asked + number,
        answered=given_facts.answered + number,
    )
    before, after = judge(given_facts), judge(more)
    if ORDER.index(after.verdict) < ORDER.index(before.verdict):
        worse = {
            c
            for c in Criterion
            if after.findings[c].code and after.findings[c].code is not before.findings[c].code
        }
        assert worse
    if before.measures.gap is None:
        assert RANK[after.findings[Criterion.S1].outcome] >= RANK[before.findings[Criterion.S1].outcome]


@given(facts())
def test_the_nearest_change_does_what_it_says(given_facts: ReadinessFacts) -> None:
    found = judge(given_facts)
    for change in found.changes:
        if change.kind is ChangeKind.TALKS:
            extra = tuple(Talk(f"new {n % max(change.people, 1)}", 0) for n in range(change.number))
            after = judge(replace(given_facts, talks=(*(given_facts.talks or ()), *extra)))
            assert after.findings[Criterion.S2].outcome is Outcome.YES
        elif change.kind is ChangeKind.TEAM:
            after = judge(replace(given_facts, team=(given_facts.team or 0) + change.number))
            assert after.findings[Criterion.T1].outcome is Outcome.YES
        elif change.kind is ChangeKind.ACTIVE_WEEKS:
            after = judge(replace(given_facts, member_weeks=given_facts.member_weeks + change.number))
            assert after.findings[Criterion.S1].outcome is Outcome.YES
        elif change.kind is ChangeKind.MEMBER_ANSWERS:
            _check_member_answers(given_facts, change.number, change.people)


def _check_member_answers(given_facts: ReadinessFacts, number: int, people: int) -> None:
    free = given_facts.answered - sum(given_facts.answers)
    if number > free:
        return
    by_one = max(0, number - people)
    answers = (*given_facts.answers, *[1] * people)
    if by_one:
        index = next((i for i, count in enumerate(answers) if count), None)
        answers = tuple(c + by_one * (i == index) for i, c in enumerate(answers)) if answers else (by_one,)
    after = judge(replace(given_facts, answers=answers, member_weeks=given_facts.weeks))
    gap = after.measures.gap
    assert gap is not None or after.findings[Criterion.S1].outcome is Outcome.YES
