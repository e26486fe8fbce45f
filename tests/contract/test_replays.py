from __future__ import annotations

from bot.domain.credits import Attribution, Credit
from bot.domain.recognition.ledger import Ledger
from bot.domain.recognition.replay import Checkpoint, KeptReplay
from bot.domain.refs import MessageRef, PersonId
from bot.domain.stretches import Stretch
from bot.domain.times import Micros
from bot.ports import Store
from tests.fakes.soup import ADA, BEN, CYD, HELP, SOUP, at, said

LEDGER = Ledger({PersonId(str(BEN)): -5, PersonId(str(CYD)): 7}, {PersonId(str(BEN)): 3})
WAITING = ((CYD, MessageRef(HELP, "9")),)


def kept(week: int, until: Micros) -> KeptReplay:
    return KeptReplay(Checkpoint(week, LEDGER, WAITING), until, f"inputs of {week}")


def credit(id_: str, minute: int, messages: int = 1) -> Credit:
    asked, answered = at(minute), at(minute + 1)
    answer = MessageRef(HELP, f"{id_}a")
    return Credit(MessageRef(HELP, id_), ADA, asked, BEN, answer, answered, 900, 800, (), messages=messages)


async def test_what_is_kept_comes_back_and_is_replaced_whole(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1)])  # the space is known from facts
        assert await unit.replays.get(3) is None
        await unit.replays.keep([kept(3, at(10)), kept(4, at(20))])
    async with store.reading(SOUP.id) as unit:
        assert await unit.replays.kept() == {3: "inputs of 3", 4: "inputs of 4"}
        assert await unit.replays.get(4) == Checkpoint(4, LEDGER, WAITING)
    async with store.writing(SOUP.id) as unit:
        await unit.replays.keep([kept(5, at(30))])
        assert await unit.replays.kept() == {5: "inputs of 5"}


async def test_a_credit_that_changes_drops_what_its_weeks_carried_over(store: Store) -> None:
    whole = Stretch(HELP, at(0), at(100))
    both = (credit("1", 2), credit("2", 12))
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1)])
        await unit.credits.replace(whole, Attribution((), both))
        await unit.replays.keep([kept(3, at(10)), kept(4, at(20))])
        await unit.credits.replace(whole, Attribution((), both))
        assert set(await unit.replays.kept()) == {3, 4}
        await unit.credits.replace(whole, Attribution((), (both[0], credit("2", 12, messages=9))))
        assert set(await unit.replays.kept()) == {3}
        await unit.credits.replace(whole, Attribution((), (both[1],)))
        assert await unit.replays.kept() == {}
