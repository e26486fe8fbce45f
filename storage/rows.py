"""Rows <-> values of facts and what derives from them: the only place that knows how each is laid out.

A row is a dict of columns without the community, which the caller's handle adds. Reading takes SQLAlchemy
rows of the whole table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Row as Found

from bot.domain.credits import Credit, Question, QuestionState, Reason, ReasonCode
from bot.domain.facts import (
    Channel,
    ChannelKind,
    Correction,
    Features,
    Message,
    Reaction,
    Sentiment,
    Sign,
    ThreadState,
    Verdict,
)
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.times import Micros
from storage.spaces import Spaces

Columns = dict[str, Any]
AnyFound = Found[Any]

_RULED = "ruled "
_encode = msgspec.json.Encoder().encode
_members = msgspec.json.Decoder(list[tuple[int, str]])
_reasons = msgspec.json.Decoder(list[tuple[str, int]])


def member(row_space: int, row_id: str, spaces: Spaces) -> MemberRef:
    """The ref that a pair of columns stands for."""
    return MemberRef(spaces[row_space], row_id)


def channel_ref(row: AnyFound, spaces: Spaces) -> ChannelRef:
    """The channel of any row with `space` and `channel`."""
    return ChannelRef(spaces[row.space], row.channel)


def _place(ref: MessageRef, spaces: Spaces) -> Columns:
    return {"space": spaces.number(ref.channel.space), "channel": ref.channel.id}


def _members_out(refs: Iterable[MemberRef], spaces: Spaces) -> str | None:
    pairs = [(spaces.number(ref.space), ref.id) for ref in refs]
    return _encode(pairs).decode() if pairs else None


def members_in(text: str | None, spaces: Spaces) -> tuple[MemberRef, ...]:
    """The refs that a JSON list stands for."""
    return tuple(MemberRef(spaces[n], i) for n, i in _members.decode(text)) if text else ()


def message_row(message: Message, spaces: Spaces) -> Columns:
    """`message` as a row."""
    features = message.features
    return {
        "space": spaces.number(message.ref.channel.space),
        "channel": message.ref.channel.id,
        "id": message.ref.id,
        "author_space": spaces.number(message.author.space),
        "author": message.author.id,
        "at": message.at,
        "edited_at": message.edited_at,
        "thread": message.thread,
        "reply_to": message.reply_to,
        "mentions": _members_out(message.mentions, spaces),
        "question": features.question,
        "signs": int(features.signs),
        "words": features.words,
        "features": features.version,
        "sketch": features.sketch or None,
        "shape": features.shape or None,
    }


def message_value(row: AnyFound, spaces: Spaces) -> Message:
    """A row of `message` as a value; by position, since whole histories pass through here."""
    cells: Sequence[Any] = row
    _, space, channel, id_, author_space, author, at, edited_at, thread, reply_to = cells[:10]
    mentions, question, signs, words, features, sketch, shape = cells[10:17]
    return Message(
        MessageRef(ChannelRef(spaces[space], channel), id_),
        MemberRef(spaces[author_space], author),
        at,
        Features(question, Sign(signs), words, sketch or b"", shape or b"", features),
        thread,
        reply_to,
        members_in(mentions, spaces),
        edited_at,
    )


def reaction_row(reaction: Reaction, spaces: Spaces) -> Columns:
    """`reaction` as a row."""
    return _place(reaction.message, spaces) | {
        "message": reaction.message.id,
        "member_space": spaces.number(reaction.member.space),
        "member": reaction.member.id,
        "emoji": reaction.emoji,
        "sentiment": reaction.sentiment.value,
        "present": reaction.present,
        "version": reaction.version,
    }


def reaction_value(row: AnyFound, spaces: Spaces) -> Reaction:
    """A row of `reaction` as a value."""
    return Reaction(
        MessageRef(channel_ref(row, spaces), row.message),
        member(row.member_space, row.member, spaces),
        row.emoji,
        Sentiment(row.sentiment),
        row.present,
        row.version,
    )


def thread_row(thread: ThreadState, spaces: Spaces) -> Columns:
    """`thread` as a row."""
    return _place(thread.root, spaces) | {
        "root": thread.root.id,
        "solved": thread.solved,
        "version": thread.version,
    }


def thread_value(row: AnyFound, spaces: Spaces) -> ThreadState:
    """A row of `thread` as a value."""
    return ThreadState(MessageRef(channel_ref(row, spaces), row.root), row.solved, row.version)


def correction_row(correction: Correction, spaces: Spaces) -> Columns:
    """`correction` as a row; a `ValueError` where its question lies in another channel."""
    if correction.question and correction.question.channel != correction.message.channel:
        raise ValueError("a correction's question is in its message's channel")
    return _place(correction.message, spaces) | {
        "message": correction.message.id,
        "helper_space": spaces.number(correction.helper.space),
        "helper": correction.helper.id,
        "by_space": spaces.number(correction.by.space),
        "by": correction.by.id,
        "at": correction.at,
        "verdict": _RULED * correction.ruling + correction.verdict.value,
        "question": correction.question.id if correction.question else None,
    }


def correction_value(row: AnyFound, spaces: Spaces) -> Correction:
    """A row of `correction` as a value."""
    channel = channel_ref(row, spaces)
    return Correction(
        MessageRef(channel, row.message),
        Verdict(row.verdict.removeprefix(_RULED)),
        member(row.helper_space, row.helper, spaces),
        member(row.by_space, row.by, spaces),
        Micros(row.at),
        MessageRef(channel, row.question) if row.question is not None else None,
        row.verdict.startswith(_RULED),
    )


def channel_row(channel: Channel, spaces: Spaces) -> Columns:
    """`channel` as a row."""
    return {
        "space": spaces.number(channel.ref.space),
        "id": channel.ref.id,
        "name": channel.name,
        "kind": channel.kind.value,
        "public": channel.public,
        "archived": channel.archived,
        "version": channel.version,
    }


def channel_value(row: AnyFound, spaces: Spaces) -> Channel:
    """A row of `channel` as a value."""
    return Channel(
        ChannelRef(spaces[row.space], row.id),
        row.name,
        ChannelKind(row.kind),
        row.public,
        row.archived,
        row.version,
    )


def question_row(question: Question, spaces: Spaces) -> Columns:
    """`question` as a row."""
    return _place(question.ref, spaces) | {
        "id": question.ref.id,
        "asker_space": spaces.number(question.asker.space),
        "asker": question.asker.id,
        "at": question.at,
        "anchored_at": question.anchored_at,
        "state": question.state.value,
        "thread": question.thread,
    }


def question_value(row: AnyFound, spaces: Spaces) -> Question:
    """A row of `question` as a value."""
    return Question(
        MessageRef(channel_ref(row, spaces), row.id),
        member(row.asker_space, row.asker, spaces),
        Micros(row.at),
        QuestionState(row.state),
        Micros(row.anchored_at),
        row.thread,
    )


def credit_row(credit: Credit, anchored_at: Micros, spaces: Spaces) -> Columns:
    """`credit` as a row; a `ValueError` where its answer lies in another channel than its question."""
    if credit.answer.channel != credit.question.channel:
        raise ValueError("a credit's answer is in its question's channel")
    reasons = [(reason.code.value, reason.number) for reason in credit.reasons]
    return _place(credit.question, spaces) | {
        "question": credit.question.id,
        "helper_space": spaces.number(credit.helper.space),
        "helper": credit.helper.id,
        "asker_space": spaces.number(credit.asker.space),
        "asker": credit.asker.id,
        "asked_at": credit.asked_at,
        "anchored_at": anchored_at,
        "answer": credit.answer.id,
        "answered_at": credit.answered_at,
        "weight": credit.weight,
        "confidence": credit.confidence,
        "reasons": _encode(reasons).decode(),
        "thanked_by": _members_out(credit.thanked_by, spaces),
        "messages": credit.messages,
        "unprompted": credit.unprompted,
    }


def credit_value(row: AnyFound, spaces: Spaces) -> Credit:
    """A row of `credit` as a value."""
    channel = channel_ref(row, spaces)
    return Credit(
        MessageRef(channel, row.question),
        member(row.asker_space, row.asker, spaces),
        Micros(row.asked_at),
        member(row.helper_space, row.helper, spaces),
        MessageRef(channel, row.answer),
        Micros(row.answered_at),
        row.weight,
        row.confidence,
        reasons_in(row.reasons),
        members_in(row.thanked_by, spaces),
        row.messages,
        row.unprompted,
    )


@lru_cache(maxsize=20_000)
def reasons_in(reasons: str) -> tuple[Reason, ...]:
    """The reasons of a credit; few differ."""
    return tuple(Reason(ReasonCode(code), number) for code, number in _reasons.decode(reasons))
