"""Who changed what, from what to what, when. Append-only."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.refs import MemberRef
from bot.domain.times import Micros


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change. `by` is None for the operator at the terminal; `what` names a setting or a command."""

    at: Micros
    by: MemberRef | None
    what: str
    before: str
    after: str
