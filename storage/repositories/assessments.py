"""The history of readiness."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import select

from bot.domain.readiness.history import AssessmentRecord, Trigger
from bot.domain.readiness.outcome import Code, Criterion, Outcome, Verdict
from bot.domain.times import Micros, Week
from storage.handle import Handle
from storage.repositories.numbered import next_id
from storage.rows import AnyFound, Columns
from storage.tables import ASSESSMENT

_encode = msgspec.json.Encoder(order="sorted").encode
_texts = msgspec.json.Decoder(dict[str, str])
_numbers = msgspec.json.Decoder(dict[str, float])


class SqlAssessments:
    """`bot.record_ports.AssessmentRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def add(self, record: AssessmentRecord) -> None:
        """Keep one assessment."""
        row = _row(record) | {"id": await next_id(self._handle, ASSESSMENT)}
        await self._handle.put(ASSESSMENT, [row])

    async def latest(self, limit: int, trigger: Trigger | None = None) -> Sequence[AssessmentRecord]:
        """The newest first."""
        query = select(ASSESSMENT).where(self._handle.mine(ASSESSMENT))
        if trigger is not None:
            query = query.where(ASSESSMENT.c.trigger == trigger.value)
        rows = await self._handle.rows(query.order_by(ASSESSMENT.c.id.desc()).limit(limit))
        return [_value(row) for row in rows]


def _row(record: AssessmentRecord) -> Columns:
    return {
        "at": record.at,
        "last_week": str(record.last),
        "weeks": record.weeks,
        "inputs": record.inputs,
        "settings": record.settings,
        "trigger": record.trigger.value,
        "verdict": record.verdict.value,
        "outcomes": _encode({c.value: outcome.value for c, outcome in record.outcomes.items()}).decode(),
        "codes": _encode({c.value: code.value for c, code in record.codes.items()}).decode(),
        "s1_seen": record.s1_seen.value,
        "numbers": _encode(dict(record.numbers)).decode(),
    }


def _value(row: AnyFound) -> AssessmentRecord:
    return AssessmentRecord(
        at=Micros(row.at),
        last=Week.parse(row.last_week),
        weeks=row.weeks,
        inputs=row.inputs,
        settings=row.settings,
        trigger=Trigger(row.trigger),
        verdict=Verdict(row.verdict),
        outcomes={Criterion(c): Outcome(outcome) for c, outcome in _texts.decode(row.outcomes).items()},
        codes={Criterion(c): Code(code) for c, code in _texts.decode(row.codes).items()},
        s1_seen=Outcome(row.s1_seen),
        numbers=_numbers.decode(row.numbers),
    )
