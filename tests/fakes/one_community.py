"""One community in memory, with what commands need: settings, audit, accounts and channels."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import cast

from bot.domain.audit import AuditEntry
from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.facts import Account, Channel
from bot.domain.refs import ChannelRef, CommunityId, MemberRef, Platform, SpaceRef
from bot.ports import Store, Unit

SPACE = SpaceRef(Platform.SLACK, "T1")
ADA = MemberRef(SPACE, "U1")
BOB = MemberRef(SPACE, "U2")
OTHER_BOB = MemberRef(SPACE, "U3")
HELP = ChannelRef(SPACE, "C1")
NEWS = ChannelRef(SPACE, "C2")
SOUP = CommunityId("soup")


class Settings:
    def __init__(self) -> None:
        self.stored: dict[str, str] = {}

    async def all(self) -> Mapping[str, str]:
        return dict(self.stored)

    async def put(self, key: str, value: str | None) -> None:
        self.stored.pop(key, None)
        if value is not None:
            self.stored[key] = value


class Audit:
    def __init__(self) -> None:
        self.entries: list[AuditEntry] = []

    async def add(self, entry: AuditEntry) -> None:
        self.entries.append(entry)

    async def latest(self, limit: int) -> Sequence[AuditEntry]:
        return self.entries[: -limit - 1 : -1]


class People:
    known = (Account(ADA, "Ada Lovelace"), Account(BOB, "Bob"), Account(OTHER_BOB, "bob"))

    async def find(self, text: str) -> Sequence[Account]:
        wanted = text.casefold().removeprefix("@")
        return [a for a in self.known if wanted in (a.ref.id.casefold(), a.name.casefold())]

    async def bots(self) -> frozenset[MemberRef]:
        return frozenset()

    opted_out = bots

    async def accounts(self, refs: Iterable[MemberRef]) -> Mapping[MemberRef, Account]:
        return {account.ref: account for account in self.known if account.ref in set(refs)}


class Facts:
    async def channels(self) -> Sequence[Channel]:
        return [Channel(HELP, "help"), Channel(NEWS, "News")]

    async def span(self) -> None:
        """Nothing was said yet."""


class NoEvidence:
    async def all(self, *_kinds: EvidenceKind) -> Sequence[Evidence]:
        return ()


class NoDigests:
    async def plan(self) -> None:
        """Nothing was ever planned."""


class NobodyForgotten:
    async def is_forgotten(self, _member: MemberRef) -> bool:
        return False


class OneCommunity:
    """A unit and its store in one. What a block changed goes when the block raises."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.audit = Audit()
        self.people = People()
        self.facts = Facts()
        self.evidence = NoEvidence()
        self.digests = NoDigests()
        self.privacy = NobodyForgotten()

    def store(self) -> Store:
        """Typed as the whole port; parts that commands on settings never touch are left out."""
        return cast("Store", self)

    @asynccontextmanager
    async def writing(self, community: CommunityId) -> AsyncIterator[Unit]:
        if community != SOUP:
            raise UserFacingError("There is no community “{name}”.", name=community)
        before = dict(self.settings.stored), list(self.audit.entries)
        try:
            yield cast("Unit", self)
        except Exception:
            self.settings.stored, self.audit.entries = before
            raise

    reading = writing
