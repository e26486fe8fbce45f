"""Members' rights and what expires, in memory: every value is walked, so nothing can be missed."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.domain.evidence import EvidenceKind
from bot.domain.facts import Account, Correction, Deletion, Message, Reaction, ThreadState
from bot.domain.forgetting import ERASED, tombstone
from bot.domain.recognition.weekly import week_number
from bot.domain.refs import MemberRef, MessageRef
from bot.domain.times import Micros, Week, zone_named
from bot.privacy_ports import Held
from tests.fakes.memory_facts import State, key

if TYPE_CHECKING:
    from tests.fakes.memory_store import Tenant

Swap = Mapping[MemberRef, MemberRef]


class MemoryPrivacy:
    """`bot.privacy_ports.PrivacyRepository`."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    async def held(self, members: Collection[MemberRef]) -> Held:
        found: dict[str, list[Mapping[str, object]]] = {}
        for kind, values in _everything(self._tenant).items():
            mine = [value for value in values if any(_names(value, one) for one in members)]
            if mine:
                found[kind] = [asdict(value) if is_dataclass(value) else {"is": value} for value in mine]  # type: ignore[arg-type] # values, not classes
        return found

    async def forget(self, members: Collection[MemberRef], at: Micros) -> None:  # noqa: ARG002 - kept elsewhere
        tenant = self._tenant
        others = sorted(f"{ERASED}{secrets.token_hex(8)}" for _ in members)
        swap = {one: replace(one, id=other) for one, other in zip(sorted(members), others, strict=True)}
        wishes = {EvidenceKind.CONSIDERED, EvidenceKind.THANKS_TO}
        tenant.evidence[:] = [
            replace(one, title="…", link="") if one.member in swap else one
            for one in tenant.evidence
            if not (one.member in swap and one.kind in wishes)
        ]
        for container in (tenant.state, tenant.delivery):
            for part in fields(container):
                setattr(container, part.name, _swapped(getattr(container, part.name), swap))
        state = tenant.state
        state.derived += 1
        state.replays = {}
        erased = set(swap.values())
        state.facts = {key(fact): _blank(fact, erased) for fact in state.facts.values()}
        state.messages = {ref: state.facts["message", ref] for ref in state.messages}  # type: ignore[misc] # by its key
        for week, (picks, queue) in tenant.delivery.frozen.items():
            left = tuple(one for one in queue if one.member not in erased)
            tenant.delivery.frozen[week] = (picks, left)
        tenant.evidence[:] = _swapped(tenant.evidence, swap)
        tenant.audit[:] = _swapped(tenant.audit, swap)
        for one, other in swap.items():
            tenant.opted_out.pop(one, None)
            tenant.opted_out[other] = True
        state.forgotten |= set(swap)

    async def forget_again(self, tombstones: Mapping[bytes, Micros]) -> Sequence[MemberRef]:
        facts = self._tenant.state.facts.values()
        known = {fact.ref for fact in facts if isinstance(fact, Account)}
        gone = [one for one in sorted(known) if tombstone(self._tenant.community.salt, one) in tombstones]
        await self.forget(gone, Micros(0))
        return gone

    async def is_forgotten(self, member: MemberRef) -> bool:
        return member in self._tenant.state.forgotten

    async def let_back(self, member: MemberRef) -> bool:
        known = member in self._tenant.state.forgotten
        self._tenant.state.forgotten.discard(member)
        return known

    async def reduced(self) -> bool:
        return bool(self._tenant.state.forgotten)


