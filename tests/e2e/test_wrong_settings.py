"""`foster run` as a process of its own, whose settings its platforms refuse."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.fakes.discord_server import TOKEN, FakeDiscord
from tests.fakes.foster import ROOT
from tests.fakes.slack_server import FakeSlack
from tests.fakes.slack_stage import fake
from tests.fakes.slack_workspace import SECRET

NOWHERE = "http://127.0.0.1:9"
HTTP = {"SLACK_SIGNING_SECRET": SECRET, "PORT": "0"}


async def begun(folder: Path, settings: Mapping[str, str]) -> asyncio.subprocess.Process:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    at = {"PYTHONPATH": str(ROOT), "DATABASE_URL": str(folder / "foster.db"), "FOSTER_LOG_LEVEL": "info"}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env={**kept, **at, "FOSTER_OPS_PORT": "0", **settings},
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    """The exit code, and the last line that it left."""
    try:
        async with asyncio.timeout(60):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert out == b""
    assert b"Traceback" not in err
    return process.returncode, err.decode().splitlines()[-1]


async def said(process: asyncio.subprocess.Process, word: str, times: int = 1) -> str:
    """The log until a word was in so many lines."""
    assert process.stderr is not None
    lines: list[str] = []
    async with asyncio.timeout(60):
        while sum(word in line for line in lines) < times:
            line = (await process.stderr.readline()).decode()
            assert line, "".join(lines)
            lines.append(line)
    return "".join(lines)


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1", "PORT": "0"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_BOT_TOKEN": "xoxb-bad", **HTTP}, "SLACK_BOT_TOKEN"),
        ({"DISCORD_TOKEN": "bad"}, "DISCORD_TOKEN"),
        ({"DISCORD_TOKEN": TOKEN, "DISCORD_SHARD_IDS": "0,1"}, "DISCORD_SHARD_COUNT"),
        ({"SLACK_BOT_TOKEN": "xoxb-bad", **HTTP, "DISCORD_TOKEN": "bad"}, "_TOKEN"),
    ],
)
async def test_a_setting_that_every_platform_refuses_ends_it_with_2(
    tmp_path: Path, settings: dict[str, str], name: str
) -> None:
    async with FakeSlack(revoked={"xoxb-bad"}) as slack, FakeDiscord() as discord:
        at = {"SLACK_API_URL": slack.url, "DISCORD_API_URL": discord.address}
        code, line = await ended(await begun(tmp_path, settings | at))
    assert code == 2
    assert name in line
    assert "bad" not in line


async def test_intents_that_are_off_end_it_with_2(tmp_path: Path) -> None:
    """A setting, too, though at Discord; starting again does not help before somebody switches them on."""
    async with FakeDiscord() as discord:
        discord.gateway.refuse = 4014
        at = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": discord.address}
        code, line = await ended(await begun(tmp_path, at))
    assert code == 2
    assert "Message Content Intent" in line


async def test_a_dead_network_is_no_wrong_setting(tmp_path: Path) -> None:
    """Both are tried again, and a stop is a stop."""
    settings = {"SLACK_BOT_TOKEN": "xoxb-1", **HTTP, "SLACK_API_URL": f"{NOWHERE}/api/"}
    settings |= {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": f"{NOWHERE}/api"}
    process = await begun(tmp_path, settings)
    assert "Slack does not answer" in await said(process, "Slack does not answer", times=2)
    process.send_signal(signal.SIGTERM)
    assert (await ended(process))[0] == 0


async def test_a_platform_that_works_goes_on_without_the_refused_one(tmp_path: Path) -> None:
    async with fake() as slack, FakeDiscord() as discord, ClientSession() as session:
        settings = {"SLACK_BOT_TOKEN": "xoxb-1", **HTTP, "SLACK_API_URL": slack.url}
        settings |= {"DISCORD_TOKEN": "bad", "DISCORD_API_URL": discord.address}
        process = await begun(tmp_path, settings)
        log = await said(process, "Discord does not take DISCORD_TOKEN", times=2)
        port = log.partition("(port=")[2].partition(" ")[0]
        async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
            problems = (await answer.json())["problems"]
            assert answer.status == 503
        assert problems.keys() == {"discord"}
        assert "DISCORD_TOKEN" in problems["discord"]
        process.send_signal(signal.SIGTERM)
        assert (await ended(process))[0] == 0
