"""Staff by role: whoever holds a role that an admin chose is recorded as staff, and no longer when it goes.

What `staff add` recorded stays as it is; only records that a role made are taken back when it is lost.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.audit import AuditEntry
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.preferences import Preferences
from bot.domain.readiness import recording
from bot.domain.readiness.recording import Entry
from bot.domain.readiness.records import standing
from bot.domain.refs import CommunityId, MemberRef, SpaceRef
from bot.domain.times import Micros, moment
from bot.ports import Store, Unit

BY_ROLE = "role"
"""The detail that marks a record which a role made."""


@dataclass(frozen=True, slots=True)
class StaffChange:
    """Who became staff by a role, and who no longer is."""

    joined: tuple[MemberRef, ...] = ()
    left: tuple[MemberRef, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.joined or self.left)


async def staff_by_role(
    store: Store,
    community: CommunityId,
    space: SpaceRef,
    holders: Collection[MemberRef],
    now: Micros,
    *,
    among: Collection[MemberRef] | None = None,
) -> StaffChange:
    """Record that of this space exactly `holders` hold a chosen role; nothing is said beyond `among`.

    Without `among` the list is whole, and whoever is not on it holds none.
    """
    async with store.reading(community) as unit:
        if not _change(await unit.evidence.all(EvidenceKind.STAFF), space, holders, among):
            return StaffChange()
    async with store.writing(community) as unit:
        records = await unit.evidence.all(EvidenceKind.STAFF)
        kept = [one for one in holders if not await unit.privacy.is_forgotten(one)]
        change = _change(records, space, kept, among)
        await _record(unit, change.joined, now)
        await _withdraw(unit, records, change.left, now)
        await unit.facts.touch([*change.joined, *change.left])
    return change


def _change(
    records: Collection[Evidence],
    space: SpaceRef,
    holders: Collection[MemberRef],
    among: Collection[MemberRef] | None,
) -> StaffChange:
    members = {record.member for record in standing(records, EvidenceKind.STAFF)}
    by_role = {one.member for one in _by_role(records) if one.member and one.member.space == space}
    asked = by_role if among is None else by_role.intersection(among)
    joined = sorted(set(holders) - members)
    return StaffChange(tuple(joined), tuple(sorted(asked.difference(holders))))


def _by_role(records: Collection[Evidence]) -> list[Evidence]:
    return [one for one in standing(records, EvidenceKind.STAFF) if BY_ROLE in one.details]


async def _record(unit: Unit, joined: Collection[MemberRef], now: Micros) -> None:
    zone = Preferences.read(await unit.settings.all()).zone
    entry = Entry(None, now, moment(now, zone).date())
    for member in joined:
        number = await unit.evidence.add(recording.staff(entry, member, by_role=True))
        await unit.audit.add(AuditEntry(now, None, "evidence staff", "", f"#{number}"))


async def _withdraw(
    unit: Unit, records: Collection[Evidence], left: Collection[MemberRef], now: Micros
) -> None:
    for record in _by_role(records):
        if record.member in left:
            await unit.evidence.withdraw(record.id)
            await unit.audit.add(AuditEntry(now, None, "evidence staff", f"#{record.id}", ""))
