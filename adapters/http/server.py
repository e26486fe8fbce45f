"""`/healthz`, `/readyz` and `/metrics` for whoever looks after the machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from adapters.http.metrics import Metrics

Ready = Callable[[], Awaitable[Mapping[str, str]]]
"""What is not ready, and why, in our own words; empty where all is well."""


Routes = Callable[[web.Application], None]
"""Adds a platform's addresses."""

LARGEST = 1 << 20
"""Bytes of a request's body; what is larger is refused before it is read."""


def application(metrics: Metrics, ready: Ready, *more: Routes) -> web.Application:
    """The three addresses, and what platforms add."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"live": True})

    async def readyz(_: web.Request) -> web.Response:
        problems = await ready()
        return web.json_response(
            {"ready": not problems, "problems": dict(problems)}, status=503 if problems else 200
        )

    async def measured(_: web.Request) -> web.Response:
        return web.Response(body=metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4"})

    app = web.Application(client_max_size=LARGEST)
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", measured)])
    for add in more:
        add(app)
    return app


@asynccontextmanager
async def serving(
    app: web.Application, host: str, port: int, *further: tuple[str, int]
) -> AsyncIterator[int]:
    """Listen until the block ends, at further addresses, too; the first port that was taken (0: any)."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        for each in ((host, port), *further):
            await web.TCPSite(runner, *each).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
