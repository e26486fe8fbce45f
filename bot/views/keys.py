"""The key that seals secrets, as the operator sees it. Never the key itself."""

from __future__ import annotations

from bot.views.card import Card, Paragraph, Tone
from bot.views.texts import Texts


def rotated_card(sealed: int, t: Texts) -> Card:
    """Everything is sealed with the newest key."""
    text = t.count("{n} secret or name was sealed.", "{n} secrets and names were sealed.", sealed)
    more = t.say("Everything opens with the first key in FOSTER_SECRET_KEY now; the others may go.")
    blocks = (Paragraph((text,)), Paragraph((more,)))
    return Card(t.say("Keys rotated"), blocks, Tone.GOOD, {"sealed": sealed})


def forgotten_card(removed: int, t: Texts) -> Card:
    """What could not be opened is gone."""
    text = t.count(
        "{n} secret or name that no key opens was removed.",
        "{n} secrets and names that no key opens were removed.",
        removed,
    )
    more = t.say(
        "Install Foster again in each workspace that it came to through /slack/install. Names are there "
        "again once the platform tells them, or an export is imported again."
    )
    blocks = (Paragraph((text,)), Paragraph((more,)))
    return Card(t.say("Forgotten"), blocks, Tone.CAUTION if removed else Tone.GOOD, {"removed": removed})
