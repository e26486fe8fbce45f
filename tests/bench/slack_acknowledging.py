"""How fast Slack hears that an event is kept, over HTTP and Socket Mode, against a bare Bolt app that echoes.

`python -m tests.bench.slack_acknowledging [SECONDS] [http|socket] [rates]`: each load lasts so many seconds
(60 is the bar's burst, and two looks at what is due); `rates`: only the highest rate is looked for. The
program runs in a process of its own, as `foster run` does: signatures, storing and crediting included. Beside
latencies it tells the processor time of each event. `make bench` runs a short form;
`tests.bench.slack_memory` tells what very many events leave behind.
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.clock import SystemClock
from bot.settings import Settings
from bot.wiring.running import run_forever
from tests.bench.measure import Figure
from tests.bench.slack_load import PEOPLE, Http, Result, Send, Socket, client, load, workspace
from tests.fakes.slack_server import FakeSlack
from tests.fakes.slack_workspace import SECRET

STEADY = 30_000 / 3_600
BURST = STEADY * 10
STEPS = (
    200,
    400,
    600,
    800,
    1_000,
    1_200,
    1_400,
    1_700,
    2_000,
    2_400,
    2_900,
    3_500,
    4_200,
    5_000,
    6_000,
    7_200,
    8_600,
)
MODES = ("http", "socket")
TICK = 1 / os.sysconf("SC_CLK_TCK")
"""Seconds of processor time are counted in these."""
ALLOWED = 1.0
"""Seconds within which 99 in 100 are acknowledged and answered."""


@dataclass(frozen=True, slots=True)
class Side:
    """One program under load."""

    name: str
    slack: FakeSlack
    send: Send
    http: Http
    process: BaseProcess

    def processor(self) -> float:
        """Seconds of processor time that it took so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK

    def memory(self) -> float:
        """What it holds now, in MiB."""
        text = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        return int(text.partition("VmRSS:")[2].split()[0]) / 1_024


def foster(api: str, port: int, folder: str, app_token: str) -> None:
    """The program itself, in this process, until it is ended."""
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": app_token, "SLACK_SIGNING_SECRET": SECRET}
    given |= {"SLACK_API_URL": api, "SLACK_HOST": "127.0.0.1", "PORT": str(port), "FOSTER_OPS_PORT": "0"}
    settings = Settings.model_validate(given)
    asyncio.run(run_forever(settings, f"sqlite:///{folder}/bench.sqlite", SystemClock(), "bench"))


def bolt(api: str, port: int, _folder: str, app_token: str) -> None:
    """A bare Bolt app that says yes to every message, in this process, until it is ended."""
    asyncio.run(_bolt(api, port, app_token))


async def _bolt(api: str, port: int, app_token: str) -> None:
    app = AsyncApp(client=AsyncWebClient(token="xoxb-1", base_url=api), signing_secret=SECRET)  # noqa: S106 - of a fake

    @app.event("message")
    async def echo() -> None:
        """Nothing: Bolt acknowledges."""

    if app_token:
        await AsyncSocketModeHandler(app, app_token).connect_async()  # type: ignore[no-untyped-call] # Bolt's

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", handle)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


@asynccontextmanager
async def side(name: str, *, socket_mode: bool) -> AsyncIterator[Side]:
    """A program of its own over a fake Slack in this process, ready for load."""
    with tempfile.TemporaryDirectory() as folder:
        async with workspace() as slack, client() as session:
            port = _free_port()
            arguments = (slack.url, port, folder, "xapp-1" if socket_mode else "")
            work = foster if name == "Foster" else bolt
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program itself does
            process = multiprocessing.get_context("spawn").Process(target=work, args=arguments, daemon=True)
            process.start()
            http = Http(session, f"http://127.0.0.1:{port}/slack/events")
            try:
                await slack.until(lambda: slack.sockets or not socket_mode, 60)
                send: Send = Socket(slack) if socket_mode else http
                await _warm(send)
                yield Side(f"{name}, {'Socket Mode' if socket_mode else 'HTTP'}", slack, send, http, process)
            finally:
                process.terminate()
                process.join(20)


async def _warm(send: Send) -> None:
    """Until it answers; then a few more, so that nothing is met for the first time later."""
    good = 0
    for number in range(500):
        if await send(-1 - number):
            good += 1
        else:
            await asyncio.sleep(0.2)
        if good == 100:
            return


async def commands(one: Side, seconds: float, numbers: Iterator[int]) -> Result:
    """Type a command twice a second, and wait for each answer."""
    result, end = Result(), time.perf_counter() + seconds
    for number in numbers:
        if time.perf_counter() >= end:
            break
        seen, begin = len(one.slack.responses), time.perf_counter()
        if isinstance(one.send, Socket):
            given = {"command": "/foster", "text": "me", "team_id": "T1", "user_id": f"U{number % PEOPLE}"}
            given |= {"channel_id": "C1", "response_url": one.slack.response_url}
            await one.send.send(f"c{number}", "slash_commands", given)
        else:
            await one.http.command(number, one.slack.response_url)
        await one.slack.until(lambda seen=seen: len(one.slack.responses) > seen, 20)  # type: ignore[misc] # bound now
        result.times.append(time.perf_counter() - begin)
        await asyncio.sleep(0.5)
    result.times.sort()
    return result


