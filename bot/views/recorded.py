"""What is said when evidence was recorded, withdrawn or contested."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.evidence import Evidence
from bot.domain.refs import MemberRef
from bot.views.card import Button, Buttons, Card, Code, Note, Paragraph, Tone
from bot.views.readiness_evidence import evidence_bullets
from bot.views.spans import rich
from bot.views.texts import Texts, later


def recorded_card(made: Evidence, t: Texts, names: Mapping[MemberRef, str], word: str) -> Card:
    """The record as it stands now, and how to take it back."""
    hint = rich(t, later("Wrong? {command} takes it back."), command=Code(f"/{word} evidence undo {made.id}"))
    return Card(
        t.say("Recorded"),
        (
            evidence_bullets([made], t, names, admin=True),
            Note(hint),
            Buttons((Button(t.say("Look again"), "ready"),)),
        ),
        Tone.GOOD,
        {"id": made.id, "kind": made.kind.value},
    )


def changed_card(number: int, t: Texts, *, disputed: bool) -> Card:
    """A record no longer counts."""
    text = (
        t.say(
            "Record #{number} is marked as contested and does not count until that is settled.", number=number
        )
        if disputed
        else t.say("Record #{number} is withdrawn. It stays in the list, marked.", number=number)
    )
    return Card(t.say("Done"), (Paragraph((text,), Tone.GOOD),), Tone.GOOD, {"id": number})


def settled_card(number: int, t: Texts, *, kept: bool) -> Card:
    """What became of a contested record."""
    text = (
        t.say("Record #{number} counts again.", number=number)
        if kept
        else t.say("Record #{number} is withdrawn. It stays in the list, marked.", number=number)
    )
    return Card(t.say("Done"), (Paragraph((text,), Tone.GOOD),), Tone.GOOD, {"id": number})


def declined_card(number: int, t: Texts) -> Card:
    """An offer that is no talk."""
    text = t.say("Offer #{number} is declined, and will not be made again.", number=number)
    return Card(t.say("Done"), (Paragraph((text,), Tone.GOOD),), Tone.GOOD, {"id": number})
