"""Plans, digests, ledger, notices and marks of one community in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.delivery_ports import Mark, Queued
from bot.domain.agenda import Plan
from bot.domain.delivery import Digest, State
from bot.domain.notices import Letter, Mail, Notice, NoticeKind
from bot.domain.recognition.carrying import CARRY_WEEKS, Carried, Counted, Counts
from bot.domain.recognition.ledger import Ledger, WeekPicks, link
from bot.domain.recognition.merit import Merit
from bot.domain.recognition.parting import Stake, bring, part
from bot.domain.recognition.slices import SLOT
from bot.domain.recognition.weekly import week_number
from bot.domain.refs import ChannelRef, PersonId
from bot.domain.slots import SCHEDULE_KEYS
from bot.domain.times import Micros, Week


@dataclass(slots=True)
class Delivery:
    """All of it. `due` is None before anything was set up."""

    due: Micros | None = None
    plan: Plan | None = None
    digests: dict[Week, Digest] = field(default_factory=dict)
    frozen: dict[Week, tuple[WeekPicks, tuple[Queued, ...]]] = field(default_factory=dict)
    ledger: dict[PersonId, tuple[int, int | None]] = field(default_factory=dict)
    stakes: dict[PersonId, Stake] = field(default_factory=dict)
    counted: dict[int, dict[PersonId, Counted]] = field(default_factory=dict)
    carried: dict[int, tuple[Carried, ...]] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    marks: dict[ChannelRef, Mark] = field(default_factory=dict)

    def copy(self) -> Delivery:
        return Delivery(
            self.due,
            self.plan,
            dict(self.digests),
            dict(self.frozen),
            dict(self.ledger),
            dict(self.stakes),
            {week: dict(people) for week, people in self.counted.items()},
            dict(self.carried),
            dict(self.letters),
            dict(self.marks),
        )

    def setting_changed(self, key: str) -> None:
        if key in SCHEDULE_KEYS:
            self.due = Micros(0)

    def mail(self, now: Micros) -> list[Letter]:
        waiting = [one for one in self.letters.values() if one.state is Mail.WAITING and one.due <= now]
        return sorted(waiting, key=lambda one: (one.due, one.notice.key))


class MemoryDigests:
    """`bot.delivery_ports.DigestRepository`."""

    def __init__(self, delivery: Delivery) -> None:
        self._all = delivery

    async def plan(self) -> Plan | None:
        return self._all.plan

    async def save_plan(self, plan: Plan, due: Micros) -> None:
        self._all.plan, self._all.due = plan, due

    async def look_again(self, due: Micros) -> None:
        self._all.due = due

    async def look_by(self, due: Micros) -> None:
        self._all.due = due if self._all.due is None else min(self._all.due, due)

    async def get(self, week: Week) -> Digest | None:
        return self._all.digests.get(week)

    async def under_way(self) -> Sequence[Digest]:
        return [digest for _, digest in sorted(self._all.digests.items()) if digest.open]

    async def latest(self, limit: int, *states: State) -> Sequence[Digest]:
        found = [digest for _, digest in sorted(self._all.digests.items(), reverse=True)]
        return [digest for digest in found if not states or digest.state in states][:limit]

    async def save(self, digest: Digest) -> None:
        self._all.digests[digest.week] = digest


class MemoryLedger:
    """`bot.delivery_ports.LedgerRepository`."""

    def __init__(self, delivery: Delivery) -> None:
        self._all = delivery

    async def balances(self, people: Sequence[PersonId]) -> Ledger:
        known = {who: self._all.ledger[who] for who in people if who in self._all.ledger}
        named = {who: week for who, (_, week) in known.items() if week is not None}
        return Ledger({who: balance for who, (balance, _) in known.items()}, named)

    async def freeze(self, week: Week, picks: WeekPicks, queue: Sequence[Queued]) -> None:
        self._all.frozen[week] = replace(picks, left_over=0), tuple(queue)

    async def frozen(self, week: Week) -> WeekPicks | None:
        found = self._all.frozen.get(week)
        return found[0] if found and found[0].places else None

    async def queue(self, week: Week) -> Sequence[Queued]:
        return self._all.frozen[week][1] if week in self._all.frozen else ()

    async def settle(self, week: Week) -> None:
        picks = await self.frozen(week)
        if picks is None:
            return
        for who, place in picks.places.items():
            balance, last = self._all.ledger.get(who, (0, None))
            paid = SLOT if who in picks.named else 0
            if paid:
                last = picks.week if last is None else max(last, picks.week)
            self._all.ledger[who] = balance + place.slice - paid, last

    async def merge(self, kept: PersonId, people: Sequence[PersonId]) -> None:
        before = await self.balances([kept, *people])
        after = link(before, kept, people)
        self._all.stakes |= bring(before, after, kept, people, self._all.stakes)
        for who in people:
            self._all.ledger.pop(who, None)
        self._all.ledger[kept] = after.balances[kept], after.named.get(kept)

    async def part(self, parts: Sequence[Sequence[PersonId]], shares: Mapping[PersonId, int]) -> None:
        everybody = [who for accounts in parts for who in accounts]
        before = await self.balances(everybody)
        stakes = {who: self._all.stakes[who] for who in everybody if who in self._all.stakes}
        balances = part(sum(before.balances.values()), stakes, parts, shares)
        for who in everybody:
            self._all.ledger.pop(who, None)
        for accounts, balance in zip(parts, balances, strict=True):
            self._all.ledger[accounts[0]] = balance, max(before.named.values(), default=None)
            if len(accounts) == 1:
                self._all.stakes.pop(accounts[0], None)

    async def cap(self, people: Sequence[PersonId]) -> None:
        for who in people:
            balance, last = self._all.ledger.get(who, (0, None))
            if balance > 0:
                self._all.ledger[who] = 0, last
            if who in self._all.stakes:
                stake = self._all.stakes[who]
                self._all.stakes[who] = Stake(min(stake.balance, 0), stake.raised)


class MemoryCounts:
    """`bot.delivery_ports.CountRepository`."""

    def __init__(self, delivery: Delivery) -> None:
        self._all = delivery

    async def keep(self, week: Week, counts: Counts) -> None:
        self._all.counted[week_number(week)] = dict(counts.counted)
        self._all.carried[week_number(week)] = tuple(counts.carried)

    async def counted(self, weeks: Sequence[Week]) -> Mapping[int, Mapping[PersonId, Counted]]:
        numbers = [week_number(week) for week in weeks]
        return {week: dict(self._all.counted[week]) for week in numbers if self._all.counted.get(week)}

    async def carried(self, weeks: Sequence[Week]) -> Sequence[Carried]:
        found = [one for week in weeks for one in self._all.carried.get(week_number(week), ())]
        return sorted(found, key=lambda one: (one.week, one.of, one.person))

    async def let_be(self, people: Sequence[PersonId]) -> None:
        for week in sorted((week for week, who in self._all.counted.items() if who), reverse=True):
            known = self._all.counted[week]
            known |= {who: replace(known[who], rule=0) for who in people if who in known}
        for week in sorted((week for week, who in self._all.counted.items() if who), reverse=True)[
            : CARRY_WEEKS + 1
        ]:
            known = self._all.counted[week]
            known |= {who: Counted(Merit(0), 0) for who in people if who not in known}


class MemoryOutbox:
    """`bot.delivery_ports.OutboxRepository`."""

    def __init__(self, delivery: Delivery) -> None:
        self._all = delivery

    async def put(self, notice: Notice, due: Micros) -> bool:
        if notice.key in self._all.letters:
            return False
        self._all.letters[notice.key] = Letter(notice, due)
        return True

    async def ready(self, now: Micros, limit: int) -> Sequence[Letter]:
        return self._all.mail(now)[:limit]

    async def get(self, key: str) -> Letter | None:
        return self._all.letters.get(key)

    async def save(self, letter: Letter) -> None:
        self._all.letters[letter.notice.key] = letter

    async def latest(self, limit: int, *states: Mail) -> Sequence[Letter]:
        found = sorted(self._all.letters.values(), key=lambda one: (-one.due, one.notice.key))
        return [one for one in found if not states or one.state in states][:limit]

    async def prune(self, before: Micros) -> None:
        letters = self._all.letters
        once = NoticeKind.WELCOME
        old = {key: one for key, one in letters.items() if one.notice.kind is not once}
        for key in [k for k, one in old.items() if one.state is Mail.SENT and one.due < before]:
            del letters[key]


class MemoryMarks:
    """`bot.delivery_ports.MarkRepository`."""

    def __init__(self, delivery: Delivery) -> None:
        self._all = delivery

    async def all(self) -> Sequence[Mark]:
        return [mark for _, mark in sorted(self._all.marks.items())]

    async def save(self, marks: Sequence[Mark]) -> None:
        had = any(mark.gap for mark in self._all.marks.values())
        self._all.marks |= {mark.channel: mark for mark in marks}
        if had and not any(mark.gap for mark in self._all.marks.values()):
            self._all.due = Micros(0)
