"""What a person does and sees before `local-slack`: typing, clicking, filling in forms, opening App Home."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Json = Any
PATIENCE = 150


class Screen:
    """One person's. `forms` are the modals that are open, `homes` everybody's App Home as text."""

    def __init__(self, api: str, session: ClientSession, line: ClientWebSocketResponse) -> None:
        self.api, self._session, self._line = api, session, line
        self.forms: list[Json] = []
        self.homes: dict[str, str] = {}

    async def look(self) -> None:
        """Follow what the server shows."""
        async for message in self._line:
            if message.type is not WSMsgType.TEXT:
                continue
            told = json.loads(message.data)
            if told["t"] == "view":
                self.forms = told.get("stack") or []
            if told["t"] == "home":
                self.homes[told["user"]] = json.dumps(told["view"], ensure_ascii=False)

    async def connected(self) -> None:
        """Wait until somebody answers commands: the server drops what nobody is there for."""
        async with asyncio.timeout(PATIENCE):
            while "digest preview" not in await self.said("C1"):
                await self.command("help")
                await asyncio.sleep(3)

    async def post(self, path: str, **body: Json) -> Json:
        async with self._session.post(self.api + path, json=body) as answer:
            return await answer.json()

    async def messages(self, channel: str) -> list[Json]:
        async with self._session.get(f"{self.api}/_control/messages/{channel}") as answer:
            found: list[Json] = (await answer.json())["messages"]
            return found

    async def said(self, channel: str) -> str:
        return json.dumps(await self.messages(channel), ensure_ascii=False)

    async def sees(self, what: str, channel: str, true: Callable[[str], bool]) -> None:
        """Wait until a channel shows something."""
        async with asyncio.timeout(PATIENCE):
            while not true(await self.said(channel)):  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0.2)
        sys.stdout.write(f"good: {what}\n")

    async def form(self, what: str, true: Callable[[str], bool]) -> None:
        """Wait until the form in front shows something."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (self.forms and true(json.dumps(self.forms[-1], ensure_ascii=False))):  # noqa: ASYNC110 - as above
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"not {what}: {self.forms}") from None
        sys.stdout.write(f"good: {what}\n")

    async def home(self, what: str, user: str, true: Callable[[str], bool]) -> None:
        """Open App Home, and wait until it shows something."""
        await self.post("/_control/open-home", user=user)
        async with asyncio.timeout(PATIENCE):
            while not true(self.homes.get(user, "")):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.1)
        sys.stdout.write(f"good: {what}\n")

    async def type(self, words: str, answer: str, user: str = "U1") -> None:
        """Type a command, and wait for its answer."""
        await self.command(words, user)
        await self.sees(f"/foster {words}", "C1", lambda shown: answer in shown)

    async def command(self, words: str, user: str = "U1") -> None:
        await self.post("/_control/command", channel="C1", user=user, command="/foster", text=words)

    async def click(self, channel: str, action: str, value: str, user: str = "U1") -> None:
        """Press the newest button with this action and value."""
        for message in reversed(await self.messages(channel)):
            for element in _elements(message.get("blocks") or []):
                if element.get("action_id", "").startswith(action) and element.get("value") == value:
                    given = {"channel": channel, "messageTs": message["ts"], "user": user, "action": element}
                    await self.post("/_control/interact", **given)
                    return
        raise AssertionError(f"no button {action} {value}")

    async def send(self, user: str, **filled: Mapping[str, Json]) -> None:
        """Send the form in front."""
        values = {name.replace("_", "-"): {"v": given} for name, given in filled.items()}
        if "help-channels" in values:
            values["help-channels"] = {"channels": values["help-channels"]["v"]}
        await self._line.send_json({"t": "view_submit", "user": user, "values": values})


def _elements(blocks: list[Json]) -> list[Json]:
    return [
        element for block in blocks for element in block.get("elements") or () if block["type"] == "actions"
    ]


@asynccontextmanager
async def screen(api: str) -> AsyncIterator[Screen]:
    """Open one, as a browser does."""
    async with ClientSession() as session, session.ws_connect(f"{api}/ui") as line:
        made = Screen(api, session, line)
        looking = asyncio.create_task(made.look())
        yield made
        looking.cancel()
