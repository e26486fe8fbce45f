"""A community that is ready in every respect; tests change one thing at a time."""

from __future__ import annotations

from bot.domain.readiness.assess import assess
from bot.domain.readiness.facts import Activity, Person, PlanFacts, ReadinessFacts, Stage, Support, Talk
from bot.domain.readiness.outcome import Assessment
from bot.domain.readiness.policy import ReadinessPolicy

POLICY = ReadinessPolicy()

STAR = Person(answers=14, askers=8, weeks=8, talks=1, uplift=2, unprompted=0.9)

READY = ReadinessFacts(
    weeks=12,
    live_weeks=12,
    asked=260,
    answered=220,
    answers=(15, 14, 14, 14, *[5] * 10, *[2] * 30),
    member_weeks=12,
    halves=(50, 52),
    talks=(Talk("p", 40), Talk("q", 80), Talk("p", 120), Talk("r", 200), Talk("s", 10, staff=True)),
    talks_complete=True,
    support=(Support(Activity.ANSWERS, 30), Support(Activity.TALKS, 60)),
    people=(STAR, STAR, STAR),
    stage=Stage.GA,
    ga_months=14,
    team=3,
    plan=PlanFacts(ok=True, planned=3),
)


def judge(facts: ReadinessFacts, policy: ReadinessPolicy = POLICY) -> Assessment:
    """The assessment under the default thresholds."""
    return assess(facts, policy)
