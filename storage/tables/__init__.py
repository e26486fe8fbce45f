"""The schema. Each name is the Core table; importing this module completes `METADATA`."""

from __future__ import annotations

from storage.tables.base import Row, table
from storage.tables.counts import CarriedRow, CountedRow, StakeRow
from storage.tables.delivery import (
    AgendaRow,
    DigestRow,
    HighWaterRow,
    LedgerRow,
    OutboxRow,
    PlaceRow,
    QueuedRow,
)
from storage.tables.derived import CreditRow, QuestionRow, ReplayRow
from storage.tables.facts import (
    ChannelRow,
    CorrectionRow,
    DirtyRow,
    MessageRow,
    ReactionRow,
    ThreadRow,
    TombstoneRow,
)
from storage.tables.installs import DepartureRow, InstallationRow, InstallStateRow
from storage.tables.people import AccountRow, ConsentRow, NameRow
from storage.tables.privacy import (
    AcquaintedRow,
    AuditPermitRow,
    ForgottenRow,
    OriginRow,
    ReturnedRow,
    UpkeepRow,
)
from storage.tables.records import AssessmentRow, AuditRow, EvidenceRow, SettingRow
from storage.tables.tenancy import CommunityRow, SpaceRow

METADATA = Row.metadata

ACCOUNT = table(AccountRow)
ACQUAINTED = table(AcquaintedRow)
AGENDA = table(AgendaRow)
ASSESSMENT = table(AssessmentRow)
AUDIT = table(AuditRow)
AUDIT_PERMIT = table(AuditPermitRow)
CARRIED = table(CarriedRow)
CHANNEL = table(ChannelRow)
COMMUNITY = table(CommunityRow)
CONSENT = table(ConsentRow)
CORRECTION = table(CorrectionRow)
COUNTED = table(CountedRow)
CREDIT = table(CreditRow)
DEPARTURE = table(DepartureRow)
DIGEST = table(DigestRow)
DIRTY = table(DirtyRow)
EVIDENCE = table(EvidenceRow)
FORGOTTEN = table(ForgottenRow)
HIGH_WATER = table(HighWaterRow)
INSTALLATION = table(InstallationRow)
INSTALL_STATE = table(InstallStateRow)
LEDGER = table(LedgerRow)
MESSAGE = table(MessageRow)
NAME = table(NameRow)
ORIGIN = table(OriginRow)
OUTBOX = table(OutboxRow)
PLACE = table(PlaceRow)
QUESTION = table(QuestionRow)
QUEUED = table(QueuedRow)
REACTION = table(ReactionRow)
REPLAY = table(ReplayRow)
RETURNED = table(ReturnedRow)
SETTING = table(SettingRow)
SPACE = table(SpaceRow)
STAKE = table(StakeRow)
THREAD = table(ThreadRow)
TOMBSTONE = table(TombstoneRow)
UPKEEP = table(UpkeepRow)
