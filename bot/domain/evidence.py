"""Evidence: what chat cannot show and a person records. Append-only; a record is withdrawn, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.refs import MemberRef
from bot.domain.times import Micros


class EvidenceKind(StrEnum):
    """What is recorded. The readiness rules say which `details` each kind carries."""

    TALK = "talk"
    TALK_OFFER = "talk-offer"
    TALKS_NONE = "talks-none"
    TALKS_COMPLETE = "talks-complete"
    SUPPORT = "support"
    UPLIFT = "uplift"
    STAFF = "staff"
    STAFF_NONE = "staff-none"
    TEAM = "team"
    STAGE = "stage"
    PLAN = "plan"
    CONSIDERED = "considered"
    THANKS = "thanks"  # `by` thanks `member`; what for is passed on, never stored
    THANKS_TO = "thanks-to"  # where `member` wants to be thanked: `where` is private, thread or nowhere
    LINK = "link"  # see `bot.domain.recognition.persons`


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record. `id` counts up within a community (0 before it is stored).

    `on` is the day it happened, `at` when it was recorded, `by` who did (None: the operator at the terminal).
    `member` is whom it is about. `title`, `link` and `details` are free text typed by people.
    """

    kind: EvidenceKind
    on: date
    at: Micros
    by: MemberRef | None = None
    member: MemberRef | None = None
    title: str = ""
    link: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    withdrawn: bool = False
    disputed: bool = False
    id: int = 0