@dataclass(frozen=True, slots=True)
class Highest:
    """The highest rate that held, and how busy both processes were at the lowest that did not."""

    rate: float = 0.0
    broken: float = 0.0
    ours: float = 0.0
    sender: float = 0.0

    def __str__(self) -> str:
        if not self.broken:
            return f"{self.rate:,.0f}, no more were tried"
        busy = f"it took {self.ours:.0%} of a core, who sent {self.sender:.0%}"
        return f"{self.rate:,.0f}; at {self.broken:,.0f} {busy}"


async def highest(one: Side, seconds: float, numbers: Iterator[int]) -> Highest:
    """The highest rate of the steps at which 99 in 100 are still acknowledged in time.

    Found in short steps up, then held for so many `seconds`; where it does not hold, step by step down.
    """
    top = Highest()
    for rate in STEPS:
        top = await _tried(one, rate, min(seconds / 2, 5), numbers, top)
        if top.broken:
            break
    while top.rate:
        held = await _tried(one, top.rate, seconds, numbers, top)
        if held.broken == top.broken:
            return top
        lower = [rate for rate in STEPS if rate < top.rate]
        top = Highest(max(lower, default=0), held.broken, held.ours, held.sender)
    return top


async def _tried(one: Side, rate: float, seconds: float, numbers: Iterator[int], before: Highest) -> Highest:
    shares = asyncio.create_task(_busy(one, seconds))
    found = await load(one.send, rate, seconds, numbers)
    ours, sender = await shares
    if found.lost or found.at(0.99) >= ALLOWED:
        return Highest(before.rate, rate, ours, sender)
    return Highest(rate, before.broken, before.ours, before.sender)


async def _busy(one: Side, seconds: float) -> tuple[float, float]:
    """The processor time that both take while events are sent, as shares of a core."""
    begin, ours, sender = time.perf_counter(), one.processor(), time.process_time()
    await asyncio.sleep(seconds)
    took = time.perf_counter() - begin
    return (one.processor() - ours) / took, (time.process_time() - sender) / took


async def measured(seconds: float, *, socket_mode: bool, only_rates: bool = False) -> list[Figure]:
    """Both programs in turn under the same load; the bare one first."""
    figures: list[Figure] = []
    bare: dict[float, tuple[Result, float]] = {}
    rates: dict[str, Highest] = {}
    for name in ("Bolt", "Foster"):
        async with side(name, socket_mode=socket_mode) as one:
            numbers, typed = itertools.count(), itertools.count()
            for what, rate in (
                () if only_rates else (("30,000 events/h", STEADY), ("ten times as many", BURST))
            ):
                asked = asyncio.create_task(commands(one, seconds, typed)) if name == "Foster" else None
                before = one.processor()
                found = await load(one.send, rate, seconds, numbers)
                spent = max(one.processor() - before, TICK) / max(len(found.times), 1)
                if asked is None:
                    bare[rate] = found, spent
                    continue
                label = f"{one.name}, {what}, {found.lost} lost"
                figures += _compared(label, found, bare[rate][0])
                figures.append(
                    Figure(
                        f"{label}: processor time of an event, commands included",
                        spent,
                        bare[rate][1],
                        "bare Bolt",
                    )
                )
                answers = await asked
                figures.append(
                    Figure(f"{label}: a command's answer, p99", answers.at(0.99), ALLOWED, "allowed")
                )
            rates[name] = await highest(one, seconds, numbers)
    told = "; ".join(f"{name} {rate}" for name, rate in rates.items())
    label = (
        f"{'Socket Mode' if socket_mode else 'HTTP'}: events a second with p99 < 1 s ({told}), 1,000 of them"
    )
    ours, bare_rate = (1_000 / max(rates[name].rate, 1) for name in ("Foster", "Bolt"))
    figures.append(Figure(label, ours, bare_rate, "bare Bolt"))
    return figures


def _compared(label: str, ours: Result, bare: Result) -> Iterator[Figure]:
    yield Figure(f"{label}: p50", ours.at(0.5), bare.at(0.5), "bare Bolt")
    yield Figure(f"{label}: p99", ours.at(0.99), bare.at(0.99), "bare Bolt")
    yield Figure(f"{label}: p99", ours.at(0.99), ALLOWED, "allowed", most=1)


def run(
    _folder: Path, seconds: float = 6.0, modes: Sequence[str] = MODES, *, only_rates: bool = False
) -> Iterator[Figure]:
    """HTTP, then Socket Mode."""
    for mode in modes:
        yield from asyncio.run(measured(seconds, socket_mode=mode == "socket", only_rates=only_rates))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    chosen = [given for given in sys.argv[1:] if given in MODES] or MODES
    lasting = next((float(given) for given in sys.argv[1:] if given.isdecimal()), 6.0)
    for each in run(Path(), lasting, chosen, only_rates="rates" in sys.argv):
        sys.stdout.write(f"{each}\n")
        sys.stdout.flush()
