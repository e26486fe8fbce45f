"""What the readiness rule says: values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.readiness.facts import ReadinessFacts
from bot.domain.readiness.policy import ReadinessPolicy


class Criterion(StrEnum):
    """The questions, in the order in which they are reported."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    A1 = "A1"
    M1 = "M1"
    T1 = "T1"
    H1 = "H1"
    F1 = "F1"
    P1 = "P1"


class Outcome(StrEnum):
    """The answer to one question. UNKNOWN never reads as YES."""

    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"


class Verdict(StrEnum):
    """The answer as a whole."""

    READY = "READY"
    READY_WITH_RISKS = "READY_WITH_RISKS"
    NOT_READY = "NOT_READY"
    NOT_ENOUGH_DATA = "NOT_ENOUGH_DATA"


class Health(StrEnum):
    """How well questions are answered, and whether answerers stay."""

    GREEN = "GREEN"
    AMBER = "AMBER"
    RED = "RED"
    UNKNOWN = "UNKNOWN"


class Fracture(StrEnum):
    """How much hangs on few people."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    UNKNOWN = "UNKNOWN"


class Confidence(StrEnum):
    """How much the chat evidence carries."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Code(StrEnum):
    """Why a question is not answered with yes."""

    STAFF_ANSWER_ALMOST_EVERYTHING = "STAFF_ANSWER_ALMOST_EVERYTHING"
    TOO_FEW_ANSWERERS = "TOO_FEW_ANSWERERS"
    STAFF_NOT_RECORDED = "STAFF_NOT_RECORDED"
    SHORT_WINDOW = "SHORT_WINDOW"
    TOO_CLOSE_TO_CALL = "TOO_CLOSE_TO_CALL"
    BURSTY = "BURSTY"
    TOO_LITTLE_CHAT = "TOO_LITTLE_CHAT"
    UNRESOLVED_AUTHORS = "UNRESOLVED_AUTHORS"
    NEVER_RECORDED = "NEVER_RECORDED"
    ATTESTED_NONE = "ATTESTED_NONE"
    TOO_FEW_TALKS = "TOO_FEW_TALKS"
    LIST_NOT_ATTESTED_COMPLETE = "LIST_NOT_ATTESTED_COMPLETE"
    UNSUPPORTED_ANSWERS = "UNSUPPORTED_ANSWERS"
    UNSUPPORTED_TALKS = "UNSUPPORTED_TALKS"
    UNSUPPORTED_ANSWERS_TALKS = "UNSUPPORTED_ANSWERS_TALKS"
    NO_ONE_DOES_ALL_THREE = "NO_ONE_DOES_ALL_THREE"
    TALKS_UNKNOWN = "TALKS_UNKNOWN"
    PRE_GA_MVP = "PRE_GA_MVP"
    PRE_GA_BETA = "PRE_GA_BETA"
    EARLY_RELEASE = "EARLY_RELEASE"
    ONE_PERSON_IS_NOT_A_TEAM = "ONE_PERSON_IS_NOT_A_TEAM"
    NO_DEVREL = "NO_DEVREL"
    TEAM_TOO_SMALL = "TEAM_TOO_SMALL"  # only where the threshold was raised
    FEW_ANSWERED = "FEW_ANSWERED"
    SHRINKING = "SHRINKING"
    NOT_YET_HEALTHY = "NOT_YET_HEALTHY"
    NO_TREND_YET = "NO_TREND_YET"
    ONE_CARRIES_HALF = "ONE_CARRIES_HALF"
    FEW_CARRY_HALF = "FEW_CARRY_HALF"
    ONE_STANDS_OUT = "ONE_STANDS_OUT"
    SMALL_BENCH = "SMALL_BENCH"
    NO_PLAN = "NO_PLAN"
    SERVES_ONLY_THE_COMPANY = "SERVES_ONLY_THE_COMPANY"


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion's outcome; `code` is None where it is YES. H1, F1 and P1 are YES only without a risk."""

    criterion: Criterion
    outcome: Outcome
    code: Code | None = None


class ChangeKind(StrEnum):
    """The nearest single change."""

    MEMBER_ANSWERS = "member-answers"
    ACTIVE_WEEKS = "active-weeks"
    MORE_WEEKS = "more-weeks"
    ANSWERED_QUESTIONS = "answered-questions"
    RESOLVE_AUTHORS = "resolve-authors"
    RECORD = "record"
    TALKS = "talks"
    ATTEST_TALKS = "attest-talks"
    SUPPORT_ANSWERS = "support-answers"
    SUPPORT_TALKS = "support-talks"
    SUPPORT_BOTH = "support-both"
    ONE_PERSON_MORE = "one-person-more"
    RELEASE = "release"
    MONTHS = "months"
    TEAM = "team"
    MORE_ANSWERERS = "more-answerers"
    ANSWERS_BY_OTHERS = "answers-by-others"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Change:
    """What would turn one criterion: `number` more of something, from `people` more people.

    `target` is the number to reach in all; unlike `number` it gives away no small count of today.
    """

    criterion: Criterion
    kind: ChangeKind
    number: int = 0
    people: int = 0
    target: int = 0


@dataclass(frozen=True, slots=True)
class Measures:
    """The numbers behind the outcomes. None where a number has no meaning yet."""

    gap: Code | None
    member_answers: int
    answerers: int
    share: float | None
    share_low: float
    share_high: float
    answered_rate: float | None
    answered_high: float
    trend: float | None
    trend_high: float
    talks: int
    speakers: int
    staff_talks: int
    supported: frozenset[str]
    candidates: int
    nearly: int
    caf: int
    top1: float | None
    gini: float | None
    bench: float


@dataclass(frozen=True, slots=True)
class Realloc:
    """What k ambassadors amount to, in hires. `k_per_hire` is None where they cost what they bring."""

    k: int
    gross: float
    net: float
    k_per_hire: int | None


@dataclass(frozen=True, slots=True)
class Fragility:
    """The verdict without the person who answers most, and if that person joined the staff. Admins only."""

    without_top: Verdict
    top_as_staff: Verdict
    fragile: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer, with the facts and thresholds it came from.

    `kept`: what the facts alone say about S1, where an earlier YES still holds.
    """

    verdict: Verdict
    findings: Mapping[Criterion, Finding]
    blockers: tuple[Criterion, ...]
    health: Health
    fracture: Fracture
    confidence: Confidence
    measures: Measures
    realloc: Realloc | None
    false_positive_warning: bool
    combined_risk: bool
    sizes: Mapping[str, Outcome]
    fragility: Fragility | None
    changes: tuple[Change, ...]
    again_weeks: Mapping[Criterion, int]
    look_again_weeks: int
    facts: ReadinessFacts
    policy: ReadinessPolicy
    kept: Finding | None = None

    def ids(self, outcome: Outcome) -> list[str]:
        """The criteria S1–T1 with this outcome, in their order."""
        return [c.value for c in CORE if self.findings[c].outcome is outcome]


CORE = (Criterion.S1, Criterion.S2, Criterion.S3, Criterion.A1, Criterion.M1, Criterion.T1)
"""The criteria that block a program when they are NO."""
