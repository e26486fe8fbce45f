"""What is wrong with Foster's access to Discord, and exactly what mends it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from adapters.discord.api import Api, LaterError, LostError, NoError
from adapters.discord.invite import PERMISSIONS
from adapters.discord.tree import Tree, same
from bot.commands.spec import Reply
from bot.domain.refs import ChannelRef
from bot.views.card import Card, ChannelLink, Facts, Row, Tone
from bot.views.texts import Texts

_INTENTS: Mapping[str, int] = {
    "Server Members Intent": (1 << 14) | (1 << 15),
    "Message Content Intent": (1 << 18) | (1 << 19),
}
_ADMINISTRATOR = 1 << 3
_READING = ("View Channels", "Read Message History")


async def examine(api: Api, tree: Tree, guild: str | None, channels: Sequence[ChannelRef], t: Texts) -> Reply:
    """Look at everything that can be looked at from here; `channels` are those that an admin chose."""
    rows: list[Row] = []
    try:
        async for row in _look(api, tree, guild, channels, t):
            rows.append(row)  # noqa: PERF401 - what was seen before a failure is kept
    except NoError as no:
        rows.append(_refused(no, t))
    except (LostError, LaterError):
        mend = t.say("Look at the network and DISCORD_API_URL, then try again.")
        rows.append(_bad(t.say("Connection"), t.say("Discord does not answer."), mend))
    bad = any(row.tone is not Tone.GOOD for row in rows)
    title = t.say("Something needs mending") if bad else t.say("Everything is well")
    data = [{"check": row.label, "good": row.tone is Tone.GOOD} for row in rows]
    return Reply(Card(title, (Facts(tuple(rows)),), Tone.CAUTION if bad else Tone.GOOD, data), failed=bad)


async def _look(
    api: Api, tree: Tree, guild: str | None, channels: Sequence[ChannelRef], t: Texts
) -> AsyncIterator[Row]:
    application = await api.call("GET", "/oauth2/applications/@me")
    yield _good(t.say("Bot token"), t.say("good"))
    flags = int(application.get("flags") or 0)
    for name, mask in _INTENTS.items():
        mend = t.say("Switch it on at discord.com/developers, on the Bot page, then start Foster again.")
        yield _good(name, t.say("on")) if flags & mask else _bad(name, t.say("off"), mend)
    there = await api.call(
        "GET",
        "/applications/{application_id}/commands",
        query={"with_localizations": "true"},
        application_id=str(application["id"]),
    )
    mend = t.say("Start Foster again: it registers them by itself.")
    label = t.say("Commands")
    yield (
        _good(label, t.say("registered"))
        if same(there, tree.payload)
        else _bad(label, t.say("outdated"), mend)
    )
    if guild is not None:
        async for row in _server(api, guild, channels, t):
            yield row


async def _server(api: Api, guild: str, channels: Sequence[ChannelRef], t: Texts) -> AsyncIterator[Row]:
    roles = await api.call("GET", "/guilds/{guild_id}/roles", guild_id=guild)
    me = await api.call("GET", "/users/@me")
    own = await api.call("GET", "/guilds/{guild_id}/members/{user_id}", guild_id=guild, user_id=me["id"])
    mine = {guild, *own.get("roles", ())}
    everywhere = 0
    for role in roles:
        if role["id"] in mine:
            everywhere |= int(role["permissions"])
    mend = t.say("Invite Foster again with the link of: foster invite discord.")
    yield _permissions(t.say("Permissions"), everywhere, tuple(PERMISSIONS), mend, t)
    if not channels:
        yield _bad(t.say("Channels"), t.say("none chosen yet"), t.say("Type /foster-admin setup."))
    for channel in channels:
        yield await _channel(api, channel, everywhere, mine, t)


async def _channel(api: Api, channel: ChannelRef, everywhere: int, mine: set[str], t: Texts) -> Row:
    mend = t.say("Allow it for Foster under “Edit Channel”, “Permissions”.")
    try:
        row = await api.call("GET", "/channels/{channel_id}", channel_id=channel.id)
    except NoError:
        return Row(
            channel.id, (ChannelLink(channel, channel.id), " ", t.say("not visible")), Tone.BAD, (mend,)
        )
    return _permissions(
        f"#{row.get('name') or channel.id}",
        allowed(everywhere, row.get("permission_overwrites", ()), channel.space.id, mine),
        tuple(PERMISSIONS) if row.get("type") != 15 else _READING,
        mend,
        t,
    )


def allowed(everywhere: int, overwrites: Sequence[Mapping[str, Any]], guild: str, mine: set[str]) -> int:
    """What is allowed in a channel: what holds everywhere, then its own word on everybody and on roles."""
    if everywhere & _ADMINISTRATOR:
        return -1
    for ours in ({guild}, mine - {guild}):
        said = [overwrite for overwrite in overwrites if overwrite["id"] in ours]
        for overwrite in said:
            everywhere &= ~int(overwrite.get("deny", 0))
        for overwrite in said:
            everywhere |= int(overwrite.get("allow", 0))
    return everywhere


def _permissions(label: str, given: int, wanted: Sequence[str], mend: str, t: Texts) -> Row:
    missing = [name for name in wanted if not given & (PERMISSIONS[name] | _ADMINISTRATOR)]
    if not missing:
        return _good(label, t.say("all there"))
    return _bad(label, t.say("missing: {scopes}", scopes=", ".join(missing)), mend)


def _refused(no: NoError, t: Texts) -> Row:
    if no.status == 401:
        mend = t.say("Copy it again from the Bot page at discord.com/developers into DISCORD_TOKEN.")
        return _bad(t.say("Bot token"), t.say("Discord does not take it."), mend)
    mend = t.say("Invite Foster again with the link of: foster invite discord.")
    return _bad(t.say("Permissions"), t.say("Discord does not let Foster look."), mend)


def _good(label: str, value: str) -> Row:
    return Row(label, (value,), Tone.GOOD)


def _bad(label: str, value: str, mend: str) -> Row:
    return Row(label, (value,), Tone.BAD, (mend,))
