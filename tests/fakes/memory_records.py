"""Everything but facts of one community in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.domain.audit import AuditEntry
from bot.domain.credits import Attribution, Credit, Question, QuestionState
from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.facts import Account
from bot.domain.forgetting import nothing_kept
from bot.domain.readiness.columns import HelpColumns
from bot.domain.readiness.history import AssessmentRecord, Trigger
from bot.domain.recognition.past import PastHelps
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.stretches import Stretch
from bot.domain.times import Micros
from tests.fakes.help_columns import columns_of, past_columns
from tests.fakes.memory_facts import State
from tests.fakes.memory_replays import without


class MemoryCredits:
    """`bot.ports.CreditRepository`."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def version(self) -> int:
        return self._state.derived

    async def replace(self, stretch: Stretch, attribution: Attribution) -> None:
        self._state.derived += 1

        def stale(channel: ChannelRef, anchor: Micros) -> bool:
            return channel == stretch.channel and stretch.start <= anchor < stretch.end

        questions, credits_ = self._state.questions, self._state.credits
        before = {one for one, anchor in credits_.values() if stale(one.question.channel, anchor)}
        without(self._state, before ^ set(attribution.credits))
        for ref in [q.ref for q in questions.values() if stale(q.ref.channel, q.anchored_at)]:
            del questions[ref]
        for key, (credit, anchor) in list(credits_.items()):
            if stale(credit.question.channel, anchor):
                del credits_[key]
        questions |= {question.ref: question for question in attribution.questions}
        anchors = {question.ref: question.anchored_at for question in attribution.questions}
        for credit in attribution.credits:
            if credit.answer.channel != credit.question.channel:
                raise ValueError("a credit's answer is in its question's channel")
            anchor = anchors.get(credit.question, credit.asked_at)
            credits_[credit.question, credit.helper] = credit, anchor

    async def credits(
        self, start: Micros, end: Micros, channels: Sequence[ChannelRef] = ()
    ) -> Sequence[Credit]:
        found = [
            credit
            for credit, _ in self._state.credits.values()
            if start <= credit.answered_at < end and (not channels or credit.question.channel in channels)
        ]
        return sorted(found, key=lambda c: (c.answered_at, c.answer, c.question, c.helper))

    async def helps(
        self, start: Micros, end: Micros, floor: int, channels: Sequence[ChannelRef] = ()
    ) -> PastHelps:
        found = [one for one in await self.credits(start, end, channels) if one.confidence >= floor]
        return past_columns(found)

    async def answered(self, questions: Iterable[MessageRef], since: Micros) -> Mapping[MessageRef, Micros]:
        wanted, first = set(questions), dict[MessageRef, Micros]()
        for credit, _ in self._state.credits.values():
            if credit.question in wanted and credit.answered_at >= since:
                at = credit.answered_at
                first[credit.question] = min(first.get(credit.question, at), at)
        return first

    async def questions(
        self, start: Micros, end: Micros, channels: Sequence[ChannelRef] = ()
    ) -> Sequence[Question]:
        found = [
            question
            for question in self._state.questions.values()
            if start <= question.at < end and (not channels or question.ref.channel in channels)
        ]
        return sorted(found, key=lambda question: (question.at, question.ref))

    async def of(self, question: MessageRef) -> tuple[Question | None, Sequence[Credit]]:
        given = [credit for credit, _ in self._state.credits.values() if credit.question == question]
        return self._state.questions.get(question), sorted(
            given, key=lambda c: (c.answered_at, c.answer, c.helper)
        )

    async def waiting(
        self, start: Micros, end: Micros, channels: Sequence[ChannelRef], most: int
    ) -> tuple[Sequence[Question], int]:
        asked = await self.questions(start, end, channels)
        found = [question for question in asked if question.state is QuestionState.OPEN]
        return found[:most], len(found)

    async def tally(
        self, start: Micros, end: Micros, floor: int, channels: Sequence[ChannelRef] = ()
    ) -> HelpColumns:
        known = {fact.ref for fact in self._state.facts.values() if isinstance(fact, Account)}
        credits_ = [credit for credit, _ in self._state.credits.values()]
        return columns_of(await self.questions(start, end, channels), credits_, floor, end, known)

    async def first_answers(self, helpers: Iterable[MemberRef], floor: int) -> Mapping[MemberRef, Micros]:
        wanted = set(helpers)
        first = {one: at for one, at in self._state.answered.items() if one in wanted}
        for credit, _ in self._state.credits.values():
            if credit.helper in wanted and credit.confidence >= floor:
                known = first.get(credit.helper, credit.answered_at)
                first[credit.helper] = min(known, credit.answered_at)
        return first


