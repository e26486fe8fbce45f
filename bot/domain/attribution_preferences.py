"""What a community may tune about who answered whom: the window, what counts as evidence, and how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.attribution.policy import AttributionPolicy
from bot.domain.preference import Preference, PreferenceGroup, PreferenceKind
from bot.domain.times import HOUR

WINDOW = "answer-window"

FIELDS: Mapping[str, str] = {
    "evidence-thread": "sure_in_thread",
    "evidence-reply": "sure_replied",
    "evidence-accepted": "sure_accepted",
    "evidence-worked": "sure_worked",
    "evidence-thanked": "sure_thanked",
    "evidence-solved": "sure_solved",
    "evidence-helpful": "sure_per_helpful",
    "evidence-failed": "unsure_failed",
    "counts-answer": "weight_answer",
    "counts-accepted": "weight_accepted",
    "counts-worked": "weight_worked",
    "counts-thanked": "weight_thanked",
    "counts-solved": "weight_solved",
    "counts-helpful": "weight_per_helpful",
    "counts-failed": "weight_failed",
    "counts-short": "weight_short",
    "counts-asked-back": "weight_asked_back",
}
"""Shares, and the field of `AttributionPolicy` (in thousandths) that each is."""

_SHARE = PreferenceKind.SHARE
_POLICY = AttributionPolicy()


def _default(key: str) -> str:
    """The policy's own value, as it is typed: the model's makers decide it in one place."""
    thousandths: int = getattr(_POLICY, FIELDS[key])
    return f"{thousandths / 1000:g}"


ATTRIBUTION = PreferenceGroup(
    "Who answered whom",
    (
        Preference(
            WINDOW,
            PreferenceKind.INTEGER,
            str(_POLICY.answer_window // HOUR),
            "How many hours after a question an answer may come, outside its thread.",
            low=1,
            high=336,
        ),
        Preference(
            "evidence-thread",
            _SHARE,
            _default("evidence-thread"),
            "How sure an answer in the question's thread is by that alone.",
            high=1000,
        ),
        Preference(
            "evidence-reply",
            _SHARE,
            _default("evidence-reply"),
            "How sure a direct reply to the question is by that alone.",
            high=1000,
        ),
        Preference(
            "evidence-accepted",
            _SHARE,
            _default("evidence-accepted"),
            "How sure an answer is that whoever asked accepted (✅); 0: that is no evidence.",
            high=1000,
        ),
        Preference(
            "evidence-worked",
            _SHARE,
            _default("evidence-worked"),
            "How sure it is after “that worked” by whoever asked; 0: that is no evidence.",
            high=1000,
        ),
        Preference(
            "evidence-thanked",
            _SHARE,
            _default("evidence-thanked"),
            "How sure it is after thanks by whoever asked; 0: that is no evidence.",
            high=1000,
        ),
        Preference(
            "evidence-solved",
            _SHARE,
            _default("evidence-solved"),
            "How sure it is where the thread is marked as solved and one person helped; 0: no evidence.",
            high=1000,
        ),
        Preference(
            "evidence-helpful",
            _SHARE,
            _default("evidence-helpful"),
            "How much surer each other person's reaction makes it; two people count at most.",
            high=500,
        ),
        Preference(
            "evidence-failed",
            _SHARE,
            _default("evidence-failed"),
            "How much less sure it is after “that did not work”.",
            high=1000,
        ),
        Preference(
            "counts-answer",
            _SHARE,
            _default("counts-answer"),
            "What an answer counts by itself, as part of a person helped.",
            high=1000,
        ),
        Preference(
            "counts-accepted",
            _SHARE,
            _default("counts-accepted"),
            "What an accepted answer counts at least.",
            high=1000,
        ),
        Preference(
            "counts-worked",
            _SHARE,
            _default("counts-worked"),
            "What an answer counts at least that worked.",
            high=1000,
        ),
        Preference(
            "counts-thanked",
            _SHARE,
            _default("counts-thanked"),
            "What an answer counts at least for which somebody said thanks.",
            high=1000,
        ),
        Preference(
            "counts-solved",
            _SHARE,
            _default("counts-solved"),
            "What an answer counts at least that solved its thread.",
            high=1000,
        ),
        Preference(
            "counts-helpful",
            _SHARE,
            _default("counts-helpful"),
            "What each other person's reaction adds; two people count at most.",
            high=500,
        ),
        Preference(
            "counts-failed",
            _SHARE,
            _default("counts-failed"),
            "What “that did not work” takes off.",
            high=1000,
        ),
        Preference("counts-short", _SHARE, _default("counts-short"), "What a word or two count.", high=1000),
        Preference(
            "counts-asked-back",
            _SHARE,
            _default("counts-asked-back"),
            "What a question back counts that led to the answer.",
            high=1000,
        ),
    ),
)

TUNED = frozenset(preference.key for preference in ATTRIBUTION.preferences)
"""Every key here: a change has credits derived again."""


def tuned(window_hours: int, shares: Mapping[str, int], floor: int) -> AttributionPolicy:
    """The policy of a community: `shares` in thousandths by their keys, `floor` likewise."""
    fields = {FIELDS[key]: value for key, value in shares.items()}
    return replace(AttributionPolicy(), answer_window=window_hours * HOUR, floor=floor, **fields)
