"""Facts into tables: each kind merged, deletions for ever, and what must be derived again marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection

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
from bot.domain.refs import CommunityId, MemberRef, MessageRef
from storage.accounts import flipped, merge_accounts
from storage.bulk import Bulk, enter
from storage.dirt import Conversation, anchors, mark
from storage.door import at_the_door
from storage.looking import look_ahead, look_at_reactions
from storage.merge import CHANNELS, CORRECTIONS, MESSAGES, REACTIONS, THREADS, merge, standing
from storage.names import Names
from storage.statements import PLACE
from storage.tables import MESSAGE, REACTION, TOMBSTONE
from storage.together import Together

F = TypeVar("F")
Day = tuple[int, str, int]
"""A channel's space number and id, and an instant of the day."""

Place = tuple[int, str, str]
"""A message's space number, channel and id."""


_FEW = 1_000
"""More facts of one community are an import: what it asks outweighs the ways there, and is not kept ahead."""


def ingest_all(connection: Connection, facts: Mapping[CommunityId, Sequence[Fact]], names: Names) -> None:
    """Merge facts of any communities in the connection's transaction."""
    if len(facts) == 1 and (connection.dialect.name == "sqlite" or len(next(iter(facts.values()))) > _FEW):
        for community, some in facts.items():
            _, bulk = enter(connection, community, names, lock=True)
            ingest(bulk, some)
        return
    together = Together(connection, names)
    parts = [(part, facts[community]) for community, part in sorted(together.enter(facts).items())]
    look_ahead(together, parts)
    let_in = [(part, at_the_door(part, some)) for part, some in parts]
    days = [_spoken(part, some) for part, some in let_in]
    look_at_reactions(together, let_in)
    for (part, some), changed in zip(let_in, days, strict=True):
        _others(part, some, changed)
    together.flush()


def ingest(bulk: Bulk, facts: Sequence[Fact]) -> None:
    """Merge facts of any kinds, in any order, in the transaction; none about people who were forgotten."""
    facts = at_the_door(bulk, facts)
    _others(bulk, facts, _spoken(bulk, facts))


def _spoken(bulk: Bulk, facts: Sequence[Fact]) -> list[Day]:
    """Merge what was said and deleted; the days that changed."""
    return _messages(bulk, _only(facts, Message), _only(facts, Deletion))


def _others(bulk: Bulk, facts: Sequence[Fact], days: list[Day]) -> None:
    """Merge what is no message, and mark what must be derived again."""
    reactions = _only(facts, Reaction)
    alive = _alive(bulk, reactions, [_place(bulk, reaction.message) for reaction in reactions])
    changed = [change.new.message for change in merge(bulk, REACTIONS, alive).values()]
    changed += [change.new.root for change in merge(bulk, THREADS, _only(facts, ThreadState)).values()]
    for correction in merge(bulk, CORRECTIONS, _only(facts, Correction)).values():
        changed.append(correction.new.message)
        changed += [state.question for state in (correction.new, correction.old) if state and state.question]
    merge(bulk, CHANNELS, _only(facts, Channel))
    bots = merge_accounts(bulk, _only(facts, Account))
    touched = _conversations(bulk, changed) | flipped(bulk, bots)
    mark(bulk, days + _days(anchors(bulk, touched)))
    bulk.spaces.save(bulk.connection)


def touch(bulk: Bulk, authors: Sequence[MemberRef]) -> None:
    """Mark every conversation that these accounts wrote in."""
    mark(bulk, _days(anchors(bulk, flipped(bulk, authors))))


def _messages(bulk: Bulk, messages: Sequence[Message], deletions: Sequence[Deletion]) -> list[Day]:
    """Merge messages and deletions; where every conversation that changed counted before, and counts now."""
    if not messages and not deletions:
        return []
    gone = {_place(bulk, deletion.ref) for deletion in deletions}
    said = [_place(bulk, message.ref) for message in messages]
    named = {_conversation(place, message) for place, message in zip(said, messages, strict=True)}
    looked = {*gone, *said, *named}
    known = standing(bulk, MESSAGES, looked)
    left = {
        _conversation(place, known[place]) for place in known.keys() & {*gone, *said}
    } | gone - known.keys()
    known |= standing(bulk, MESSAGES, left - looked)
    before = anchors(bulk, named | left, {place: message.at for place, message in known.items()})
    _delete(bulk, gone)
    changes = merge(bulk, MESSAGES, _alive(bulk, messages, said), known)
    touched = {_conversation(place, known.get(place)) for place in gone}
    now = {place: message.at for place, message in known.items() if place not in gone}
    for place, change in changes.items():
        now[place] = change.new.at
        touched |= {_conversation(place, state) for state in (change.new, change.old or change.new)}
    after = anchors(bulk, touched, now)
    return _days({one: before[one] for one in touched & before.keys()}) + _days(after)


def _delete(bulk: Bulk, gone: Iterable[Place]) -> None:
    """Leave a tombstone for each message, and nothing else of it but what people said in corrections."""
    places = sorted(gone)
    bulk.put(TOMBSTONE, [dict(zip(PLACE, place, strict=True)) for place in places])
    bulk.remove(MESSAGE, PLACE, places)
    bulk.remove(REACTION, ("space", "channel", "message"), places)


def _alive(bulk: Bulk, facts: Sequence[F], places: Sequence[Place]) -> Sequence[F]:
    """Those facts whose message, at the same rank of `places`, was not deleted."""
    dead = bulk.gone(places)
    if not dead:
        return facts
    return [fact for fact, place in zip(facts, places, strict=True) if place not in dead]


def _conversations(bulk: Bulk, refs: Iterable[MessageRef]) -> set[Conversation]:
    """The conversations of messages. Of one that is not there: the thread it may be the missing root of."""
    places = {_place(bulk, ref) for ref in refs}
    known = standing(bulk, MESSAGES, places)
    return {_conversation(place, known.get(place)) for place in places}


def _conversation(place: Place, message: Message | None) -> Conversation:
    return (*place[:2], message.thread) if message and message.thread else place


def _place(bulk: Bulk, ref: MessageRef) -> Place:
    return bulk.spaces.number(ref.channel.space), ref.channel.id, ref.id


def _days(found: Mapping[Conversation, int]) -> list[Day]:
    return [(space, channel, at) for (space, channel, _), at in found.items()]


def _only(facts: Iterable[Fact], kind: type[F]) -> list[F]:
    return [fact for fact in facts if isinstance(fact, kind)]
