"""The tenant."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.domain.errors import UserFacingError
from bot.domain.refs import CommunityId

_NO_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Community:
    """A community. `salt` (32 random bytes) keys its word sketches and tie-breaks; `name` is for people."""

    id: CommunityId
    name: str
    salt: bytes


def slug(name: str) -> CommunityId:
    """A name as it is typed: lower case, plain letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    short = _NO_SLUG.sub("-", plain).strip("-")[:40].strip("-")
    if not short:
        raise UserFacingError("Give the community a short name in plain letters, with --community.")
    return CommunityId(short)
