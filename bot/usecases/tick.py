"""What happens every minute, in every process: whatever is due, and nothing else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.domain.delivery import LEASE
from bot.domain.refs import CommunityId
from bot.domain.times import MINUTE, Micros
from bot.ports import Clock, Store
from bot.usecases.attend import Attendant
from bot.usecases.outbox import Postman
from bot.usecases.recheck import recheck
from bot.usecases.upkeep import Upkeep

log = logging.getLogger(__name__)

BATCH = 200
AT_ONCE = 32
"""Communities looked after at a time: enough for 40 posts a second, where each takes most of a second."""
CREDITED_AT_ONCE = 2
"""Communities derived at a time: each holds up to a piece of messages in memory."""
MOST_BATCHES = 100
REST = 4
"""A community that took long to derive rests so many times as long: its facts and commands go first."""
LONGEST_REST = 5 * MINUTE

Weekly = Callable[[Store, CommunityId, Micros], Awaitable[object]]
"""Looks at readiness where this week's look is due. Called often."""


@dataclass(slots=True)
class Ticker:
    """`tick` may run in any number of processes; within one, the next waits for the last to end.

    `failed` hears what failed, `moved` that a long tick goes on.
    """

    store: Store
    attendant: Attendant
    postman: Postman
    clock: Clock
    failed: Callable[[str], None] = lambda _: None
    moved: Callable[[], None] = lambda: None
    weekly: Weekly = recheck
    upkeep: Upkeep | None = None
    stopping: bool = False
    _to_check: dict[CommunityId, None] = field(default_factory=dict)
    _resting: dict[CommunityId, Micros] = field(default_factory=dict)
    _deriving: set[asyncio.Future[object]] = field(default_factory=set)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def tick(self) -> int:
        """Do everything that is due; how many communities were looked after."""
        if self._turn.locked():
            return 0
        async with self._turn:
            await self._keep()
            if not self._to_check and not await self.store.anything(self.clock.now()):
                return 0
            changed = await self.store.unsettled(BATCH)
            await self._each("credit", changed, self._credit, CREDITED_AT_ONCE)
            self._to_check.update(dict.fromkeys(changed))
            done = 0
            for _ in range(MOST_BATCHES):
                due = await self._digests()
                # Between the digests: whoever opted out does not wait until ten thousand posts are sent.
                mail = await self.store.mail_due(self.clock.now(), BATCH)
                await self._each("notice", mail, self.postman.deliver)
                done += len(due)
                self.moved()
                if max(len(due), len(mail)) < BATCH or self.stopping:
                    break
            await self._check()
            return done

    async def _keep(self) -> None:
        """Let expire what is old, some at a time; nothing else waits for it in vain."""
        if self.upkeep is not None:
            try:
                await self.upkeep.step()
            except Exception:
                self.failed("upkeep")
                log.exception("upkeep failed")

    async def stop(self) -> None:
        """Begin nothing new, and wait for what is under way; deriving goes on at the next start."""
        self.stopping = True
        for work in self._deriving:
            work.cancel()
        async with self._turn:
            pass

    async def _digests(self) -> Sequence[CommunityId]:
        """Look after some of the communities that are due."""
        now = self.clock.now()
        due = await self.store.claim(now, Micros(now + LEASE), BATCH)
        await self._each("digest", due, self.attendant.attend)
        self._to_check.update(dict.fromkeys(due))
        return due

    async def _check(self) -> None:
        """Look at readiness, some communities at a time: whatever is due to be sent goes first."""
        taken = list(self._to_check)[:BATCH]
        for community in taken:
            del self._to_check[community]
        await self._each("readiness", taken, self._recheck)

    async def _recheck(self, community: CommunityId) -> None:
        await self.weekly(self.store, community, self.clock.now())

    async def _credit(self, community: CommunityId) -> None:
        """Derive what changed, unless the community rests. A digest that is due derives in any case."""
        begin = self.clock.now()
        until = self._resting.pop(community, begin)
        if begin < until <= begin + LONGEST_REST:  # a clock that was put back ends it, too
            self._resting[community] = until
            return
        await self._derive(community)
        now = self.clock.now()
        if now > begin:
            self._resting[community] = Micros(now + min(REST * (now - begin), LONGEST_REST))

    async def _derive(self, community: CommunityId) -> None:
        work = asyncio.ensure_future(self.attendant.derive(self.store, community))
        self._deriving.add(work)
        try:
            await work
        except asyncio.CancelledError:
            if not self.stopping or not work.done():
                raise
        finally:
            self._deriving.discard(work)

    async def _each(
        self,
        what: str,
        communities: Sequence[CommunityId],
        work: Callable[[CommunityId], Awaitable[object]],
        at_once: int = AT_ONCE,
    ) -> None:
        """A few at a time; one community's failure is logged and keeps nobody else from theirs."""
        turns = asyncio.Semaphore(at_once)

        async def one(community: CommunityId) -> None:
            async with turns:
                if self.stopping:
                    return
                try:
                    await work(community)
                except Exception:
                    self.failed(what)
                    log.exception("tick failed", extra={"community": community, "what": what})

        async with asyncio.TaskGroup() as group:
            for community in communities:
                group.create_task(one(community))
