"""Facts of one community in memory: the plainest reading of the ports, an oracle for the databases."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, assert_never

from bot.domain.credits import Credit, Question
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
from bot.domain.recognition.replay import KeptReplay
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.stretches import ChannelActivity, ChannelSlice, Stretch
from bot.domain.times import DAY, Micros
from storage.canonical import spelled, wins
from tests.fakes.memory_door import admitted

Key = tuple[Any, ...]
F = TypeVar("F")


@dataclass(slots=True)
class State:
    """Everything that is kept about facts and what derives from them."""

    facts: dict[Key, Fact] = field(default_factory=dict)
    messages: dict[MessageRef, Message] = field(default_factory=dict)
    threads: dict[MessageRef, frozenset[MessageRef]] = field(default_factory=dict)
    dirty: dict[tuple[ChannelRef, int], int] = field(default_factory=dict)
    questions: dict[MessageRef, Question] = field(default_factory=dict)
    credits: dict[tuple[MessageRef, MemberRef], tuple[Credit, Micros]] = field(default_factory=dict)
    replays: dict[int, KeptReplay] = field(default_factory=dict)
    revision: int = 0
    derived: int = 0
    forgotten: set[MemberRef] = field(default_factory=set)
    faded: int = 0
    wrote: dict[MemberRef, Micros] = field(default_factory=dict)
    answered: dict[MemberRef, Micros] = field(default_factory=dict)


def key(fact: Fact) -> Key:
    """What a fact is about."""
    match fact:
        case Message(ref):
            return ("message", ref)
        case Deletion(ref):
            return ("deletion", ref)
        case Reaction(message, member, emoji):
            return ("reaction", message, member, emoji)
        case Channel(ref):
            return ("channel", ref)
        case Account(ref):
            return ("account", ref)
        case ThreadState(root):
            return ("thread", root)
        case Correction(message, verdict, helper, by, at, ruling=ruling):
            return ("correction", message, verdict, helper, by, at, ruling)
        case _:
            assert_never(fact)


class MemoryFacts:
    """`bot.ports.FactRepository`."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def ingest(self, facts: Sequence[Fact]) -> None:
        for fact in admitted(facts, self._state.forgotten, self._state.messages):
            self._merge(fact)

    def _merge(self, fact: Fact) -> None:
        old = self._state.facts.get(key(fact))
        ref = _about(fact)
        deleted = ref is not None and ("deletion", ref) in self._state.facts
        if deleted and isinstance(fact, Message | Reaction | Deletion):
            return
        if old is not None and not wins(fact, old):
            return
        if len({one.channel for one in _refs(fact)}) > 1:
            raise ValueError("a correction's question is in its message's channel")
        refs = _refs(fact) + (_refs(old) if old is not None else [])
        if isinstance(fact, Account):
            bot = isinstance(old, Account) and old.bot
            refs += [m.ref for m in self._state.messages.values() if m.author == fact.ref and bot != fact.bot]
        changed = self._anchors(refs, fact)
        self._put(fact)
        self._mark(changed | self._anchors(refs, fact))

    def _put(self, fact: Fact) -> None:
        facts = self._state.facts
        facts[key(fact)] = fact
        if isinstance(fact, Message):
            self._unthread(fact.ref)
            self._state.messages[fact.ref] = fact
            if fact.thread is not None:
                root = MessageRef(fact.ref.channel, fact.thread)
                self._state.threads[root] = self._state.threads.get(root, frozenset()) | {fact.ref}
        if isinstance(fact, Deletion):
            self._unthread(fact.ref)
            self._state.messages.pop(fact.ref, None)
            for known in [k for k in facts if k[0] in {"message", "reaction"} and k[1] == fact.ref]:
                del facts[known]

    def _unthread(self, ref: MessageRef) -> None:
        message = self._state.messages.get(ref)
        if message is not None and message.thread is not None:
            root = MessageRef(ref.channel, message.thread)
            self._state.threads[root] -= {ref}

    def _anchors(self, refs: Iterable[MessageRef], fact: Fact) -> set[tuple[ChannelRef, Micros]]:
        found = set()
        for ref in refs:
            message = self._state.messages.get(ref)
            thread = message.thread if message else fact.thread if isinstance(fact, Message) else None
            root = MessageRef(ref.channel, thread or ref.id)
            at = self._anchor(root)
            if at is not None:
                found.add((ref.channel, at))
        return found

    def _anchor(self, root: MessageRef) -> Micros | None:
        if root in self._state.messages:
            return self._state.messages[root].at
        replies = self._state.threads.get(root, frozenset())
        return min((self._state.messages[ref].at for ref in replies), default=None)

    def _mark(self, places: Iterable[tuple[ChannelRef, Micros]]) -> None:
        self._state.revision += 1
        for channel, at in places:
            self._state.dirty[channel, at // DAY] = self._state.revision

    async def touch(self, authors: Iterable[MemberRef] | None = None) -> None:
        wanted = None if authors is None else set(authors)
        roots = {
            MessageRef(message.ref.channel, message.thread or message.ref.id)
            for message in self._state.messages.values()
            if wanted is None or message.author in wanted
        }
        anchors = [(root.channel, self._anchor(root)) for root in roots]
        self._mark((channel, at) for channel, at in anchors if at is not None)

    async def dirty(self) -> Sequence[Stretch]:
        found: list[Stretch] = []
        for (channel, day), revision in sorted(self._state.dirty.items()):
            start, end = Micros(day * DAY), Micros((day + 1) * DAY)
            if found and found[-1].channel == channel and found[-1].end == start:
                last = found.pop()
                start, revision = last.start, max(last.as_of, revision)  # noqa: PLW2901 - the run goes on
            found.append(Stretch(channel, start, end, revision))
        return found

    async def settle(self, stretches: Iterable[Stretch]) -> None:
        for stretch in stretches:
            for (channel, day), revision in list(self._state.dirty.items()):
                inside = stretch.start <= day * DAY and (day + 1) * DAY <= stretch.end
                if channel == stretch.channel and inside and revision <= stretch.as_of:
                    del self._state.dirty[channel, day]

    async def slice(self, stretch: Stretch, *, before: int, after: int) -> ChannelSlice:
        here = [m for m in self._state.messages.values() if m.ref.channel == stretch.channel]
        here.sort(key=_by_time)
        flat = [m for m in here if m.thread is None]
        ahead = [m for m in flat if m.at < stretch.start]
        end = stretch.end + after
        chosen = ahead[max(0, len(ahead) - before) :] + [m for m in flat if stretch.start <= m.at < end]
        first = min([stretch.start, *(m.at for m in chosen)])
        roots = {m.ref.id for m in chosen}
        present = {m.ref.id for m in here}
        for thread in {m.thread for m in here if m.thread is not None} - present:
            earliest = min(m.at for m in here if m.thread == thread)
            if first <= earliest < end:
                roots.add(thread)
        messages = sorted([*chosen, *(m for m in here if m.thread in roots)], key=_by_time)
        return self._marked(tuple(messages), {MessageRef(stretch.channel, root) for root in roots})

    def _marked(self, messages: tuple[Message, ...], roots: set[MessageRef]) -> ChannelSlice:
        refs = {m.ref for m in messages}
        reactions: defaultdict[MessageRef, list[Reaction]] = defaultdict(list)
        for one in self._of(Reaction):
            if one.present and one.message in refs:
                reactions[one.message].append(one)
        said = [c for c in self._of(Correction) if c.message in refs]
        return ChannelSlice(
            messages,
            {ref: tuple(sorted(rs, key=lambda r: (r.member, r.emoji))) for ref, rs in reactions.items()},
            {state.root: state for state in self._of(ThreadState) if state.root in roots},
            tuple(sorted(said, key=lambda c: (c.at, c.message, c.helper, c.by, c.verdict))),
        )

    async def nth_after(
        self, channel: ChannelRef, start: Micros, n: int, *, flat: bool = False
    ) -> Micros | None:
        here = [m for m in self._of(Message) if m.ref.channel == channel and m.at >= start]
        times = [m.at for m in here if m.thread is None or not flat]
        return sorted(times)[n] if n < len(times) else None

    async def first_messages(
        self, authors: Iterable[MemberRef], since: Micros
    ) -> Mapping[MemberRef, MessageRef]:
        first: dict[MemberRef, Message] = {}
        for message in sorted(self._of(Message), key=_by_time):
            first.setdefault(message.author, message)
        known = {one for one, at in self._state.wrote.items() if at < since}
        new = [one for one in authors if one in first and one not in known and first[one].at >= since]
        return {one: first[one].ref for one in new}

    async def threads(self, messages: Iterable[MessageRef]) -> Mapping[MessageRef, str | None]:
        known = self._state.messages
        return {ref: known[ref].thread for ref in messages if ref in known}

    async def with_id(self, id_: str, channel: str = "") -> Sequence[Message]:
        known = {c.ref for c in self._of(Channel) if channel in ("", c.ref.id)}
        found = [m for m in self._of(Message) if m.ref.id == id_ and m.ref.channel in known]
        return sorted(found, key=lambda message: message.ref)

    async def activity(self) -> Sequence[ChannelActivity]:
        found: dict[ChannelRef, ChannelActivity] = {}
        for message in self._of(Message):
            if message.thread is None:
                channel = message.ref.channel
                old = found.get(channel, ChannelActivity(channel, 0, 0))
                asks = old.questions + (message.features.question >= 500)
                found[channel] = ChannelActivity(channel, old.messages + 1, asks)
        return [found[channel] for channel in sorted(found)]

    async def channels(self) -> Sequence[Channel]:
        return sorted(self._of(Channel), key=lambda c: c.ref)

    async def span(self) -> tuple[Micros, Micros] | None:
        times = [m.at for m in self._of(Message)]
        return (min(times), max(times)) if times else None

    async def state_hash(self) -> str:
        lines: list[tuple[Key, bytes]] = []
        lines += [(_position(fact), spelled(fact)) for fact in self._state.facts.values() if _stands(fact)]
        lines += [(_position(question), spelled(question)) for question in self._state.questions.values()]
        lines += [(_position(credit), spelled(credit)) for credit, _ in self._state.credits.values()]
        return hashlib.sha256(b"".join(line + b"\n" for _, line in sorted(lines))).hexdigest()

    def _of(self, kind: type[F]) -> list[F]:
        return [fact for fact in self._state.facts.values() if isinstance(fact, kind)]


ORDER = (Message, Reaction, ThreadState, Correction, Channel, Account, Question, Credit)


def _position(value: Fact | Question | Credit) -> Key:
    """Where a value's line stands in the state hash: space, kind, channel, message."""
    match value:
        case Channel(ref) | Account(ref):
            return (ref.space, ORDER.index(type(value)), ref.id)
        case Question(ref) | Message(ref) | Deletion(ref) | ThreadState(ref):
            place = ref
        case Reaction(message) | Correction(message) | Credit(message):
            place = message
        case _:
            assert_never(value)
    return (place.channel.space, ORDER.index(type(value)), place.channel.id, place.id)


def _stands(fact: Fact) -> bool:
    """Whether a fact is part of the state: deletions and taken back reactions only keep others out."""
    return not isinstance(fact, Deletion) and not (isinstance(fact, Reaction) and not fact.present)


def _about(fact: Fact) -> MessageRef | None:
    refs = _refs(fact)
    return refs[0] if refs else None


def _refs(fact: Fact) -> list[MessageRef]:
    """The messages that a fact speaks of."""
    match fact:
        case Message(ref) | Deletion(ref) | ThreadState(ref):
            return [ref]
        case Reaction(message):
            return [message]
        case Correction(message, question=question):
            return [message, question] if question else [message]
        case Channel() | Account():
            return []
        case _:
            assert_never(fact)


def _by_time(message: Message) -> tuple[Micros, MessageRef]:
    return message.at, message.ref
