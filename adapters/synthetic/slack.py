"""A community as a Slack export: `users.json`, `channels.json` and one file a channel and day.

Slack knows no replies outside threads: there only the mention remains. A forum is a channel of threads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from adapters.synthetic.files import File, encode
from adapters.synthetic.world import Member, Place, Post, Temper, World

TEAM = "T0KELPLINE"


def stamp(at: int) -> str:
    """Slack's `ts` of an instant in ms."""
    return f"{at // 1000}.{at % 1000:03d}000"


def user_ids(world: World) -> dict[str, str]:
    """The Slack id of every member."""
    return {m.id: f"U0KELP{n:05d}" for n, m in enumerate(world.members)}


def files(world: World) -> Iterator[File]:
    """The files of the export, in order."""
    ids = user_ids(world)
    yield "users.json", encode([_user(m, ids[m.id]) for m in world.members])
    yield "channels.json", encode([_channel(p, n, world, ids) for n, p in enumerate(world.places)])
    replies: dict[int, list[Post]] = {}
    for post in world.posts:
        if post.thread is not None:
            replies.setdefault(post.thread, []).append(post)
    bots = {m.id for m in world.members if m.temper is Temper.BOT}
    for place in world.places:
        days: dict[str, list[object]] = {}
        for post in world.posts:
            if post.channel == place.id:
                day = datetime.fromtimestamp(post.at // 1000, UTC).date().isoformat()
                message = _message(post, ids, world.posts, replies.get(post.key, []))
                days.setdefault(day, []).append(
                    message | ({"bot_id": "B0KELP"} if post.author in bots else {})
                )
        for day, messages in days.items():
            yield f"{place.id}/{day}.json", encode(messages)


def _user(member: Member, user: str) -> dict[str, object]:
    domain = "kelpline.example" if member.temper is Temper.STAFF else "mail.example"
    return {
        "id": user,
        "team_id": TEAM,
        "name": member.id,
        "deleted": False,
        "real_name": member.name,
        "is_bot": member.temper is Temper.BOT,
        "profile": {
            "real_name": member.name,
            "display_name": member.name,
            "email": f"{member.id}@{domain}",
        },
    }


def _channel(place: Place, number: int, world: World, ids: Mapping[str, str]) -> dict[str, object]:
    return {
        "id": f"C0KELP{number:05d}",
        "name": place.id,
        "created": world.start // 1000,
        "creator": ids[world.staff[0].id],
        "is_archived": False,
        "is_general": place.id == "general",
        "members": list(ids.values()),
    }


def _message(
    post: Post, ids: Mapping[str, str], posts: tuple[Post, ...], replies: list[Post]
) -> dict[str, object]:
    text = f"<@{ids[post.to]}> {post.text}" if post.to else post.text
    message: dict[str, object] = {
        "type": "message",
        "user": ids[post.author],
        "text": text,
        "ts": stamp(post.at),
    }
    if post.thread is not None:
        root = posts[post.thread]
        message |= {"thread_ts": stamp(root.at), "parent_user_id": ids[root.author]}
    elif replies:
        message |= {
            "thread_ts": stamp(post.at),
            "reply_count": len(replies),
            "latest_reply": stamp(replies[-1].at),
            "replies": [{"user": ids[r.author], "ts": stamp(r.at)} for r in replies],
        }
    if post.reactions:
        message["reactions"] = [
            {"name": name, "users": [ids[u] for u in users], "count": len(users)}
            for name, users in post.reactions
        ]
    return message
