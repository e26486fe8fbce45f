"""What Foster tells a member about their own week: why named or not, and what carries over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from bot.domain.recognition.digest import Telling
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

    `merit` and `place` (None where nothing counted) are as posted for a posted week; `balance` (micro-slots)
    is what they have now, booked posts included. `lately`: they helped after it, and that counts next.
    `carried`: milli-units that this week made up for earlier ones; `corrected`: what the next one makes up
    for in this one (negative: takes back).
    """

    week: Week
    merit: Merit | None = None
    place: Place | None = None
    balance: int = 0
    unlisted: Unlisted | None = None
    telling: Telling = Telling.NEW
    lately: bool = False
    carried: int = 0
    corrected: int = 0


def me_card(mine: MyWeek, t: Texts, word: str = "foster") -> Card:
    """Why or why not, and what carries over: two numbers at most. For the member alone."""
    blocks: list[Block] = [*_how_told(mine, t)]
    if mine.merit is not None and mine.merit.people:
        people = t.count("{n} person", "{n} people", mine.merit.people)
        blocks.append(Paragraph((t.say("You helped {people}. Thank you.", people=people),)))
    if mine.place is not None or mine.unlisted is None:
        blocks.append(Paragraph((_why(mine, t),)))
    if mine.unlisted is None:
        blocks.append(Paragraph((_carries_over(mine, t),)))
    else:
        blocks.append(_unlisted(mine.unlisted, t, word))
    notes = () if mine.unlisted is not None and mine.place is None else _notes(mine, t)
    blocks += [Note((note,)) for note in notes]
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


def _how_told(mine: MyWeek, t: Texts) -> Iterator[Block]:
    if mine.telling is Telling.REPLAYED:
        yield Note((t.say("A look back: your week as it would have been."),))
    if mine.telling is Telling.COMING:
        yield Note((t.say("The digest of this week is not posted yet. As it stands now:"),))


def _unlisted(why: Unlisted, t: Texts, word: str) -> Paragraph:
    match why:
        case Unlisted.OPTED_OUT:
            command = Code(f"/{word} optin")
            return Paragraph(
                rich(t, later("You chose not to be named. {command} brings you back."), command=command)
            )
        case Unlisted.STAFF:
            return Paragraph((t.say("You are on the team, and the digest thanks the team as a whole."),))
        case _:
            assert_never(why)


def _notes(mine: MyWeek, t: Texts) -> Iterator[str]:
    """What else counted, and what does not count yet."""
    merit = mine.merit or Merit(0)
    if mine.lately and mine.unlisted is None:
        yield t.say("What you did since then counts in the next digest.")
    if merit.extra:
        yield t.say("A talk, or what you did for others, counted as well.")
    if merit.confirmed:
        yield t.say("Thanks that others said counted as well.")
    if merit.held_back:
        yield _counts_less(t)
    if mine.carried > 0:
        yield t.say("Help of yours that came to light after an earlier digest counted as well.")
    if mine.carried < 0:
        yield t.say("Something that an earlier digest had counted was taken back, and counted less here.")
    if mine.corrected > 0:
        yield t.say("More of your help in this week came to light since. The next digest makes up for it.")
    if mine.corrected < 0:
        yield t.say("Something that counted here was taken back since. The next digest counts it less.")


def _why(mine: MyWeek, t: Texts) -> str:
    if mine.place is None:
        return t.say("No answer of yours was counted in this week.")
    return _reason(mine.place.standing, t)


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
        "why": mine.place.standing if mine.place else mine.unlisted,
        "helped": mine.merit.people if mine.merit else 0,
        "next_turn_percent": max(mine.balance * 100 // SLOT, 0),
        "replayed": mine.telling is Telling.REPLAYED,
        "posted": mine.telling is Telling.POSTED,
        "corrected": (mine.corrected > 0) - (mine.corrected < 0),
    }
