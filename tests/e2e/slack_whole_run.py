"""A whole run against a real Slack double: `python -m tests.e2e.slack_whole_run [PATH_TO_LOCAL_SLACK]`.

Without a path npm gets `local-slack-linux-x64@0.1.8`; where that cannot be, it says why and ends with 77. A
row of `make soak`. As local-slack listens on all interfaces, everything here runs in a network namespace of
its own (`unshare`): loopback only.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from adapters.clock import SystemClock
from bot.domain.times import DAY, Micros, Week, moment, zone_named
from bot.wiring.running import TICK_SECONDS
from tests.e2e.later_program import Later, shift
from tests.e2e.slack_screen import Screen, screen
from tests.fakes.slack_front import Front

PACKAGE = "local-slack-linux-x64@0.1.8"
SKIPPED = 77
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

SETTINGS = {
    "SLACK_BOT_TOKEN": "xoxb-test-token",
    "SLACK_APP_TOKEN": "xapp-test-token",
    "SLACK_API_URL": f"{API}/api/",
    "FOSTER_OPS_PORT": "0",
    "FOSTER_LOG_LEVEL": "warning",
}


async def helped(at: Screen) -> None:
    """Questions, answers in their threads, thanks."""
    for n in range(4):
        asker = ("U1", "U3")[n % 2]
        asked = await at.post("/_control/message", channel="C1", user=asker, text=f"How do I mend error {n}?")
        thread = asked["message"]["ts"]
        answer = "You need to change the setting and restart it."
        for user, text in (("U2", answer), (asker, "thanks, that worked!")):
            await at.post("/_control/message", channel="C1", user=user, text=text, thread_ts=thread)


async def set_up(at: Screen) -> None:
    """The form that `/foster setup` opens, filled in and sent."""
    await at.command("setup")
    await at.form("/foster setup opens a form", lambda shown: "help-channels" in shown)
    await at.send(
        "U1",
        help_channels={"type": "multi_channels_select", "selected_channels": ["C1"]},
        digest_channel={"type": "channels_select", "selected_channel": "C2"},
        digest_day={"type": "static_select", "selected_option": {"value": "tuesday"}},
        digest_time={"type": "timepicker", "selected_time": "12:00"},
        zone={"type": "plain_text_input", "value": "UTC"},
    )
    await at.form("the form turns into what was kept", lambda shown: '"input"' not in shown)


async def clicks(at: Screen) -> None:
    """A button below an answer; a form with the what-if inside, saved from there."""
    await at.type("help", "digest preview", user="U3")
    await at.click("C1", "foster.share", "help", user="U3")
    await at.sees("Share shows it to everybody", "C1", lambda shown: shown.count("digest preview") > 1)
    await at.command("settings")
    await at.form("/foster settings opens a form", lambda shown: "What would it mean?" in shown)
    slots = {"type": "static_select", "selected_option": {"value": "slots"}}
    await at.send("U1", key=slots, value={"type": "plain_text_input", "value": "3"})
    await at.form("the form says what it would mean", lambda shown: "slots" in shown and "actions" in shown)


async def persons(at: Screen, ahead: Path) -> None:
    """What people do, and what they should see."""
    await at.connected()
    await helped(at)
    await set_up(at)
    await clicks(at)
    await at.type("settings set slots 3", "for the admins", user="U2")
    await at.type("settings set minimum 1", "minimum")
    await at.type("staff none", "no staff here")
    await at.home("an admin's App Home leads to the next digest", "U1", lambda shown: "digest" in shown)
    await at.home("a member's App Home has the switch", "U2", lambda shown: "optout" in shown)
    await asyncio.sleep(TICK_SECONDS + 10)  # a plan is made before the slot: earlier slots get no post
    clock, zone = Later(ahead), zone_named("UTC")
    due = Week.of(clock.now(), zone).shift(1).bounds(zone)[0] + DAY + 12 * DAY // 24
    shift(ahead, due - SystemClock().now())
    await at.sees("the week's digest", "C2", lambda shown: "Thank you for" in shown and "bo" in shown)
    await asyncio.sleep(3)
    first = [str(message["text"]).split("\n")[0] for message in await at.messages("C2")]
    assert sorted("Thank you for" in line for line in first) == [False, True], f"not once each: {first}"
    assert "Hello!" in first
    await at.home(
        "the thanked one's App Home says why", "U2", lambda shown: "bo" in shown or "error" in shown
    )


async def foster(folder: Path) -> Process:
    """`foster run`, a process of its own, with a clock that can be put forward."""
    given = SETTINGS | {"DATABASE_URL": f"sqlite:///{folder}/foster.sqlite"}
    words = ("-m", "tests.e2e.later_program", str(folder / "ahead"), "run")
    return await asyncio.create_subprocess_exec(sys.executable, *words, env={**os.environ, **given})


async def main(program: str) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shift(folder / "ahead", 0)
        (folder / "config.json").write_text(json.dumps(WORKSPACE), "utf-8")
        options = ("--config", str(folder / "config.json"), "--port", str(BEHIND))
        double = await asyncio.create_subprocess_exec(program, *options, stdout=asyncio.subprocess.DEVNULL)
        front = await Front(BEHIND, FRONT).start()
        await asyncio.sleep(2)
        process = await foster(folder)
        try:
            async with screen(API) as at:
                await persons(at, folder / "ahead")
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 10) == 0, "no clean stop within ten seconds"
            reached = moment(Micros(Later(folder / "ahead").now()))
        finally:
            for one in (process, double):
                if one.returncode is None:
                    one.terminate()
                    await one.wait()
            await front.cleanup()
    sys.stdout.write(f"good: a clean stop; {reached:%Y-%m-%d} reached\n")
    return 0


def skipped(why: str) -> NoReturn:
    sys.stdout.write(f"skipped: {why}\n")
    sys.exit(SKIPPED)


def fetched(folder: Path) -> str:
    """The server's path, from npm."""
    npm = shutil.which("npm") or skipped("there is no npm to get the local server with")
    words = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), PACKAGE]
    got = subprocess.run(words, capture_output=True, check=False)  # noqa: S603 - our own
    found = folder / "node_modules" / PACKAGE.partition("@")[0] / "bin" / "local-slack"
    return str(found) if found.is_file() else skipped(f"npm does not get {PACKAGE} ({got.returncode})")


def confined(given: Sequence[str]) -> int:
    """The same again, in a namespace that has loopback alone."""
    unshare = shutil.which("unshare") or skipped("there is no unshare to confine local-slack with")
    if subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode:  # noqa: S603 - our own
        skipped("nothing may be confined here (unshare -rn)")
    inside = f'ip link set lo up && exec "{sys.executable}" -m tests.e2e.slack_whole_run "$0"'
    with tempfile.TemporaryDirectory() as folder:
        words = [unshare, "-rn", "sh", "-c", inside, given[0] if given else fetched(Path(folder))]
        return subprocess.run(words, check=False, env={**os.environ, "FOSTER_CONFINED": "yes"}).returncode  # noqa: S603 - our own


if __name__ == "__main__":
    if os.environ.get("FOSTER_CONFINED") == "yes":
        sys.exit(asyncio.run(main(sys.argv[1])))
    sys.exit(confined(sys.argv[1:]))
