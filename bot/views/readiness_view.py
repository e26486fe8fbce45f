"""What the readiness card shows beside the assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.readiness.gather import PossibleAmbassadors
from bot.domain.refs import MemberRef
from bot.domain.times import Week


@dataclass(frozen=True, slots=True)
class ReadyView:
    """What the card needs beside the assessment. `word` is the chat command; `names` are for admins only.

    `weeks`: the first and the last week covered, None where there is none. `all_channels`: no help channels
    were chosen yet.
    """

    today: date
    weeks: tuple[Week, Week] | None = None
    word: str = "foster"
    all_channels: bool = False
    possible: PossibleAmbassadors | None = None
    names: Mapping[MemberRef, str] = field(default_factory=dict)
