"""The tenant."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.refs import CommunityId


@dataclass(frozen=True, slots=True)
class Community:
    """A community. `salt` (32 random bytes) keys its word sketches and tie-breaks; `name` is for people."""

    id: CommunityId
    name: str
    salt: bytes
