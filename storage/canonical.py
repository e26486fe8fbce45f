"""One exact spelling of every fact and credit: it decides ties of versions, and feeds the state hash.

Everything is named by the platforms' ids, so equal facts are spelled alike in every database. Left out:
names and e-mail domains (erasable), sketches and shapes (they expire), and versions an export cannot know.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

import msgspec

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
from bot.domain.refs import MemberRef, MessageRef

_encode = msgspec.json.Encoder().encode


def spelled(value: Fact | Question | Credit) -> bytes:
    """The line that stands for a value in the state hash, a JSON array that begins with its kind."""
    match value:
        case Message():
            return _encode(_message(value))
        case Reaction(message, member, emoji, sentiment, present):
            return _encode(["reaction", *_place(message), _member(member), emoji, sentiment, present])
        case ThreadState(root, solved):
            return _encode(["thread", *_place(root), solved])
        case Correction(message, verdict, helper, by, at, question, ruling):
            asked, ruled = question.id if question else "", ["ruling"] * ruling
            who = (_member(helper), _member(by))
            return _encode(["correction", *_place(message), *who, at, verdict, asked, *ruled])
        case Channel(ref, name, kind, public, archived):
            return _encode(["channel", str(ref.space), ref.id, name, kind, public, archived])
        case Account(ref, _, bot, present, external):
            return _encode(["account", str(ref.space), ref.id, bot, present, external])
        case Deletion(ref):
            return _encode(["deletion", *_place(ref)])
        case Question():
            return _encode(_question(value))
        case Credit():
            return _encode(_credit(value))
        case _:
            assert_never(value)


def tie_breaker(fact: Fact) -> bytes:
    """Decides between two states of one thing with equal versions: the greater one wins everywhere."""
    match fact:
        case Message():
            return spelled(fact) + fact.features.sketch + b"\0" + fact.features.shape
        case Account():
            return spelled(fact) + _encode([fact.name, fact.email_domain])
        case _:
            return spelled(fact)


def wins(new: Fact, old: Fact) -> bool:
    """Whether `new` replaces `old`, another state of the same thing. One of them always does."""
    newer, older = version(new), version(old)
    return newer > older or (newer == older and new != old and tie_breaker(new) > tie_breaker(old))


def version(fact: Fact) -> int:
    """What orders two states of one thing; deletions are final and corrections all stand."""
    match fact:
        case Message() | Reaction() | Channel() | Account() | ThreadState():
            return fact.version
        case Deletion() | Correction():
            return 0
        case _:
            assert_never(fact)


def _message(message: Message) -> list[object]:
    features = message.features
    return [
        "message",
        *_place(message.ref),
        _member(message.author),
        message.at,
        message.edited_at,
        message.thread,
        message.reply_to,
        _members(message.mentions),
        [features.question, int(features.signs), features.words, features.version],
    ]


def _question(question: Question) -> list[object]:
    return [
        "question",
        *_place(question.ref),
        _member(question.asker),
        question.at,
        question.state,
        question.thread,
    ]


def _credit(credit: Credit) -> list[object]:
    return [
        "credit",
        *_place(credit.question),
        _member(credit.helper),
        _member(credit.asker),
        credit.asked_at,
        credit.answer.id,
        credit.answered_at,
        credit.weight,
        credit.confidence,
        [[reason.code, reason.number] for reason in credit.reasons],
        _members(credit.thanked_by),
        credit.messages,
        credit.unprompted,
    ]


def _place(ref: MessageRef) -> tuple[str, str, str]:
    return str(ref.channel.space), ref.channel.id, ref.id


def _member(ref: MemberRef) -> tuple[str, str]:
    return str(ref.space), ref.id


def _members(refs: Iterable[MemberRef]) -> list[tuple[str, str]]:
    return [_member(ref) for ref in refs]
