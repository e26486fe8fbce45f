"""What became of a community's digests, as admins look back on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.delivery import Digest
from bot.domain.notices import Letter
from bot.domain.slots import Coming


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Digests, newest first; what comes next; notices that could not be delivered."""

    digests: Sequence[Digest]
    coming: Sequence[Coming]
    dead: Sequence[Letter]
