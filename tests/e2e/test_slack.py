"""`foster run` as a process against the fake Slack, over signed HTTP: canaries, connections, a clean stop."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession

from tests.fakes.slack_events import CHANNELS, USERS, edited, message, reaction
from tests.fakes.slack_server import FakeSlack
from tests.fakes.slack_workspace import row, signed

TEXT = "zebrafish-canary-sentence"
BOT, SECRET = "xoxb-9173-canary-bot-token", "canary9173signingsecret"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Running:
    """The process, and what Slack would send it."""

    port: int
    session: ClientSession

    async def event(self, event: Mapping[str, object], secret: str = SECRET) -> int:
        body = json.dumps({"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event": event})
        return await self.send(body, "application/json", secret)

    async def interact(self, payload: Mapping[str, object]) -> tuple[int, str]:
        """A click, a form, a shortcut."""
        body = urlencode({"payload": json.dumps(payload)})
        address = f"http://127.0.0.1:{self.port}/slack/events"
        headers = signed(body, FORM, secret=SECRET)
        async with self.session.post(address, data=body.encode(), headers=headers) as answer:
            return answer.status, await answer.text()

    async def send(self, body: str, kind: str, secret: str = SECRET) -> int:
        address = f"http://127.0.0.1:{self.port}/slack/events"
        headers = signed(body, kind, secret=secret)
        async with self.session.post(address, data=body.encode(), headers=headers) as answer:
            return answer.status


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def foster(slack: FakeSlack, folder: Path) -> AsyncIterator[Running]:
    """Running and listening; ended by SIGTERM, with exit code 0."""
    port = free_port()
    settings = {
        "SLACK_BOT_TOKEN": BOT,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.url,
        "PORT": str(port),
        "FOSTER_OPS_PORT": "0",
        "FOSTER_LOG_LEVEL": "debug",
        "DATABASE_URL": str(folder / "foster.db"),
    }
    command = [sys.executable, "-m", "tests.fakes.watched", str(folder / "connections"), "run"]
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=Path.cwd(), env={**os.environ, **settings}, stdout=log, stderr=log
        )
        try:
            async with ClientSession() as session:
                running = Running(port, session)
                await _listening(running, process, folder / "log")
                yield running
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            code = await asyncio.wait_for(process.wait(), 15)
    assert code == 0, _end_of(folder / "log")


async def _listening(running: Running, process: Process, log: Path) -> None:
    async with asyncio.timeout(90):
        while process.returncode is None:
            with suppress(ClientError):
                if await running.event({"type": "emoji_changed"}) == 200:
                    return
            await asyncio.sleep(0.05)
    raise AssertionError(_end_of(log))


def _end_of(log: Path) -> str:
    return log.read_text("utf-8")[-3000:]


def written(folder: Path) -> dict[str, bytes]:
    """Database, log and all that lies beside them."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def person(running: Running, slack: FakeSlack) -> None:
    """Opens Home, says by a message's menu who answered, sets up by the form: each gets its answer."""
    assert await running.event({"type": "app_home_opened", "user": "U1", "tab": "home"}) == 200
    await slack.until(lambda: slack.named("views.publish"), 10)
    assert "digest" in json.dumps(slack.named("views.publish"))
    root, reply = "1700002000.000100", "1700002060.000100"
    for said in (message(root, "U1", "How?"), message(reply, "U2", "So.", thread_ts=root)):
        assert await running.event(said) == 200
    here = {"team": {"id": "T1"}, "user": {"id": "U1"}, "channel": {"id": "C1"}}
    chosen = {"ts": reply, "user": "U2", "thread_ts": root}
    shortcut = {"type": "message_action", "callback_id": "foster.answer", "message": chosen}
    before = len(slack.responses)
    assert await running.interact(here | shortcut | {"response_url": slack.response_url}) == (200, "")
    await slack.until(lambda: len(slack.responses) > before, 10)
    opened = {"command": "/foster", "text": "setup", "team_id": "T1", "user_id": "U1", "channel_id": "C1"}
    assert await running.send(urlencode(opened | {"trigger_id": "form"}), FORM) == 200
    await slack.until(lambda: slack.named("views.open"), 10)
    values = {"help-channels": {"channels": {"selected_channels": ["C1"]}}}
    values |= {"digest-channel": {"v": {"selected_channel": "C2"}}}  # type: ignore[dict-item] # as Slack sends it
    view = slack.named("views.open")[0]["view"] | {"state": {"values": values}}
    status, text = await running.interact(here | {"type": "view_submission", "view": view})
    assert status == 200
    kept = json.loads(text)
    assert kept["response_action"] == "update"
    assert "input" not in {block["type"] for block in kept["view"]["blocks"]}


async def test_no_text_and_no_token_stays_and_nobody_else_is_called(tmp_path: Path) -> None:
    users, channels = [row(user) for user in USERS], [row(channel) for channel in CHANNELS]
    async with FakeSlack(users=users, channels=channels) as slack:
        async with foster(slack, tmp_path) as running:
            said = [message(f"1700000{n:03d}.000100", "U2", f"How? {TEXT} {n}") for n in range(40)]
            for event in (*said, edited(said[0], "1700000999.000200"), reaction(said[1]["ts"], TEXT)):
                assert await running.event(event) == 200
            assert await running.event(said[0], "wrong") == 401
            for number, words in enumerate(("help", f"nonsense {TEXT}", f"thank <@U1> for {TEXT}", "me")):
                given = {"command": "/foster", "text": words, "team_id": "T1", "user_id": "U2"}
                given |= {"channel_id": "C1", "trigger_id": f"t{number}", "response_url": slack.response_url}
                assert await running.send(urlencode(given), FORM) == 200
            await slack.until(lambda: len(slack.responses) >= 4, 10)
            await person(running, slack)
            held = written(tmp_path)
        left = written(tmp_path)
        with sqlite3.connect(tmp_path / "foster.db") as database:
            assert database.execute("SELECT count(*) FROM message").fetchone()[0] == len(said) + 2
            kept = dict(database.execute("SELECT key, value FROM setting").fetchall())
            assert {"help-channels", "digest-channel"} <= kept.keys()
            assert database.execute("SELECT count(*) FROM correction").fetchone()[0] == 1
    for canary in (TEXT, BOT, SECRET):
        for files in (held, left):
            assert [name for name, content in files.items() if canary.encode() in content] == []
    assert "foster.db-wal" in held
    lines = left["connections"].decode().splitlines()
    reached = {line for line in lines if not re.match(r"look-up|'|b'", line)}
    port = slack.url.split(":")[2].split("/")[0]
    assert reached == {f"('127.0.0.1', {port})"}
    assert {line for line in lines if line.startswith("look-up")} <= {"look-up '127.0.0.1'", "look-up None"}
