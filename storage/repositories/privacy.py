"""The rights of members."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.forgetting import tombstone
from bot.domain.refs import MemberRef
from bot.domain.times import Micros
from bot.privacy_ports import Held
from storage import journal
from storage.deriving import count_derived
from storage.door import is_forgotten
from storage.erasing import erase
from storage.exporting import held
from storage.handle import Handle
from storage.knowing import accounts_with
from storage.repositories import replays
from storage.tables import FORGOTTEN, RETURNED, UPKEEP


class SqlPrivacy:
    """`bot.privacy_ports.PrivacyRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def held(self, members: Collection[MemberRef]) -> Held:
        """Every row that names one of these accounts."""
        return await held(self._handle, members)

    async def forget(self, members: Collection[MemberRef], at: Micros) -> None:
        """Erase, and keep out."""
        hashes = {self._hash(member): at for member in members}
        # First the journal: where the erasure fails, the next start finds it there and erases after all.
        lines = [journal.line(self._handle.community, one, at) for one in hashes]
        await journal.note(self._handle.connection.engine, lines)
        await self._forget(members, hashes)

    async def forget_again(self, tombstones: Mapping[bytes, Micros]) -> Sequence[MemberRef]:
        """Whoever is here once more."""
        gone = await accounts_with(self._handle, tombstones)
        await self._forget(gone, tombstones)
        return gone

    async def _forget(self, members: Collection[MemberRef], hashes: Mapping[bytes, Micros]) -> None:
        await erase(self._handle, members, max(hashes.values(), default=Micros(0)))
        await count_derived(self._handle)
        await replays.drop(self._handle, since=-1)  # one that is under way was read before
        await self._handle.put(FORGOTTEN, [{"hash": one, "at": at} for one, at in sorted(hashes.items())])
        await self._changed(unclean=bool(members))

    async def is_forgotten(self, member: MemberRef) -> bool:
        """Whether this account has a tombstone."""
        return await is_forgotten(self._handle, member)

    async def let_back(self, member: MemberRef) -> bool:
        """Take the tombstone away."""
        one = self._hash(member)
        mine = self._handle.mine(FORGOTTEN, hash=one)
        found = await self._handle.column(select(FORGOTTEN.c.at).where(mine))
        if not found:
            return False
        await self._handle.connection.execute(delete(FORGOTTEN).where(mine))
        await self._handle.put(RETURNED, [{"hash": one, "at": found[0]}])
        line = journal.line(self._handle.community, one, found[0], back=True)
        await journal.note(self._handle.connection.engine, [line])
        await self._changed(unclean=False)
        return True

    async def reduced(self) -> bool:
        """Whether there is any tombstone."""
        query = select(FORGOTTEN.c.at).where(self._handle.mine(FORGOTTEN)).limit(1)
        return bool(await self._handle.column(query))

    def _hash(self, member: MemberRef) -> bytes:
        return tombstone(self._handle.community.salt, member)

    async def _changed(self, *, unclean: bool) -> None:
        """Have every process read the tombstones again."""
        dialect = sqlite if self._handle.connection.dialect.name == "sqlite" else postgresql
        row = {"community": self._handle.number, "erasures": 1, "unclean": unclean, "faded": 0, "swept": 0}
        counted = {"erasures": UPKEEP.c.erasures + 1} | ({"unclean": True} if unclean else {})
        await self._handle.connection.execute(
            dialect.insert(UPKEEP)
            .values(row)
            .on_conflict_do_update(index_elements=[UPKEEP.c.community], set_=counted)
        )
