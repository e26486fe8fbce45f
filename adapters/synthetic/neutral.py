"""A community as neutral JSONL: one message a line, in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from adapters.synthetic.files import encode
from adapters.synthetic.world import Post, Temper, World


def message_id(key: int) -> str:
    """The id of a post."""
    return f"m{key:06d}"


def lines(world: World) -> Iterator[bytes]:
    """Each line with its newline."""
    names = {m.id: m.name for m in world.members}
    bots = {m.id for m in world.members if m.temper is Temper.BOT}
    for post in world.posts:
        yield encode(_row(post, names, post.author in bots)) + b"\n"


def write_jsonl(path: Path, world: World) -> None:
    """All lines to one file."""
    with path.open("wb") as out:
        out.writelines(lines(world))


def _row(post: Post, names: dict[str, str], bot: bool) -> dict[str, object]:
    return {
        "id": message_id(post.key),
        "ts": post.at / 1000,
        "channel": post.channel,
        "author": post.author,
        "author_name": names[post.author],
        "text": f"@{post.to} {post.text}" if post.to else post.text,
        "reply_to": None if post.reply_to is None else message_id(post.reply_to),
        "mentions": [post.to] if post.to else [],
        "platform_thread": None if post.thread is None else message_id(post.thread),
        "reactions": [{"emoji": emoji, "users": list(users)} for emoji, users in post.reactions],
        "bot": bot,
    }
