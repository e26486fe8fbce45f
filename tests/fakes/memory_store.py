"""A store in memory: same contract as the databases, for tests of use cases.

store = MemoryStore()
await store.create(Community(CommunityId("soup"), "Soup", b"salt"), [space])
async with store.writing(CommunityId("soup")) as unit: ...
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from bot.domain.audit import AuditEntry
from bot.domain.community import Community
from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence
from bot.domain.facts import Fact
from bot.domain.readiness.history import AssessmentRecord
from bot.domain.refs import CommunityId, MemberRef, SpaceRef
from bot.domain.times import Micros
from bot.ports import Unit
from storage.immediate import immediately
from tests.fakes.memory_delivery import (
    Delivery,
    MemoryCounts,
    MemoryDigests,
    MemoryLedger,
    MemoryMarks,
    MemoryOutbox,
)
from tests.fakes.memory_facts import MemoryFacts, State
from tests.fakes.memory_privacy import MemoryKeeping, MemoryPrivacy
from tests.fakes.memory_records import (
    MemoryAssessments,
    MemoryAudit,
    MemoryCredits,
    MemoryEvidence,
    MemoryPeople,
    MemorySettings,
)
from tests.fakes.memory_replays import MemoryReplays

T = TypeVar("T")


@dataclass(slots=True)
class Tenant:
    """All data of one community."""

    community: Community
    state: State = field(default_factory=State)
    opted_out: dict[MemberRef, bool] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    audit: list[AuditEntry] = field(default_factory=list)
    assessments: list[AssessmentRecord] = field(default_factory=list)
    delivery: Delivery = field(default_factory=Delivery)

    def copy(self) -> Tenant:
        """Another container with the same frozen values."""
        state = State(*(copy.copy(getattr(self.state, name)) for name in State.__slots__))
        return Tenant(
            self.community,
            state,
            dict(self.opted_out),
            list(self.evidence),
            dict(self.settings),
            list(self.audit),
            list(self.assessments),
            self.delivery.copy(),
        )


class MemoryUnit:
    """`bot.ports.Unit`."""

    def __init__(self, tenant: Tenant) -> None:
        self.community = tenant.community
        self.facts = MemoryFacts(tenant.state)
        self.credits = MemoryCredits(tenant.state)
        self.replays = MemoryReplays(tenant.state)
        self.people = MemoryPeople(tenant.state, tenant.opted_out, tenant.evidence)
        self.evidence = MemoryEvidence(tenant.evidence, tenant.state)
        self.settings = MemorySettings(tenant.settings, tenant.delivery.setting_changed)
        self.audit = MemoryAudit(tenant.audit)
        self.digests = MemoryDigests(tenant.delivery)
        self.ledger = MemoryLedger(tenant.delivery)
        self.counts = MemoryCounts(tenant.delivery)
        self.outbox = MemoryOutbox(tenant.delivery)
        self.marks = MemoryMarks(tenant.delivery)
        self.assessments = MemoryAssessments(tenant.assessments)
        self.privacy = MemoryPrivacy(tenant)
        self.keeping = MemoryKeeping(tenant)


class MemoryStore:
    """`bot.ports.Store` and `bot.ports.FactWriter`."""

    def __init__(self) -> None:
        self._tenants: dict[CommunityId, Tenant] = {}
        self._spaces: dict[SpaceRef, CommunityId] = {}

    async def communities(self) -> Sequence[Community]:
        return [self._tenants[slug].community for slug in sorted(self._tenants)]

    async def create(self, community: Community, spaces: Sequence[SpaceRef] = ()) -> None:
        if community.id in self._tenants:
            raise UserFacingError("There is already a community “{id}”.", id=community.id)
        for space in spaces:
            self._refuse_foreign(community.id, space)
        self._tenants[community.id] = Tenant(community)
        self._spaces |= dict.fromkeys(spaces, community.id)

    async def community_of(self, space: SpaceRef) -> CommunityId | None:
        return self._spaces.get(space)

    async def attach(self, community: CommunityId, space: SpaceRef) -> None:
        self._tenant(community)
        self._refuse_foreign(community, space)
        self._spaces[space] = community

    @asynccontextmanager
    async def reading(self, community: CommunityId) -> AsyncIterator[Unit]:
        yield MemoryUnit(self._tenant(community).copy())

    @asynccontextmanager
    async def writing(self, community: CommunityId) -> AsyncIterator[Unit]:
        draft = self._tenant(community).copy()
        yield MemoryUnit(draft)
        self._tenants[community] = draft

    async def at_once(self, community: CommunityId, work: Callable[[Unit], Awaitable[T]]) -> T:
        async with self.writing(community) as unit:
            return immediately(work(unit))

    async def look(self, community: CommunityId, work: Callable[[Unit], Awaitable[T]]) -> T:
        async with self.reading(community) as unit:
            return immediately(work(unit))

    async def write(self, community: CommunityId, facts: Sequence[Fact]) -> None:
        """Facts at once, as a writer."""
        async with self.writing(community) as unit:
            await unit.facts.ingest(facts)

    async def anything(self, now: Micros) -> bool:
        due = any(t.delivery.due is not None and t.delivery.due <= now for t in self._tenants.values())
        return due or bool(await self.mail_due(now, 1)) or bool(await self.unsettled(1))

    async def claim(self, now: Micros, until: Micros, limit: int) -> Sequence[CommunityId]:
        due = {slug: when for slug, t in self._tenants.items() if (when := t.delivery.due) is not None}
        claimed = sorted((slug for slug in due if due[slug] <= now), key=lambda slug: (due[slug], slug))
        for slug in claimed[:limit]:
            self._tenants[slug].delivery.due = until
        return claimed[:limit]

    async def mail_due(self, now: Micros, limit: int) -> Sequence[CommunityId]:
        due = {slug: mail[0].due for slug, t in self._tenants.items() if (mail := t.delivery.mail(now))}
        longest = sorted(due, key=lambda slug: (due[slug], slug))[:limit]
        return sorted(longest)

    async def unsettled(self, limit: int) -> Sequence[CommunityId]:
        return [slug for slug in sorted(self._tenants) if self._tenants[slug].state.dirty][:limit]

    async def counts(self) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for tenant in self._tenants.values():
            found.update(f"digest {digest.state}" for digest in tenant.delivery.digests.values())
            found.update(f"mail {letter.state}" for letter in tenant.delivery.letters.values())
        names = ("digest pending", "digest sending", "digest held", "mail waiting", "mail dead")
        return {name: found[name] for name in names}

    async def clean(self, members: Collection[MemberRef] = ()) -> None:
        """Nothing is left anywhere in memory."""

    def _tenant(self, community: CommunityId) -> Tenant:
        if community not in self._tenants:
            raise UserFacingError("There is no community “{id}”.", id=community)
        return self._tenants[community]

    def _refuse_foreign(self, community: CommunityId, space: SpaceRef) -> None:
        owner = self._spaces.get(space, community)
        if owner != community:
            raise UserFacingError("{space} belongs to the community “{id}”.", space=space, id=owner)
