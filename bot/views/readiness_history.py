"""Readiness over time, and the note to admins when the verdict changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.domain.readiness.history import AssessmentRecord, Trigger
from bot.domain.readiness.outcome import Criterion, Outcome, Verdict
from bot.domain.times import moment
from bot.views.card import (
    Block,
    Button,
    Buttons,
    Card,
    Chart,
    Facts,
    Heading,
    Note,
    Paragraph,
    Row,
    Series,
    Strong,
    Text,
    Tone,
)
from bot.views.readiness_texts import OUTCOMES, QUESTIONS
from bot.views.texts import Texts, later
from bot.views.when import day_text

VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.READY: later("ready"),
    Verdict.READY_WITH_RISKS: later("ready, with risks"),
    Verdict.NOT_READY: later("not yet"),
    Verdict.NOT_ENOUGH_DATA: later("not enough data"),
}
_TONES = {
    Verdict.READY: Tone.GOOD,
    Verdict.READY_WITH_RISKS: Tone.CAUTION,
    Verdict.NOT_READY: Tone.BAD,
    Verdict.NOT_ENOUGH_DATA: Tone.UNKNOWN,
}
_SHOWN = 12


def history_card(
    records: Sequence[AssessmentRecord], t: Texts, zone: ZoneInfo, *, admin: bool = False
) -> Card:
    """The assessments of the past, newest first, and what turned at each. Charts run from left to right.

    Members see verdicts and outcomes; shares of small groups could tell who is behind them.
    """
    title = t.say("Readiness over time")
    if not records:
        empty = t.say("Nothing yet. Foster looks every week, and whenever somebody asks.")
        return Card(title, (Paragraph((empty,)),), data=[])
    days = [moment(each.at, zone).date() for each in records]
    before = [*records[1:], None]
    rows = tuple(
        Row(
            day_text(t, day),
            (Strong(t.say(VERDICT_WORDS[each.verdict])), _trigger(each, t)),
            _TONES[each.verdict],
            _turned(each, earlier, t),
        )
        for day, each, earlier in zip(days[:_SHOWN], records, before, strict=False)
    )
    labels = tuple(day.isoformat() for day in reversed(days))
    blocks: list[Block] = [_yes_chart(records, labels, t)]
    if admin:
        blocks += _share_charts(records, labels, t)
    blocks += [Heading(t.say("What was answered")), Facts(rows)]
    blocks.append(Note((t.say("One yes to S1 stays until two weekly checks in a row say no."),)))
    return Card(title, tuple(blocks), _TONES[records[0].verdict], [_plain(each, admin) for each in records])


def verdict_change_card(
    before: Verdict, after: Verdict, turned: Sequence[tuple[Criterion, Outcome]], t: Texts
) -> Card:
    """What admins are told, once, when a weekly check answers otherwise than the one before."""
    lead = t.say(
        "The answer to “are we ready for an ambassador program?” changed from “{before}” to “{after}”.",
        before=t.say(VERDICT_WORDS[before]),
        after=t.say(VERDICT_WORDS[after]),
    )
    rows = tuple(Row(t.say(QUESTIONS[c]), (t.say(OUTCOMES[outcome]),)) for c, outcome in turned)
    blocks: list[Block] = [Paragraph((lead,), _TONES[after])]
    if rows:
        blocks.append(Facts(rows))
    blocks.append(Buttons((Button(t.say("See why"), "ready"), Button(t.say("Over time"), "ready history"))))
    data = {"before": before.value, "after": after.value, "turned": {c.value: o.value for c, o in turned}}
    return Card(t.say("Readiness changed"), tuple(blocks), _TONES[after], data)


def _trigger(each: AssessmentRecord, t: Texts) -> str:
    return t.say(" – asked") if each.trigger is Trigger.ASKED else ""


def _turned(each: AssessmentRecord, earlier: AssessmentRecord | None, t: Texts) -> Text:
    if earlier is None:
        return ()
    said = [
        t.say("{question} {answer}", question=t.say(QUESTIONS[c]), answer=t.say(OUTCOMES[outcome]))
        for c, outcome in each.outcomes.items()
        if earlier.outcomes.get(c) is not outcome
    ]
    if earlier.settings != each.settings:
        said.append(t.say("The thresholds were changed"))
    return (". ".join(said),) if said else ()


def _yes_chart(records: Sequence[AssessmentRecord], labels: tuple[str, ...], t: Texts) -> Chart:
    counts = tuple(
        float(sum(outcome is Outcome.YES for outcome in each.outcomes.values())) for each in reversed(records)
    )
    alt = t.say("{n} of {all} questions are answered with yes now.", n=int(counts[-1]), all=len(Criterion))
    return Chart(t.say("Questions answered with yes"), labels, (Series(t.say("yes"), counts),), alt)


def _share_charts(records: Sequence[AssessmentRecord], labels: tuple[str, ...], t: Texts) -> list[Block]:
    names = {"share": t.say("answered first by members"), "answered_rate": t.say("answered at all")}
    series = tuple(
        Series(name, tuple(round(each.numbers.get(key, 0.0) * 100, 1) for each in reversed(records)))
        for key, name in names.items()
    )
    alt = t.say(
        "Now {share} % of the answered questions are answered first by members, and {rate} % of all questions"
        " are answered.",
        share=series[0].values[-1],
        rate=series[1].values[-1],
    )
    return [Chart(t.say("Per cent of questions"), labels, series, alt)]


def _plain(each: AssessmentRecord, admin: bool) -> dict[str, object]:
    plain: dict[str, object] = {
        "at": moment(each.at).isoformat(),
        "last_week": str(each.last),
        "weeks": each.weeks,
        "trigger": each.trigger.value,
        "settings": each.settings,
        "verdict": each.verdict.value,
        "outcomes": {c.value: outcome.value for c, outcome in each.outcomes.items()},
    }
    if admin:
        plain |= {"inputs": each.inputs, "numbers": dict(each.numbers)}
    return plain
