"""The ledger as admins see it, and what a change of settings would have meant. Worded with care."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.recognition.digest import Person
from bot.domain.recognition.slices import SLOT
from bot.domain.recognition.standings import Line, Standings, WhatIf
from bot.views.card import Block, Card, Code, Facts, Mention, Note, Paragraph, Row, Text
from bot.views.spans import listed
from bot.views.texts import Texts
from bot.views.when import week_text

_SHOWN = 20
_A_LITTLE = 50
"""Milli-units that would be shown as 0.0."""


def ledger_card(found: Standings, t: Texts) -> Card:
    """Whose turn is near. The whole list is in `data`, for the file."""
    care = t.say(
        "For admins. This is book-keeping, so that turns come round: it says whose turn is near, not who is "
        "worth more. Please do not publish it."
    )
    blocks: list[Block] = [Paragraph((care,))]
    if found.replayed:
        blocks.append(Note((t.say("As it would have been: no digest has been posted yet."),)))
    if found.lines:
        blocks.append(Facts(tuple(_row(line, t) for line in found.lines[:_SHOWN])))
    else:
        blocks.append(Paragraph((t.say("Nobody has a place in it yet."),)))
    more = len(found.lines) - _SHOWN
    if more > 0:
        text = t.count("{n} more person is in the file:", "{n} more people are in the file:", more)
        blocks.append(Note((text, " ", Code("foster ledger --out ledger.csv"))))
    title = t.say("The ledger after {week}", week=week_text(t, found.week))
    return Card(
        title, tuple(blocks), data={"week": str(found.week), "lines": [_plain(one) for one in found.lines]}
    )


def what_if_text(found: WhatIf, t: Texts) -> Text:
    """One sentence on whom the last week would have named."""
    week = week_text(t, found.week)
    if not found.new and not found.gone:
        return (t.say("The digest of {week} would have named the same people.", week=week),)
    new, gone = _names(found.new), _names(found.gone)
    if not found.gone:
        return (t.say("The digest of {week} would also have named:", week=week), " ", *new, ".")
    if not found.new:
        return (t.say("The digest of {week} would not have named:", week=week), " ", *gone, ".")
    said = t.say("The digest of {week} would have named:", week=week)
    return (said, " ", *new, " – ", t.say("instead of:"), " ", *gone, ".")


def _row(line: Line, t: Texts) -> Row:
    share = line.balance * 100 // SLOT
    value = (
        t.say("{share} % of a turn has come together", share=share)
        if share >= 0
        else t.say("named {share} % of a turn ahead", share=-share)
    )
    last = t.say("last named {week}", week=line.last) if line.last else t.say("not named yet")
    if abs(line.corrected) < _A_LITTLE:
        return Row(line.person.name, (value,), more=(last,))
    units = f"{abs(line.corrected) / 1000:.1f}"
    came = t.say("the next digest adds {units} for earlier weeks", units=units)
    went = t.say("the next digest takes {units} back for earlier weeks", units=units)
    return Row(line.person.name, (value,), more=(last, " · ", came if line.corrected > 0 else went))


def _names(people: Iterable[Person]) -> Text:
    return listed(Mention(one.member, one.name) for one in people)


def _plain(line: Line) -> dict[str, object]:
    """Percent of a turn, never below 0: what is due in one column, what is ahead in another."""
    return {
        "member": str(line.person.member),
        "name": line.person.name,
        "due_percent": max(line.balance * 100 // SLOT, 0),
        "ahead_percent": max(-line.balance * 100 // SLOT, 0),
        "times_named": line.times,
        "last_named": str(line.last) if line.last else "",
        "latest_week_merit": line.merit / 1000,
        "correction_due": line.corrected / 1000,
    }
