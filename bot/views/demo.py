"""What a newcomer may try after the demo."""

from __future__ import annotations

from bot.views.card import Bullets, Card, Code, Paragraph, Text
from bot.views.texts import Texts


def next_steps_card(database: str, t: Texts) -> Card:
    """Commands to type next, on the demo's database."""
    path = database.removeprefix("sqlite:///")
    foster = f"foster --database {path}"
    steps: tuple[tuple[str, str], ...] = (
        (t.say("Why was I (not) named?"), f'{foster} ask "/foster me" --as NAME'),
        (t.say("How was that counted?"), f'{foster} ask "/foster explain S1"'),
        (t.say("An earlier week"), f"{foster} digest --week 2026-W20"),
        (t.say("Everything it can do"), f'{foster} ask "/foster help"'),
        (t.say("Your own community"), "foster import EXPORT.zip"),
    )
    items: tuple[Text, ...] = tuple((f"{what}: ", Code(command)) for what, command in steps)
    note = t.say("Everybody above is invented. Try next (where foster is .venv/bin/foster):")
    return Card(t.say("What to try next"), (Paragraph((note,)), Bullets(items)), data=dict(steps))
