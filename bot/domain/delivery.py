"""The life of a weekly digest, and every step of it as a pure function.

    pending → sending(owner, attempt, until) → posted(external id)
                                            ↘ held(why), skipped(why)

`until` is the lease: until then nobody else touches the digest. A second attempt looks the marker up on the
platform before anything is sent. What is posted or skipped stays so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from bot.domain.refs import ChannelRef
from bot.domain.times import HOUR, MINUTE, Micros, Week

PATIENCE = Micros(12 * HOUR)
"""How long a digest waits for messages that are still being fetched."""
LEASE = Micros(15 * MINUTE)
"""How long a process that died keeps a digest; well over a send's time-out and a clock's usual jump."""
_ABSURD = Micros(3 * HOUR)
"""No lease is that long; but one that a jump of the clock made a little longer must still be kept."""
SETTLING = Micros(2 * MINUTE)
"""How long to wait before looking for a post whose fate is unknown: it may still be under way."""
_FIRST_PAUSE = Micros(1 * MINUTE)
MARKER_LENGTH = 20
"""Fits every platform's limit on such keys (Discord's is 25)."""


class State(StrEnum):
    """Where a digest stands."""

    PENDING = "pending"
    SENDING = "sending"
    POSTED = "posted"
    SKIPPED = "skipped"
    HELD = "held"


class Why(StrEnum):
    """Why a digest is skipped or held."""

    NOTHING = ""
    TOO_LATE = "too-late"  # Foster was down, or could not post, for longer than the catch-up horizon
    FEW = "few"  # fewer people were helped than the community's minimum
    ADMIN = "admin"  # an admin said so
    UNKNOWN = "unknown"  # sent, but nobody can tell whether it arrived
    REFUSED = "refused"  # the platform does not let Foster post (401, 403)
    GONE = "gone"  # the channel is not there any more


class WrongStateError(Exception):
    """A step that a digest's state does not allow: somebody else was faster."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One week's digest. `slot`: when it was due; `at`: its last step; `missing`: channels it went without.

    `left_over` slots of its naming thank everybody.
    """

    week: Week
    slot: Micros
    state: State = State.PENDING
    at: Micros = Micros(0)
    until: Micros = Micros(0)
    owner: str = ""
    attempt: int = 0
    channel: ChannelRef | None = None
    external: str = ""
    why: Why = Why.NOTHING
    missing: int = 0
    left_over: int = 0

    @property
    def open(self) -> bool:
        """Whether Foster still has to do something about it by itself."""
        return self.state in (State.PENDING, State.SENDING)

    @property
    def unclear(self) -> bool:
        """Whether it may be in the channel already, so that it must be looked for first."""
        return self.state is State.SENDING

    def ready(self, now: int) -> bool:
        """Whether somebody may take it: no lease stands, or one from a clock that has jumped far back."""
        return self.open and (now >= self.until or (self.unclear and self.until > now + _ABSURD))


def take(digest: Digest, owner: str, channel: ChannelRef, now: Micros) -> Digest:
    """Begin an attempt. Once an attempt may have reached the platform, the channel stays the same."""
    if not digest.ready(now):
        raise WrongStateError(digest.state)
    return replace(
        digest,
        state=State.SENDING,
        owner=owner,
        attempt=digest.attempt + 1,
        until=Micros(now + LEASE),
        channel=(digest.channel or channel) if digest.unclear else channel,
        at=now,
    )


def posted(digest: Digest, external: str, now: Micros) -> Digest:
    """It is there. Whoever knows this is right, whatever anybody else thought."""
    if digest.state in (State.POSTED, State.PENDING):
        raise WrongStateError(digest.state)
    return replace(digest, state=State.POSTED, external=external, why=Why.NOTHING, until=Micros(0), at=now)


def unsent(digest: Digest, attempt: int, after: int, now: Micros) -> Digest:
    """The platform did not take it and said when to come back (µs)."""
    _mine(digest, attempt)
    return replace(digest, state=State.PENDING, until=Micros(now + max(after, 0)), at=now)


def unclear(digest: Digest, attempt: int, now: Micros) -> Digest:
    """Nobody knows whether it arrived: look for it, once it had the time to."""
    _mine(digest, attempt)
    return replace(digest, until=Micros(now + SETTLING), at=now)


def held(digest: Digest, attempt: int, why: Why, now: Micros) -> Digest:
    """Only an admin can go on from here."""
    _mine(digest, attempt)
    return replace(digest, state=State.HELD, why=why, until=Micros(0), at=now)


def skipped(digest: Digest, why: Why, now: Micros) -> Digest:
    """It will not be posted. One that may be under way cannot be skipped."""
    if digest.state in (State.POSTED, State.SKIPPED, State.SENDING):
        raise WrongStateError(digest.state)
    return replace(digest, state=State.SKIPPED, why=why, until=Micros(0), at=now)


def absent(digest: Digest, attempt: int, now: Micros) -> Digest:
    """Looked for and not there: as if it had not been sent."""
    _mine(digest, attempt)
    return replace(digest, state=State.PENDING, until=now, at=now)


def again(digest: Digest, now: Micros, *, anyway: bool = False) -> Digest:
    """An admin lets a held or skipped digest go out after all.

    One that was tried before is looked for first, unless the admin has looked (`anyway`).
    """
    if digest.state not in (State.HELD, State.SKIPPED, State.PENDING):
        raise WrongStateError(digest.state)
    state = State.SENDING if digest.attempt and not anyway else State.PENDING
    return replace(digest, state=state, why=Why.NOTHING, until=now, slot=now, at=now)


def pause(attempt: int) -> Micros:
    """How long to wait after so many failed attempts: 1, 2, 4 … minutes, at most an hour."""
    return Micros(min(_FIRST_PAUSE << min(max(attempt - 1, 0), 10), HOUR))


def marker(salt: bytes, what: str) -> str:
    """The key that a message carries on its platform, by which it is found again; says nothing to others."""
    return sha256(b"post|%s|%s" % (salt, what.encode())).hexdigest()[:MARKER_LENGTH]


def _mine(digest: Digest, attempt: int) -> None:
    if digest.state is not State.SENDING or digest.attempt != attempt:
        raise WrongStateError(digest.state)
