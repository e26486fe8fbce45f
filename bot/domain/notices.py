"""What Foster tells admins by itself. Codes and numbers only: words are found when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.delivery import LEASE, SETTLING, pause
from bot.domain.times import DAY, Micros

MOST_ATTEMPTS = 12
KEPT = Micros(30 * DAY)
"""How long a notice that was sent is remembered, so that it is not sent again."""


class NoticeKind(StrEnum):
    """What it is about."""

    PREVIEW = "preview"  # the week's digest, before it is posted
    MISSED = "missed"  # weeks that were too late
    FEW = "few"  # a week below the minimum
    HELD = "held"  # a digest that only an admin can go on with
    INCOMPLETE = "incomplete"  # a digest that went out without some channels' messages
    VERDICT = "verdict"  # readiness is answered otherwise than a week ago
    OFFERS = "offers"  # talks that Foster noticed wait for a decision; once a week at most
    EDIT = "edit"  # not told: the digest of a week is edited, for somebody in it may not be named any more
    UNEDITED = "unedited"  # the digest that Foster may not edit
    WELCOME = "welcome"  # for everybody, once, where digests go: what is counted, and how to opt out


@dataclass(frozen=True, slots=True)
class Notice:
    """`key` names it once and for all in its community; `parts` fill its words."""

    kind: NoticeKind
    key: str
    parts: Mapping[str, str] = field(default_factory=dict)


class Mail(StrEnum):
    """Where a notice stands. DEAD: given up; an admin can see it and have it sent again."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice on its way. `due`: not before; `why`: the code of the last failure."""

    notice: Notice
    due: Micros
    state: Mail = Mail.WAITING
    attempt: int = 0
    why: str = ""


def take(letter: Letter, now: Micros) -> Letter:
    """Begin an attempt."""
    return replace(letter, attempt=letter.attempt + 1, due=Micros(now + LEASE))


def sent(letter: Letter, now: Micros) -> Letter:
    """It arrived."""
    return replace(letter, state=Mail.SENT, due=now, why="")


def put_off(letter: Letter, after: int | None, why: str, now: Micros) -> Letter:
    """It did not arrive, or may not have (`after` None): try again later, or give up after many attempts.

    A wait that the platform asked for (`after`, µs) is no failure of the notice and is never counted.
    """
    if after is not None:
        waited = Micros(now + max(after, 0))
        return replace(letter, attempt=letter.attempt - 1, due=waited, why=why)
    if letter.attempt >= MOST_ATTEMPTS:
        return dead(letter, why, now)
    return replace(letter, due=Micros(now + SETTLING + pause(letter.attempt)), why=why)


def dead(letter: Letter, why: str, now: Micros) -> Letter:
    """Given up."""
    return replace(letter, state=Mail.DEAD, due=now, why=why)
