"""What Foster tells a member about their own week: why named or not, and what carries over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from bot.domain.recognition.ledger import Place, Standing
from bot.domain.recognition.merit import Merit
from bot.domain.recognition.slices import SLOT
from bot.domain.times import Week
from bot.views.card import Block, Card, Code, Note, Paragraph, Tone
from bot.views.spans import rich
from bot.views.texts import Texts, later
from bot.views.when import week_text


class Unlisted(StrEnum):
    """Why somebody is never named."""

    OPTED_OUT = "opted-out"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class MyWeek:
    """One member's week.

    `place` is None where nothing counted; `balance` (micro-slots) is what they have now. `replayed`: an
    imported week, as it would have been. `lately`: they helped after it, and that counts next.
    """

    week: Week
    merit: Merit | None = None
    place: Place | None = None
    balance: int = 0
    unlisted: Unlisted | None = None
    replayed: bool = False
    lately: bool = False


def me_card(mine: MyWeek, t: Texts, word: str = "foster") -> Card:
    """Why or why not, and what carries over: two numbers at most. For the member alone."""
    blocks: list[Block] = []
    if mine.replayed:
        blocks.append(Note((t.say("A look back: your week as it would have been."),)))
    if mine.merit is not None and mine.merit.people:
        people = t.count("{n} person", "{n} people", mine.merit.people)
        blocks.append(Paragraph((t.say("You helped {people}. Thank you.", people=people),)))
    blocks.append(_why(mine, t, word))
    if mine.unlisted is None:
        blocks.append(Paragraph((_carries_over(mine, t),)))
        if mine.lately:
            blocks.append(Paragraph((t.say("What you did since then counts in the next digest."),)))
        if mine.merit is not None and mine.merit.extra:
            blocks.append(Note((t.say("A talk, or what you did for others, counted as well."),)))
        if mine.merit is not None and mine.merit.confirmed:
            blocks.append(Note((t.say("Thanks that others said counted as well."),)))
        if mine.merit is not None and mine.merit.held_back:
            blocks.append(Note((_counts_less(t),)))
    named = mine.place is not None and mine.place.standing in (Standing.OVERDUE, Standing.OWED)
    title = t.say("Your week, {week}", week=week_text(t, mine.week))
    return Card(title, tuple(blocks), Tone.GOOD if named else Tone.NEUTRAL, _plain(mine, named=named))


def why_named(place: Place, t: Texts) -> str:
    """One sentence on why somebody was named or not, with two numbers at most, for those who check."""
    due = f"{max(place.balance, 0) / SLOT:.2f}"
    match place.standing:
        case Standing.OVERDUE:
            return t.say("A whole place was due: {due} had come together over the weeks.", due=due)
        case Standing.OWED:
            return t.say(
                "Their turn: {due} of a place had come together, and this week's help counted {merit}.",
                due=due,
                merit=f"{place.merit / 1000:.1f}",
            )
        case Standing.NEXT:
            return t.say(
                "{due} of a place has come together. Others were due first; it carries over.", due=due
            )
        case Standing.AHEAD:
            return t.say(
                "Named lately, a little ahead of time. What comes together now counts toward the next time."
            )
        case _:
            assert_never(place.standing)


def _why(mine: MyWeek, t: Texts, word: str) -> Paragraph:
    if mine.unlisted is Unlisted.OPTED_OUT:
        command = Code(f"/{word} optin")
        return Paragraph(
            rich(t, later("You chose not to be named. {command} brings you back."), command=command)
        )
    if mine.unlisted is Unlisted.STAFF:
        return Paragraph((t.say("You are on the team, and the digest thanks the team as a whole."),))
    if mine.place is None:
        return Paragraph((t.say("No answer of yours was counted in this week."),))
    return Paragraph((_reason(mine.place.standing, t),))


def _reason(standing: Standing, t: Texts) -> str:
    match standing:
        case Standing.OVERDUE:
            return t.say("You were named: your turn had come, over the weeks.")
        case Standing.OWED:
            return t.say("You were named: of those who helped this week, your turn was nearest.")
        case Standing.NEXT:
            return t.say(
                "You were not named by turn this time, because others had waited longer or were due more."
            )
        case Standing.AHEAD:
            return t.say("You were not named by turn this time: you were lately, a little ahead of time.")
        case _:
            assert_never(standing)


def _carries_over(mine: MyWeek, t: Texts) -> str:
    share = mine.balance * 100 // SLOT
    if share > 0:
        return t.say(
            "{share} percent of your next turn has come together. It carries over: nothing is lost.",
            share=share,
        )
    return t.say("What you do next counts toward your next turn.")


def _counts_less(t: Texts) -> str:
    return t.say(
        "Helping the same person again, people nobody else here has met, or each other in turn counts a "
        "little less, so that nobody can be named for an arrangement."
    )


def _plain(mine: MyWeek, *, named: bool) -> dict[str, object]:
    return {
        "week": str(mine.week),
        "named": named,
        "why": (mine.unlisted or (mine.place.standing if mine.place else None)),
        "helped": mine.merit.people if mine.merit else 0,
        "next_turn_percent": max(mine.balance * 100 // SLOT, 0),
        "replayed": mine.replayed,
    }
