"""Accounts of one person: what is said when they are linked or unlinked."""

from __future__ import annotations

from bot.domain.recognition.digest import Person
from bot.views.card import Card, Code, Mention, Note, Paragraph, Tone
from bot.views.spans import rich
from bot.views.texts import Texts, later


def linked_card(one: Person, other: Person, t: Texts, word: str) -> Card:
    """Two accounts are one person now."""
    text = rich(t, later("{one} and {other} are one person to Foster now."), one=_who(one), other=_who(other))
    undo = rich(
        t,
        later("What came together for both adds up. Wrong? {command} takes it back."),
        command=Code(f"/{word} unlink"),
    )
    return Card(t.say("Linked"), (Paragraph(text, Tone.GOOD), Note(undo)), Tone.GOOD, {"linked": True})


def claimed_card(one: Person, other: Person, t: Texts, word: str) -> Card:
    """The other account has to say the same."""
    text = rich(
        t,
        later("Noted. Now say the same as {other}: {command}. Until then nothing changes."),
        other=_who(other),
        command=Code(f"/{word} link {one.member}"),
    )
    return Card(t.say("One half is done"), (Paragraph(text),), data={"linked": False})


def unlinked_card(who: Person, t: Texts) -> Card:
    """An account stands for itself again."""
    text = rich(
        t,
        later("{who} stands alone again, with what it brought and its share of what came since."),
        who=_who(who),
    )
    return Card(t.say("Unlinked"), (Paragraph(text, Tone.GOOD),), Tone.GOOD, {"linked": False})


def _who(person: Person) -> Mention:
    return Mention(person.member, person.name)
