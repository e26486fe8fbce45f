"""One community inside one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.community import Community
from storage.handle import Handle
from storage.repositories.assessments import SqlAssessments
from storage.repositories.audit import SqlAudit
from storage.repositories.counts import SqlCounts
from storage.repositories.credits import SqlCredits
from storage.repositories.digests import SqlDigests
from storage.repositories.evidence import SqlEvidence
from storage.repositories.facts import SqlFacts
from storage.repositories.keeping import SqlKeeping
from storage.repositories.ledger import SqlLedger
from storage.repositories.marks import SqlMarks
from storage.repositories.outbox import SqlOutbox
from storage.repositories.people import SqlPeople
from storage.repositories.privacy import SqlPrivacy
from storage.repositories.replays import SqlReplays
from storage.repositories.settings import SqlSettings


@dataclass(frozen=True, slots=True)
class SqlUnit:
    """`bot.ports.Unit`."""

    community: Community
    facts: SqlFacts
    credits: SqlCredits
    replays: SqlReplays
    people: SqlPeople
    evidence: SqlEvidence
    settings: SqlSettings
    assessments: SqlAssessments
    audit: SqlAudit
    digests: SqlDigests
    ledger: SqlLedger
    counts: SqlCounts
    outbox: SqlOutbox
    marks: SqlMarks
    privacy: SqlPrivacy
    keeping: SqlKeeping


def unit(handle: Handle) -> SqlUnit:
    """All repositories on one handle."""
    return SqlUnit(
        handle.community,
        SqlFacts(handle),
        SqlCredits(handle),
        SqlReplays(handle),
        SqlPeople(handle),
        SqlEvidence(handle),
        SqlSettings(handle),
        SqlAssessments(handle),
        SqlAudit(handle),
        SqlDigests(handle),
        SqlLedger(handle),
        SqlCounts(handle),
        SqlOutbox(handle),
        SqlMarks(handle),
        SqlPrivacy(handle),
        SqlKeeping(handle),
    )
