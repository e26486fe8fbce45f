"""Where Foster was let in and by what token, and which spaces it left: what platforms need to have kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.refs import CommunityId, Platform, SpaceRef
from bot.domain.times import Micros


@dataclass(frozen=True, slots=True)
class Installation:
    """One space's token. It ends at `expires`, unless that is 0, and `refresh` gets the next one."""

    space: SpaceRef
    token: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires: Micros = Micros(0)


class Installations(Protocol):
    """Tokens, sealed at rest, and the `state` of installing, good for once."""

    async def all(self, platform: Platform) -> Sequence[Installation]:
        """Every installation on a platform, by space."""
        ...

    async def get(self, space: SpaceRef) -> Installation | None:
        """The installation in a space."""
        ...

    async def save(self, community: CommunityId, installation: Installation) -> None:
        """Keep an installation in a space of this community, in the place of an older one."""
        ...

    async def claim(self, seen: Installation, until: Micros) -> bool:
        """Whether this caller may refresh the token; others find it good until `until`."""
        ...

    async def remove(self, space: SpaceRef) -> None:
        """Forget the tokens of a space, for good."""
        ...

    async def issue(self, state: str, now: Micros, until: Micros) -> None:
        """Remember a `state`; a `UserFacingError` where absurdly many are out already."""
        ...

    async def redeem(self, state: str, now: Micros) -> bool:
        """Whether this `state` was issued, is still good and was never used: it is from now on."""
        ...


class Departures(Protocol):
    """Spaces that removed Foster: their data goes after a while, unless they let it in again."""

    async def left(self, space: SpaceRef, due: Micros) -> None:
        """Have the data of a space go at `due`; a known earlier instant stays."""
        ...

    async def back(self, space: SpaceRef) -> bool:
        """Keep the data after all; whether it would have gone."""
        ...

    async def there(self, platform: Platform) -> Mapping[SpaceRef, CommunityId]:
        """Spaces in which Foster read along, and which it has not left; imports alone do not count."""
        ...

    async def purge(self, now: Micros) -> Sequence[SpaceRef]:
        """Remove the data of every space that is due; which these were."""
        ...
