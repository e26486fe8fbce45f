"""What somebody is told who chose to be named or not."""

from __future__ import annotations

from bot.views.card import Card, Code, Paragraph, Tone
from bot.views.spans import rich
from bot.views.texts import Texts, later


def consent_card(t: Texts, word: str, *, opted_out: bool) -> Card:
    """The choice, what it means and how to take it back."""
    if opted_out:
        text = rich(
            t,
            later("Done: Foster names you nowhere from now on. {command} brings you back."),
            command=Code(f"/{word} optin"),
        )
    else:
        text = rich(
            t,
            later("Done: Foster may name you again. {command} takes it back."),
            command=Code(f"/{word} optout"),
        )
    return Card(t.say("Your choice"), (Paragraph(text, Tone.GOOD),), Tone.GOOD, {"opted_out": opted_out})
