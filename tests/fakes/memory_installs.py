"""Installations and departures in memory: what the databases keep, without the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.refs import CommunityId, Platform, SpaceRef
from bot.domain.times import Micros
from bot.install_ports import Installation


@dataclass(slots=True)
class MemoryInstallations:
    """`bot.install_ports.Installations`."""

    kept: dict[SpaceRef, Installation] = field(default_factory=dict)
    states: dict[str, Micros] = field(default_factory=dict)

    async def all(self, platform: Platform) -> Sequence[Installation]:
        return [self.kept[space] for space in sorted(self.kept) if space.platform is platform]

    async def get(self, space: SpaceRef) -> Installation | None:
        return self.kept.get(space)

    async def save(self, community: CommunityId, installation: Installation) -> None:
        assert community
        self.kept[installation.space] = installation

    async def claim(self, seen: Installation, until: Micros) -> bool:
        mine = self.kept.get(seen.space)
        if mine is None or mine.expires != seen.expires:
            return False
        self.kept[seen.space] = replace(mine, expires=until)
        return True

    async def remove(self, space: SpaceRef) -> None:
        self.kept.pop(space, None)

    async def issue(self, state: str, now: Micros, until: Micros) -> None:
        assert now < until
        self.states[state] = until

    async def redeem(self, state: str, now: Micros) -> bool:
        return self.states.pop(state, now) > now


@dataclass(slots=True)
class MemoryDepartures:
    """`bot.install_ports.Departures`; `gone` says what was purged."""

    leaving: dict[SpaceRef, Micros] = field(default_factory=dict)
    gone: list[SpaceRef] = field(default_factory=list)
    known: dict[SpaceRef, CommunityId] = field(default_factory=dict)

    async def there(self, platform: Platform) -> Mapping[SpaceRef, CommunityId]:
        mine = {space: owner for space, owner in self.known.items() if space.platform is platform}
        return {space: owner for space, owner in mine.items() if space not in self.leaving}

    async def left(self, space: SpaceRef, due: Micros) -> None:
        self.leaving.setdefault(space, due)

    async def back(self, space: SpaceRef) -> bool:
        return self.leaving.pop(space, None) is not None

    async def purge(self, now: Micros) -> Sequence[SpaceRef]:
        due = [space for space, at in self.leaving.items() if at <= now]
        for space in due:
            del self.leaving[space]
        self.gone += due
        return due
