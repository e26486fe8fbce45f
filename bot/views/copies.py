"""Backups, as the operator sees them."""

from __future__ import annotations

from bot.views.card import Card, Code, Paragraph, Tone
from bot.views.texts import Texts


def copied_card(path: str, t: Texts) -> Card:
    """A backup was written."""
    text = t.say("The whole database is in this file. Keep it as safe as the database:")
    return Card(t.say("Backed up"), (Paragraph((text, " ", Code(path))),), Tone.GOOD, {"backup": path})


def restored_card(path: str, t: Texts) -> Card:
    """A backup was put back."""
    text = t.say("The database is as it was when this copy was made. The old one lies beside it.")
    return Card(t.say("Restored"), (Paragraph((text, " ", Code(path))),), Tone.GOOD, {"restored": path})
