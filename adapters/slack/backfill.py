"""Asks Slack for what was missed: a channel's history day by day, with the threads that went on meanwhile.

It joins nothing: whoever took Foster out of a channel does not find it there again.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from adapters.markup.slack import instant
from adapters.markup.slack_rows import Row
from adapters.slack.clients import trouble
from adapters.slack.directory import pages
from adapters.slack.inbound import reactions, spoken
from adapters.slack.workspace import Workspace
from bot.delivery_ports import Page, RefusedError
from bot.domain.delivery import Why
from bot.domain.facts import Fact, Message
from bot.domain.refs import ChannelRef
from bot.domain.times import DAY, SECOND, Micros

log = logging.getLogger(__name__)

LOOK_BACK = 14 * DAY
"""Threads that began so long before the gap are looked at, too: edits, reactions and late replies."""

_WINDOW = DAY
_WIDEST = 64 * DAY
_FEW, _MANY = 100, 1_000
"""Facts of one window: fewer, and the next is wider; more, and it is narrower."""


@dataclass(frozen=True, slots=True)
class SlackBackfill:
    """`bot.delivery_ports.Backfill`. Waits as long as Slack's Retry-After says."""

    workspace: Workspace

    async def since(self, channel: ChannelRef, after: Micros) -> AsyncIterator[Page]:
        """Everything in a channel from `after` on, oldest first, until the present."""
        if not self.workspace.known.is_open(channel.id, None):
            raise RefusedError(Why.GONE)
        try:
            # What is older is looked at together with the first day: most gaps are shorter than that.
            start, replies, width, end = Micros(after - LOOK_BACK), after, _WINDOW, self.workspace.clock.now()
            stop = Micros(min(after + width, end))
            while start < end:
                facts = await self._window(channel.id, start, stop, replies_from=replies)
                yield Page(facts, stop)
                start = replies = stop
                width = _next(width, len(facts))
                stop = Micros(min(start + width, end))
        except SlackApiError as error:
            raise trouble(error) from None

    async def _window(self, channel: str, start: Micros, stop: Micros, *, replies_from: Micros) -> list[Fact]:
        """The facts of `start <= t < stop`, and of replies to those from `replies_from` on."""
        rows: list[Row] = []
        history = self.workspace.client.conversations_history
        bounds = {"oldest": _ts(start - 1), "latest": _ts(stop), "inclusive": "false"}
        async for page in pages(history, "messages", Row, channel=channel, **bounds):
            rows += page
        for root in [
            row for row in rows if row.reply_count and (instant(row.latest_reply) or 0) >= replies_from
        ]:
            rows += await self._replies(channel, root, replies_from)
        return self._facts(channel, rows)

    async def _replies(self, channel: str, root: Row, start: Micros) -> list[Row]:
        replies = self.workspace.client.conversations_replies
        found: list[Row] = []
        asked = {"channel": channel, "ts": root.ts or "", "oldest": _ts(start - 1)}
        async for page in pages(replies, "messages", Row, **asked):
            found += [row for row in page if row.ts != root.ts]
        return found

    def _facts(self, channel: str, rows: Iterable[Row]) -> list[Fact]:
        known = self.workspace.known
        facts: list[Fact] = []
        for row in sorted(rows, key=lambda row: instant(row.ts) or 0):
            heard = spoken(row, channel, known, self.workspace.judge).facts
            facts += heard
            if any(isinstance(fact, Message) for fact in heard):
                facts += reactions(row, channel, known)
        return list(dict.fromkeys(facts))


def _next(width: int, facts: int) -> int:
    """Wider windows where little is said: each call shall bring a page's worth."""
    if facts < _FEW:
        return min(width * 2, _WIDEST)
    return max(width // 2, _WINDOW) if facts > _MANY else width


def _ts(at: int) -> str:
    return f"{max(at, 0) // SECOND}.{max(at, 0) % SECOND:06d}"
