"""More good evidence never lowers the verdict unexplained; an unknown never becomes a yes by itself."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.readiness.facts import Activity, ReadinessFacts, Stage, Support, Talk
from bot.domain.readiness.history import Trigger, record
from bot.domain.readiness.outcome import CORE, Criterion, Outcome, Verdict
from bot.domain.times import Micros, Week
from bot.views.readiness import readiness_card
from bot.views.readiness_explain import explain_card
from bot.views.readiness_history import history_card
from bot.views.texts import texts
from tests.unit.readiness.samples import judge
from tests.unit.readiness.test_properties import facts as any_facts
from tests.unit.views.test_readiness import VIEW, words

T = texts("en")
RANK = {Verdict.NOT_READY: 0, Verdict.NOT_ENOUGH_DATA: 1, Verdict.READY_WITH_RISKS: 2, Verdict.READY: 3}

good = st.sampled_from(["talk", "support", "team", "stage"])


def better(facts: ReadinessFacts, what: str) -> ReadinessFacts:
    """The same with one good thing more on record."""
    match what:
        case "talk":
            talks = (*(facts.talks or ()), Talk("a new speaker", 3))
            return replace(facts, talks=talks, talks_none=False)
        case "support":
            acts = tuple(Support(activity, 2) for activity in Activity)
            return replace(facts, support=(*(facts.support or ()), *acts))
        case "team":
            return replace(facts, team=(facts.team or 0) + 2)
        case _:
            return replace(facts, stage=Stage.GA, ga_months=max(24, facts.ga_months or 0))


@given(facts=any_facts(), what=good)
def test_more_good_evidence_never_lowers_the_verdict_unexplained(facts: ReadinessFacts, what: str) -> None:
    before, after = judge(facts), judge(better(facts, what))
    if RANK[after.verdict] < RANK[before.verdict]:
        worse = [
            after.findings[c]
            for c in Criterion
            if after.findings[c] != before.findings[c] and after.findings[c].outcome is not Outcome.YES
        ]
        assert worse
        assert all(found.code for found in worse)
    for criterion in CORE:
        if before.findings[criterion].outcome is Outcome.YES:
            assert after.findings[criterion].outcome is Outcome.YES


@given(facts=any_facts())
def test_an_unknown_never_reads_as_yes(facts: ReadinessFacts) -> None:
    found = judge(facts)
    if any(each.outcome is Outcome.UNKNOWN for each in found.findings.values()):
        assert found.verdict in (Verdict.NOT_READY, Verdict.NOT_ENOUGH_DATA)


@given(facts=any_facts())
def test_no_public_card_names_anybody(facts: ReadinessFacts) -> None:
    people = tuple(replace(person, who=f"file:town:zz{n}") for n, person in enumerate(facts.people))
    found = judge(replace(facts, people=people))
    kept = record(found, Week(2025, 20), Micros(1), Trigger.WEEKLY)
    cards = [readiness_card(found, T, VIEW), history_card([kept, kept], T, ZoneInfo("UTC"))]
    cards += [explain_card(criterion, found, (), T, VIEW) for criterion in Criterion]
    for card in cards:
        said = words(card)
        assert "file:town:zz" not in said
        assert "Ann Example" not in said
        assert "ann-id" not in said
