"""What the core needs from outside for what people recorded, chose and were told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.domain.audit import AuditEntry
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.readiness.history import AssessmentRecord, Trigger
from bot.domain.recognition.replay import Checkpoint, KeptReplay


class EvidenceRepository(Protocol):
    """What people recorded."""

    async def add(self, evidence: Evidence) -> int:
        """Store a record; its new id. A `UserFacingError` where it names somebody who was forgotten."""
        ...

    async def all(self, *kinds: EvidenceKind) -> Sequence[Evidence]:
        """Records of these kinds (of all, where none is named), withdrawn ones too, by id."""
        ...

    async def withdraw(self, evidence_id: int) -> None:
        """Take a record back; it stays in the list, marked."""
        ...

    async def dispute(self, evidence_id: int) -> None:
        """Mark a record as contested by the person it is about."""
        ...

    async def settle(self, evidence_id: int) -> None:
        """A contested record counts again."""
        ...


class SettingsRepository(Protocol):
    """The community's settings as typed text; `bot.domain.preferences` knows their meaning and defaults."""

    async def all(self) -> Mapping[str, str]:
        """Only what was set."""
        ...

    async def put(self, key: str, value: str | None) -> None:
        """Set a value; None goes back to the default."""
        ...


class AuditRepository(Protocol):
    """The append-only record of changes."""

    async def add(self, entry: AuditEntry) -> None:
        """Write one entry."""
        ...

    async def latest(self, limit: int) -> Sequence[AuditEntry]:
        """The newest entries, newest first."""
        ...

    async def page(self, skip: int, most: int) -> Sequence[AuditEntry]:
        """The newest entries but for the first `skip`, newest first, at most `most`."""
        ...


class AssessmentRepository(Protocol):
    """The append-only history of readiness."""

    async def add(self, record: AssessmentRecord) -> None:
        """Keep one assessment."""
        ...

    async def latest(self, limit: int, trigger: Trigger | None = None) -> Sequence[AssessmentRecord]:
        """The newest, newest first; only those made for this reason, where one is given."""
        ...


class ReplayRepository(Protocol):
    """What replays of past weeks carried over, for the next to begin there.

    It goes by itself where a credit of its weeks changes or somebody in it is erased. Of everything else that
    it was made from, `inputs` is the fingerprint: whoever reads compares it.
    """

    async def kept(self) -> Mapping[int, str]:
        """The running numbers of the weeks after which something was kept, and by which inputs."""
        ...

    async def get(self, week: int) -> Checkpoint | None:
        """What was kept after a week."""
        ...

    async def keep(self, kept: Sequence[KeptReplay]) -> None:
        """Keep these in place of all others."""
        ...
