"""Gateway payloads to facts, event by event.

Whatever comes in, nothing is raised: a payload that is not as documented says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from adapters.discord.places import THREADS, Place, Places
from adapters.discord.rows import (
    ChannelRow,
    Gone,
    GoneTogether,
    GuildRow,
    Joined,
    MessageRow,
    Reacted,
    RoleChange,
    Threads,
)
from adapters.discord.world import NOTHING, Cleared, Judge, Payload, Seen, World, read, space_of
from adapters.markup.discord import snowflake, titled_solved
from adapters.markup.names import tidy
from bot.domain.facts import Channel, ChannelKind, Deletion, ThreadState
from bot.domain.refs import ChannelRef, MessageRef
from bot.domain.times import Micros


def see(world: World, event: str, payload: Payload, judge: Judge, now: Micros) -> Seen:
    """What an event says. `now` orders changes that carry no time of their own."""
    handler = _HANDLERS.get(event)
    return NOTHING if handler is None else handler(world, payload, judge, now)


def channel_fact(place: Place, now: Micros, *, archived: bool = False) -> Channel:
    """A channel as a fact."""
    ref = ChannelRef(space_of(place.guild), place.id)
    return Channel(ref, tidy(place.name) or place.id, place.kind, place.open, archived, now)


def _on_message(world: World, payload: Payload, judge: Judge, _now: Micros) -> Seen:
    row = read(payload, MessageRow)
    return NOTHING if row is None or row.guild_id is None else world.message(row, row.guild_id, judge)


def _on_delete(world: World, payload: Payload, _judge: Judge, _now: Micros) -> Seen:
    row = read(payload, Gone)
    if row is None:
        return NOTHING
    return _gone(world, GoneTogether([row.id], row.channel_id, row.guild_id))


def _on_bulk(world: World, payload: Payload, _judge: Judge, _now: Micros) -> Seen:
    row = read(payload, GoneTogether)
    return NOTHING if row is None else _gone(world, row)


def _gone(world: World, row: GoneTogether) -> Seen:
    spot = world.places.spot(row.channel_id, row.guild_id or "")
    if spot is None:
        return world.unless_known(row.channel_id) if row.guild_id else NOTHING
    channel = ChannelRef(space_of(spot.place.guild), spot.place.id)
    return Seen(tuple(Deletion(MessageRef(channel, id_)) for id_ in row.ids if snowflake(id_) is not None))


def _on_reaction(world: World, payload: Payload, _judge: Judge, now: Micros) -> Seen:
    row = read(payload, Reacted)
    return (
        NOTHING
        if row is None or row.guild_id is None
        else world.reaction(row, row.guild_id, now, present=True)
    )


def _on_reaction_back(world: World, payload: Payload, _judge: Judge, now: Micros) -> Seen:
    row = read(payload, Reacted)
    return (
        NOTHING
        if row is None or row.guild_id is None
        else world.reaction(row, row.guild_id, now, present=False)
    )


def _on_cleared(world: World, payload: Payload, _judge: Judge, _now: Micros) -> Seen:
    row = read(payload, Reacted)
    spot = world.places.spot(row.channel_id, row.guild_id) if row and row.guild_id else None
    if row is None or spot is None or snowflake(row.message_id) is None:
        return NOTHING
    ref = MessageRef(ChannelRef(space_of(spot.place.guild), spot.place.id), row.message_id)
    return Seen(cleared=Cleared(ref, row.emoji.name if row.emoji else None))


def _on_member(world: World, payload: Payload, _judge: Judge, now: Micros) -> Seen:
    row = read(payload, Joined)
    if row is None or snowflake(row.user.id) is None or snowflake(row.guild_id) is None:
        return NOTHING
    return Seen(tuple(world.people.meet(space_of(row.guild_id), row.user, row.nick, now)))


def _on_member_gone(world: World, payload: Payload, _judge: Judge, now: Micros) -> Seen:
    row = read(payload, Joined)
    if row is None or snowflake(row.user.id) is None or snowflake(row.guild_id) is None:
        return NOTHING
    return Seen(tuple(world.people.meet(space_of(row.guild_id), row.user, None, now, present=False)))


def _on_channel(world: World, payload: Payload, _judge: Judge, now: Micros) -> Seen:
    row = read(payload, ChannelRow)
    if row is None or row.guild_id is None or snowflake(row.id) is None:
        return NOTHING
    before = world.places.place(row.id)
    place = world.places.learn(row, row.guild_id)
    if row.type in THREADS:
        return (
            Seen(marks(world.places, row, place, now)) if place and world.places.readable(place) else NOTHING
        )
    if place is None or not (world.places.readable(place) or (before and before.open)):
        return NOTHING
    if before is not None and not world.places.readable(place):
        place = replace(place, name=before.name)  # it has just become private: its new name may be, too
    return Seen((channel_fact(place, now),))


def marks(places: Places, row: ChannelRow, place: Place, now: Micros) -> tuple[ThreadState, ...]:
    """Whether a thread is solved: by a tag, its title, or being locked and archived."""
    info = row.thread_metadata
    solved = (
        places.solved(place, row.applied_tags)
        or titled_solved(row.name or "")
        or (info is not None and info.locked and info.archived)
    )
    root = MessageRef(ChannelRef(space_of(place.guild), place.id), row.id)
    return (ThreadState(root, solved, now),)


def _on_new_thread(world: World, payload: Payload, judge: Judge, now: Micros) -> Seen:
    """A new thread says something only where it is solved from the start."""
    seen = _on_channel(world, payload, judge, now)
    return Seen(tuple(f for f in seen.facts if not isinstance(f, ThreadState) or f.solved))


def _on_channel_gone(world: World, payload: Payload, _judge: Judge, now: Micros) -> Seen:
    row = read(payload, ChannelRow)
    place = world.places.forget(row.id) if row else None
    if place is None or not world.places.readable(place):
        return NOTHING
    return Seen((channel_fact(place, now, archived=True),))


def _on_thread_gone(world: World, payload: Payload, _judge: Judge, _now: Micros) -> Seen:
    """A deleted post takes its question along; a thread's own beginning stays in its channel."""
    row = read(payload, ChannelRow)
    spot = world.places.spot(row.id, row.guild_id) if row and row.guild_id else None
    if row is None or spot is None:
        return NOTHING
    world.places.forget(row.id)
    if spot.place.kind is not ChannelKind.FORUM or snowflake(row.id) is None:
        return NOTHING
    return Seen((Deletion(MessageRef(ChannelRef(space_of(spot.place.guild), spot.place.id), row.id)),))


