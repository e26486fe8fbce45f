"""Every threshold of the readiness rule, with its range, its meaning and where its default comes from."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TypeVar

from bot.domain.errors import UserFacingError

Number = TypeVar("Number", int, float)


class Source(StrEnum):
    """Where a default comes from."""

    CHAOSS = "CHAOSS"
    OPENSSF = "OpenSSF"
    ORBIT = "Orbit"
    OURS = "our judgement"


@dataclass(frozen=True, slots=True)
class Threshold:
    """One setting: its name, default, range (both ends included), source and meaning in a sentence."""

    name: str
    default: float
    low: float
    high: float
    source: Source
    meaning: str


def _threshold(
    default: Number, low: Number, high: Number, meaning: str, source: Source = Source.OURS
) -> Number:
    """A dataclass field that knows its range; typed as its value, as `dataclasses.field` is."""
    metadata = {"default": default, "low": low, "high": high, "source": source, "meaning": meaning}
    value: Number = field(default=default, metadata=metadata)
    return value


@dataclass(frozen=True, slots=True)
class ReadinessPolicy:
    """The thresholds. Shares are 0–1. A value out of its range is a `UserFacingError`."""

    window_weeks: int = _threshold(12, 4, 52, "complete weeks that are looked at")
    some_weeks: int = _threshold(4, 1, 52, "weeks from which chat may say no (staff answer everything)")
    enough_weeks: int = _threshold(8, 2, 52, "weeks from which chat may say yes")
    enough_answered: int = _threshold(20, 1, 10_000, "answered questions below which chat says nothing")
    most_unresolved: float = _threshold(
        0.10, 0.0, 1.0, "share of unknown authors above which chat is unclear"
    )
    sure_weeks: int = _threshold(12, 1, 52, "weeks for high confidence")
    sure_answered: int = _threshold(50, 1, 10_000, "answered questions for high confidence")
    sure_live_weeks: int = _threshold(4, 0, 52, "weeks seen live for high confidence")

    member_share: float = _threshold(0.25, 0.0, 1.0, "share of answered questions that members answer first")
    answerers: int = _threshold(5, 1, 1000, "members who answer")
    active_weeks: float = _threshold(2 / 3, 0.0, 1.0, "share of the weeks in which a member answers")
    talks: int = _threshold(4, 1, 100, "talks by members")
    speakers: int = _threshold(2, 1, 100, "different members who give talks")
    talk_days: int = _threshold(365, 30, 1095, "days for which talks and uplifting acts count")
    attestation_days: int = _threshold(365, 30, 1095, "days for which “the list of talks is complete” holds")
    support_days: int = _threshold(180, 30, 1095, "days for which acts of support count")

    person_answers: int = _threshold(12, 1, 1000, "questions that a possible ambassador answered")
    person_askers: int = _threshold(6, 1, 1000, "different people whom a possible ambassador helped")
    person_weeks: int = _threshold(6, 1, 52, "weeks in which a possible ambassador helped")
    person_unprompted: float = _threshold(0.80, 0.0, 1.0, "share of these answers that nobody asked for")
    person_talks: int = _threshold(1, 0, 100, "talks of a possible ambassador; 0 switches this off")
    person_uplift: int = _threshold(1, 0, 100, "uplifting acts of a possible ambassador; 0 switches this off")
    candidates: int = _threshold(3, 1, 100, "possible ambassadors below which a program is a risk")

    ga_months: int = _threshold(6, 0, 120, "months since general availability")
    team: int = _threshold(2, 1, 100, "people who do DevRel as their job")

    green_answered: float = _threshold(0.70, 0.0, 1.0, "share of questions answered in a healthy community")
    red_answered: float = _threshold(0.50, 0.0, 1.0, "share of questions answered in an ailing community")
    green_trend: float = _threshold(0.90, 0.0, 10.0, "answerers, second half ÷ first half, when healthy")
    red_trend: float = _threshold(0.75, 0.0, 10.0, "answerers, second half ÷ first half, when shrinking")

    caf_high: int = _threshold(
        2, 1, 100, "contributor absence factor below which it would fracture", Source.OPENSSF
    )
    caf_medium: int = _threshold(
        3, 1, 100, "contributor absence factor below which it is a risk", Source.CHAOSS
    )
    top_share: float = _threshold(0.30, 0.01, 1.0, "share of one person from which it is a risk")
    bench_high: float = _threshold(5.0, 0.0, 1000.0, "answerers per ambassador below which it would fracture")
    bench_medium: float = _threshold(
        10.0, 0.0, 1000.0, "answerers per ambassador below which it is a risk", Source.ORBIT
    )

    ambassador_value: float = _threshold(0.2, 0.0, 1.0, "an ambassador's work, in hires (generous)")
    management_cost: float = _threshold(0.0, 0.0, 1.0, "work that an ambassador causes, in hires")

    def __post_init__(self) -> None:
        for threshold in THRESHOLDS:
            value = getattr(self, threshold.name)
            if not threshold.low <= value <= threshold.high:
                raise UserFacingError(
                    "{name} must be {low} to {high}.",
                    name=threshold.name,
                    low=threshold.low,
                    high=threshold.high,
                )
        for lower, upper in _ORDERED:
            if getattr(self, lower) > getattr(self, upper):
                raise UserFacingError("{lower} must not be more than {upper}.", lower=lower, upper=upper)


_ORDERED = (
    ("some_weeks", "enough_weeks"),
    ("enough_weeks", "window_weeks"),
    ("red_answered", "green_answered"),
    ("red_trend", "green_trend"),
    ("caf_high", "caf_medium"),
    ("bench_high", "bench_medium"),
)

THRESHOLDS: tuple[Threshold, ...] = tuple(
    Threshold(
        item.name,
        item.metadata["default"],
        item.metadata["low"],
        item.metadata["high"],
        item.metadata["source"],
        item.metadata["meaning"],
    )
    for item in fields(ReadinessPolicy)
)
"""Every field of `ReadinessPolicy`, in its order."""
