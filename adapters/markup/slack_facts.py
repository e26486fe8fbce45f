"""Slack's rows as facts. Exports and live events come through here, so both give the same."""

from __future__ import annotations

from collections.abc import Callable

from adapters.markup.names import tidy, usable
from adapters.markup.slack import SPOKEN, SYSTEM, instant, mentioned, words, words_of
from adapters.markup.slack_rows import Conversation, Profile, Row, User
from bot.domain.facts import Account, Channel, Features, Message
from bot.domain.imports import Reason
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, SpaceRef
from bot.domain.times import SECOND, Micros

SLACKBOT = "USLACKBOT"
_LATEST = 1 << 33  # seconds: the year 2242
_MILLI = 1000


def objection(row: Row) -> Reason | None:
    """Why this is no message of a person, before anybody looks at who wrote it."""
    if row.type not in {"message", None}:
        return Reason.UNKNOWN_KIND
    if row.subtype == "hidden_by_limit" or row.is_hidden_by_limit or row.hidden:
        return Reason.HIDDEN
    if row.subtype in SPOKEN or row.subtype == "bot_message":
        return None
    return Reason.SYSTEM if row.subtype in SYSTEM else Reason.UNKNOWN_KIND


def message(
    ref: MessageRef,
    at: Micros,
    row: Row,
    judge: Callable[[str], Features],
    member: Callable[[str], MemberRef],
) -> Message:
    """What stands once the text was judged. Somebody must have written it."""
    author, text = words_of(row)
    thread = row.thread_ts
    return Message(
        ref,
        member(author or ""),
        at,
        judge(words(text)),
        thread if thread != row.ts and instant(thread) is not None else None,
        None,
        tuple(member(id_) for id_ in mentioned(text) if id_ != author),
        instant(row.edited.ts) or Micros(0) if row.edited else Micros(0),
    )


def account(space: SpaceRef, user: User) -> Account:
    """An account as Slack lists it."""
    profile = user.profile or Profile()
    name = tidy(profile.display_name or user.real_name or profile.real_name or user.name or "")
    guest = user.is_restricted or user.is_ultra_restricted or user.is_stranger
    updated = user.updated or 0
    return Account(
        MemberRef(space, user.id),
        name or user.id,
        bot=bool(user.is_bot) or user.id == SLACKBOT,
        present=not user.deleted,
        external=bool(guest) or user.team_id not in {None, "", space.id},
        email_domain=_domain(profile.email),
        version=updated * SECOND if 0 < updated < _LATEST else 0,
    )


def stranger(space: SpaceRef, row: Row, id_: str, *, bot: bool) -> Account:
    """The account of an author that only the message tells of."""
    profile = row.user_profile
    name = tidy(_name(profile, row.username if bot else None)) or id_
    return Account(MemberRef(space, id_), name, bot=bot, external=_external(space, row, profile))


def channel(ref: ChannelRef, name: str, row: Conversation) -> Channel:
    """A public channel as Slack lists it."""
    updated = row.updated or 0
    return Channel(
        ref,
        tidy(name),
        archived=bool(row.is_archived),
        version=updated * _MILLI if 0 < updated < _LATEST * _MILLI else 0,
    )


def _external(space: SpaceRef, row: Row, profile: Profile | None) -> bool:
    if profile is None:
        return False
    guest = profile.is_restricted or profile.is_ultra_restricted
    return bool(guest) or (profile.team or row.team) not in {None, "", space.id}


def _name(profile: Profile | None, username: str | None) -> str:
    if profile is not None:
        return profile.display_name or profile.real_name or profile.name or username or ""
    return username or ""


def _domain(email: str | None) -> str:
    at = (email or "").rpartition("@")
    return at[2].strip().lower() if at[0] and usable(at[2]) else ""
