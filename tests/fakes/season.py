"""A garden that is live: a digest every Tuesday, and credits that change in between."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.terminal.as_json import to_json
from bot.domain.credits import Attribution, Credit, Question, QuestionState
from bot.domain.preference_texts import write_channels
from bot.domain.refs import CommunityId, PersonId
from bot.domain.stretches import Stretch
from bot.domain.times import DAY, HOUR, Micros
from bot.ports import Store
from tests.fakes.delivery import TurnedClock, ticker
from tests.fakes.platform import FakePlatform
from tests.fakes.weeks import FIRST, GARDEN, HELP, Garden, at, helped, member

WEEKS = 8
"""How long a garden grows."""


async def underived(_store: Store, _community: CommunityId) -> None:
    """Credits are written by hand here."""


def person(name: str) -> PersonId:
    return PersonId(str(member(name)))


@dataclass
class Season:
    """A garden that is live from its first week: a digest every Tuesday, and credits that change between."""

    credits: list[Credit]
    garden: Garden
    clock: TurnedClock = field(default_factory=lambda: TurnedClock(at(0)))

    @classmethod
    async def begun(cls, credits_: Sequence[Credit], slots: int = 1, more: Iterable[str] = ()) -> Season:
        season = cls(list(credits_), await Garden.grown(credits_, WEEKS, more))
        await season.garden.say(f"settings set slots {slots}")
        async with season.garden.store.writing(GARDEN) as unit:
            await unit.settings.put("digest-channel", write_channels((HELP,)))
        await season.tick(at(0))
        return season

    async def tick(self, instant: Micros, platform: FakePlatform | None = None) -> None:
        self.clock.at = instant
        platform = platform or FakePlatform(self.clock.now)
        await ticker(self.garden.store, platform, self.clock, derive=underived).tick()

    async def post(self, week: int, platform: FakePlatform | None = None) -> None:
        """Tuesday noon after the week."""
        await self.tick(Micros(at(week + 1, 12) + DAY), platform)

    async def correct(self, change: Callable[[Credit], Credit | None], *more: Credit) -> None:
        """Credits change, go or come."""
        changed = [change(one) for one in self.credits]
        self.credits = [*(one for one in changed if one is not None), *more]
        async with self.garden.store.writing(GARDEN) as unit:
            questions = tuple(
                Question(one.question, one.asker, one.asked_at, QuestionState.ANSWERED, one.asked_at)
                for one in self.credits
            )
            whole = Stretch(HELP, Micros(0), Micros(at(WEEKS + 4)))
            await unit.credits.replace(whole, Attribution(questions, tuple(self.credits)))

    async def merit(self, week: int, who: str) -> int:
        """As the posted week counted it."""
        async with self.garden.store.reading(GARDEN) as unit:
            picks = await unit.ledger.frozen(FIRST.shift(week))
        return picks.places[person(who)].merit if picks and person(who) in picks.places else 0

    async def told(self, words: str, who: str = "") -> Any:  # noqa: ANN401 - JSON
        reply = await self.garden.say(words, who, hours=(self.clock.at - at(WEEKS, 0)) / HOUR)
        assert not reply.failed, reply.card
        return json.loads(to_json(reply.card))

    async def lines(self) -> dict[str, Any]:
        """The ledger, by name."""
        return {one["name"]: one for one in (await self.told("ledger"))["data"]["lines"]}

    async def balances(self, *names: str) -> dict[str, int]:
        async with self.garden.store.reading(GARDEN) as unit:
            ledger = await unit.ledger.balances([person(name) for name in names])
        return {name: ledger.balances.get(person(name), 0) for name in names}


def busy(*helpers: str) -> list[Credit]:
    """Each helps the same two new people every week, so that everybody is known to several."""
    return [
        helped(who, f"{asker}{week}", week)
        for week in range(WEEKS)
        for who in helpers
        for asker in ("x", "y")
    ]


def gone(helper: str, week: int) -> Callable[[Credit], Credit | None]:
    """One helper's answers of a week are deleted."""

    def change(one: Credit) -> Credit | None:
        mine = one.helper == member(helper) and at(week, 0) <= one.answered_at < at(week + 1, 0)
        return None if mine else one

    return change