def _on_threads(world: World, payload: Payload, _judge: Judge, _now: Micros) -> Seen:
    row = read(payload, Threads)
    for thread in row.threads if row else ():
        world.places.learn(thread, row.guild_id if row else "")
    return NOTHING


def _on_guild(world: World, payload: Payload, _judge: Judge, now: Micros) -> Seen:
    row = read(payload, GuildRow)
    if row is None or row.unavailable or snowflake(row.id) is None:
        return NOTHING
    world.places.learn_guild(row)
    return Seen(tuple(channel_fact(place, now) for place in world.places.of(row.id)))


def _on_role(world: World, payload: Payload, _judge: Judge, now: Micros) -> Seen:
    """What everybody may see has changed."""
    row = read(payload, RoleChange)
    if row is None or row.role.id != row.guild_id:
        return NOTHING
    return Seen(
        tuple(channel_fact(place, now) for place in world.places.learn_everyone(row.guild_id, row.role))
    )


_HANDLERS: Mapping[str, Callable[[World, Payload, Judge, Micros], Seen]] = {
    "MESSAGE_CREATE": _on_message,
    "MESSAGE_UPDATE": _on_message,
    "MESSAGE_DELETE": _on_delete,
    "MESSAGE_DELETE_BULK": _on_bulk,
    "MESSAGE_REACTION_ADD": _on_reaction,
    "MESSAGE_REACTION_REMOVE": _on_reaction_back,
    "MESSAGE_REACTION_REMOVE_ALL": _on_cleared,
    "MESSAGE_REACTION_REMOVE_EMOJI": _on_cleared,
    "GUILD_MEMBER_ADD": _on_member,
    "GUILD_MEMBER_UPDATE": _on_member,
    "GUILD_MEMBER_REMOVE": _on_member_gone,
    "CHANNEL_CREATE": _on_channel,
    "CHANNEL_UPDATE": _on_channel,
    "CHANNEL_DELETE": _on_channel_gone,
    "THREAD_CREATE": _on_new_thread,
    "THREAD_UPDATE": _on_channel,
    "THREAD_DELETE": _on_thread_gone,
    "THREAD_LIST_SYNC": _on_threads,
    "GUILD_CREATE": _on_guild,
    "GUILD_ROLE_UPDATE": _on_role,
}
EVENTS = frozenset(_HANDLERS)
"""The events that are read."""
