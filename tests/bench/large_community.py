"""A large community straight into a database: 12 weeks, 1,200,000 messages, 100,000 members."""

from __future__ import annotations

import random
from collections.abc import Iterator

from bot.domain.community import Community
from bot.domain.refs import CommunityId, Platform, SpaceRef
from bot.domain.times import Week, zone_named
from storage.engine import writing
from storage.handle import Handle
from storage.opening import open_store
from storage.rows import Columns
from storage.spaces import Spaces
from storage.tables import ACCOUNT, CHANNEL, CREDIT, EVIDENCE, MESSAGE, QUESTION

MESSAGES = 1_200_000
MEMBERS = 100_000
WEEKS = 12
LAST = Week(2026, 20)
BIG = Community(CommunityId("big"), "Big", b"b" * 32)
SPACE = SpaceRef(Platform.DISCORD, "1")
_CHANNELS = 40
_HELPERS = 20_000
_STAFF = 20
_QUESTION_EVERY = 7
_ANSWERS = (0, 1, 1, 1, 2)
_BATCH = 100_000
_START, _END = LAST.shift(1 - WEEKS).bounds(zone_named("UTC"))[0], LAST.bounds(zone_named("UTC"))[1]


async def fill(address: str) -> tuple[int, int]:
    """Write rows, which takes a tenth of the time of values; how many questions and answers there are."""
    store = await open_store(address)
    await store.create(BIG, [SPACE])
    dice = random.Random(1)  # noqa: S311 - a seeded community
    asked = answered = 0
    async with writing(store.engine) as connection:
        handle = Handle(connection, BIG, 1, await connection.run_sync(Spaces.load, 1))
        await handle.put(ACCOUNT, list(_accounts()))
        await handle.put(CHANNEL, list(_channels()))
        await handle.put(EVIDENCE, list(_staff()))
        for start in range(0, MESSAGES, _BATCH):
            messages = [_message(dice, number) for number in range(start, start + _BATCH)]
            questions = [_question(row) for row in messages[::_QUESTION_EVERY]]
            credits_ = [row for question in questions for row in _credits(dice, question)]
            for table, rows in ((MESSAGE, messages), (QUESTION, questions), (CREDIT, credits_)):
                await handle.put(table, rows)
            asked, answered = asked + len(questions), answered + len(credits_)
    await store.close()
    return asked, answered


def _accounts() -> Iterator[Columns]:
    for number in range(MEMBERS):
        yield {
            "space": 1,
            "id": f"9{number:017d}",
            "bot": number % 5000 == 1,
            "present": True,
            "external": False,
            "version": 0,
        }


def _channels() -> Iterator[Columns]:
    for number in range(_CHANNELS):
        yield {
            "space": 1,
            "id": f"c{number}",
            "name": f"help-{number}",
            "kind": "flat",
            "public": True,
            "archived": False,
            "version": 0,
        }


def _staff() -> Iterator[Columns]:
    for number in range(_STAFF):
        yield {
            "id": number + 1,
            "kind": "staff",
            "on": LAST.monday(),
            "at": _START,
            "by_space": None,
            "by": None,
            "member_space": 1,
            "member": f"9{number * 2:017d}",
            "title": "",
            "link": "",
            "details": "{}",
            "withdrawn": False,
            "disputed": False,
        }


def _message(dice: random.Random, number: int) -> Columns:
    return {
        "space": 1,
        "channel": f"c{number % _CHANNELS}",
        "id": f"1{number:017d}",
        "author_space": 1,
        "author": f"9{dice.randrange(MEMBERS):017d}",
        "at": _START + (_END - _START) * number // MESSAGES,
        "edited_at": 0,
        "thread": None,
        "reply_to": None,
        "mentions": None,
        "question": 0,
        "signs": 0,
        "words": 9,
        "features": 1,
        "sketch": None,
        "shape": None,
    }


def _question(message: Columns) -> Columns:
    return {
        "space": 1,
        "channel": message["channel"],
        "id": message["id"],
        "asker_space": 1,
        "asker": message["author"],
        "at": message["at"],
        "anchored_at": message["at"],
        "state": "open",
        "thread": False,
    }


def _credits(dice: random.Random, question: Columns) -> Iterator[Columns]:
    """Few helpers give much: the number of a helper is drawn from a long tail."""
    helpers = {int(_HELPERS * dice.random() ** 3) for _ in range(dice.choice(_ANSWERS))}
    for order, helper in enumerate(helpers):
        yield {
            "space": 1,
            "channel": question["channel"],
            "question": question["id"],
            "helper_space": 1,
            "helper": f"9{helper:017d}",
            "asker_space": 1,
            "asker": question["asker"],
            "asked_at": question["at"],
            "anchored_at": question["at"],
            "answer": f"{question['id']}{order}",
            "answered_at": question["at"] + (order + 1) * 60_000_000,
            "weight": 900,
            "confidence": 800,
            "reasons": '[["in-thread",1]]',
            "thanked_by": None,
            "messages": 1,
            "unprompted": dice.random() < 0.9,
        }
