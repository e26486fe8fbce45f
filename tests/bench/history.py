"""Years of a large community straight into a SQLite database, by the database itself.

Everything about a message is a function of its distance from the end, so that the last weeks of a short and
of a long history are the same.
"""

from __future__ import annotations

import re

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.times import DAY, zone_named
from storage.engine import writing
from storage.opening import open_store
from tests.bench.large_community import BIG, LAST, MEMBERS, SPACE

IN_A_WEEK = 20_000
END = LAST.bounds(zone_named("UTC"))[1]
_WEEK = 7 * DAY
_CHANNELS = 40
_HELPERS = 20_000
_QUESTION_EVERY = 7

# `ago`: how many messages before the end. Multiplied out, its bits serve as dice.
_SAID = """
WITH RECURSIVE said(ago) AS (SELECT :first UNION ALL SELECT ago - 1 FROM said WHERE ago > 1),
dice AS (
    SELECT ago, (ago * 2654435761) & 4294967295 AS one,
        (((ago * 40503) & 2147483647) * 2654435761) & 4294967295 AS two,
        :end - ago * :week / :in_a_week AS at, printf('1%017d', 1000000000 - ago) AS id,
        'c' || (ago / :question_every % :channels) AS channel
    FROM said
),
asked AS (
    SELECT *, printf('9%017d', two % :members) AS author FROM dice
)
"""
_MESSAGES = """
INSERT INTO message (community, space, channel, id, author_space, author, at, edited_at, question, signs,
    words, features)
SAID
SELECT 1, 1, channel, id, 1, author, at, 0, 0, 0, 9, 1 FROM asked
"""
_ACCOUNTS = """
INSERT INTO account (community, space, id, bot, present, external, version)
WITH RECURSIVE people(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM people WHERE n < :members - 1)
SELECT 1, 1, printf('9%017d', n), n % 5000 = 1, 1, 0, 0 FROM people
"""
_PLACES = """
INSERT INTO channel (community, space, id, name, kind, public, archived, version)
WITH RECURSIVE places(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM places WHERE n < :channels - 1)
SELECT 1, 1, 'c' || n, 'help-' || n, 'flat', 1, 0, 0 FROM places
"""
_QUESTIONS = """
INSERT INTO question (community, space, channel, id, asker_space, asker, at, anchored_at, state, thread)
SAID
SELECT 1, 1, channel, id, 1, author, at, at, 'open', 0 FROM asked WHERE ago % :question_every = 0
"""
# Nobody, one (three times of five) or two answer; few helpers give much.
_CREDITS = """
INSERT OR IGNORE INTO credit (community, space, channel, question, helper_space, helper, asker_space, asker,
    asked_at, anchored_at, answer, answered_at, weight, confidence, reasons, messages, unprompted)
SAID,
answers(nth) AS (VALUES (0), (1)),
given AS (
    SELECT *, ((((ago * 7919 + nth * 104729) & 2147483647) * 2654435761) & 4294967295)
        / 4294967296.0 AS luck
    FROM asked JOIN answers ON nth < min((one >> 7) % 5, 1) + ((one >> 7) % 5 = 4)
    WHERE ago % :question_every = 0
)
SELECT 1, 1, channel, id, 1, printf('9%017d', CAST(:helpers * luck * luck * luck AS INTEGER)), 1, author,
    at, at, id || nth, at + (nth + 1) * 60000000, 900, 800, '[["in-thread",1]]', 1, one % 10 > 0
FROM given
"""


async def fill(address: str, messages: int) -> None:
    """A community with so many messages, 20,000 of them a week, up to the end of `LAST`."""
    store = await open_store(address)
    try:
        await store.create(BIG, [SPACE])
        async with writing(store.engine) as connection:
            await _say(connection, messages)
    finally:
        await store.close()


async def _say(connection: AsyncConnection, messages: int) -> None:
    dice = {
        "first": messages,
        "end": END,
        "week": _WEEK,
        "in_a_week": IN_A_WEEK,
        "members": MEMBERS,
        "channels": _CHANNELS,
        "question_every": _QUESTION_EVERY,
        "helpers": _HELPERS,
    }
    for statement in (_ACCOUNTS, _PLACES, _MESSAGES, _QUESTIONS, _CREDITS):
        whole = statement.replace("SAID", _SAID)
        named = {name: value for name, value in dice.items() if re.search(rf":{name}\b", whole)}
        await connection.execute(text(whole), named)
