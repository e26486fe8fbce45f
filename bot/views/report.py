"""A report to pass on, as a card: the public verdict, its trend, who carries the support, and the method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from zoneinfo import ZoneInfo

from bot.domain.readiness.gather import WeekAnswers
from bot.domain.readiness.history import AssessmentRecord
from bot.domain.readiness.outcome import Assessment, Criterion
from bot.domain.readiness.policy import THRESHOLDS
from bot.domain.recognition.spread import Spread
from bot.views.card import Block, Card, Chart, Facts, Heading, Note, Paragraph, Row, Series
from bot.views.readiness import readiness_card
from bot.views.readiness_explain import FORMULAS
from bot.views.readiness_history import history_card
from bot.views.readiness_numbers import FEW, percent
from bot.views.readiness_texts import QUESTIONS
from bot.views.readiness_view import ReadyView
from bot.views.texts import Texts
from bot.views.when import day_text

TENTHS = 10
MANY = 2 * TENTHS
"""Members from which the curve is drawn: every point stands for two people at least."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a report shows beside the verdict. `checks` are newest first; days are in `zone`."""

    weeks: Sequence[WeekAnswers]
    checks: Sequence[AssessmentRecord]
    named: Spread | None
    zone: ZoneInfo


def report_card(found: Assessment, parts: Parts, t: Texts, view: ReadyView) -> Card:
    """Everything that may be passed on: aggregates, no names, no small counts of what people do."""
    ready = readiness_card(found, t, view)
    blocks = (
        *ready.blocks,
        *_weekly(parts.weeks, t),
        *_trend(parts.checks, t, parts.zone),
        *_carried(found, t),
        *_spread(parts.named, t),
        *_method(found, t, view),
    )
    return Card(ready.title, blocks, ready.tone, ready.data)


def _weekly(weeks: Sequence[WeekAnswers], t: Texts) -> list[Block]:
    if not weeks:
        return []
    by_members, by_staff = (
        tuple(float(_drawn(count)) for count in counts)
        for counts in zip(*((week.by_members, week.by_staff) for week in weeks), strict=True)
    )
    alt = t.say(
        "Questions answered first by members and by staff, from {first} to {last}.",
        first=weeks[0].week,
        last=weeks[-1].week,
    )
    chart = Chart(
        t.say("Answered first, by week"),
        tuple(str(week.week) for week in weeks),
        (Series(t.say("by members"), by_members), Series(t.say("by staff"), by_staff)),
        alt,
    )
    note = t.say(
        "Counts from 1 to {most} are drawn as {few}, so that nobody is told apart.", most=FEW - 1, few=FEW
    )
    return [Heading(t.say("Week by week")), chart, Note((note,))]


def _drawn(count: int) -> int:
    return max(count, FEW) if count else 0


def _trend(checks: Sequence[AssessmentRecord], t: Texts, zone: ZoneInfo) -> list[Block]:
    if not checks:
        none = t.say("No weekly check was made yet: there is no trend to show.")
        return [Heading(t.say("Over time")), Paragraph((none,))]
    return [Heading(t.say("Over time")), *history_card(checks, t, zone).blocks]


def _carried(found: Assessment, t: Texts) -> list[Block]:
    heading = Heading(t.say("Who carries the support"))
    answers = sorted(count for count in found.facts.answers if count)
    if len(answers) < MANY:
        few = t.say("Fewer than {n} members answered: a curve would tell people apart.", n=MANY)
        return [heading, Paragraph((few,))]
    points = lorenz(answers)
    top = percent(1 - points[-2])
    alt = t.say(
        "Of {people} members who answered, the tenth who gave most gave {share} % of the answers.",
        people=len(answers),
        share=top,
    )
    equal = tuple(100 * part / TENTHS for part in range(TENTHS + 1))
    labels = tuple(f"{100 * part // TENTHS} %" for part in range(TENTHS + 1))
    chart = Chart(
        t.say("Share of the answers (%), by share of the members, those who gave least first"),
        labels,
        (
            Series(t.say("as it is"), tuple(round(100 * point, 1) for point in points)),
            Series(t.say("if all gave alike"), equal),
        ),
        alt,
    )
    return [heading, chart]


def lorenz(answers: Sequence[int]) -> tuple[float, ...]:
    """The Lorenz curve (M. O. Lorenz, 1905) at every tenth of the people, 0 to 1; `answers` in order."""
    sums = [0, *accumulate(answers)]
    n, total = len(answers), sums[-1]
    return tuple(sums[n * part // TENTHS] / total for part in range(TENTHS + 1))


def _spread(named: Spread | None, t: Texts) -> list[Block]:
    heading = Heading(t.say("How fairly people are thanked"))
    if named is None or min(named.helped, named.named) < FEW:
        return [heading, Paragraph((t.say("Too few people were thanked yet to say."),))]
    said = t.count(
        "In the last week {helped} people helped, and {named} of them ({share} %) were thanked by name.",
        "In the last {n} weeks {helped} people helped, and {named} of them ({share} %) were thanked by name.",
        named.weeks,
        helped=named.helped,
        named=named.named,
        share=percent(named.named / named.helped),
    )
    each = t.say(
        "One thank-you in {n} went to the person thanked most.", n=max(1, named.turns // max(named.most, 1))
    )
    return [heading, Paragraph((said, " ", each))]


def _method(found: Assessment, t: Texts, view: ReadyView) -> list[Block]:
    formulas = tuple(Row(t.say(QUESTIONS[c]), (t.say(FORMULAS[c]),)) for c in Criterion)
    used = tuple(
        Row(
            t.say(each.meaning),
            (f"{getattr(found.policy, each.name):.4g}",),
            more=(
                t.say(
                    "default {default}: {source}",
                    default=f"{each.default:.4g}",
                    source=t.say(each.source.value),
                ),
            ),
        )
        for each in THRESHOLDS
    )
    made = t.say(
        "Made on {day} from public activity and recorded evidence. It names nobody.",
        day=day_text(t, view.today),
    )
    return [
        Heading(t.say("Method")),
        Facts(formulas),
        Heading(t.say("Thresholds and their sources")),
        Facts(used),
        Note((made,)),
    ]
