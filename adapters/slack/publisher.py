"""Carries cards into channels and to admins: once each, with a marker that is found again."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import trouble
from adapters.slack.marks import marked, marks, name
from adapters.slack.pictures import Draw, upload
from adapters.slack.render import Draft, render
from adapters.slack.workspace import Workspace
from bot.delivery_ports import Admins, PartlyError, RefusedError, Target, UnclearError
from bot.domain.delivery import Why
from bot.domain.facts import Account
from bot.domain.times import DAY, SECOND
from bot.views.card import Card

log = logging.getLogger(__name__)

_LOOK_BACK = 30 * DAY
_PAGE = 200
_MOST_ADMINS = 5


@dataclass(frozen=True, slots=True)
class SlackPublisher:
    """`bot.delivery_ports.Publisher`. `sender` repeats nothing by itself; `draw` makes a chart's picture."""

    workspace: Workspace
    sender: AsyncWebClient
    draw: Draw | None = None

    async def post(self, to: Target, card: Card, key: str) -> str:
        """Post once; `channel:ts`. What does not fit goes into the thread below, each with its own marker."""
        try:
            if isinstance(to, Admins):
                return await self._to_admins(card, key)
            return await self._post(to.id, card, key)
        except SlackApiError as error:
            raise trouble(error) from None

    async def find(self, to: Target, key: str) -> str | None:
        """The post with this key among the channel's last 30 days."""
        if isinstance(to, Admins):
            raise UnclearError  # reading direct messages is a permission that Foster does not ask for
        oldest = f"{(self.workspace.clock.now() - _LOOK_BACK) // SECOND}.000000"
        history = self.workspace.client.conversations_history
        try:
            async for message in _messages(history, channel=to.id, oldest=oldest):
                if key in marks(message):
                    return f"{to.id}:{message['ts']}"
        except SlackApiError as error:
            raise trouble(error) from None
        return None

    async def edit(self, to: Target, external: str, card: Card, key: str) -> None:  # noqa: ARG002 - the port's
        """Replace what a post shows, its thread included: nothing of the old words stays."""
        channel, _, ts = external.rpartition(":")
        drafts = await self._drawn(card)
        try:
            there = {} if channel.startswith("D") else await self._below(channel, ts, key)
            for number, draft in enumerate(drafts):
                place = ts if number == 0 else there.pop(number, "")
                fields = marked(draft, name(key, number))
                if place:
                    await self.sender.chat_update(channel=channel, ts=place, **_updatable(fields))
                else:
                    await self.sender.chat_postMessage(channel=channel, thread_ts=ts, **fields)
            for left in there.values():
                await self.sender.chat_delete(channel=channel, ts=left)
        except SlackApiError as error:
            raise trouble(error) from None

    async def _post(self, channel: str, card: Card, key: str) -> str:
        drafts = await self._drawn(card)
        try:
            ts = await self._send(channel, drafts[0], key)
        except SlackApiError as error:
            if str(error.response.get("error")) != "invalid_blocks" or not _pictured(drafts):
                raise
            drafts = await self._drawn(card, pictures=False)  # the file was not ready: in numbers
            ts = await self._send(channel, drafts[0], key)
        try:
            for number, draft in enumerate(drafts[1:], 1):
                await self._send(channel, draft, name(key, number), thread=ts)
        except SlackApiError as error:  # the post itself is there: it must not be repeated
            log.warning("thread not posted", extra={"problem": str(error.response.get("error", ""))})
            raise PartlyError(f"{channel}:{ts}") from None
        return f"{channel}:{ts}"

    async def _to_admins(self, card: Card, key: str) -> str:
        """To each admin's direct messages; one that arrives is enough."""
        known = self.workspace.known
        admins = [
            id_ for id_, each in sorted(known.standings.items()) if each.admin and _here(known.accounts[id_])
        ]
        external, problem = "", None
        for admin in admins[:_MOST_ADMINS]:
            try:
                opened = await self.sender.conversations_open(users=admin)
                sent = await self._post(str(opened["channel"]["id"]), card, key)
                external = external or sent
            except PartlyError as partly:  # a notice is not edited: its first words say what matters
                external = external or partly.external
            except SlackApiError as error:
                problem = error
        if external:
            return external
        if problem is not None:
            raise problem
        raise RefusedError(Why.GONE)

    async def _drawn(self, card: Card, *, pictures: bool = True) -> Sequence[Draft]:
        look = await self.workspace.look()
        files = await upload(self.workspace.client, card, self.draw) if pictures else {}
        return render(card, replace(look, pictures=files))

    async def _send(self, channel: str, draft: Draft, mark: str, thread: str | None = None) -> str:
        fields = marked(draft, mark)
        sent = await self.sender.chat_postMessage(channel=channel, thread_ts=thread, **fields)
        return str(sent["ts"])

    async def _below(self, channel: str, ts: str, key: str) -> dict[int, str]:
        """Our messages in the post's thread, by their number."""
        found: dict[int, str] = {}
        async for message in _messages(self.workspace.client.conversations_replies, channel=channel, ts=ts):
            for mark in marks(message):
                number = mark.removeprefix(f"{key}.")
                if mark.startswith(f"{key}.") and number.isdecimal():
                    found[int(number)] = str(message["ts"])
        return found


async def _messages(method: Any, **asked: str) -> AsyncIterator[dict[str, Any]]:  # noqa: ANN401 - the library's
    """Messages with their metadata, page by page."""
    cursor = ""
    while True:
        more = {"cursor": cursor} if cursor else {}
        answer = await method(limit=_PAGE, include_all_metadata=True, **asked, **more)
        for message in answer.get("messages") or ():
            yield message
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return


def _pictured(drafts: Sequence[Draft]) -> bool:
    return any(block["type"] == "image" for draft in drafts for block in draft.blocks)


def _updatable(fields: dict[str, Any]) -> dict[str, Any]:
    """`chat.update` knows fewer fields than `chat.postMessage`."""
    return {key: fields[key] for key in ("text", "blocks", "metadata", "parse", "link_names")}


def _here(account: Account) -> bool:
    return account.present and not account.external and not account.bot
