"""What Foster tells a member about their own week: why named or not, and what carries over."""

from __future__ import annotations

from typing import assert_never

from bot.domain.recognition.ledger import Place, Standing
from bot.domain.recognition.slices import SLOT
from bot.views.texts import Texts


def why_named(place: Place, t: Texts) -> str:
    """One sentence on why somebody was named or not, with two numbers at most."""
    due = f"{max(place.balance, 0) / SLOT:.2f}"
    match place.standing:
        case Standing.OVERDUE:
            return t.say("A whole place was due: {due} had come together over the weeks.", due=due)
        case Standing.OWED:
            return t.say(
                "Their turn: {due} of a place had come together, and this week's help counted {merit}.",
                due=due,
                merit=f"{place.merit / 1000:.1f}",
            )
        case Standing.NEXT:
            return t.say(
                "{due} of a place has come together. Others were due first; it carries over.", due=due
            )
        case Standing.AHEAD:
            return t.say(
                "Named lately, a little ahead of time. What comes together now counts toward the next time."
            )
        case _:
            assert_never(place.standing)
