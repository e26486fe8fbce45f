"""What else could help, what ambassadors amount to, and the small print."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.readiness.outcome import Assessment, Verdict
from bot.domain.readiness.policy import THRESHOLDS, Source
from bot.views.card import Block, Code, Heading, Note, Paragraph
from bot.views.readiness_numbers import FEW, shown
from bot.views.readiness_view import ReadyView
from bot.views.texts import Texts, later
from bot.views.when import day_text


def advice(found: Assessment, t: Texts, *, admin: bool) -> list[Block]:
    """The calculator, alternatives, and the team's own presence."""
    others = t.say(
        "Others who help a community grow: a developer advocate, a content writer, a technical writer, or a"
        " community manager."
    )
    blocks: list[Block] = [
        Heading(t.say("What else could help")),
        Paragraph((calculator_text(found, t, admin=admin),)),
        Paragraph((others,)),
    ]
    if found.verdict in (Verdict.READY, Verdict.READY_WITH_RISKS) and found.facts.plan.activities:
        listed = ", ".join(found.facts.plan.activities)
        blocks.append(Paragraph((t.say("Ambassadors would strengthen: {activities}.", activities=listed),)))
    ours = t.say(
        "The team's own presence: {answers}, {talks}. Its people are the first ambassadors.",
        answers=_presence(found, t, admin=admin),
        talks=t.count("{n} talk", "{n} talks", found.measures.staff_talks),
    )
    return [*blocks, Note((ours,))]


def _presence(found: Assessment, t: Texts, *, admin: bool) -> str:
    count = found.facts.staff_answers
    known = count is not None and found.facts.staff_known
    if not known:
        return t.say("answers not known yet")
    return t.say("first answers: {count}", count=shown(t, count or 0, admin=admin))


def calculator_text(found: Assessment, t: Texts, *, admin: bool) -> str:
    """Hires ≈ k·(v-m). To members only for a planned k, or in general: a small k tells who could be one."""
    policy, result = found.policy, found.realloc
    if result is None or not (admin or found.facts.plan.planned or result.k >= FEW):
        return t.say(
            "An ambassador amounts to {value} of a hire (generous): first strengthen the team.",
            value=f"{policy.ambassador_value:g}",
        )
    cost = policy.management_cost if found.facts.plan.cost is None else found.facts.plan.cost
    return t.count(
        "{n} ambassador × ({value} of a hire − {cost} to manage) ≈ {net} of a hire (generous).",
        "{n} ambassadors × ({value} of a hire − {cost} to manage each) ≈ {net} hires (generous).",
        result.k,
        value=f"{policy.ambassador_value:g}",
        cost=f"{cost:g}",
        net=f"{result.net:g}",
    )


OPINION = later(
    "Opinions of Foster's author: an ambassador stands out in all of it, unasked; one advocate is no team;"
    " dividing a community too soon fractures it, and trust comes back ten times slower."
)


def again(found: Assessment, t: Texts, view: ReadyView) -> Block:
    """When to look again."""
    day = day_text(t, view.today + timedelta(weeks=found.look_again_weeks))
    return Paragraph((t.say("Look again on {day}. To wait is a full answer.", day=day),))


def small_print(found: Assessment, t: Texts, view: ReadyView) -> list[Block]:
    """What was covered, whose opinions these are, and where defaults come from."""
    blocks: list[Block] = []
    if view.weeks is not None and found.facts.weeks:
        first, last = (day_text(t, day) for day in (view.weeks[0].monday(), view.weeks[1].sunday()))
        covered = t.count("{n} complete week", "{n} complete weeks", found.facts.weeks)
        spelled = t.say("Chat: {covered}, {first} – {last}.", covered=covered, first=first, last=last)
        blocks.append(Note((spelled, " ", _confidence(found, t))))
    if view.all_channels:
        said = t.say("Every public channel counts until help channels are chosen:")
        blocks.append(Note((said, " ", Code(f"/{view.word} settings set help-channels"))))
    blocks += [Note((t.say(OPINION),)), Note((_sources(t),))]
    return blocks


def _confidence(found: Assessment, t: Texts) -> str:
    words = {"low": t.say("low"), "medium": t.say("medium"), "high": t.say("high")}
    return t.say("Confidence: {level}.", level=words[found.confidence.value])


def _sources(t: Texts) -> str:
    ours = sum(threshold.source is Source.OURS for threshold in THRESHOLDS)
    return t.say(
        "Defaults: CAF is CHAOSS's Contributor Absence Factor, a bus factor of 2 OpenSSF's, 10 answerers per"
        " ambassador the Orbit model's; the other {n} are our judgement. All are settings.",
        n=ours,
    )
