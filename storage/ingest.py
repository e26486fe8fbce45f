"""Facts into tables: each kind merged, deletions for ever, and what must be derived again marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, select

from bot.domain.facts import (
    Account,
    Channel,
    Correction,
    Deletion,
    Fact,
    Message,
    Reaction,
    ThreadState,
)
from bot.domain.refs import MemberRef, MessageRef
from storage.accounts import flipped, merge_accounts
from storage.dirt import Anchors, anchors, gathered, mark
from storage.handle import Handle, Place
from storage.merge import CHANNELS, CORRECTIONS, MESSAGES, REACTIONS, THREADS, merge
from storage.tables import MESSAGE, REACTION, TOMBSTONE

F = TypeVar("F")
Day = tuple[int, str, int]
"""A channel's space number and id, and an instant of the day."""


async def ingest(handle: Handle, facts: Sequence[Fact]) -> None:
    """Merge facts of any kinds, in any order, in the handle's transaction."""
    days = await _messages(handle, _only(facts, Message), _only(facts, Deletion))
    reactions = await _alive(handle, _only(facts, Reaction), lambda fact: fact.message)
    changed = [change.new.message for change in await merge(handle, REACTIONS, reactions)]
    changed += [change.new.root for change in await merge(handle, THREADS, _only(facts, ThreadState))]
    for correction in await merge(handle, CORRECTIONS, _only(facts, Correction)):
        changed.append(correction.new.message)
        changed += [state.question for state in (correction.new, correction.old) if state and state.question]
    await merge(handle, CHANNELS, _only(facts, Channel))
    bots = await merge_accounts(handle, _only(facts, Account))
    touched = await _conversations(handle, changed) + await flipped(handle, bots)
    days += _days(await anchors(handle, gathered(touched)))
    await mark(handle, days)
    await handle.spaces.save(handle.connection)


async def touch(handle: Handle, authors: Sequence[MemberRef]) -> None:
    """Mark every conversation that these accounts wrote in."""
    await mark(handle, _days(await anchors(handle, gathered(await flipped(handle, authors)))))


async def _messages(handle: Handle, messages: Sequence[Message], deletions: Sequence[Deletion]) -> list[Day]:
    """Merge messages and deletions; where every conversation that changed counted before, and counts now."""
    gone = await _conversations(handle, [deletion.ref for deletion in deletions])
    named = [(_place(handle, message.ref), message.thread or message.ref.id) for message in messages]
    before = await anchors(handle, gathered([*gone, *named]))
    await _delete(handle, deletions)
    changes = await merge(handle, MESSAGES, await _alive(handle, messages, lambda fact: fact.ref))
    states = [state for change in changes for state in (change.new, change.old) if state is not None]
    days: list[Day] = [(*_place(handle, state.ref), state.at) for state in states if state.thread is None]
    roots = {(*_place(handle, change.new.ref), change.new.ref.id) for change in changes}
    touched = {(_place(handle, state.ref), state.thread or state.ref.id) for state in states} | set(gone)
    days += [(*place, before[*place, root]) for place, root in touched if (*place, root) in before]
    later = [(place, root) for place, root in touched if (*place, root) not in roots]
    return days + _days(await anchors(handle, gathered(later)))


async def _delete(handle: Handle, deletions: Iterable[Deletion]) -> None:
    """Leave a tombstone for each message, and nothing else of it but what people said in corrections."""
    for (space, channel), ids in gathered((_place(handle, d.ref), d.ref.id) for d in deletions).items():
        await handle.put(TOMBSTONE, [{"space": space, "channel": channel, "id": id_} for id_ in ids])
        await handle.remove(MESSAGE, "id", ids, space=space, channel=channel)
        await handle.remove(REACTION, "message", ids, space=space, channel=channel)


async def _alive(handle: Handle, facts: Sequence[F], ref: Callable[[F], MessageRef]) -> list[F]:
    """Those facts whose message was not deleted."""
    refs = [ref(fact) for fact in facts]
    places = gathered((_place(handle, one), one.id) for one in refs)

    def tombs(place: Place, ids: list[str]) -> Select[Any]:
        here = handle.mine(TOMBSTONE, space=place[0], channel=place[1])
        return select(TOMBSTONE).where(here, TOMBSTONE.c.id.in_(ids))

    dead = {((row.space, row.channel), row.id) for row in await handle.rows_of(places, tombs)}
    if not dead:
        return list(facts)
    return [fact for fact, one in zip(facts, refs, strict=True) if (_place(handle, one), one.id) not in dead]


async def _conversations(handle: Handle, refs: Iterable[MessageRef]) -> list[tuple[Place, str]]:
    """The conversations of messages. Of one that is not there: the thread it may be the missing root of."""
    c = MESSAGE.c
    places = gathered((_place(handle, ref), ref.id) for ref in refs)

    def here(place: Place, ids: list[str]) -> Select[Any]:
        mine = handle.mine(MESSAGE, space=place[0], channel=place[1])
        return select(c.space, c.channel, c.id, c.thread).where(mine, c.id.in_(ids))

    threads = {
        (row.space, row.channel, row.id): row.thread or row.id for row in await handle.rows_of(places, here)
    }
    return [(place, threads.get((*place, id_), id_)) for place, ids in places.items() for id_ in ids]


def _place(handle: Handle, ref: MessageRef) -> Place:
    return handle.spaces.number(ref.channel.space), ref.channel.id


def _days(found: Anchors) -> list[Day]:
    return [(space, channel, at) for (space, channel, _), at in found.items()]


def _only(facts: Iterable[Fact], kind: type[F]) -> list[F]:
    return [fact for fact in facts if isinstance(fact, kind)]
