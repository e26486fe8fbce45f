"""What privacy does to what others read: evidence that is missing, and what a setting would mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.views.card import Card, Note, Text
from bot.views.texts import Texts


def reduced_card(card: Card, t: Texts) -> Card:
    """The same, marked: some evidence was erased."""
    said = t.say(
        "Evidence reduced: somebody asked to be forgotten. Totals stay; what they do now is not counted."
    )
    data = {**card.data, "evidence_reduced": True} if isinstance(card.data, dict) else card.data
    return replace(card, blocks=(*card.blocks, Note((said,))), data=data)


def consent_text(agreed: int, people: int, t: Texts) -> Text:
    """How many could still be named. Others are owed no turns until they agree."""
    return (
        t.say(
            "{agreed} of {people} people who asked or answered have agreed with “optin” so far. The others "
            "are named no more, and collect no turns until they agree; totals still count everybody.",
            agreed=agreed,
            people=people,
        ),
    )


def expiry_text(first: date, t: Texts, *, goes: bool) -> Text:
    """From which day on facts are kept, and what stays in any case."""
    stays = t.say("Balances, and who wrote and answered before, stay known.")
    if not goes:
        return (
            t.say("Facts are kept from {day} on; nothing is older yet.", day=first.isoformat()),
            " ",
            stays,
        )
    said = t.say("What was said before {day} goes within a day, for good.", day=first.isoformat())
    return (said, " ", stays)
