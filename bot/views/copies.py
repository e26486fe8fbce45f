"""Backups, as the operator sees them."""

from __future__ import annotations

from bot.views.card import Card, Code, Paragraph, Tone
from bot.views.texts import Texts


def copied_card(path: str, t: Texts) -> Card:
    """A backup was written."""
    text = t.say("The whole database is in this file. Keep it as safe as the database:")
    return Card(t.say("Backed up"), (Paragraph((text, " ", Code(path))),), Tone.GOOD, {"backup": path})


def put_back_card(forgotten: int, t: Texts) -> Card:
    """A copy that was put back is the database now."""
    text = t.count("{n} account was forgotten again.", "{n} accounts were forgotten again.", forgotten)
    more = t.say("This database may be used now.")
    return Card(
        t.say("Put back"), (Paragraph((text,)), Paragraph((more,))), Tone.GOOD, {"forgotten": forgotten}
    )


def restored_card(path: str, t: Texts) -> Card:
    """A backup was put back."""
    text = t.say("The database is as it was when this copy was made. The old one lies beside it.")
    return Card(t.say("Restored"), (Paragraph((text, " ", Code(path))),), Tone.GOOD, {"restored": path})
