"""A platform in memory: channels that take posts, a history to look into, and faults on demand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from bot.delivery_ports import (
    Page,
    PartlyError,
    RefusedError,
    Target,
    TryLaterError,
    UnclearError,
)
from bot.domain.delivery import Why
from bot.domain.facts import Fact, Message
from bot.domain.refs import ChannelRef
from bot.domain.times import MINUTE, SECOND, Micros
from bot.views.card import Card


class Fault(Enum):
    """What may go wrong with one call."""

    LOST_REQUEST = "nothing arrives, no answer comes"
    LOST_RESPONSE = "it arrives, no answer comes"
    LATE = "it arrives a minute later, no answer comes"
    BUSY = "429 with Retry-After"
    FORBIDDEN = "403"
    GONE = "no such channel"
    PARTLY = "the post is there, what belongs below it is not"
    UNSEARCHABLE = "the history cannot be read"


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of ours as people see it."""

    to: Target
    key: str
    card: Card
    at: Micros


class Killed(BaseException):
    """The process died here: nothing may catch this."""


async def at_once(_: str) -> None:
    """Nothing in between."""


@dataclass(slots=True)
class FakePlatform:
    """`bot.delivery_ports.Publisher` and `Backfill`. `faults` are used up, one a call; `between` is awaited
    where a process may be interrupted."""

    now: Callable[[], Micros]
    faults: list[Fault] = field(default_factory=list)
    posts: list[Posted] = field(default_factory=list)
    late: list[Posted] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    history: dict[ChannelRef, list[Fact]] = field(default_factory=dict)
    between: Callable[[str], object] = at_once
    retry_after: int = 30 * SECOND
    early: int = 0
    _free: int = 0

    async def post(self, to: Target, card: Card, key: str) -> str:
        await self._pass("before post")
        self.calls.append("post")
        fault = self._fault()
        match fault:
            case Fault.LOST_RESPONSE:
                self._take(to, card, key)
                raise TimeoutError
            case Fault.LATE:
                self.late.append(Posted(to, key, card, Micros(self.now() + MINUTE)))
                raise TimeoutError
            case Fault.LOST_REQUEST:
                raise TimeoutError
            case Fault.PARTLY:
                self._take(to, Card(card.title, ()), key)
                raise PartlyError(str(len(self.posts)))
            case _:
                self._refuse(fault)
        self._take(to, card, key)
        await self._pass("after post")
        return str(len(self.posts))

    async def find(self, to: Target, key: str) -> str | None:
        await self._pass("before find")
        self.calls.append("find")
        fault = self._fault()
        if fault is Fault.UNSEARCHABLE:
            raise UnclearError
        if fault in (Fault.LOST_REQUEST, Fault.LOST_RESPONSE, Fault.LATE):
            raise TimeoutError
        self._refuse(fault)
        self.settle()
        found = [n for n, post in enumerate(self.posts, 1) if post.key == key and post.to == to]
        await self._pass("after find")
        return str(found[0]) if found else None

    async def edit(self, to: Target, external: str, card: Card, key: str) -> None:
        await self._pass("before edit")
        self.calls.append("edit")
        self._refuse(self._fault())
        self.posts[int(external) - 1] = Posted(to, key, card, self.now())

    def settle(self) -> None:
        """What was on its way long enough arrives."""
        arrived = [post for post in self.late if post.at <= self.now()]
        self.late = [post for post in self.late if post.at > self.now()]
        self.posts += arrived

    async def since(self, channel: ChannelRef, after: Micros) -> AsyncIterator[Page]:
        facts = [fact for fact in self.history.get(channel, []) if _at(fact) >= after]
        for start in range(0, len(facts), 2):
            await self._pass("before page")
            some: Sequence[Fact] = facts[start : start + 2]
            yield Page(some, Micros(max(map(_at, some))))

    def in_channels(self) -> list[Posted]:
        """What everybody can read."""
        return [post for post in self.posts if isinstance(post.to, ChannelRef)]

    def _fault(self) -> Fault | None:
        if self.now() < self._free:
            self.early += 1
            raise TryLaterError(self._free - self.now())
        return self.faults.pop(0) if self.faults else None

    def _take(self, to: Target, card: Card, key: str) -> None:
        self.posts.append(Posted(to, key, card, self.now()))

    def _refuse(self, fault: Fault | None) -> None:
        match fault:
            case Fault.BUSY:
                self._free = self.now() + self.retry_after
                raise TryLaterError(self.retry_after)
            case Fault.FORBIDDEN:
                raise RefusedError(Why.REFUSED)
            case Fault.GONE:
                raise RefusedError(Why.GONE)
            case _:
                return

    async def _pass(self, point: str) -> None:
        waiting = self.between(point)
        if hasattr(waiting, "__await__"):
            await waiting


def _at(fact: Fact) -> int:
    return fact.at if isinstance(fact, Message) else 0
