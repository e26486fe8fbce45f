"""Slack's events as facts. Pure: no waiting, no network. Text is judged here and goes no further."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec

from adapters.markup.names import tidy, usable
from adapters.markup.slack import instant, words_of
from adapters.markup.slack_facts import message, objection
from adapters.markup.slack_rows import Row, User
from adapters.slack.known import Known
from bot.domain.facts import Channel, Deletion, Fact, Features, Reaction
from bot.domain.imports import Reason
from bot.domain.refs import MessageRef
from bot.domain.sentiments import sentiment

Event = Mapping[str, Any]
Judge = Callable[[str], Features]
T = TypeVar("T")

UNKNOWN = "unknown"
CLOSED = "closed"
"""Why an event gave nothing, beside the reasons that imports know: counted, never an error."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What an event comes to: facts, or why there are none. `strangers` are authors to ask Slack about."""

    facts: tuple[Fact, ...] = ()
    nothing: str = ""
    strangers: tuple[str, ...] = ()


def hear(event: Event, known: Known, judge: Judge) -> Heard:
    """The facts of one event. Never raises, whatever the event holds."""
    kind = event.get("type")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        return Heard(nothing=UNKNOWN)
    return reader(event, known, judge)


def channel_asked(event: Event, known: Known) -> str:
    """The channel that has to be looked up before this event can be read; empty where there is none."""
    item = event.get("item")
    place = item if isinstance(item, Mapping) else event
    id_ = place.get("channel")
    told = isinstance(event.get("channel_type"), str) or event.get("type") in _TELLING
    if told or not isinstance(id_, str) or not usable(id_) or known.is_open(id_, None) or id_[0] == "D":
        return ""
    return id_


def spoken(row: Row, channel: str, known: Known, judge: Judge) -> Heard:
    """The facts of one message, from an event or from history."""
    at = instant(row.ts)
    if at is None or row.ts is None:
        return Heard(nothing=Reason.BAD_TIME)
    ref = MessageRef(known.ref(channel), row.ts)
    if row.subtype == "tombstone":
        return Heard((Deletion(ref),))
    problem = objection(row)
    if problem is not None:
        return Heard(nothing=problem)
    bot = known.is_bot(row)
    author = words_of(row)[0] or (row.bot_id if bot else None)
    if author is None:
        return Heard(nothing=Reason.BOT if bot else Reason.NO_AUTHOR)
    if not usable(author):
        return Heard(nothing=Reason.BAD_ID)
    met = known.meet(row, author, bot=bot)
    facts: tuple[Fact, ...] = () if met is None else (met,)
    if bot:
        return Heard(facts, Reason.BOT)
    facts += (message(ref, at, row, judge, known.member),)
    return Heard(facts, strangers=() if met is None else (author,))


def reactions(row: Row, channel: str, known: Known) -> tuple[Reaction, ...]:
    """The reactions that history shows on a message; it knows no times."""
    if instant(row.ts) is None or row.ts is None:
        return ()
    ref = MessageRef(known.ref(channel), row.ts)
    found = []
    for reacted in row.reactions or ():
        name = reacted.name or ""
        said = sentiment(name) if usable(name) else None
        users = dict.fromkeys(user for user in reacted.users or () if user is not None and usable(user))
        if said is not None:
            found += [Reaction(ref, known.member(user), name, said) for user in users]
    return tuple(found)


def _message(event: Event, known: Known, judge: Judge) -> Heard:
    channel = event.get("channel")
    kind = event.get("channel_type")
    if not isinstance(channel, str) or not usable(channel):
        return Heard(nothing=Reason.MALFORMED)
    if kind == "group":
        known.closed(channel)
    if not known.is_open(channel, kind if isinstance(kind, str) else None):
        return Heard(nothing=CLOSED)
    if event.get("subtype") == "message_deleted":
        deleted = event.get("deleted_ts")
        if not isinstance(deleted, str) or instant(deleted) is None:
            return Heard(nothing=Reason.BAD_TIME)
        return Heard((Deletion(MessageRef(known.ref(channel), deleted)),))
    row = _as(Row, event.get("message") if event.get("subtype") == "message_changed" else event)
    return Heard(nothing=Reason.MALFORMED) if row is None else spoken(row, channel, known, judge)


