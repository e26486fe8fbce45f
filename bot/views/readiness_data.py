"""The plain value behind the readiness card: it says no more than the card does."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.readiness.outcome import Assessment
from bot.domain.readiness.output import as_json
from bot.views.readiness_numbers import FEW

_PUBLIC = (
    "verdict",
    "no",
    "unknown",
    "why",
    "false_positive_warning",
    "combined_risk",
    "fracture",
    "health",
    "conf",
    "sizes",
)


def card_data(found: Assessment, today: date, *, admin: bool) -> dict[str, object]:
    """Everything for admins; for members what holds no small count of what people do."""
    again = today + timedelta(weeks=found.look_again_weeks)
    whole = as_json(found)
    data = whole if admin else {name: whole[name] for name in _PUBLIC}
    data["look_again"] = again.isoformat()
    if found.realloc is not None and (found.facts.plan.planned or found.realloc.k >= FEW):
        data["realloc"] = whole["realloc"]
    return data
