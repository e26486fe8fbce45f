"""What is wrong with Foster's access to Slack, and exactly what mends it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.clients import asking
from adapters.slack.directory import KINDS, PUBLIC, member_of
from adapters.slack.manifest import EVENTS, SCOPES
from adapters.slack.tokens import Tokens
from bot.commands.spec import Reply
from bot.domain.errors import UserFacingError
from bot.domain.preferences import Preferences
from bot.domain.refs import Platform, SpaceRef
from bot.domain.times import MINUTE, SECOND, Micros, micros
from bot.ports import Clock, Store
from bot.views.card import Card, Facts, Row, Tone
from bot.views.texts import Texts

_SKEW = 2 * MINUTE


@dataclass(frozen=True, slots=True)
class Access:
    """The tokens there are, a client for each workspace, and how many `events` came in (None: not running).

    `sealed`: whether there is a key for stored tokens.
    """

    tokens: Tokens
    clients: Sequence[AsyncWebClient]
    store: Store
    clock: Clock
    events: int | None = None
    sealed: bool = True


async def examine(access: Access, t: Texts) -> Reply:
    """Look at everything that can be looked at from here."""
    rows = [row async for row in _rows(access, t)]
    bad = any(row.tone in {Tone.BAD, Tone.CAUTION} for row in rows)
    title = t.say("Something needs mending") if bad else t.say("Everything is well")
    data = [{"check": row.label, "good": row.tone is Tone.GOOD} for row in rows]
    return Reply(Card(title, (Facts(tuple(rows)),), Tone.CAUTION if bad else Tone.GOOD, data), failed=bad)


async def _rows(access: Access, t: Texts) -> AsyncIterator[Row]:
    for row in _settings(access, t):
        yield row
    for number, client in enumerate(access.clients):
        async for row in _workspace(access, client, t, first=number == 0):
            yield row
    if access.tokens.app:
        yield await _socket(access.tokens, t)
    if access.events is not None:
        yield _events(access.events, t)


def _settings(access: Access, t: Texts) -> Iterator[Row]:
    """What is missing is said by the same words that keep Foster from starting."""
    try:
        access.tokens.check(sealed=access.sealed)
    except UserFacingError as missing:
        yield Row(t.say("Settings"), (t.say(missing.message, **missing.parts),), Tone.BAD)


async def _workspace(access: Access, client: AsyncWebClient, t: Texts, *, first: bool) -> AsyncIterator[Row]:
    label = t.say("Bot token")
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        mend = t.say("Copy it again from “OAuth & Permissions” at api.slack.com/apps into SLACK_BOT_TOKEN.")
        if not access.tokens.bot:
            mend = t.say("Install Foster there again, through /slack/install.")
        yield _bad(label, str(error.response.get("error", "")), mend)
        return
    except (aiohttp.ClientError, TimeoutError):
        yield _silent(label, t)
        return
    yield _good(label, t.say("good for {team}", team=str(answer.get("team", ""))))
    yield _scopes(answer, t)
    if first:
        yield _skew(answer, access.clock.now(), t)
    space = SpaceRef(Platform.SLACK, str(answer.get("team_id", "")))
    async for row in _channels(access.store, space, client, t):
        yield row


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


async def _socket(tokens: Tokens, t: Texts) -> Row:
    label = t.say("App token")
    try:
        await asking("", tokens.api_url).apps_connections_open(app_token=tokens.app)
    except SlackApiError as error:
        mend = t.say(
            "Make one under “Basic Information”, “App-Level Tokens”, with "
            "connections:write, for SLACK_APP_TOKEN."
        )
        return _bad(label, str(error.response.get("error", "")), mend)
    except (aiohttp.ClientError, TimeoutError):
        return _silent(label, t)
    return _good(label, t.say("good"))


def _events(number: int, t: Texts) -> Row:
    """Slack lets no bot read what it subscribed to: what came in is all there is to see."""
    label = t.say("Events")
    if number:
        return _good(
            label,
            t.count("{n} came in since Foster started", "{n} came in since Foster started", number),
        )
    mend = t.say(
        "Write something in a channel that Foster is in, and look again. Where nothing comes, open “Event "
        "Subscriptions” at api.slack.com/apps, switch events on and add: {events}.",
        events=", ".join(EVENTS),
    )
    return Row(label, (t.say("none came in since Foster started"),), Tone.UNKNOWN, (mend,))


async def _channels(store: Store, space: SpaceRef, client: AsyncWebClient, t: Texts) -> AsyncIterator[Row]:
    """Foster hears a channel only where it is a member."""
    label, owner = t.say("Channels"), await store.community_of(space)
    if owner is None:
        yield _bad(label, t.say("none chosen yet"), t.say("Type /foster setup in a channel."))
        return
    async with store.reading(owner) as unit:
        chosen = Preferences.read(await unit.settings.all())
        names = {channel.ref: f"#{channel.name}" for channel in await unit.facts.channels()}
    wanted = dict.fromkeys([*chosen.channels("help-channels"), *chosen.channels("digest-channel")])
    if not wanted:
        yield _bad(label, t.say("none chosen yet"), t.say("Type /foster setup in a channel."))
        return
    private = [ref for ref in wanted if ref in chosen.channels("private-channels")]
    try:
        here = await member_of(client, KINDS if private else PUBLIC)
    except SlackApiError as error:
        mend = t.say("Add them under “OAuth & Permissions”, then install the app again.")
        needed = ", ".join(("channels:read", "groups:read") if private else ("channels:read",))
        problem = str(error.response.get("error", ""))
        yield _bad(label, f"{problem}: {needed}" if problem == "missing_scope" else problem, mend)
        return
    except (aiohttp.ClientError, TimeoutError):
        yield _silent(label, t)
        return
    away = [names.get(ref, ref.id) for ref in wanted if ref.space == space and ref.id not in here]
    if away:
        mend = t.say("Type /invite @Foster in each of them.")
        yield _bad(label, t.say("not a member of {channels}", channels=", ".join(away)), mend)
        return
    yield _good(
        label, t.count("member of {n} chosen channel", "member of all {n} chosen channels", len(wanted))
    )


def _silent(label: str, t: Texts) -> Row:
    return _bad(label, t.say("Slack does not answer."), t.say("Look at the network and SLACK_API_URL."))


def _good(label: str, value: str) -> Row:
    return Row(label, (value,), Tone.GOOD)


def _bad(label: str, value: str, mend: str) -> Row:
    return Row(label, (value,), Tone.BAD, (mend,))
