"""While an admin sets Foster up: what is missing, how far reading is, and a first preview for them alone."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from adapters.discord.api import LaterError, LostError, NoError
from adapters.discord.buttons import Json
from adapters.discord.line import LASTS, Line
from adapters.discord.render import MENTIONS, draw, with_pictures
from adapters.discord.speech import Speech
from adapters.discord.tenants import Tenant
from bot.commands.spec import Caller, Invocation, Reply, Surface
from bot.core import Core
from bot.domain.times import SECOND
from bot.ports import Clock
from bot.usecases.backfill import Told
from bot.usecases.credit import credit
from bot.views.card import Chart
from bot.views.texts import Texts

log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two looks at how far it is."""

Examine = Callable[[str, Tenant, Texts], Awaitable[Reply]]
Changed = Callable[[str, Tenant, Told], Awaitable[bool]]


@dataclass(slots=True)
class _Far:
    """How far reading is: what the last call said. `all` is -1 until its turn comes."""

    done: int = 0
    all: int = -1
    everything: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def whole(self) -> bool:
        """Whether everything is read."""
        return self.done == self.all

    def __call__(self, done: int, all_: int) -> None:
        self.done, self.all = done, all_
        if self.whole:
            self.everything.set()

    async def news(self, within: float) -> None:
        """Return as soon as everything is read, or after so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self.everything.wait()


@dataclass(slots=True)
class Starting:
    """`examine` looks at permissions and intents; `changed` does what a choice means."""

    core: Core
    speech: Speech
    paint: Callable[[Chart], bytes]
    clock: Clock
    examine: Examine
    changed: Changed
    every: float = EVERY
    _following: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def check(self, line: Line, guild: str, tenant: Tenant, t: Texts, *, only_bad: bool) -> None:
        """Say what keeps Foster from working, or (not `only_bad`) that nothing does."""
        found = await self.examine(guild, tenant, t)
        if found.failed or not only_bad:
            await line.add(draw(found.card, speech=self.speech)[0].payload)

    async def chosen(self, line: Line, guild: str, tenant: Tenant, caller: Caller, t: Texts) -> None:
        """Do what a changed setting means. Where that is to read channels, tell the admin how far it is."""
        far = _Far()
        if not await self.changed(guild, tenant, far):
            return
        before = self._following.get(guild)
        if before is not None:
            before.cancel()
        begin = self.clock.now()
        self._following[guild] = asyncio.create_task(self._follow(line, tenant, caller, t, far, begin))

    async def close(self) -> None:
        """Stop telling."""
        for task in self._following.values():
            task.cancel()
        await asyncio.gather(*self._following.values(), return_exceptions=True)

    async def _follow(
        self, line: Line, tenant: Tenant, caller: Caller, t: Texts, far: _Far, begin: int
    ) -> None:
        try:
            message = await line.add(_reading(t, far))
            while not far.whole and self.clock.now() - begin < LASTS - self.every * SECOND:
                before = far.done
                await far.news(self.every)
                if far.done > before:
                    await line.revise(message, _reading(t, far))
            await self._preview(line, tenant, caller, t, whole=far.whole)
        except (NoError, LaterError, LostError) as problem:
            log.warning("progress not told", extra={"problem": type(problem).__name__})
        except Exception:
            log.exception("progress not told")

    async def _preview(self, line: Line, tenant: Tenant, caller: Caller, t: Texts, *, whole: bool) -> None:
        await credit(self.core.store, tenant.community)
        now = self.clock.now()
        asked = Invocation(tenant.community, caller, "digest preview", now, Surface.BUTTON)
        reply = await self.core.answer(asked)
        if whole:
            text = t.say("Everything is read. This is what a digest would say; only you see it.")
        else:
            text = t.say("Reading goes on. This is what a digest would say so far; only you see it.")
        await line.add(_said(text))
        for drawn in draw(reply.card, speech=self.speech):
            body, files = await asyncio.to_thread(with_pictures, drawn, self.paint)
            await line.add(body, files)


def _reading(t: Texts, far: _Far) -> Json:
    if far.all < 0:
        return _said(t.say("Reading the last five weeks of every channel."))
    text = t.say(
        "Reading the last five weeks: {done} of {all} channels are done.", done=far.done, all=far.all
    )
    return _said(text)


def _said(text: str) -> Json:
    return {"embeds": [{"description": text, "color": 0x5865F2}], "allowed_mentions": MENTIONS}
