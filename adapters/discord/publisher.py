"""Posts to Discord: marked, so that a post whose answer was lost is found again instead of repeated."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord.api import Api, LaterError, LostError, NoError
from adapters.discord.limits import NONCE, PAGE
from adapters.discord.render import Drawn, draw, with_pictures
from adapters.discord.speech import PLAIN, Speech
from adapters.markup.discord import sent, snowflake
from bot.delivery_ports import Admins, PartlyError, RefusedError, Target, TryLaterError, UnclearError
from bot.domain.delivery import Why
from bot.domain.refs import ChannelRef, CommunityId
from bot.domain.times import DAY
from bot.ports import Clock
from bot.views.card import Card, Chart

log = logging.getLogger(__name__)

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"

_LOOK_BACK = 2 * DAY  # twice as long as a digest is tried for
_MOST_PAGES = 50
_THREAD_NAME = 100
_NOT_THERE = 404
_ARCHIVE_MINUTES = 10_080

AdminChannel = Callable[[CommunityId], Awaitable[ChannelRef | None]]
"""Where a community's admins are reached; None where nobody chose a place."""


@dataclass(frozen=True, slots=True)
class DiscordPublisher:
    """`bot.delivery_ports.Publisher`. `paint` draws charts; `own` is Foster's own account."""

    api: Api
    own: Callable[[], str]
    admin_channel: AdminChannel
    paint: Callable[[Chart], bytes]
    clock: Clock
    speech: Speech = PLAIN

    async def post(self, to: Target, card: Card, key: str) -> str:
        """Post once; what is folded goes into a thread below."""
        channel = await self._channel(to)
        first, *rest = draw(card, speech=self.speech)
        body, files = await asyncio.to_thread(with_pictures, _marked(first, key), self.paint)
        whole = {**body, "nonce": key[:NONCE], "enforce_nonce": True}
        posted = await _asked(self.api.call("POST", MESSAGES, whole, files, channel_id=channel.id))
        external = str(posted["id"])
        if rest:
            # A notice is not edited: its first words say what matters.
            with contextlib.suppress(*((PartlyError,) if isinstance(to, Admins) else ())):
                await self._fold(channel.id, external, card.title, rest, key)
        return external

    async def find(self, to: Target, key: str) -> str | None:
        """Look through our own messages of the last two days."""
        channel = await self._channel(to)
        since = self.clock.now() - _LOOK_BACK
        before: str | None = None
        for _ in range(_MOST_PAGES):
            query = {"limit": str(PAGE), **({"before": before} if before else {})}
            page = await _asked(self.api.call("GET", MESSAGES, query=query, channel_id=channel.id))
            found = next((str(row["id"]) for row in page if self._ours(row) and _carries(row, key)), None)
            if found is not None or len(page) < PAGE:
                return found
            before = str(min(int(row["id"]) for row in page))
            if sent(int(before)) < since:
                return None
        raise UnclearError

    async def edit(self, to: Target, external: str, card: Card, key: str) -> None:
        """Replace what the post shows, its thread included: nothing of the old words stays."""
        channel = await self._channel(to)
        first, *rest = draw(card, speech=self.speech)
        body, files = await asyncio.to_thread(with_pictures, _marked(first, key), self.paint)
        await _asked(self.api.call("PATCH", MESSAGE, body, files, channel_id=channel.id, message_id=external))
        await _asked(self._refold(channel.id, external, card.title, rest, key))

    async def _channel(self, to: Target) -> ChannelRef:
        found = await self.admin_channel(to.community) if isinstance(to, Admins) else to
        if found is None or snowflake(found.id) is None:
            raise RefusedError(Why.GONE)
        return found

    async def _fold(self, channel: str, message: str, title: str, rest: Sequence[Drawn], key: str) -> None:
        """The thread below. The post stands already: whatever fails here, the outbox completes it."""
        try:
            thread = await self._thread(channel, message, title)
            for number, drawn in enumerate(rest, 2):
                await self._below(thread, drawn, key, number)
        except (NoError, LaterError, LostError) as problem:
            log.warning("fold not posted", extra={"channel": channel, "problem": type(problem).__name__})
            raise PartlyError(message) from None

    async def _refold(self, channel: str, message: str, title: str, rest: Sequence[Drawn], key: str) -> None:
        """The thread below as it should be now. On Discord it has the id of the message it hangs on."""
        try:
            rows = await self.api.call("GET", MESSAGES, query={"limit": str(PAGE)}, channel_id=message)
        except NoError as no:
            if no.status != _NOT_THERE:
                raise
            rows = []
            if rest:
                await self._thread(channel, message, title)
        there = {number: row for row in rows if self._ours(row) and (number := _part(row, key))}
        for number, drawn in enumerate(rest, 2):
            await self._below(message, drawn, key, number, there.pop(number, None))
        for row in there.values():
            await self.api.call("DELETE", MESSAGE, channel_id=message, message_id=str(row["id"]))

    async def _thread(self, channel: str, message: str, title: str) -> str:
        body = {"name": title[:_THREAD_NAME] or "…", "auto_archive_duration": _ARCHIVE_MINUTES}
        made = await self.api.call("POST", MESSAGE + "/threads", body, channel_id=channel, message_id=message)
        return str(made["id"])

    async def _below(
        self, thread: str, drawn: Drawn, key: str, number: int, old: Mapping[str, Any] | None = None
    ) -> None:
        """One message of the thread with a marker of its own: new, or in the place of an old one."""
        marked = _marked(drawn, f"{key}/{number}")
        body, files = await asyncio.to_thread(with_pictures, marked, self.paint)
        if old is None:
            nonce = f"{number}/{key}"[:NONCE]
            whole = {**body, "nonce": nonce, "enforce_nonce": True}
            await self.api.call("POST", MESSAGES, whole, files, channel_id=thread)
        else:
            id_ = str(old["id"])
            await self.api.call("PATCH", MESSAGE, body, files, channel_id=thread, message_id=id_)

    def _ours(self, row: Any) -> bool:  # noqa: ANN401 - a row of history
        return bool(row.get("author", {}).get("id") == self.own())


def _marked(drawn: Drawn, key: str) -> Drawn:
    """The marker stands in small print: the only place that history gives back and people may ignore."""
    embeds = drawn.payload["embeds"]
    assert isinstance(embeds, list)  # noqa: S101 - for mypy; the renderer made it
    footed = [{**embeds[0], "footer": {"text": f"Foster · {key}"}}, *embeds[1:]]
    return Drawn({**drawn.payload, "embeds": footed}, drawn.pictures)


def _carries(row: Any, key: str) -> bool:  # noqa: ANN401 - a row of history
    return any(key in embed.get("footer", {}).get("text", "") for embed in row.get("embeds", ()))


def _part(row: Mapping[str, Any], key: str) -> int:
    """Which part of the fold a message of the thread is; 0 for anything else."""
    for embed in row.get("embeds", ()):
        _, found, number = str(embed.get("footer", {}).get("text", "")).partition(f"{key}/")
        if found and number.isdecimal():
            return int(number)
    return 0


async def _asked(call: Awaitable[Any]) -> Any:  # noqa: ANN401 - JSON
    """The answer, or what the core knows failures by."""
    try:
        return await call
    except NoError as no:
        raise RefusedError(Why.GONE if no.status == 404 else Why.REFUSED) from None
    except LaterError as later:
        raise TryLaterError(later.after) from None
    except LostError:
        raise UnclearError from None
