"""What is wrong with Foster's access to a workspace, and exactly what mends it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.directory import joined
from adapters.slack.manifest import SCOPES
from adapters.slack.workspace import Workspace
from bot.commands.spec import Reply
from bot.domain.times import MINUTE, SECOND, Micros, micros
from bot.ports import Clock
from bot.views.card import Card, Facts, Row, Tone
from bot.views.texts import Texts

_SKEW = 2 * MINUTE


@dataclass(frozen=True, slots=True)
class Access:
    """The tokens as this program has them: `app` is None in HTTP mode."""

    bot: AsyncWebClient
    app: AsyncWebClient | None
    app_token: str
    clock: Clock


async def examine(access: Access, workspace: Workspace | None, t: Texts) -> Reply:
    """Look at everything that can be looked at from here."""
    rows = [row async for row in _access(access, t)]
    if workspace is not None and rows[0].tone is Tone.GOOD:
        rows += [row async for row in _channels(workspace, t)]
    bad = any(row.tone in {Tone.BAD, Tone.CAUTION} for row in rows)
    title = t.say("Something needs mending") if bad else t.say("Everything is well")
    data = [{"check": row.label, "good": row.tone is Tone.GOOD} for row in rows]
    return Reply(Card(title, (Facts(tuple(rows)),), Tone.CAUTION if bad else Tone.GOOD, data), failed=bad)


async def _access(access: Access, t: Texts) -> AsyncIterator[Row]:
    try:
        answer = await access.bot.auth_test()
    except SlackApiError as error:
        mend = t.say("Copy it again from “OAuth & Permissions” at api.slack.com/apps into SLACK_BOT_TOKEN.")
        yield _bad(t.say("Bot token"), str(error.response.get("error", "")), mend)
        return
    except (aiohttp.ClientError, TimeoutError):
        yield _bad(
            t.say("Bot token"),
            t.say("Slack does not answer."),
            t.say("Look at the network and SLACK_API_URL."),
        )
        return
    yield _good(t.say("Bot token"), t.say("good for {team}", team=str(answer.get("team", ""))))
    yield _scopes(answer, t)
    yield _skew(answer, access.clock.now(), t)
    if access.app is not None:
        yield await _socket(access.app, access.app_token, t)


def _scopes(answer: AsyncSlackResponse, t: Texts) -> Row:
    label = t.say("Permissions")
    given = str(answer.headers.get("x-oauth-scopes") or answer.headers.get("X-OAuth-Scopes") or "")
    if not given:
        return Row(label, (t.say("Slack does not tell."),), Tone.UNKNOWN)
    missing = [scope for scope in SCOPES if scope not in {each.strip() for each in given.split(",")}]
    if not missing:
        return _good(label, t.say("all there"))
    mend = t.say("Add them under “OAuth & Permissions”, then install the app again.")
    return _bad(label, t.say("missing: {scopes}", scopes=", ".join(missing)), mend)


def _skew(answer: AsyncSlackResponse, now: Micros, t: Texts) -> Row:
    label = t.say("Clock")
    try:
        theirs = micros(parsedate_to_datetime(str(answer.headers.get("Date"))))
    except (ValueError, TypeError):
        return Row(label, (t.say("Slack does not tell."),), Tone.UNKNOWN)
    seconds = round((now - theirs) / SECOND)
    if abs(now - theirs) <= _SKEW:
        return _good(label, t.say("agrees with Slack's"))
    mend = t.say("Set this machine's clock by NTP: Slack's requests are refused when it is five minutes off.")
    return _bad(label, t.say("{seconds} seconds off", seconds=seconds), mend)


async def _socket(app: AsyncWebClient, token: str, t: Texts) -> Row:
    label = t.say("App token")
    try:
        await app.apps_connections_open(app_token=token)
    except SlackApiError as error:
        mend = t.say(
            "Make one under “Basic Information”, “App-Level Tokens”, with "
            "connections:write, for SLACK_APP_TOKEN."
        )
        return _bad(label, str(error.response.get("error", "")), mend)
    except (aiohttp.ClientError, TimeoutError):
        return _bad(label, t.say("Slack does not answer."), t.say("Look at the network and SLACK_API_URL."))
    return _good(label, t.say("good"))


async def _channels(workspace: Workspace, t: Texts) -> AsyncIterator[Row]:
    """Foster hears a channel only where it is a member."""
    chosen = await workspace.preferences()
    here = await joined(workspace)
    wanted = [*chosen.channels("help-channels"), *chosen.channels("digest-channel")]
    label = t.say("Channels")
    if not wanted:
        mend = t.say("Type /foster setup in a channel.")
        yield _bad(label, t.say("none chosen yet"), mend)
        return
    away = [ref.id for ref in dict.fromkeys(wanted) if ref.space == workspace.space and ref.id not in here]
    if not away:
        yield _good(
            label,
            t.count("member of {n} chosen channel", "member of all {n} chosen channels", len(set(wanted))),
        )
        return
    names = ", ".join(
        f"#{workspace.known.channels[id_].name}" if id_ in workspace.known.channels else id_ for id_ in away
    )
    mend = t.say("Type /invite @Foster in each of them.")
    yield _bad(label, t.say("not a member of {channels}", channels=names), mend)


def _good(label: str, value: str) -> Row:
    return Row(label, (value,), Tone.GOOD)


def _bad(label: str, value: str, mend: str) -> Row:
    return Row(label, (value,), Tone.BAD, (mend,))
