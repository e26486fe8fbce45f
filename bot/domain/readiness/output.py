"""An assessment as plain values for JSON, with every number: for the operator and for admins."""

from __future__ import annotations

import math

from bot.domain.readiness.outcome import CORE, Assessment, Outcome


def as_json(found: Assessment) -> dict[str, object]:
    """The keys of `foster assess`. Holds small counts: what members see is made by the views."""
    numbers = found.measures
    return {
        "verdict": found.verdict.value,
        "no": found.ids(Outcome.NO),
        "unknown": found.ids(Outcome.UNKNOWN),
        "why": {c.value: code.value for c in CORE if (code := found.findings[c].code)},
        "risks": {c.value: f.code.value for c, f in found.findings.items() if c not in CORE and f.code},
        "cand": numbers.candidates,
        "false_positive_warning": found.false_positive_warning,
        "combined_risk": found.combined_risk,
        "fracture": found.fracture.value,
        "health": found.health.value,
        "conf": found.confidence.value,
        "metrics": {
            "caf": numbers.caf,
            "top1": _rounded(numbers.top1, 2),
            "gini": _rounded(numbers.gini, 2),
            "bench": _rounded(numbers.bench, 1),
        },
        "measures": {
            "share": _rounded(numbers.share, 3),
            "share_low": round(numbers.share_low, 3),
            "share_high": round(numbers.share_high, 3),
            "answered": _rounded(numbers.answered_rate, 3),
            "trend": _rounded(numbers.trend, 3),
        },
        "realloc": _realloc(found),
        "sizes": {size: outcome.value for size, outcome in found.sizes.items()},
        "fragility": _fragility(found),
        "changes": [
            {"id": c.criterion.value, "change": c.kind.value, "number": c.number, "people": c.people}
            for c in found.changes
        ],
        "look_again_weeks": found.look_again_weeks,
    }


def _rounded(value: float | None, digits: int) -> float | None:
    """None also for growth from nothing, which JSON has no number for."""
    return None if value is None or math.isinf(value) else round(value, digits)


def _realloc(found: Assessment) -> dict[str, object] | None:
    if found.realloc is None:
        return None
    return {
        "gross": found.realloc.gross,
        "net": found.realloc.net,
        "k_per_hire": found.realloc.k_per_hire,
    }


def _fragility(found: Assessment) -> dict[str, object] | None:
    if found.fragility is None:
        return None
    return {
        "without_top_answerer": found.fragility.without_top.value,
        "top_answerer_as_staff": found.fragility.top_as_staff.value,
        "fragile": found.fragility.fragile,
    }
