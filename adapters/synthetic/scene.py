"""Collects what happens and puts it into the order of time."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.synthetic.dice import Dice
from adapters.synthetic.world import Answered, Member, Place, Post, Temper

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY


@dataclass(slots=True)
class Scene:
    """What has happened so far; keys are ranks of creation until `settle` makes them ranks of time."""

    dice: Dice
    members: tuple[Member, ...]
    posts: list[Post] = field(default_factory=list)
    reactions: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    questions: list[int] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)

    def say(self, at: int, place: Place, author: Member, text: str, after: Post | None = None) -> Post:
        """A message at `at` (ms) in a channel; `after` is a post that it follows, in the same thread."""
        thread = None if after is None else after.key if after.thread is None else after.thread
        post = Post(len(self.posts), at, place.id, author.id, text, thread=thread)
        self.posts.append(post)
        return post

    def put(self, post: Post) -> Post:
        """Replace a post that was just said by a changed version."""
        self.posts[post.key] = post
        return post

    def react(self, post: Post, emoji: str, member: Member) -> None:
        """A member's reaction; repeating it changes nothing."""
        people = self.reactions.setdefault(post.key, {}).setdefault(emoji, [])
        if member.id not in people:
            people.append(member.id)

    def active(self, week: int, *without: str) -> list[Member]:
        """The people (not the bot) who are around, without those named."""
        people = (m for m in self.members if m.temper is not Temper.BOT and m.active(week))
        return [m for m in people if m.id not in without]

    def settle(self, end: int) -> tuple[tuple[Post, ...], dict[int, int]]:
        """All posts before `end` in order of time, at different milliseconds, and old keys to new ones."""
        order = sorted((p for p in self.posts if p.at < end), key=lambda p: (p.at, p.key))
        keys = {post.key: rank for rank, post in enumerate(order)}
        posts: list[Post] = []
        last = 0
        for post in order:
            last = max(post.at, last + 1)
            posts.append(self._settled(post, last, keys))
        return tuple(posts), keys

    def _settled(self, post: Post, at: int, keys: dict[int, int]) -> Post:
        reactions = self.reactions.get(post.key, {})
        return Post(
            keys[post.key],
            at,
            post.channel,
            post.author,
            post.text,
            post.to,
            None if post.thread is None else keys[post.thread],
            None if post.reply_to is None else keys[post.reply_to],
            tuple((emoji, tuple(people)) for emoji, people in reactions.items()),
            post.title,
        )
