"""The schema. Each name is the Core table; importing this module completes `METADATA`."""

from __future__ import annotations

from storage.tables.base import Row, table
from storage.tables.derived import CreditRow, QuestionRow
from storage.tables.facts import (
    ChannelRow,
    CorrectionRow,
    DirtyRow,
    MessageRow,
    ReactionRow,
    ThreadRow,
    TombstoneRow,
)
from storage.tables.people import AccountRow, ConsentRow, NameRow
from storage.tables.records import AuditRow, EvidenceRow, SettingRow
from storage.tables.tenancy import CommunityRow, SpaceRow

METADATA = Row.metadata

ACCOUNT = table(AccountRow)
AUDIT = table(AuditRow)
CHANNEL = table(ChannelRow)
COMMUNITY = table(CommunityRow)
CONSENT = table(ConsentRow)
CORRECTION = table(CorrectionRow)
CREDIT = table(CreditRow)
DIRTY = table(DirtyRow)
EVIDENCE = table(EvidenceRow)
MESSAGE = table(MessageRow)
NAME = table(NameRow)
QUESTION = table(QuestionRow)
REACTION = table(ReactionRow)
SETTING = table(SettingRow)
SPACE = table(SpaceRow)
THREAD = table(ThreadRow)
TOMBSTONE = table(TombstoneRow)
