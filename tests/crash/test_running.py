from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from aiohttp import ClientSession

from storage.opening import open_store
from tests.fakes.soup import SOUP
from tests.gates.tree import ROOT


async def begin(database: str) -> Process:
    words = ("-m", "tests.crash.running", database)
    return await asyncio.create_subprocess_exec(sys.executable, *words, cwd=ROOT, stdout=PIPE, stderr=PIPE)


async def test_a_running_foster_serves_stops_cleanly_and_keeps_others_out(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'foster.db'}"
    process = await begin(database)
    assert process.stdout is not None
    assert process.stderr is not None
    logged = [json.loads(await process.stderr.readline())]
    while "port" not in logged[-1]:
        logged.append(json.loads(await process.stderr.readline()))
    for _ in range(5):
        await process.stdout.readline()
    async with ClientSession() as client:
        for path, status in (("/healthz", 200), ("/readyz", 200), ("/metrics", 200)):
            async with client.get(f"http://127.0.0.1:{logged[-1]['port']}{path}") as answer:
                assert answer.status == status
    second = await begin(database)
    _, said = await second.communicate()
    assert second.returncode == 1
    assert b"already runs" in said
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    out, err = await process.communicate()
    assert process.returncode == 0
    assert time.monotonic() - asked < 10
    assert all(json.loads(line)["level"] == "info" for line in err.splitlines())
    acknowledged = [int(line) for line in out.split()]
    store = await open_store(database)
    async with store.reading(SOUP.id) as unit:
        assert sum(one.messages for one in await unit.facts.activity()) >= max(acknowledged, default=5)
    await store.close()
