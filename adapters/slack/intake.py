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

from adapters.slack.inbound import CLOSED, UNKNOWN, channel_asked, hear
from adapters.slack.workspace import Workspace
from bot.domain.facts import Fact, Message
from bot.domain.imports import Reason
from bot.domain.judging.recordings import recordings
from bot.domain.refs import ChannelRef
from bot.domain.times import moment
from bot.usecases.offers import offer_recordings

log = logging.getLogger(__name__)

_UTC = ZoneInfo("UTC")
_SEEN = 10_000
"""Clicks and commands remembered, so that a replayed request does nothing."""
_AGAIN_SECONDS = 300.0
_LONGEST_PAUSE = 30.0
"""Shorter than the minute after which Slack sends an event again that we could not keep."""
_MOST_ASKED = 10_000


KEPT, NOT_KEPT, ACTED, REPEATED = "kept", "not kept", "acted", "repeated"
"""What came of a payload, beside the reasons of `hear`. What is not kept, Slack sends again."""


class UnansweredError(Exception):
    """Slack does not say what a channel is, so nobody knows yet whether an event from there may be kept."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """When a channel may be asked about again, and how often in a row that failed."""

    again: float
    failures: int = 0


_NEVER = _Asked(float("-inf"))


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
    """`counts` says what came of each payload, for metrics; `events` how many of them were events.

    `pause`: seconds after a failed question about a channel, doubled each time. `stranger` is asked for a
    workspace that is not known here yet.
    """

    workspaces: Mapping[str, Workspace]
    listener: Listener
    stranger: Callable[[str], Awaitable[Workspace | None]] = _unknown
    events: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _seen: OrderedDict[str, None] = field(default_factory=OrderedDict)
    pause: float = 1.0
    _asked: dict[ChannelRef, _Asked] = field(default_factory=dict)

    async def take(self, body: Mapping[str, Any]) -> BoltResponse | None:
        """The answer to one verified payload; None where it is Bolt's own business (`url_verification`).

        Raises where facts could not be stored, or Slack did not say whether they may be: then it sends the
        event again.
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
            await self._event_once(workspace, body)
        elif kind == "app_rate_limited":
            self.counts[kind] += 1
            self.listener.limited(workspace)
        elif kind == "view_submission":
            if self._fresh(body):
                self.counts[ACTED] += 1
                return BoltResponse(status=200, body=dict(await self.listener.submitted(workspace, body)))
            self.counts[REPEATED] += 1
        elif "command" in body or isinstance(kind, str):
            self._act(workspace, body)
        else:
            self.counts[UNKNOWN] += 1
        return BoltResponse(status=200, body="")

    async def close(self) -> None:
        """Wait for what is being answered."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _event_once(self, workspace: Workspace, body: Mapping[str, Any]) -> None:
        """One event, counted once."""
        self.events += 1
        try:
            came = await self._event(workspace, body.get("event"))
        except Exception:
            self.counts[NOT_KEPT] += 1
            raise
        self.counts[came] += 1

    async def _event(self, workspace: Workspace, event: object) -> str:
        """What came of it."""
        if not isinstance(event, Mapping):
            return Reason.MALFORMED
        channel = channel_asked(event, workspace.known)
        answered = not channel or await self._answered(workspace, channel)
        heard = hear(event, workspace.known, workspace.judge)
        if not answered and heard.nothing == CLOSED:
            raise UnansweredError
        if heard.facts:
            await workspace.core.observe(workspace.community, heard.facts)
            await self._offer(workspace, event, heard.facts)
        for stranger in heard.strangers:
            self._start(workspace.ask_about_user(stranger))
        more = self.listener.noticed(workspace, event)
        if more is not None:
            self._start(more)
        return heard.nothing or KEPT

    async def _offer(self, workspace: Workspace, event: Mapping[str, Any], facts: Sequence[Fact]) -> None:
        """Recordings in a new message that counts are offered to the admins, as talks perhaps."""
        message = next((fact for fact in facts if isinstance(fact, Message)), None)
        links = recordings(str(event.get("text") or "")) if message is not None else ()
        if message is not None and links and not message.edited_at:
            now, store = workspace.clock.now(), workspace.core.store
            on = moment(message.at, _UTC).date()
            self._start(offer_recordings(store, workspace.community, links, message.author, on, now))

    async def _answered(self, workspace: Workspace, channel: str) -> bool:
        """Whether Slack said what a channel is, now or lately.

        Not asked again and again: what happens in a closed channel would use up the calls that Slack allows.
        A question that failed is asked again soon, with growing pauses.
        """
        ref, clock = workspace.known.ref(channel), asyncio.get_running_loop().time
        last = self._asked.get(ref, _NEVER)
        if clock() < last.again:
            return not last.failures
        if await workspace.ask_about_channel(channel):
            asked = _Asked(clock() + _AGAIN_SECONDS)
        else:
            pause = min(self.pause * 2 ** min(last.failures, 10), _LONGEST_PAUSE)
            asked = _Asked(clock() + pause, last.failures + 1)
        if len(self._asked) > _MOST_ASKED:
            self._asked.clear()
        self._asked[ref] = asked
        return not asked.failures

    def _act(self, workspace: Workspace, body: Mapping[str, Any]) -> None:
        if not self._fresh(body):
            self.counts[REPEATED] += 1
            return
        work = self.listener.acknowledge(workspace, body)
        if work is None:
            self.counts[UNKNOWN] += 1
        else:
            self.counts[ACTED] += 1
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
