"""A deterministic world of processes, a platform, a clock and people: one seed decides what goes wrong."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence

from bot.domain.community import Community
from bot.domain.facts import Channel, Fact, Message
from bot.domain.refs import CommunityId, MemberRef
from bot.domain.times import DAY, HOUR, MINUTE, Micros, Week, zone_named
from bot.usecases.amend import amend
from bot.usecases.backfill import fill, open_gaps
from tests.fakes.delivery import TurnedClock, by_replies, choose, help_given
from tests.fakes.memory_store import MemoryStore
from tests.fakes.platform import FakePlatform, Fault
from tests.fakes.soup import CHAT, HELP, SPACE
from tests.simulation.invariants import broken
from tests.simulation.process import Process, start

UTC = zone_named("UTC")
START = Week(2024, 26).bounds(UTC)[0]
PEOPLE = [MemberRef(SPACE, f"U{n}") for n in range(1, 8)]
FAULTS = (
    Fault.LOST_REQUEST,
    Fault.LOST_RESPONSE,
    Fault.LATE,
    Fault.BUSY,
    Fault.BUSY,
    Fault.FORBIDDEN,
    Fault.GONE,
    Fault.UNSEARCHABLE,
)
JUMPS = (-2 * HOUR, -10 * MINUTE, 10 * MINUTE)
AWAY = (5 * MINUTE, 5 * MINUTE, 36 * HOUR, 8 * DAY)
STEPS = 60


class World:
    """`await World(seed).run()` gives what was broken; nothing, if all is well."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - the seed must replay
        self.clock = TurnedClock(Micros(START + 3 * DAY))
        self.store = MemoryStore()
        self.platform = FakePlatform(self.clock.now, retry_after=self.dice.choice([30, 600]) * 1_000_000)
        self.community = Community(CommunityId("soup"), "Soup", b"%32d" % seed)
        self.locks = {self.community.id: asyncio.Lock()}
        self.processes = [self._start(name) for name in ("one", "two", "three")[: self.dice.randint(1, 3)]]
        self.facts: dict[str, Fact] = {}
        self.acknowledged: set[str] = set()
        self.opted_out: set[MemberRef] = set()
        self.ever_out: set[MemberRef] = set()
        self.seen = 0
        self.named_wrongly: list[str] = []
        self.connected = True
        self.events: Counter[str] = Counter()
        self.number = 0
        self.zone = UTC
        self._old_late: list[object] = []

    async def run(self) -> list[str]:
        """Trouble for some weeks, then peace for two days; then everything must be in order."""
        await self.store.create(self.community, [SPACE])
        await self.store.write(self.community.id, [Channel(HELP, "help"), Channel(CHAT, "chat")])
        await choose(self.store, self.community.id)
        await self._turn()
        for _ in range(STEPS):
            await self._step()
        await self._peace()
        return [*self.named_wrongly, *await broken(self)]

    async def _step(self) -> None:
        self.clock.forward(self.dice.choice([MINUTE, 20 * MINUTE, 2 * HOUR, 9 * HOUR, 20 * HOUR]))
        await self._chat()
        happening = self.dice.randrange(14)
        if happening == 0:
            self.clock.forward(self.dice.choice(JUMPS))
            self.events["jump"] += 1
        elif happening == 1:
            await self._away(self.dice.choice(AWAY))
        elif happening == 2:
            await self._opt(self.dice.choice(PEOPLE))
        elif happening == 3:
            await self._reschedule()
        elif happening < 8:
            self.platform.faults = self.dice.choices(FAULTS, k=self.dice.randint(1, 3))
        elif happening < 10:
            victim = self.dice.choice(self.processes)
            victim.fate.points = self.dice.randint(1, 40)
        elif happening == 10:
            self.dice.choice(self.processes).fate.fatal = self.dice.choice(
                ["before post", "after post", "page"]
            )
        elif happening == 11:
            self.dice.choice(self.processes).fate.disk = self.dice.choice([0, 100, 900])
        await self._turn()

    async def _turn(self) -> None:
        """Every process ticks at once; whoever died starts again."""
        await self._all(process.ticker.tick() for process in self.processes)
        self._look()
        await self._all(process.high_water.flush() for process in self.processes if not process.fate.dead)
        for n, process in enumerate(self.processes):
            if process.fate.dead:
                self.events[f"died {process.fate.died_at[0]}"] += 1
                self.processes[n] = self._start(process.name)

    async def _chat(self) -> None:
        """Somebody helps somebody; sometimes in disorder, twice, late, or while nobody listens."""
        for _ in range(self.dice.randint(0, 2)):
            asker, helper = self.dice.sample(PEOPLE, 2)
            self.number += 1
            for fact in help_given(str(self.number), self.clock.now(), asker, helper):
                self.facts[fact.ref.id] = fact
                self.platform.history.setdefault(fact.ref.channel, []).append(fact)
        if self.connected:
            waiting = [self.facts[id_] for id_ in sorted(self.facts.keys() - self.acknowledged)]
            again = self.dice.choices(list(self.facts.values()), k=2) if self.facts else []
            wave = [*waiting, *again]
            self.dice.shuffle(wave)
            process = self.dice.choice(self.processes)
            await self._all([self._deliver(process, wave)])

    async def _deliver(self, process: Process, wave: Sequence[Fact]) -> None:
        await process.store.write(self.community.id, wave)
        process.high_water.note(self.community.id, wave)
        self.acknowledged |= {fact.ref.id for fact in wave if isinstance(fact, Message)}

    async def _away(self, long: int) -> None:
        """All processes are down, and what was said meanwhile is asked for afterwards."""
        self.events["away"] += 1
        self.connected = False
        for _ in range(3):
            self.clock.forward(long // 3)
            await self._chat()
        self.connected = True
        self.processes = [self._start(process.name) for process in self.processes]
        first = self.processes[0]
        await open_gaps(self.store, self.community.id)
        await self._all([fill(first.store, first.store, first.platform, self.community.id)])

    async def _opt(self, member: MemberRef) -> None:
        out = member not in self.opted_out
        self.opted_out ^= {member}
        self.ever_out.add(member)
        async with self.store.writing(self.community.id) as unit:
            await unit.people.set_opted_out(member, opted_out=out, at=self.clock.now())
            if out:
                await amend(unit, self.clock.now())

    async def _reschedule(self) -> None:
        day = self.dice.choice(["monday", "tuesday", "friday", "sunday"])
        zone = self.dice.choice(["UTC", "Europe/London", "Pacific/Apia"])
        time = self.dice.choice(["00:00", "10:00", "23:30"])
        await choose(self.store, self.community.id, digest_day=day, digest_time=time, zone=zone)
        self.zone = zone_named(zone)
        self.events["reschedule"] += 1

    async def _peace(self) -> None:
        """Nothing goes wrong any more: what can be done is done."""
        self.platform.faults = []
        self.processes = [self._start(process.name) for process in self.processes]
        await open_gaps(self.store, self.community.id)
        first = self.processes[0]
        await fill(first.store, first.store, first.platform, self.community.id)
        for _ in range(16):
            await self._chat()
            await self._turn()
            self.clock.forward(3 * HOUR)
        await by_replies(self.store, self.community.id)

    def _look(self) -> None:
        """Whoever does not want to be named is in nothing that was sent in this step."""
        sent = [*self.platform.posts[self.seen :], *self.platform.late]
        self.seen = len(self.platform.posts)
        for post in sent:
            text = str(post.card.blocks)
            shown = [member for member in sorted(self.opted_out) if f"id='{member.id}'" in text]
            if shown and post not in self._old_late:
                self.named_wrongly += [f"{member} was named after opting out" for member in shown]
        self._old_late = list(self.platform.late)

    def _start(self, name: str) -> Process:
        return start(name, self.dice, self.store, self.locks, self.platform, self.clock)

    async def _all(self, work: Iterable[Awaitable[object]]) -> None:
        await asyncio.gather(*work, return_exceptions=True)
