"""Everything Slack sends comes in here, verified: facts are stored before Slack hears that we have them.

Commands, clicks and forms are acknowledged at once and answered by tasks of their own.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from slack_bolt.response import BoltResponse

from adapters.slack.inbound import channel_asked, hear
from adapters.slack.workspace import Workspace
from bot.domain.facts import Fact, Message
from bot.domain.judging.recordings import recordings
from bot.domain.refs import ChannelRef
from bot.domain.times import moment
from bot.usecases.offers import offer_recordings

log = logging.getLogger(__name__)

_UTC = ZoneInfo("UTC")
_SEEN = 10_000
"""Clicks and commands remembered, so that a replayed request does nothing."""
_AGAIN_SECONDS = 300.0
_MOST_ASKED = 10_000


class Listener(Protocol):
    """What acts on the rest: commands, clicks, forms, and events that are more than facts."""

    def acknowledge(self, workspace: Workspace, body: Mapping[str, Any]) -> Coroutine[Any, Any, None] | None:
        """What to do after Slack was told that we have it; None where this is nothing we know."""
        ...

    async def submitted(self, workspace: Workspace, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer to a form, which Slack waits for."""
        ...

    def noticed(self, workspace: Workspace, event: Mapping[str, Any]) -> Coroutine[Any, Any, None] | None:
        """What an event asks for beside its facts."""
        ...

    @property
    def limited(self) -> Callable[[Workspace], None]:
        """Told that Slack kept events back, because there were too many."""
        ...


async def _unknown(_: str) -> Workspace | None:
    return None


@dataclass(slots=True)
class Intake:
    """`counts` says what came and what came of it, for metrics; `events` how many there were.

    `stranger` is asked for a workspace that is not known here yet.
    """

    workspaces: Mapping[str, Workspace]
    listener: Listener
    stranger: Callable[[str], Awaitable[Workspace | None]] = _unknown
    events: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _seen: OrderedDict[str, None] = field(default_factory=OrderedDict)
    _asked: dict[ChannelRef, float] = field(default_factory=dict)

    async def take(self, body: Mapping[str, Any]) -> BoltResponse | None:
        """The answer to one verified payload; None where it is Bolt's own business (`url_verification`).

        Raises where facts could not be stored: then Slack sends the event again.
        """
        kind = body.get("type")
        if not isinstance(kind, str | None):
            self.counts["malformed"] += 1
            return BoltResponse(status=200, body="")
        if kind in {"url_verification", "ssl_check"} or "ssl_check" in body:
            return None
        team = _team(body)
        workspace = self.workspaces.get(team) or (await self.stranger(team) if team else None)
        if workspace is None:
            self.counts["elsewhere"] += 1
        elif kind == "event_callback":
            await self._event(workspace, body)
        elif kind == "app_rate_limited":
            self.counts[kind] += 1
            self.listener.limited(workspace)
        elif kind == "view_submission":
            if self._fresh(body):
                return BoltResponse(status=200, body=dict(await self.listener.submitted(workspace, body)))
        elif "command" in body or isinstance(kind, str):
            self._act(workspace, body)
        return BoltResponse(status=200, body="")

    async def close(self) -> None:
        """Wait for what is being answered."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _event(self, workspace: Workspace, body: Mapping[str, Any]) -> None:
        self.events += 1
        event = body.get("event")
        if not isinstance(event, Mapping):
            self.counts["malformed"] += 1
            return
        channel = channel_asked(event, workspace.known)
        if channel and self._asks(workspace, channel):
            await workspace.ask_about_channel(channel)
            self._asked[workspace.known.ref(channel)] = asyncio.get_running_loop().time()
        heard = hear(event, workspace.known, workspace.judge)
        if heard.facts:
            await workspace.core.observe(workspace.community, heard.facts)
            self.counts["facts"] += len(heard.facts)
            await self._offer(workspace, event, heard.facts)
        if heard.nothing:
            self.counts[heard.nothing] += 1
        for stranger in heard.strangers:
            self._start(workspace.ask_about_user(stranger))
        more = self.listener.noticed(workspace, event)
        if more is not None:
            self._start(more)

    async def _offer(self, workspace: Workspace, event: Mapping[str, Any], facts: Sequence[Fact]) -> None:
        """Recordings in a new message that counts are offered to the admins, as talks perhaps."""
        message = next((fact for fact in facts if isinstance(fact, Message)), None)
        links = recordings(str(event.get("text") or "")) if message is not None else ()
        if message is not None and links and not message.edited_at:
            now, store = workspace.clock.now(), workspace.core.store
            on = moment(message.at, _UTC).date()
            self._start(offer_recordings(store, workspace.community, links, message.author, on, now))

    def _asks(self, workspace: Workspace, channel: str) -> bool:
        """Not again and again: what happens in a closed channel would use up the calls that Slack allows."""
        now = asyncio.get_running_loop().time()
        if len(self._asked) > _MOST_ASKED:
            self._asked.clear()
        return now - self._asked.get(workspace.known.ref(channel), -_AGAIN_SECONDS) >= _AGAIN_SECONDS

    def _act(self, workspace: Workspace, body: Mapping[str, Any]) -> None:
        if not self._fresh(body):
            self.counts["repeated"] += 1
            return
        work = self.listener.acknowledge(workspace, body)
        if work is None:
            self.counts["unknown"] += 1
        else:
            self._start(work)

    def _fresh(self, body: Mapping[str, Any]) -> bool:
        key = body.get("trigger_id")
        if not isinstance(key, str) or not key:
            return True
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > _SEEN:
            self._seen.popitem(last=False)
        return True

    def _start(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _logged(work: Coroutine[Any, Any, object]) -> None:
    try:
        await work
    except Exception:
        log.exception("answering failed")


def _team(body: Mapping[str, Any]) -> str:
    """The workspace that a payload is for: where Foster is installed, not where a guest comes from."""
    team = body.get("team")
    view = body.get("view")
    found = body.get("team_id") or (team.get("id") if isinstance(team, Mapping) else None)
    found = found or (view.get("app_installed_team_id") if isinstance(view, Mapping) else None)
    return found if isinstance(found, str) else ""
