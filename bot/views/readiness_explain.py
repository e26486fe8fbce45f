"""Explains one criterion: its formula, window, thresholds with their sources, and the evidence behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.readiness.outcome import Assessment, Criterion, Outcome
from bot.domain.readiness.policy import THRESHOLDS, Threshold
from bot.views.card import Block, Card, Facts, Heading, Note, Paragraph, Row, Strong, Tone
from bot.views.readiness_evidence import evidence_bullets
from bot.views.readiness_numbers import number_text
from bot.views.readiness_texts import OUTCOMES, QUESTIONS, REASONS
from bot.views.readiness_view import ReadyView
from bot.views.texts import Texts, later
from bot.views.when import day_text

FORMULAS: Mapping[Criterion, str] = {
    Criterion.S1: later(
        "Share = questions first answered helpfully by members ÷ answered questions. Yes where Wilson's 95 %"
        " lower bound reaches the threshold, enough members answer, and in enough of the weeks; not yet where"
        " the upper bound stays below it, or too few members answer; not known in between."
    ),
    Criterion.S2: later(
        "Talks by members, and how many different members gave them. Talks by staff do not count."
    ),
    Criterion.S3: later("At least one recorded act of support for answers, and one for talks."),
    Criterion.A1: later(
        "Members, not staff or paid, who answer enough questions of enough people in enough weeks, mostly"
        " unasked, and give talks, and raise others."
    ),
    Criterion.M1: later("Full months since general availability."),
    Criterion.T1: later("People who do DevRel as their job."),
    Criterion.H1: later(
        "Answered ÷ asked, and members who answer: second half of the weeks ÷ first half. Ailing where"
        " Wilson's 95 % upper bound is too low, or where answerers clearly become fewer."
    ),
    Criterion.F1: later(
        "CAF: the fewest people who give half of the members' answers. Top share: the busiest person's."
        " Bench: answerers ÷ ambassadors planned or possible."
    ),
    Criterion.P1: later("Whether the plan names an owner, exit terms and a benefit to the community."),
}

_USES: Mapping[Criterion, tuple[str, ...]] = {
    Criterion.S1: (
        "member_share",
        "answerers",
        "active_weeks",
        "enough_weeks",
        "enough_answered",
        "most_unresolved",
    ),
    Criterion.S2: ("talks", "speakers", "talk_days", "attestation_days"),
    Criterion.S3: ("support_days",),
    Criterion.A1: (
        "person_answers",
        "person_askers",
        "person_weeks",
        "person_unprompted",
        "person_talks",
        "person_uplift",
    ),
    Criterion.M1: ("ga_months",),
    Criterion.T1: ("team",),
    Criterion.H1: ("green_answered", "red_answered", "green_trend", "red_trend"),
    Criterion.F1: ("caf_high", "caf_medium", "top_share", "bench_high", "bench_medium"),
    Criterion.P1: (),
}

_KINDS: Mapping[Criterion, tuple[EvidenceKind, ...]] = {
    Criterion.S1: (),
    Criterion.S2: (EvidenceKind.TALK, EvidenceKind.TALKS_NONE, EvidenceKind.TALKS_COMPLETE),
    Criterion.S3: (EvidenceKind.SUPPORT,),
    Criterion.A1: (),
    Criterion.M1: (EvidenceKind.STAGE,),
    Criterion.T1: (EvidenceKind.TEAM,),
    Criterion.H1: (),
    Criterion.F1: (),
    Criterion.P1: (EvidenceKind.PLAN,),
}
_TONES = {Outcome.YES: Tone.GOOD, Outcome.NO: Tone.BAD, Outcome.UNKNOWN: Tone.UNKNOWN}


def criterion_named(text: str) -> Criterion:
    """`s1` as typed; a `UserFacingError` lists what there is."""
    try:
        return Criterion(text.strip().upper())
    except ValueError:
        known = ", ".join(Criterion)
        raise UserFacingError("“{text}” is none of the questions: {known}.", text=text, known=known) from None


def explain_card(
    criterion: Criterion,
    found: Assessment,
    evidence: Sequence[Evidence],
    t: Texts,
    view: ReadyView,
    *,
    admin: bool = False,
) -> Card:
    """How one question was answered. Without `admin` no record's people are named."""
    finding = found.findings[criterion]
    number = number_text(found, criterion, t, admin=admin)
    blocks: list[Block] = [
        Paragraph((Strong(t.say(OUTCOMES[finding.outcome])), t.say(" – {number}", number=number))),
    ]
    if finding.code is not None and finding.code in REASONS:
        blocks.append(Paragraph((t.say("Because {reason}.", reason=t.say(REASONS[finding.code])),)))
    blocks += [Heading(t.say("How it is counted")), Paragraph((t.say(FORMULAS[criterion]),))]
    if view.weeks is not None:
        first, last = (day_text(t, day) for day in (view.weeks[0].monday(), view.weeks[1].sunday()))
        blocks.append(Note((t.say("Chat of the weeks {first} – {last}.", first=first, last=last),)))
    rows = tuple(_threshold(found, each, t) for each in THRESHOLDS if each.name in _USES[criterion])
    if rows:
        blocks += [Heading(t.say("Thresholds")), Facts(rows)]
    kept = [record for record in evidence if record.kind in _KINDS[criterion] and not record.withdrawn]
    if kept:
        bullets = evidence_bullets(kept, t, view.names if admin else {}, admin=admin)
        blocks += [Heading(t.say("Recorded")), bullets]
    title = t.say("{id}: {question}", id=criterion.value, question=t.say(QUESTIONS[criterion]))
    data = {"id": criterion.value, "outcome": finding.outcome.value, "code": finding.code}
    return Card(title, tuple(blocks), _TONES[finding.outcome], data)


def _threshold(found: Assessment, threshold: Threshold, t: Texts) -> Row:
    value = f"{getattr(found.policy, threshold.name):.4g}"
    origin = t.say(
        "default {default}: {source}",
        default=f"{threshold.default:.4g}",
        source=t.say(threshold.source.value),
    )
    return Row(t.say(threshold.meaning), (Strong(value),), more=(origin,))