def _reaction(event: Event, known: Known, _judge: Judge) -> Heard:
    item = event.get("item")
    if not isinstance(item, Mapping) or item.get("type") != "message":
        return Heard(nothing=Reason.UNKNOWN_KIND)
    channel, ts = item.get("channel"), item.get("ts")
    name, user, when = event.get("reaction"), event.get("user"), event.get("event_ts")
    if not (usable(channel) and usable(name) and usable(user) and isinstance(ts, str)):
        return Heard(nothing=Reason.MALFORMED)
    if instant(ts) is None:
        return Heard(nothing=Reason.BAD_TIME)
    if not known.is_open(str(channel), None):
        return Heard(nothing=CLOSED)
    said = sentiment(str(name))
    if said is None:
        return Heard(nothing="reaction")
    at = instant(when if isinstance(when, str) else None) or 0
    ref = MessageRef(known.ref(str(channel)), ts)
    present = event.get("type") == "reaction_added"
    return Heard((Reaction(ref, known.member(str(user)), str(name), said, present, at),))


def _user(event: Event, known: Known, _judge: Judge) -> Heard:
    user = _as(User, event.get("user"))
    found = None if user is None else known.learn_user(user)
    return Heard(nothing=Reason.MALFORMED) if found is None else Heard((found,))


def _channel(event: Event, known: Known, _judge: Judge) -> Heard:
    """Created or renamed: a public channel, unless Foster was let into a private one."""
    given = event.get("channel")
    if not isinstance(given, Mapping):
        return Heard(nothing=Reason.MALFORMED)
    id_, name = given.get("id"), given.get("name")
    if not isinstance(id_, str) or not usable(id_) or not isinstance(name, str) or not tidy(name):
        return Heard(nothing=Reason.MALFORMED)
    old = known.channels.get(id_) or Channel(known.ref(id_), "")
    return _changed(replace(old, name=tidy(name)), event, known)


def _group(event: Event, known: Known, judge: Judge) -> Heard:
    """A private channel was renamed: that is news only where it may be read."""
    given = event.get("channel")
    id_ = given.get("id") if isinstance(given, Mapping) else None
    if not isinstance(id_, str) or id_ not in known.channels:
        return Heard(nothing=CLOSED)
    return _channel(event, known, judge)


def _archive(event: Event, known: Known, _judge: Judge) -> Heard:
    id_ = event.get("channel")
    old = known.channels.get(id_) if isinstance(id_, str) else None
    if old is None:
        return Heard(nothing=CLOSED)
    return _changed(replace(old, archived=event.get("type") != "channel_unarchive"), event, known)


def _changed(channel: Channel, event: Event, known: Known) -> Heard:
    when = event.get("event_ts")
    at = instant(when if isinstance(when, str) else None)
    channel = replace(channel, version=max(at or 0, channel.version))
    known.channels[channel.ref.id] = channel
    return Heard((channel,))


def _nothing(_event: Event, _known: Known, _judge: Judge) -> Heard:
    """Known, and no fact: the app acts on some of these."""
    return Heard(nothing="no fact")


def _as(kind: type[T], value: object) -> T | None:
    try:
        return msgspec.convert(value, kind)
    except (msgspec.ValidationError, RecursionError, UnicodeError):  # half a surrogate pair is valid JSON
        return None


_TELLING = (
    "channel_created",
    "channel_rename",
    "channel_archive",
    "channel_unarchive",
    "channel_deleted",
    "member_joined_channel",
    "member_left_channel",
)

_READERS: Mapping[str, Callable[[Event, Known, Judge], Heard]] = {
    "message": _message,
    "reaction_added": _reaction,
    "reaction_removed": _reaction,
    "team_join": _user,
    "user_change": _user,
    "channel_created": _channel,
    "channel_rename": _channel,
    "group_rename": _group,
    "channel_archive": _archive,
    "channel_unarchive": _archive,
    "channel_deleted": _archive,
    "member_joined_channel": _nothing,
    "member_left_channel": _nothing,
    "app_mention": _nothing,
    "app_home_opened": _nothing,
    "app_uninstalled": _nothing,
    "tokens_revoked": _nothing,
    "app_rate_limited": _nothing,
}

EVENTS = tuple(_READERS)
"""Every event that Foster knows. The manifest asks for those that need asking."""
