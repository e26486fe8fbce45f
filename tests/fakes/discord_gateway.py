"""A generated community as Discord's gateway tells it, event by event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.synthetic.discord import GLYPHS, GUILD, channel_ids, snowflake, user_ids
from adapters.synthetic.world import Post, Temper, World

Payload = dict[str, Any]
Event = tuple[str, Payload]

VIEW = str(1 << 10)


def guild(world: World, guild_id: str = GUILD["id"]) -> Payload:
    """The server as it arrives on connecting."""
    channels = channel_ids(world)
    return {
        "id": guild_id,
        "name": GUILD["name"],
        "unavailable": False,
        "roles": [{"id": guild_id, "name": "@everyone", "permissions": VIEW}],
        "channels": [
            {
                "id": channels[place.id],
                "type": 15 if place.forum else 0,
                "name": place.id,
                "permission_overwrites": [],
                "available_tags": [],
            }
            for place in world.places
        ],
        "threads": [],
    }


def events(world: World, guild_id: str = GUILD["id"]) -> Iterator[Event]:
    """Everything that was said, in order of time; reactions right after their message."""
    yield "GUILD_CREATE", guild(world, guild_id)
    users, channels = user_ids(world), channel_ids(world)
    people = {m.id: person(users[m.id], m.id, m.name, bot=m.temper is Temper.BOT) for m in world.members}
    forums = {place.id for place in world.places if place.forum}
    open_threads: set[str] = set()
    for post in world.posts:
        root = world.posts[post.key if post.thread is None else post.thread]
        threaded = post.thread is not None or post.channel in forums
        thread = snowflake(root.at) if threaded else None
        if thread is not None and thread not in open_threads:
            open_threads.add(thread)
            yield "THREAD_CREATE", _thread(thread, channels[post.channel], root, guild_id)
        where = thread or channels[post.channel]
        yield "MESSAGE_CREATE", _message(post, where, world, people, guild_id)
        for emoji, members in post.reactions:
            for member in members:
                yield "MESSAGE_REACTION_ADD", _reaction(post, where, emoji, people[member], guild_id)


def person(id_: str, username: str, nick: str, *, bot: bool = False) -> Payload:
    """An account with its name in the server."""
    return {
        "user": {"id": id_, "username": username, "global_name": None, "bot": bot},
        "nick": nick,
        "roles": [],
    }


def stamp(at: int) -> str:
    """An instant in ms as Discord writes it."""
    moment = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=at)
    return moment.isoformat(timespec="microseconds")


def _thread(own: str, parent: str, root: Post, guild_id: str) -> Payload:
    return {
        "id": own,
        "type": 11,
        "guild_id": guild_id,
        "parent_id": parent,
        "name": root.title or root.text[:40],
        "thread_metadata": {"archived": False, "locked": False},
        "applied_tags": [],
    }


def _message(post: Post, where: str, world: World, people: Mapping[str, Payload], guild_id: str) -> Payload:
    author = people[post.author]
    mentioned = [people[post.to]] if post.to else []
    said = (
        f"<@{mentioned[0]['user']['id']}> {post.text}" if mentioned and post.reply_to is None else post.text
    )
    payload: Payload = {
        "id": snowflake(post.at),
        "channel_id": where,
        "guild_id": guild_id,
        "type": 0 if post.reply_to is None else 19,
        "content": said,
        "timestamp": stamp(post.at),
        "edited_timestamp": None,
        "author": author["user"],
        "member": {"nick": author["nick"], "roles": []},
        "mentions": [{**one["user"], "member": {"nick": one["nick"]}} for one in mentioned],
    }
    if post.reply_to is not None:
        target = snowflake(world.posts[post.reply_to].at)
        payload["message_reference"] = {"type": 0, "message_id": target, "channel_id": where}
    return payload


def _reaction(post: Post, where: str, emoji: str, member: Payload, guild_id: str) -> Payload:
    return {
        "user_id": member["user"]["id"],
        "channel_id": where,
        "message_id": snowflake(post.at),
        "guild_id": guild_id,
        "member": member,
        "emoji": {"id": None, "name": GLYPHS[emoji]},
    }
