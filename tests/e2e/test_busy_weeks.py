"""Looking back takes memory by people, not by how much they answer."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.community import Community
from bot.domain.credits import Attribution, Credit
from bot.domain.facts import Channel, Features, Message
from bot.domain.refs import ChannelRef, CommunityId, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.stretches import Stretch
from bot.domain.times import DAY, HOUR, SECOND, Micros, Week
from bot.usecases import replays
from storage.opening import open_store
from tests.fakes.weeks import UTC

SPACE = SpaceRef(Platform.SLACK, "T1")
HELP = ChannelRef(SPACE, "C1")
BUSY = CommunityId("busy")
WEEKS = 11
START = Week(2025, 2).bounds(UTC)[0]
END = Week(2025, 2).shift(WEEKS).bounds(UTC)[0]
PEOPLE = 12


def chat(a_week: int) -> Iterator[Credit]:
    """Everybody helps everybody in turn."""
    for number in range(WEEKS * a_week):
        at = Micros(START + (END - START) * number // (WEEKS * a_week))
        helper, asker = (MemberRef(SPACE, f"U{who}") for who in divmod(number % PEOPLE**2, PEOPLE))
        question, answer = (MessageRef(HELP, f"{kind}{number}") for kind in "qa")
        yield Credit(question, asker, at, helper, answer, Micros(at + SECOND), 1_000, 900, ())


async def peak(folder: Path, a_week: int) -> int:
    """The most bytes that looking back took."""
    store = await open_store(f"sqlite:///{folder / str(a_week)}")
    try:
        await store.create(Community(BUSY, "Busy", b"salt"), [SPACE])
        async with store.writing(BUSY) as unit:
            ends = (START, Micros(END - HOUR))
            said = [Message(MessageRef(HELP, f"{at}"), MemberRef(SPACE, "U1"), at, Features()) for at in ends]
            await unit.facts.ingest([Channel(HELP, "help"), *said])
            await unit.credits.replace(Stretch(HELP, START, END), Attribution((), tuple(chat(a_week))))
        tracemalloc.start()
        try:
            assert await replays.keep_replays(store, BUSY, Micros(END + DAY))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    finally:
        await store.close()


async def test_busier_weeks_take_no_more_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replays, "_AT_ONCE", 100)
    few = min([await peak(tmp_path / "few", 500), await peak(tmp_path / "again", 500)])
    assert await peak(tmp_path / "many", 2_000) < 1.5 * few