class MemoryPeople:
    """`bot.ports.PeopleRepository`."""

    def __init__(
        self, state: State, opted_out: dict[MemberRef, bool], evidence: Sequence[Evidence] = ()
    ) -> None:
        self._state = state
        self._opted_out = opted_out
        self._evidence = evidence

    def _all(self) -> dict[MemberRef, Account]:
        return {fact.ref: fact for fact in self._state.facts.values() if isinstance(fact, Account)}

    async def accounts(self, refs: Iterable[MemberRef]) -> Mapping[MemberRef, Account]:
        known = self._all()
        return {ref: known[ref] for ref in refs if ref in known}

    async def names(self, refs: Iterable[MemberRef]) -> Mapping[MemberRef, str]:
        return {ref: account.called for ref, account in (await self.accounts(refs)).items()}

    async def find(self, text: str) -> Sequence[Account]:
        wanted = text.strip().removeprefix("@").casefold()
        return [
            account
            for _, account in sorted(self._all().items())
            if wanted and wanted in {account.ref.id.casefold(), account.name.removeprefix("@").casefold()}
        ]

    async def all_names(self) -> frozenset[str]:
        return frozenset(account.name for account in self._all().values() if account.name)

    async def bots(self) -> frozenset[MemberRef]:
        return frozenset(ref for ref, account in self._all().items() if account.bot)

    async def staff_by_domain(self, domain: str) -> Sequence[Account]:
        wanted = domain.strip().removeprefix("@").casefold()
        return [a for _, a in sorted(self._all().items()) if wanted and a.email_domain.casefold() == wanted]

    async def email_domains(self) -> Mapping[str, int]:
        people = [account for account in self._all().values() if not account.bot and account.email_domain]
        return Counter(account.email_domain.casefold() for account in people)

    async def absent(self) -> frozenset[MemberRef]:
        return frozenset(ref for ref, account in self._all().items() if not account.present)

    async def opted_out(self) -> frozenset[MemberRef]:
        return frozenset(member for member, out in self._opted_out.items() if out)

    async def agreed(self) -> frozenset[MemberRef]:
        return frozenset(member for member, out in self._opted_out.items() if not out)

    async def told_of(self) -> frozenset[MemberRef]:
        helpers = {credit.helper for credit, _ in self._state.credits.values()}
        askers = {question.asker for question in self._state.questions.values()}
        about = {record.member for record in self._evidence if record.member is not None}
        return frozenset(helpers | askers | about)

    async def set_opted_out(self, member: MemberRef, opted_out: bool, at: Micros) -> None:  # noqa: ARG002 - kept for the record elsewhere
        self._opted_out[member] = opted_out


class MemoryEvidence:
    """`bot.record_ports.EvidenceRepository`."""

    def __init__(self, records: list[Evidence], state: State) -> None:
        self._records = records
        self._state = state

    async def add(self, evidence: Evidence) -> int:
        if {evidence.member, evidence.by} & self._state.forgotten:
            raise nothing_kept()
        self._records.append(replace(evidence, id=len(self._records) + 1))
        return len(self._records)

    async def all(self, *kinds: EvidenceKind) -> Sequence[Evidence]:
        return [record for record in self._records if not kinds or record.kind in kinds]

    async def withdraw(self, evidence_id: int) -> None:
        self._records[self._index(evidence_id)] = replace(
            self._records[self._index(evidence_id)], withdrawn=True
        )

    async def dispute(self, evidence_id: int) -> None:
        self._records[self._index(evidence_id)] = replace(
            self._records[self._index(evidence_id)], disputed=True
        )

    async def settle(self, evidence_id: int) -> None:
        place = self._index(evidence_id)
        self._records[place] = replace(self._records[place], disputed=False)

    def _index(self, evidence_id: int) -> int:
        if not 1 <= evidence_id <= len(self._records):
            raise UserFacingError("There is no record number {n}.", n=evidence_id)
        return evidence_id - 1


class MemorySettings:
    """`bot.record_ports.SettingsRepository`."""

    def __init__(self, values: dict[str, str], changed: Callable[[str], None] = lambda _: None) -> None:
        self._values = values
        self._changed = changed

    async def all(self) -> Mapping[str, str]:
        return dict(sorted(self._values.items()))

    async def put(self, key: str, value: str | None) -> None:
        self._values.pop(key, None)
        if value is not None:
            self._values[key] = value
        self._changed(key)


class MemoryAudit:
    """`bot.record_ports.AuditRepository`."""

    def __init__(self, entries: list[AuditEntry]) -> None:
        self._entries = entries

    async def add(self, entry: AuditEntry) -> None:
        self._entries.append(entry)

    async def latest(self, limit: int) -> Sequence[AuditEntry]:
        return self._entries[::-1][:limit]

    async def page(self, skip: int, most: int) -> Sequence[AuditEntry]:
        return self._entries[::-1][skip : skip + most]


class MemoryAssessments:
    """`bot.record_ports.AssessmentRepository`."""

    def __init__(self, records: list[AssessmentRecord]) -> None:
        self._records = records

    async def add(self, record: AssessmentRecord) -> None:
        self._records.append(record)

    async def latest(self, limit: int, trigger: Trigger | None = None) -> Sequence[AssessmentRecord]:
        found = [record for record in self._records if trigger in (None, record.trigger)]
        return found[::-1][:limit]
