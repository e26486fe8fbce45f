"""The readiness card: the answer in one sentence, the sizes first, and for every "not yet" what to do."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.readiness.gather import PossibleAmbassadors
from bot.domain.readiness.outcome import Assessment, Code, Criterion, Outcome, Verdict
from bot.views.card import (
    Block,
    Bullets,
    Card,
    Facts,
    Heading,
    Paragraph,
    Row,
    Strong,
    Text,
    Tone,
)
from bot.views.readiness_advice import advice, again, small_print
from bot.views.readiness_changes import change_text
from bot.views.readiness_data import card_data
from bot.views.readiness_next import next_steps
from bot.views.readiness_numbers import number_text
from bot.views.readiness_private import private_blocks
from bot.views.readiness_texts import (
    OUTCOMES,
    QUESTIONS,
    REASONS,
    SIZES,
    TOPICS,
    VERDICTS,
)
from bot.views.readiness_view import ReadyView
from bot.views.texts import Texts, either
from bot.views.when import day_text

SIZE = (Criterion.S1, Criterion.S2, Criterion.S3)
_TONES = {Outcome.YES: Tone.GOOD, Outcome.NO: Tone.BAD, Outcome.UNKNOWN: Tone.UNKNOWN}
_VERDICT_TONES = {
    Verdict.READY: Tone.GOOD,
    Verdict.READY_WITH_RISKS: Tone.CAUTION,
    Verdict.NOT_READY: Tone.BAD,
    Verdict.NOT_ENOUGH_DATA: Tone.UNKNOWN,
}
_RISKS = (Criterion.H1, Criterion.F1, Criterion.P1)
_REASONS_SHOWN = 3
_STEPS_SHOWN = 5


def readiness_card(found: Assessment, t: Texts, view: ReadyView, *, admin: bool = False) -> Card:
    """The whole answer. Without `admin` it holds no name and no small count of what people do."""
    blocks: list[Block] = [
        Paragraph((Strong(verdict_text(found, t)),), _VERDICT_TONES[found.verdict]),
        Facts(tuple(_row(found, c, t, view, admin=admin) for c in SIZE)),
        Paragraph((_sizes(found, t),)),
        Heading(t.say("What to do next")),
        Bullets(next_steps(found, t, view.word), fold_after=_STEPS_SHOWN),
        again(found, t, view),
        *_warnings(found, t),
        Heading(t.say("What else it takes")),
        Facts(tuple(_row(found, c, t, view, admin=admin) for c in Criterion if c not in SIZE)),
        *_changes(found, t, admin=admin),
        *(private_blocks(found, t, view.possible or PossibleAmbassadors(), view.names) if admin else ()),
        *advice(found, t, admin=admin),
        *small_print(found, t, view),
    ]
    title = t.say("Are we ready for an ambassador program?")
    return Card(
        title, tuple(blocks), _VERDICT_TONES[found.verdict], card_data(found, view.today, admin=admin)
    )


def verdict_text(found: Assessment, t: Texts) -> str:
    """One sentence, with at most three reasons."""
    wanted = Outcome.UNKNOWN if found.verdict is Verdict.NOT_ENOUGH_DATA else Outcome.NO
    told = [f for f in found.findings.values() if f.outcome is wanted]
    if found.verdict is Verdict.NOT_READY:
        told = [f for f in told if f.criterion in found.blockers]
    reasons = list(dict.fromkeys(t.say(REASONS[f.code]) for f in told if f.code and f.code in REASONS))
    silent = [t.say(TOPICS[f.criterion]) for f in told if f.code is Code.NEVER_RECORDED]
    if silent:
        reasons.append(t.say("nobody has recorded {topics} yet", topics=either(t, silent)))
    if found.verdict is Verdict.READY_WITH_RISKS and found.measures.candidates < found.policy.candidates:
        reasons.append(t.say("few members could be ambassadors"))
    said = "; ".join(reasons[:_REASONS_SHOWN])
    if len(reasons) > _REASONS_SHOWN:
        left = len(reasons) - _REASONS_SHOWN
        said = t.count("{said}; and {n} more reason", "{said}; and {n} more reasons", left, said=said)
    return t.say(VERDICTS[found.verdict], reasons=said)


def _row(found: Assessment, criterion: Criterion, t: Texts, view: ReadyView, *, admin: bool) -> Row:
    finding = found.findings[criterion]
    number = number_text(found, criterion, t, admin=admin)
    risk = criterion in _RISKS and finding.outcome is Outcome.NO and criterion not in found.blockers
    answer = t.say("With care") if risk else t.say(OUTCOMES[finding.outcome])
    value: Text = (Strong(answer), t.say(" – {number}", number=number))
    tone = Tone.CAUTION if risk else _TONES[finding.outcome]
    return Row(t.say(QUESTIONS[criterion]), value, tone, _more(found, criterion, t, view))


def _more(found: Assessment, criterion: Criterion, t: Texts, view: ReadyView) -> Text:
    """Every "not yet" has a date; an earlier yes that still holds says so."""
    if criterion is Criterion.S1 and found.kept is not None:
        alone = t.say(OUTCOMES[found.kept.outcome])
        return (
            t.say("This week alone says “{answer}”; two weekly checks in a row must say no.", answer=alone),
        )
    if found.findings[criterion].outcome is not Outcome.NO:
        return ()
    day = view.today + timedelta(weeks=found.again_weeks[criterion])
    return (t.say("Look again from {day}.", day=day_text(t, day)),)


def _sizes(found: Assessment, t: Texts) -> str:
    sizes = "; ".join(
        t.say("{size}: {answer}", size=t.say(SIZES[size]), answer=t.say(OUTCOMES[outcome]))
        for size, outcome in found.sizes.items()
    )
    return t.say("The three sizes, apart – {sizes}.", sizes=sizes)


def _warnings(found: Assessment, t: Texts) -> list[Block]:
    blocks: list[Block] = []
    if found.combined_risk:
        text = t.say("Size, maturity and resilience are missing together: a program now risks all three.")
        blocks.append(Paragraph((text,), Tone.BAD))
    if found.false_positive_warning:
        text = t.say("Somebody shines, but the product is young: possible early-adopter false positive.")
        blocks.append(Paragraph((text,), Tone.CAUTION))
    return blocks


def _changes(found: Assessment, t: Texts, *, admin: bool) -> list[Block]:
    if not found.changes:
        return []
    items: list[Text] = [
        (Strong(t.say(QUESTIONS[change.criterion])), " ", change_text(change, found, t, admin=admin))
        for change in found.changes
    ]
    return [Heading(t.say("What would change the answer")), Bullets(tuple(items))]
