"""Saying thanks: what may be said, how often, and where it arrives. What for is passed on, never stored."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.refs import MemberRef
from bot.domain.times import Micros

LONGEST = 300
MOST_A_DAY = 10
_WHERE = "where"
_FOR = ("for ", "für ")


class ThanksTo(StrEnum):
    """Where a member wants to be thanked."""

    PRIVATE = "private"
    THREAD = "thread"  # where the thank-you was said
    NOWHERE = "nowhere"


def reason(typed: str) -> str:
    """What for, as one line of visible characters without its "for"; empty where nothing was said."""
    visible = "".join(" " if unicodedata.category(c).startswith(("C", "Z")) else c for c in typed)
    line = " ".join(visible.split())
    for word in _FOR:
        if line.casefold().startswith(word):
            line = line[len(word) :]
    if len(line) > LONGEST:
        raise UserFacingError("Please use at most {n} characters.", n=LONGEST)
    return line


def thank(
    evidence: Iterable[Evidence], by: MemberRef, to: MemberRef, at: Micros, on: date
) -> Evidence | None:
    """The record of a thank-you; None where the same was said today already.

    `evidence` holds the thanks so far. A `UserFacingError` stops whoever says it all day long.
    """
    today = [
        one
        for one in evidence
        if one.kind is EvidenceKind.THANKS and one.by == by and one.on == on and not one.withdrawn
    ]
    if any(one.member == to for one in today):
        return None
    if len(today) >= MOST_A_DAY:
        raise UserFacingError("You have thanked {n} people today. Please go on tomorrow.", n=len(today))
    return Evidence(EvidenceKind.THANKS, on, at, by, to)


def choice(member: MemberRef, where: ThanksTo, at: Micros, on: date) -> Evidence:
    """The record of where a member wants to be thanked."""
    return Evidence(EvidenceKind.THANKS_TO, on, at, member, member, details={_WHERE: where.value})


def chosen(evidence: Sequence[Evidence], member: MemberRef) -> ThanksTo:
    """Where a member wants to be thanked: privately, until they choose."""
    for one in reversed(evidence):
        if one.kind is EvidenceKind.THANKS_TO and one.member == member and not one.withdrawn:
            return ThanksTo(one.details[_WHERE])
    return ThanksTo.PRIVATE
