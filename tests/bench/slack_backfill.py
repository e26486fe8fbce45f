"""How many calls Slack is asked for what was missed, against the fewest that its API allows.

Slack gives 200 messages of a channel at a time (more may be asked for; it advises against that), and the
replies of one thread at a time. A history page tells how many replies each message has and when the last
came, so a thread has to be asked for only where it went on. Of each method 50 calls a minute are free.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.markup.slack_rows import Conversation
from adapters.slack.backfill import LOOK_BACK, SlackBackfill
from adapters.slack.care import FIRST_LOOK
from adapters.slack.clients import asking
from adapters.slack.known import Known
from adapters.slack.workspace import Workspace
from adapters.synthetic.community import generate
from adapters.synthetic.slack import files
from bot.commands.catalogue import catalogue
from bot.core import Core
from bot.domain.facts import Features, Message
from bot.domain.refs import CommunityId, Platform, SpaceRef
from bot.domain.times import HOUR, MINUTE, SECOND, Micros
from bot.usecases.backfill import OVERLAP
from tests.bench.measure import Figure
from tests.fakes.memory_store import MemoryStore
from tests.fakes.slack_server import FakeSlack
from tests.fakes.slack_workspace import StillClock

SPACE = SpaceRef(Platform.SLACK, "T0KELPLINE")
PAGE = 200
GAPS = (
    ("a first look, eight weeks", FIRST_LOOK),
    ("away for a day", 24 * HOUR),
    ("away for a minute", MINUTE),
)
_WEEKS = 10

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """What reading all channels from one moment on took: calls by method, and the messages that came in."""

    calls: Counter[str]
    messages: int


def workspace(slack: FakeSlack, now: Micros) -> Workspace:
    """The adapter's parts, for reading only."""
    store = MemoryStore()
    known = Known(SPACE, own="UBOT")
    for row in slack.channels:
        known.learn_channel(Conversation(row["id"], row["name"]))
    return Workspace(
        CommunityId("kelpline"),
        known,
        lambda _: Features(),
        asking("xoxb-1", slack.url),
        Core(store, store, catalogue()),
        StillClock(now),
    )


def filled(slack: FakeSlack) -> Micros:
    """A community of three hundred, most of it in threads; the moment of its last message."""
    latest = 0.0
    for name, data in files(generate(3, weeks=_WEEKS, size=300)):
        rows: list[Row] = json.loads(data)
        if name == "channels.json":
            slack.channels += [{"id": row["name"], "name": row["name"]} for row in rows]
        elif "/" in name:
            slack.history[name.partition("/")[0]] += rows
            latest = max(latest, *(float(row["ts"]) for row in rows))
    return Micros(int(latest * SECOND) + SECOND)


async def read(slack: FakeSlack, at: Workspace, after: Micros) -> Read:
    """Every channel, as after a gap that began then."""
    slack.calls.clear()
    found = set()
    for channel in slack.channels:
        async for page in SlackBackfill(at).since(at.known.ref(channel["id"]), after):
            found |= {fact.ref for fact in page.facts if isinstance(fact, Message) and fact.at >= after}
    return Read(Counter(name for name, _ in slack.calls), len(found))


def fewest(slack: FakeSlack, after: Micros) -> int:
    """A page for every 200 messages looked at outside threads, and a call for each thread that went on."""
    return sum(_fewest(rows, after) for rows in slack.history.values())


def _fewest(rows: Sequence[Row], after: Micros) -> int:
    roots = [row for row in rows if row.get("thread_ts", row["ts"]) == row["ts"]]
    seen = [row for row in roots if _at(row["ts"]) >= after - LOOK_BACK]
    threads = sum(_at(row.get("latest_reply", "0")) >= after for row in seen)
    return max(-(-len(seen) // PAGE), 1) + threads


def _at(ts: str) -> int:
    return int(float(ts) * SECOND)


async def measured() -> list[Figure]:
    """Each gap in turn, over the same history."""
    figures = []
    async with FakeSlack(page=1_000) as slack:
        now = filled(slack)
        at = workspace(slack, now)
        for what, gap in GAPS:
            after = Micros(now - gap - OVERLAP)
            took = await read(slack, at, after)
            calls = took.calls.total()
            each = ", ".join(
                f"{number} {name.partition('.')[2]}" for name, number in sorted(took.calls.items())
            )
            minutes = max(took.calls.values()) / 50
            label = (
                f"backfill, {what}: {took.messages:,} messages, {took.messages / calls:.1f} a call "
                f"({each}; {minutes:.1f} min at Slack's pace)"
            )
            figures.append(Figure(label, calls, fewest(slack, after), "at least", most=1.5, unit="calls"))
    return figures


def run(_folder: Path) -> Iterator[Figure]:
    """Calls, no times: the same on every machine."""
    yield from asyncio.run(measured())


if __name__ == "__main__":
    for each in run(Path()):
        print(each)  # noqa: T201 - a bench
