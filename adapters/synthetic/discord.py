"""A community as DiscordChatExporter writes it: indented JSON, a file a channel, thread or forum post."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from adapters.synthetic.files import File
from adapters.synthetic.world import Member, Place, Post, Temper, World

EPOCH = 1_420_070_400_000
"""Discord's epoch in ms."""

GUILD = {"id": "1300000000000000000", "name": "Kelpline", "iconUrl": ""}
GLYPHS = {
    "white_check_mark": "✅",
    "pray": "🙏",
    "heart": "❤️",
    "tada": "🎉",
    "+1": "👍",
    "100": "💯",
    "joy": "😂",
    "seedling": "🌱",
    "wave": "👋",
    "fire": "🔥",
}
Json = dict[str, object]


def snowflake(at: int) -> str:
    """The id of what was made at an instant in ms."""
    return str((at - EPOCH) << 22)


def iso(at: int) -> str:
    """An instant in ms as DiscordChatExporter writes it."""
    moment = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=at)
    return moment.isoformat(timespec="milliseconds")


def user_ids(world: World) -> dict[str, str]:
    """The Discord id of every member: accounts are older than the community."""
    return {m.id: snowflake(world.start - (n + 1) * 86_400_000) for n, m in enumerate(world.members)}


def channel_ids(world: World) -> dict[str, str]:
    """The Discord id of every channel."""
    return {p.id: snowflake(world.start - (n + 1) * 1000) for n, p in enumerate(world.places)}


def files(world: World) -> Iterator[File]:
    """The files of the export: each channel, followed by its threads."""
    ids, channels = user_ids(world), channel_ids(world)
    people = {m.id: _person(m, ids[m.id]) for m in world.members}
    for place in world.places:
        posts = [p for p in world.posts if p.channel == place.id]
        threads: dict[int, list[Post]] = {}
        for post in posts:
            if post.thread is not None or place.forum:
                threads.setdefault(post.key if post.thread is None else post.thread, []).append(post)
        if not place.forum:
            flat = [p for p in posts if p.thread is None]
            channel = _channel(
                channels[place.id], "GuildTextChat", "Community", "1300000000000000001", place.id
            )
            yield f"Kelpline - {place.id} [{channels[place.id]}].json", _export(channel, flat, world, people)
        for root, inside in threads.items():
            yield _thread(world.posts[root], inside, place, channels[place.id], world, people)


def _thread(
    root: Post, inside: Sequence[Post], place: Place, parent: str, world: World, people: Mapping[str, Json]
) -> File:
    """A thread is a channel under its parent, with the id of the message that it hangs on."""
    own = snowflake(root.at)
    channel = _channel(own, "GuildPublicThread", place.id, parent, root.title or root.text[:40])
    return f"Kelpline - {place.id} - thread [{own}].json", _export(channel, inside, world, people)


def _channel(own: str, kind: str, category: str, category_id: str, name: str) -> Json:
    return {
        "id": own,
        "type": kind,
        "categoryId": category_id,
        "category": category,
        "name": name,
        "topic": None,
    }


def _export(channel: Json, posts: Sequence[Post], world: World, people: Mapping[str, Json]) -> bytes:
    export = {
        "guild": GUILD,
        "channel": channel,
        "dateRange": {"after": None, "before": None},
        "exportedAt": iso(world.end),
        "messages": [_message(post, str(channel["id"]), world, people) for post in posts],
        "messageCount": len(posts),
    }
    return json.dumps(export, ensure_ascii=False, indent=2).encode()


def _person(member: Member, own: str) -> Json:
    return {
        "id": own,
        "name": member.id,
        "discriminator": "0000",
        "nickname": member.name,
        "color": None,
        "isBot": member.temper is Temper.BOT,
        "roles": [],
        "avatarUrl": "",
    }


def _message(post: Post, channel: str, world: World, people: Mapping[str, Json]) -> Json:
    mentioned = people[post.to] if post.to else None
    text = f"@{mentioned['nickname']} {post.text}" if mentioned and post.reply_to is None else post.text
    message: Json = {
        "id": snowflake(post.at),
        "type": "Default" if post.reply_to is None else "Reply",
        "timestamp": iso(post.at),
        "timestampEdited": None,
        "callEndedTimestamp": None,
        "isPinned": False,
        "content": text,
        "author": people[post.author],
        "attachments": [],
        "embeds": [],
        "stickers": [],
        "reactions": [_reaction(emoji, users, people) for emoji, users in post.reactions],
        "mentions": [mentioned] if mentioned else [],
    }
    if post.reply_to is not None:
        target = snowflake(world.posts[post.reply_to].at)
        message["reference"] = {"messageId": target, "channelId": channel, "guildId": GUILD["id"]}
    return message


def _reaction(emoji: str, users: Sequence[str], people: Mapping[str, Json]) -> Json:
    return {
        "emoji": {"id": "", "name": GLYPHS[emoji], "code": emoji, "isAnimated": False, "imageUrl": ""},
        "count": len(users),
        "users": [people[user] for user in users],
    }
