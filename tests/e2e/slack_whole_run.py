"""A whole run against a real Slack double: `python -m tests.e2e.slack_whole_run PATH_TO_LOCAL_SLACK`.

Get it with `npm install local-slack-linux-x64@0.1.8`; it is its `bin/local-slack`. As it listens
on all interfaces, everything here runs in a network namespace of its own (`unshare`): loopback only.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from adapters.clock import SystemClock
from bot import logs
from bot.domain.times import DAY, Micros, Week, micros, moment, zone_named
from bot.settings import Settings
from bot.wiring.running import TICK_SECONDS, run_forever
from tests.fakes.slack_front import Front

BEHIND, FRONT = 4000, 4001
API = f"http://localhost:{FRONT}"
WORKSPACE = {
    "workspace": {"name": "Kelpline", "domain": "kelpline", "teamId": "T01TEST"},
    "apps": [{"botUserId": "U0BOT", "botName": "foster"}],
    "users": [
        {"id": f"U{n}", "name": name, "real_name": name} for n, name in enumerate(("ada", "bo", "cy"), 1)
    ],
    "channels": [
        {"id": "C1", "name": "help", "members": ["U1", "U2", "U3", "U0BOT"]},
        {"id": "C2", "name": "news", "members": ["U1", "U0BOT"]},
    ],
}


Json = Any


class Later:
    """The system's clock, a while on once `shift` is set: how the run waits for a week."""

    shift = 0

    def now(self) -> Micros:
        return Micros(SystemClock().now() + self.shift)


async def post(path: str, **body: str) -> Json:
    async with ClientSession() as session, session.post(API + path, json=body) as answer:
        return await answer.json()


async def said(channel: str) -> str:
    async with ClientSession() as session, session.get(f"{API}/_control/messages/{channel}") as answer:
        return json.dumps(await answer.json(), ensure_ascii=False)


async def until(what: str, channel: str, true: Callable[[str], bool]) -> None:
    """Wait until a channel shows something."""
    async with asyncio.timeout(150):
        while not true(await said(channel)):  # noqa: ASYNC110 - the double tells nobody
            await asyncio.sleep(0.2)
    sys.stdout.write(f"good: {what}\n")


async def command(words: str, answer: str, user: str = "U1") -> None:
    await post("/_control/command", channel="C1", user=user, command="/foster", text=words)
    await until(f"/foster {words}", "C1", lambda shown: answer in shown)


async def persons(clock: Later) -> None:
    """What people do, and what they should see."""
    await command("help", "digest preview")
    for n in range(4):
        asker = ("U1", "U3")[n % 2]
        asked = await post("/_control/message", channel="C1", user=asker, text=f"How do I mend error {n}?")
        thread = asked["message"]["ts"]
        answer = "You need to change the setting and restart it."
        await post("/_control/message", channel="C1", user="U2", text=answer, thread_ts=thread)
        await post(
            "/_control/message", channel="C1", user=asker, text="thanks, that worked!", thread_ts=thread
        )
    await command("settings set slots 3", "for the admins", user="U2")
    await command("settings set help-channels <#C1>", "help-channels")
    await command("settings set digest-channel <#C2>", "digest-channel")
    await command("settings set minimum 1", "minimum")
    await command("staff none", "no staff here")
    await post("/_control/open-home", user="U2")
    await asyncio.sleep(TICK_SECONDS + 10)  # a plan is made before the slot: earlier slots get no post
    zone = zone_named("UTC")
    due = Week.of(clock.now(), zone).shift(1).bounds(zone)[0] + DAY + 12 * DAY // 24
    clock.shift = due - clock.now()
    await until(
        "the week's digest, posted once", "C2", lambda shown: "Thank you for" in shown and "bo" in shown
    )
    await asyncio.sleep(3)
    first = [message["text"].split("\n")[0] for message in json.loads(await said("C2"))["messages"]]
    assert sorted("Thank you for" in line for line in first) == [False, True], f"not once each: {first}"
    assert "Hello!" in first


async def main(program: str) -> int:
    logs.set_up("warning", "text", sys.stderr)
    clock = Later()
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.json"
        config.write_text(json.dumps(WORKSPACE), "utf-8")
        double = await asyncio.create_subprocess_exec(
            program, "--config", str(config), "--port", str(BEHIND), stdout=asyncio.subprocess.DEVNULL
        )
        front = await Front(BEHIND, FRONT).start()
        tokens = {"SLACK_BOT_TOKEN": "xoxb-test-token", "SLACK_APP_TOKEN": "xapp-test-token"}
        settings = Settings.model_validate(tokens | {"SLACK_API_URL": f"{API}/api/"})
        await asyncio.sleep(2)
        foster = asyncio.create_task(
            run_forever(settings, f"sqlite:///{folder}/foster.sqlite", clock, "whole-run")
        )
        try:
            await asyncio.sleep(3)
            await persons(clock)
        finally:
            foster.cancel()
            with suppress(asyncio.CancelledError):
                await foster
            double.terminate()
            await double.wait()
            await front.cleanup()
    sys.stdout.write(f"good: {moment(micros(moment(clock.now()))):%Y-%m-%d} reached\n")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("skipped: give the path of local-slack, see the top of this file")
    if os.environ.get("FOSTER_CONFINED") != "yes":
        unshare = shutil.which("unshare") or sys.exit(
            "skipped: there is no unshare to confine local-slack with"
        )
        inside = f'ip link set lo up && exec "{sys.executable}" -m tests.e2e.slack_whole_run "$0"'
        arguments = [unshare, "-rn", "sh", "-c", inside, sys.argv[1]]
        os.execve(unshare, arguments, {**os.environ, "FOSTER_CONFINED": "yes"})  # noqa: S606 - no shell's words
    sys.exit(asyncio.run(main(sys.argv[1])))
