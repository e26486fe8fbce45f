"""Load as Slack makes it: events at set instants, whatever the answers take, signed or over a socket.

Latency is counted from the instant an event was due, so that a server that stalls is charged for all of it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, TCPConnector

from tests.fakes.slack_server import FakeSlack
from tests.fakes.slack_workspace import signed

TEXTS = (
    "How do I set the retry limit? It fails with a timeout every time.",
    "You need to raise `retries` in the settings and restart it.",
    "thanks, that worked!",
)
PEOPLE, CHANNELS = 400, 20
_START = 1_790_000_000

Send = Callable[[int], Awaitable[bool]]
"""Send the event with this number; whether it was acknowledged."""


def event(number: int) -> dict[str, Any]:
    """One message of many conversations: a question, its answer, thanks."""
    turn, conversation = number % 3, number // 3
    root = f"{_START + conversation}.000100"
    said: dict[str, Any] = {
        "type": "message",
        "channel": f"C{conversation % CHANNELS}",
        "channel_type": "channel",
        "user": f"U{(conversation * 7 + turn % 2 * 3) % PEOPLE}",
        "text": TEXTS[turn],
        "ts": f"{_START + conversation}.{turn + 1:04d}00",
    }
    if turn:
        said["thread_ts"] = root
    return {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{number}", "event": said}


def workspace() -> FakeSlack:
    """A workspace with the people and channels of the load."""
    users: list[dict[str, Any]] = [
        {"id": f"U{n}", "team_id": "T1", "name": f"user{n}"} for n in range(PEOPLE)
    ]
    channels: list[dict[str, Any]] = [
        {"id": f"C{n}", "name": f"help-{n}", "is_member": True} for n in range(CHANNELS)
    ]
    return FakeSlack(users=users, channels=channels, page=1_000)


@dataclass(slots=True)
class Result:
    """Latencies in seconds, in order; what was never acknowledged is `lost`."""

    times: list[float] = field(default_factory=list)
    lost: int = 0

    def at(self, share: float) -> float:
        """The latency that this share stays under."""
        return self.times[min(int(len(self.times) * share), len(self.times) - 1)] if self.times else 99.0


@dataclass(slots=True)
class Http:
    """Signed requests over a few kept connections."""

    session: ClientSession
    url: str

    async def __call__(self, number: int) -> bool:
        """Send one event."""
        return await self.send(json.dumps(event(number)), "application/json")

    async def command(self, number: int, answers: str) -> bool:
        """Type `/foster me`."""
        given = {"command": "/foster", "text": "me", "team_id": "T1", "user_id": f"U{number % PEOPLE}"}
        given |= {"channel_id": "C1", "response_url": answers, "trigger_id": f"t{number}"}
        return await self.send(urlencode(given), "application/x-www-form-urlencoded")

    async def send(self, body: str, kind: str) -> bool:
        """Send one request."""
        try:
            async with self.session.post(self.url, data=body, headers=signed(body, kind)) as answer:
                await answer.read()
                return answer.status == 200
        except ClientError:
            return False


@dataclass(slots=True)
class Socket:
    """Envelopes over the connection that the program opened."""

    slack: FakeSlack

    async def __call__(self, number: int) -> bool:
        """Send one event."""
        return await self.send(f"e{number}", "events_api", event(number))

    async def send(self, envelope: str, kind: str, payload: dict[str, Any]) -> bool:
        """Send one envelope and wait for its acknowledgement."""
        done = self.slack.waiting[envelope] = asyncio.get_running_loop().create_future()
        sent = {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True}
        try:
            await self.slack.sockets[-1].send_json(sent)
            async with asyncio.timeout(20):
                await done
        except (TimeoutError, ConnectionError, IndexError):  # too slow, or the program is connecting anew
            return False
        return True


async def load(send: Send, rate: float, seconds: float, numbers: Iterator[int]) -> Result:
    """So many events a second for so long."""
    result, begin = Result(), time.perf_counter()
    running: set[asyncio.Task[None]] = set()

    async def one(due: float, number: int) -> None:
        good = await send(number)
        result.times.append(time.perf_counter() - due)
        result.lost += not good

    for n in range(int(rate * seconds)):
        due = begin + n / rate
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        task = asyncio.create_task(one(due, next(numbers)))
        running.add(task)
        task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    result.times.sort()
    return result


def client() -> ClientSession:
    """As many connections as Slack might use."""
    return ClientSession(connector=TCPConnector(limit=100))
