"""Who and what there is in a workspace, listed page by page within Slack's rate tiers."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TypeVar

from msgspec import ValidationError, convert
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.markup.slack_rows import Conversation, User
from adapters.slack.workspace import Workspace
from bot.domain.facts import Fact

log = logging.getLogger(__name__)

T = TypeVar("T")
PUBLIC = "public_channel"
KINDS = f"{PUBLIC},private_channel"
_PAGE = 200
_MOST_PAGES = 5_000


async def refresh(workspace: Workspace) -> tuple[int, int]:
    """Learn everybody and every public channel, page by page; how many of each."""
    people = channels = 0
    async for users in pages(workspace.client.users_list, "members", User):
        facts = [fact for fact in map(workspace.known.learn_user, users) if fact is not None]
        people += len(facts)
        await _observe(workspace, facts)
    kinds = KINDS if workspace.known.agreed else PUBLIC
    async for rows in pages(workspace.client.conversations_list, "channels", Conversation, types=kinds):
        found = [fact for fact in map(workspace.known.learn_channel, rows) if fact is not None]
        channels += len(found)
        await _observe(workspace, found)
    return people, channels


async def joined(workspace: Workspace) -> frozenset[str]:
    """The ids of the channels that Foster is in and may read."""
    kinds = KINDS if workspace.known.agreed else PUBLIC
    found = await member_of(workspace.client, kinds)
    return frozenset(id_ for id_ in found if kinds == PUBLIC or workspace.known.is_open(id_, None))


async def member_of(client: AsyncWebClient, kinds: str = PUBLIC) -> frozenset[str]:
    """The ids of the channels of these kinds that Foster is in."""
    found: set[str] = set()
    async for rows in pages(client.users_conversations, "channels", Conversation, types=kinds):
        found |= {row.id for row in rows}
    return frozenset(found)


async def pages(
    method: Callable[..., Awaitable[AsyncSlackResponse]], key: str, kind: type[T], **asked: str
) -> AsyncIterator[list[T]]:
    """The rows of a listing, a page at a time. What cannot be read is left out, and the log says how much."""
    cursor = ""
    for _ in range(_MOST_PAGES):
        answer = await method(limit=_PAGE, **asked, **({"cursor": cursor} if cursor else {}))
        told = answer.get(key) or ()
        found = [row for raw in told for row in _read(raw, kind)]
        if len(found) < len(told):
            log.warning("rows not read", extra={"kind": key, "number": len(told) - len(found)})
        yield found
        before, cursor = cursor, str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor or cursor == before:
            return


def _read(raw: object, kind: type[T]) -> tuple[T, ...]:
    try:
        return (convert(raw, kind),)
    except (ValidationError, UnicodeError):  # half a surrogate pair is valid JSON
        return ()


async def _observe(workspace: Workspace, facts: Sequence[Fact]) -> None:
    if facts:
        await workspace.core.observe(workspace.community, facts)
