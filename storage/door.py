"""Keeping forgotten people out: what still comes in about them is dropped before it is merged.

A community's tombstones are read once for each connection, and again only when `upkeep.erasures` has changed;
the caller holds the community's lock, so no erasure slips in between. Where nobody was forgotten, this costs
one look at a primary key for each batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from bot.domain.facts import Fact
from bot.domain.forgetting import let_in, tombstone
from bot.domain.refs import MemberRef, MessageRef
from storage.bulk import Bulk
from storage.handle import Handle
from storage.tables import COMMUNITY, FORGOTTEN, MESSAGE

_KEY = ("space", "channel", "id")

_MOST = 200_000
"""Accounts that are remembered as not forgotten; those who were are hashed each time, and kept nowhere."""

_SALT = select(COMMUNITY.c.salt).where(COMMUNITY.c.number == bindparam("community"))
_HASHES = select(FORGOTTEN.c.hash).where(FORGOTTEN.c.community == bindparam("community"))


@dataclass(slots=True)
class Gone:
    """Who was forgotten in one community, as of `erasures`."""

    erasures: int
    salt: bytes
    hashes: frozenset[bytes]
    stay: set[MemberRef] = field(default_factory=set)

    def __call__(self, member: MemberRef) -> bool:
        """Whether this account was forgotten."""
        if member in self.stay:
            return False
        if tombstone(self.salt, member) in self.hashes:
            return True
        if len(self.stay) >= _MOST:
            self.stay.clear()
        self.stay.add(member)
        return False


def at_the_door(bulk: Bulk, facts: Sequence[Fact]) -> Sequence[Fact]:
    """Those facts that may come in, in the transaction that is going to merge them."""
    gone = _gone(bulk)
    if gone is None or not gone.hashes:
        return facts
    found = let_in(facts, gone)
    if not found.cut:
        return found.facts
    # Stored before somebody in it was forgotten, a message must not lose what stands in that one's place.
    places = [_place(bulk, message.ref) for message in found.cut]
    rows = bulk.matching(MESSAGE, _KEY, places, (*_KEY, "at", "edited_at"))
    known = {(row.space, row.channel, row.id): row.edited_at or row.at for row in rows}
    pairs = zip(found.cut, places, strict=True)
    old = {id(message) for message, place in pairs if known.get(place, -1) >= message.version}
    return [fact for fact in found.facts if id(fact) not in old]


async def is_forgotten(handle: Handle, member: MemberRef) -> bool:
    """Whether this account has a tombstone."""
    mine = handle.mine(FORGOTTEN, hash=tombstone(handle.community.salt, member))
    return bool(await handle.column(select(FORGOTTEN.c.at).where(mine)))


def _gone(bulk: Bulk) -> Gone | None:
    of = {"community": bulk.number}
    erasures = bulk.erasures()
    if erasures is None:
        return None
    cache: dict[int, Gone] = bulk.connection.info.setdefault("forgotten", {})
    known = cache.get(bulk.number)
    if known is None or known.erasures != erasures:
        salt = bulk.connection.scalar(_SALT, of)
        hashes = frozenset(bulk.connection.scalars(_HASHES, of))
        known = cache[bulk.number] = Gone(erasures, salt or b"", hashes)
    return known


def _place(bulk: Bulk, ref: MessageRef) -> tuple[int, str, str]:
    return bulk.spaces.number(ref.channel.space), ref.channel.id, ref.id