class MemoryKeeping:
    """`bot.privacy_ports.KeepingRepository`."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._state: State = tenant.state

    async def faded(self) -> Micros:
        return Micros(self._state.faded)

    async def fade(self, before: Micros, most: int) -> bool:
        old = [
            one
            for one in self._state.messages.values()
            if one.at < before and (one.features.sketch or one.features.shape)
        ]
        for one in old[:most]:
            bare = replace(one, features=replace(one.features, sketch=b"", shape=b""))
            self._state.facts["message", one.ref] = self._state.messages[one.ref] = bare
        if len(old) >= most:
            return True
        self._state.faded = max(self._state.faded, before)
        return False

    async def expire(self, before: Micros, floor: int, most: int) -> bool:
        old = sorted((m for m in self._state.messages.values() if m.at < before), key=lambda m: m.at)
        for one in old[:most]:
            known = self._state.wrote.get(one.author, one.at)
            self._state.wrote[one.author] = min(known, one.at)
            self._drop(one.ref)
        if len(old) >= most:
            return True
        for place, (credit, _) in list(self._state.credits.items()):
            if credit.answered_at < before:
                if credit.confidence >= floor:
                    known = self._state.answered.get(credit.helper, credit.answered_at)
                    self._state.answered[credit.helper] = min(known, credit.answered_at)
                del self._state.credits[place]
        for ref in [q.ref for q in self._state.questions.values() if q.at < before]:
            del self._state.questions[ref]
        first, delivery = week_number(Week.of(before, zone_named("UTC"))), self._tenant.delivery
        delivery.counted = {week: one for week, one in delivery.counted.items() if week >= first}
        delivery.carried = {week: one for week, one in delivery.carried.items() if week >= first}
        return False

    async def expire_audit(self, before: Micros, most: int) -> bool:
        old = [one for one in self._tenant.audit if one.at < before][:most]
        self._tenant.audit[:] = [one for one in self._tenant.audit if one not in old]
        return len(old) == most

    def _drop(self, ref: MessageRef) -> None:
        message = self._state.messages.pop(ref)
        if message.thread is not None:
            self._state.threads[MessageRef(ref.channel, message.thread)] -= {ref}
        for name, fact in list(self._state.facts.items()):
            about = name[1] if name[0] in {"message", "reaction", "correction", "thread"} else None
            if about == ref and not isinstance(fact, Deletion):
                del self._state.facts[name]


def _everything(tenant: Tenant) -> dict[str, Sequence[object]]:
    state, kinds = tenant.state, (Message, Reaction, Account, Correction, ThreadState)
    found: dict[str, Sequence[object]] = {
        kind.__name__.lower(): [fact for fact in state.facts.values() if isinstance(fact, kind)]
        for kind in kinds
    }
    found["question"] = list(state.questions.values())
    found["credit"] = [credit for credit, _ in state.credits.values()]
    found["evidence"], found["audit"] = tenant.evidence, tenant.audit
    found["consent"] = list(tenant.opted_out)
    found["ledger"] = [str(person) for person in tenant.delivery.ledger]
    return found


def _names(value: object, member: MemberRef) -> bool:
    return bool(_swapped(value, {member: MemberRef(member.space, "?")}) != value)


def _swapped(value: Any, swap: Swap) -> Any:  # noqa: ANN401 - whatever is kept
    if isinstance(value, MemberRef):
        return swap.get(value, value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: _swapped(getattr(value, one.name), swap) for one in fields(value) if one.init}
        return type(value)(**changed)
    match value:
        case str():
            return next((type(value)(other) for one, other in swap.items() if value == str(one)), value)
        case list():
            return [_swapped(one, swap) for one in value]
        case tuple():
            return tuple(_swapped(one, swap) for one in value)
        case AbstractSet():
            return type(value)(_swapped(one, swap) for one in value)  # type: ignore[call-arg] # set or frozenset
        case Mapping():
            return {_swapped(name, swap): _swapped(one, swap) for name, one in value.items()}
        case _:
            return value


def _blank(fact: Any, others: set[MemberRef]) -> Any:  # noqa: ANN401 - any fact
    if isinstance(fact, Message) and fact.author in others:
        return replace(fact, features=replace(fact.features, sketch=b"", shape=b""))
    if isinstance(fact, Account) and fact.ref in others:
        return replace(fact, name=fact.ref.id, present=False, email_domain="")
    return fact
