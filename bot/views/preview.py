"""The digest as admins see it before it is posted."""

from __future__ import annotations

from dataclasses import replace

from bot.views.card import Card, Note
from bot.views.texts import Texts


def preview_card(digest: Card, t: Texts) -> Card:
    """The same card, marked."""
    note = t.say("A preview: only you see this. Nothing was posted.")
    return replace(
        digest, title=t.say("Preview: {title}", title=digest.title), blocks=(Note((note,)), *digest.blocks)
    )
