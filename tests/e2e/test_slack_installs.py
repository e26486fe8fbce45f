"""The running program lets a workspace in over its one port, seals its token, and forgets it when removed."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession, DummyCookieJar
from sqlalchemy import text

from adapters.clock import SystemClock
from bot.settings import Settings
from bot.vault import new_key
from bot.wiring.running import run_forever
from storage.engine import engine, reading
from tests.fakes.slack_stage import event, fake
from tests.fakes.slack_workspace import SECRET

GIVEN = {"access_token": "xoxb-canary", "team": {"id": "T2", "name": "Reef"}}
TEAM = {"team_id": "T2", "team": "Reef", "user_id": "UBOT2", "url": "https://reef.slack.com/"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def rows(database: str, table: str) -> list[tuple[object, ...]]:
    made = engine(database)
    async with reading(made) as connection:
        found = [tuple(row) for row in await connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608 - our own
    await made.dispose()
    return found


async def test_a_workspace_comes_and_goes(tmp_path: Path) -> None:
    database, port = f"sqlite:///{tmp_path / 'foster.db'}", free_port()
    async with fake() as slack, ClientSession(cookie_jar=DummyCookieJar()) as browser:
        slack.teams["xoxb-canary"] = TEAM
        slack.codes["code"] = GIVEN
        given = {"SLACK_CLIENT_ID": "id", "SLACK_CLIENT_SECRET": "secret", "SLACK_SIGNING_SECRET": SECRET}
        given |= {"SLACK_API_URL": slack.url, "SLACK_HOST": "127.0.0.1", "PORT": str(port)}
        given |= {"FOSTER_OPS_PORT": str(port), "FOSTER_SECRET_KEY": new_key(), "SLACK_BOT_TOKEN": ""}
        settings, url = Settings.model_validate(given), f"http://127.0.0.1:{port}"
        foster = asyncio.create_task(run_forever(settings, database, SystemClock(), "test"))
        try:
            async with asyncio.timeout(20):
                while await status(browser, f"{url}/readyz") != 200:  # noqa: ASYNC110 - seen from outside
                    await asyncio.sleep(0.05)
            async with browser.get(f"{url}/slack/install", allow_redirects=False) as answer:
                state = parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]
                cookie = {"Cookie": answer.headers["Set-Cookie"].split(";")[0]}
            back = f"{url}/slack/oauth_redirect?code=code&state={state}"
            assert await status(browser, back, cookie) == 200
            assert await event(browser, url, {"type": "app_home_opened", "tab": "messages"}, "T2") == 200
            (kept,) = await rows(database, "installation")
            assert "canary" not in json.dumps(kept)
            assert await event(browser, url, {"type": "brand_new"}, "T2") == 200
            async with browser.get(f"{url}/metrics") as answer:
                assert (
                    'foster_received_payloads_total{platform="slack",what="unknown"} 1.0'
                    in await answer.text()
                )
            slack.revoked.add("xoxb-canary")
            assert await event(browser, url, {"type": "app_uninstalled"}, "T2") == 200
            async with asyncio.timeout(20):
                while not await rows(database, "departure"):  # noqa: ASYNC110 - seen from outside
                    await asyncio.sleep(0.05)
            assert await rows(database, "installation") == []
        finally:
            foster.cancel()
            await asyncio.gather(foster, return_exceptions=True)
            for one in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().remove_signal_handler(one)


async def status(browser: ClientSession, url: str, headers: dict[str, str] | None = None) -> int:
    try:
        async with browser.get(url, headers=headers) as answer:
            return answer.status
    except OSError:
        return 0
