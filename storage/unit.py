"""One community inside one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.community import Community
from storage.handle import Handle
from storage.repositories.audit import SqlAudit
from storage.repositories.credits import SqlCredits
from storage.repositories.evidence import SqlEvidence
from storage.repositories.facts import SqlFacts
from storage.repositories.people import SqlPeople
from storage.repositories.settings import SqlSettings


@dataclass(frozen=True, slots=True)
class SqlUnit:
    """`bot.ports.Unit`."""

    community: Community
    facts: SqlFacts
    credits: SqlCredits
    people: SqlPeople
    evidence: SqlEvidence
    settings: SqlSettings
    audit: SqlAudit


def unit(handle: Handle) -> SqlUnit:
    """All repositories on one handle."""
    return SqlUnit(
        handle.community,
        SqlFacts(handle),
        SqlCredits(handle),
        SqlPeople(handle),
        SqlEvidence(handle),
        SqlSettings(handle),
        SqlAudit(handle),
    )
