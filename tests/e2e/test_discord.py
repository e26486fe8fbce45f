"""`foster run` as a process of its own against the fake Discord, used as people would."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.synthetic.community import generate
from adapters.synthetic.discord import GUILD, channel_ids
from tests.fakes.discord_gateway import events, guild
from tests.fakes.discord_server import OWN, TOKEN, FakeDiscord

WORLD = generate(11, weeks=1, size=10)
EVENTS = [event for event in events(WORLD) if event[0] != "GUILD_CREATE"]
CANARY = "zebrafish-canary-sentence"
ADMIN = 1 << 5


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as server:
        server.gateway.guilds[GUILD["id"]] = guild(WORLD)
        yield server
        assert server.problems == []


@asynccontextmanager
async def foster(discord: FakeDiscord, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Running and connected; ended by SIGTERM, with exit code 0."""
    settings = {
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": discord.address,
        "DATABASE_URL": str(folder / "foster.db"),
        "FOSTER_OPS_PORT": "0",
        "FOSTER_LOG_LEVEL": "debug",
    }
    known = len(discord.gateway.identified)
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.fakes.watched", str(folder / "connections"), "run"),
            cwd=Path.cwd(),
            env={**os.environ, **settings},
            stderr=log,
            stdout=log,
        )
        try:
            await discord.until(
                lambda: len(discord.gateway.identified) > known and discord.gateway.connected(), 30
            )
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            code = await asyncio.wait_for(process.wait(), 15)
    assert code == 0, (folder / "log").read_text("utf-8")[-3000:]


def used(number: int, kind: int, data: dict[str, Any], permissions: int = 0) -> dict[str, Any]:
    member = {"user": {"id": "4242", "username": "cm"}, "permissions": str(permissions), "roles": []}
    head = {"id": str(number), "token": f"t{number}", "application_id": OWN, "type": kind}
    return {**head, "guild_id": GUILD["id"], "member": member, "data": data}


async def said(discord: FakeDiscord, payload: dict[str, Any]) -> str:
    """The answer, which a busy machine announces first."""
    known = len(discord.follow_ups)
    first = await discord.interact(payload)
    if first["type"] == 5:
        await discord.until(lambda: len(discord.follow_ups) > known, 20)
    return f"{first} {discord.follow_ups[known:]}"


async def messages_stored(database: Path, wanted: int) -> int:
    found = -1
    for _ in range(300):
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            found = connection.execute("SELECT count(*) FROM message").fetchone()[0]
        if found >= wanted:
            break
        await asyncio.sleep(0.05)
    return found


def written(folder: Path) -> dict[str, bytes]:
    """Database, log and all that lies beside them."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_a_server_is_served_across_a_restart(discord: FakeDiscord, tmp_path: Path) -> None:
    """Join, listen, set up, answer; stop; start again: registered once, nothing lost, no text anywhere."""
    messages = [p for e, p in EVENTS if e == "MESSAGE_CREATE"]
    people = [p for p in messages if not p["author"]["bot"]]
    messages[0]["content"] += f" {CANARY}"
    async with foster(discord, tmp_path):
        await discord.until(lambda: discord.commands, 15)
        for event, payload in EVENTS:
            await discord.gateway.emit(event, payload)
        assert await messages_stored(tmp_path / "foster.db", len(people)) == len(people)
        setup = {"name": "foster-admin", "options": [{"type": 1, "name": "setup", "options": []}]}
        form = await discord.interact(used(1, 2, setup, ADMIN))
        pick = form["data"]["components"][0]["components"][0]["custom_id"]
        choice = {"component_type": 8, "custom_id": pick, "values": [channel_ids(WORLD)["help"]]}
        assert "help" in await said(discord, used(2, 3, choice, ADMIN))
        said_after = ("Permissions", "Everything is read", "Nothing was posted")  # checked, read, previewed
        await discord.until(lambda: all(part in str(discord.follow_ups) for part in said_after), 20)
        assert all(body.get("flags", 64) == 64 for body in discord.follow_ups)
    async with foster(discord, tmp_path):
        shown = {"type": 2, "name": "settings", "options": [{"type": 1, "name": "show", "options": []}]}
        help_ = {"name": "foster", "options": [{"type": 1, "name": "help", "options": []}]}
        assert "foster" in await said(discord, used(3, 2, help_))
        denied = await discord.interact(used(4, 2, {"name": "foster", "options": [shown]}))
        assert denied["data"]["flags"] == 64
        days = form["data"]["components"][2]["components"][0]  # of the message from before the restart
        friday = {"component_type": 3, "custom_id": days["custom_id"], "values": ["friday"]}
        assert "friday" in await said(discord, used(5, 3, friday, ADMIN))
        thanks = {"type": 1, "name": "thank", "options": [{"type": 3, "name": "for", "value": CANARY}]}
        assert await said(discord, used(6, 2, {"name": "foster", "options": [thanks]}))
        forged = {"component_type": 2, "custom_id": f"foster:run:0:{CANARY}"}
        assert await said(discord, used(7, 3, forged))
        held = written(tmp_path)
    assert [m for m, p in discord.requests if p.endswith("/commands")].count("PUT") == 1
    for canary in (CANARY, TOKEN):
        for files in (held, written(tmp_path)):
            assert [name for name, content in files.items() if canary.encode() in content] == []
    assert "foster.db-wal" in held
    lines = (tmp_path / "connections").read_text("utf-8").splitlines()
    port = discord.address.split(":")[2].split("/")[0]
    assert {line for line in lines if not line.startswith("look-up")} == {f"('127.0.0.1', {port})"}
    assert {line for line in lines if line.startswith("look-up")} <= {"look-up '127.0.0.1'", "look-up None"}
