"""Forgetting people: what stands in their place, and what is no longer let in about them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import assert_never

from bot.domain.errors import UserFacingError
from bot.domain.facts import Account, Channel, Correction, Deletion, Fact, Message, Reaction, ThreadState
from bot.domain.refs import MemberRef

ERASED = "erased-"
"""What the ids begin with that take the place of forgotten accounts; the rest is random."""

HASH_BYTES = 16


def tombstone(salt: bytes, member: MemberRef) -> bytes:
    """A keyed hash that knows a forgotten account again; `salt` is the community's own, up to 64 bytes count.

    Fast on purpose: every author who comes in is looked up by it.
    """
    spelled = str(member).encode("utf-8", "surrogatepass")
    return blake2b(spelled, key=salt[:64], digest_size=HASH_BYTES, person=b"foster.forgotten").digest()


def nothing_kept() -> UserFacingError:
    """Somebody wants to record something about a person who was forgotten."""
    return UserFacingError("This person asked to be forgotten, so nothing is kept about them.")


@dataclass(frozen=True, slots=True)
class LetIn:
    """What may come in. `cut` are those messages among `facts` that named somebody who was forgotten."""

    facts: tuple[Fact, ...]
    cut: tuple[Message, ...] = ()


def let_in(facts: Iterable[Fact], gone: Callable[[MemberRef], bool]) -> LetIn:
    """Facts without those by or about people who were forgotten, and without mentions of them."""
    kept: list[Fact] = []
    cut: list[Message] = []
    for fact in facts:
        match fact:
            case Message():
                if gone(fact.author):
                    continue
                left = tuple(member for member in fact.mentions if not gone(member))
                if len(left) < len(fact.mentions):
                    shorter = replace(fact, mentions=left)
                    cut.append(shorter)
                    kept.append(shorter)
                    continue
            case Reaction(member=member) | Account(ref=member):
                if gone(member):
                    continue
            case Correction(helper=helper, by=by):
                if gone(helper) or gone(by):
                    continue
            case Deletion() | Channel() | ThreadState():
                pass
            case _:
                assert_never(fact)
        kept.append(fact)
    return LetIn(tuple(kept), tuple(cut))
