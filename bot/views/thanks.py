"""Thank-yous: what the thanked one reads, what the thanking one reads, and where thanks arrive."""

from __future__ import annotations

from typing import assert_never

from bot.domain.recognition.digest import Person
from bot.domain.recognition.thanking import ThanksTo
from bot.views.card import Block, Card, Code, Mention, Note, Paragraph, Text, Tone
from bot.views.spans import rich
from bot.views.texts import Texts, later


def thanks_card(by: Person, to: Person, reason: str, t: Texts, word: str, *, here: bool) -> Card:
    """For the thanked one, or (`here`) for everybody where it was said."""
    who = Mention(by.member, by.name)
    if here:
        whom = Mention(to.member, to.name)
        text = rich(t, later("{who} thanks {whom}."), who=who, whom=whom)
    else:
        text = rich(t, later("{who} thanks you."), who=who)
    blocks: list[Block] = [Paragraph(text, Tone.GOOD)]
    if reason:
        blocks.append(Paragraph((t.say("“{reason}”", reason=reason),)))
    if not here:
        hint = later("You choose where thanks arrive: {command}.")
        blocks.append(Note(rich(t, hint, command=Code(f"/{word} me thanks private|thread|nowhere"))))
    return Card(t.say("A thank-you"), tuple(blocks), Tone.GOOD)


def thanked_card(to: Person, where: ThanksTo, t: Texts, *, again: bool) -> Card:
    """For the one who said thanks. Where the other does not want to hear of it, that stays between us."""
    whom = Mention(to.member, to.name)
    text = rich(t, _passed_on(where, again=again), whom=whom)
    note = t.say("It counts like every thank-you. What you wrote is not kept.")
    blocks: tuple[Block, ...] = (
        (Paragraph(text, Tone.GOOD),) if again else (Paragraph(text, Tone.GOOD), Note((note,)))
    )
    return Card(
        t.say("Thank you for saying so"), blocks, Tone.GOOD, {"member": str(to.member), "again": again}
    )


def choice_card(where: ThanksTo, t: Texts) -> Card:
    """Where thanks arrive from now on."""
    return Card(t.say("Your choice"), (Paragraph(_chosen(where, t), Tone.GOOD),), Tone.GOOD, {"where": where})


def _passed_on(where: ThanksTo, *, again: bool) -> str:
    if again:
        return later("You thanked {whom} today already. Once a day is heard well.")
    if where is ThanksTo.THREAD:
        return later("Your thanks to {whom} stand here for everybody to see.")
    return later("Your thanks to {whom} are on their way.")


def _chosen(where: ThanksTo, t: Texts) -> Text:
    match where:
        case ThanksTo.PRIVATE:
            return (t.say("Thanks reach you privately from now on."),)
        case ThanksTo.THREAD:
            return (t.say("Thanks to you are said where somebody says them, for everybody to see."),)
        case ThanksTo.NOWHERE:
            return (t.say("Foster passes no thanks on to you. They still count."),)
        case _:
            assert_never(where)
