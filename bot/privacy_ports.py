"""What members' rights need from outside: what is held about them, forgetting them, keeping only so long."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.domain.refs import MemberRef
from bot.domain.times import Micros

Held = Mapping[str, Sequence[Mapping[str, object]]]
"""Rows by table, columns as plain values: instants as ISO 8601 in UTC, refs as text, bytes in hexadecimal."""


class PrivacyRepository(Protocol):
    """The rights of the members of one community."""

    async def held(self, members: Collection[MemberRef]) -> Held:
        """Every row that names one of these accounts; tables without one are left out."""
        ...

    async def forget(self, members: Collection[MemberRef], at: Micros) -> None:
        """Put a random id in the place of each account wherever it stands, and keep it out from now on.

        Rows stay, so that totals hold and nobody else loses anything; names, choices and what was derived
        from words go. Call `PrivacyStore.clean` after the transaction.
        """
        ...

    async def forget_again(self, tombstones: Mapping[bytes, Micros]) -> Sequence[MemberRef]:
        """Forget whom these hashes stand for, since those instants: an older copy may have brought them back.

        The accounts that were here.
        """
        ...

    async def is_forgotten(self, member: MemberRef) -> bool:
        """Whether this account asked to be forgotten."""
        ...

    async def let_back(self, member: MemberRef) -> bool:
        """Count an account again from now on; False where it was not forgotten. What was erased stays so."""
        ...

    async def reduced(self) -> bool:
        """Whether anybody was forgotten here, so that evidence may be missing."""
        ...


class KeepingRepository(Protocol):
    """What expires in one community. Every step is bounded by `most` rows; True: there may be more."""

    async def faded(self) -> Micros:
        """Messages before this have no sketches any more, and are not linked anew."""
        ...

    async def fade(self, before: Micros, most: int) -> bool:
        """Drop sketches and shapes of messages written before then."""
        ...

    async def expire(self, before: Micros, floor: int, most: int) -> bool:
        """Drop messages written before then, and all that came of them.

        `floor`: the confidence (thousandths) from which somebody has answered.

        Who wrote and who answered before stays known, so that nobody is welcomed twice.
        """
        ...

    async def expire_audit(self, before: Micros, most: int) -> bool:
        """Drop audit entries made before then."""
        ...


class PrivacyUnit(Protocol):
    """The part of `bot.ports.Unit` that is about members' rights."""

    @property
    def privacy(self) -> PrivacyRepository:
        """What is held about whom."""
        ...

    @property
    def keeping(self) -> KeepingRepository:
        """What expires."""
        ...


class PrivacyStore(Protocol):
    """The part of `bot.ports.Store` that is about what was erased."""

    async def clean(self, members: Collection[MemberRef] = ()) -> None:
        """Take what was erased out of the files, too: logs, free pages, dead rows.

        `members` were just forgotten. Does nothing where nothing was erased since the last time.
        """
        ...
