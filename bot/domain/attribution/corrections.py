"""A person's word outranks what was worked out, and survives working it out again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from bot.domain.attribution.stream import Stream, anchor, instant
from bot.domain.credits import Credit, Question, QuestionState, Reason, ReasonCode
from bot.domain.facts import Correction, Message, Verdict
from bot.domain.refs import MemberRef, MessageRef
from bot.domain.times import MINUTE

_SURE = 1000
Key = tuple[MessageRef, MemberRef]


def standing_words(corrections: Iterable[Correction]) -> list[Correction]:
    """What people said and did not take back, in the order in which it counts: rulings last."""
    said = list(corrections)
    undone: dict[Key, list[Correction]] = {}
    for word in said:
        if word.verdict is Verdict.UNDONE:
            undone.setdefault((word.message, word.helper), []).append(word)
    return sorted(
        (
            word
            for word in said
            if word.verdict is not Verdict.UNDONE
            and not any(_takes_back(one, word) for one in undone.get((word.message, word.helper), ()))
        ),
        key=_order,
    )


def no_questions(words: Iterable[Correction]) -> frozenset[MessageRef]:
    """The messages that people said are no questions, and that nobody answered by their word since."""
    found: dict[MessageRef, None] = {}
    for word in words:
        if word.verdict is Verdict.NOT_QUESTION:
            found[word.message] = None
        elif word.verdict in (Verdict.ANSWER, Verdict.ALSO) and word.question is not None:
            found.pop(word.question, None)
    return frozenset(found)


def corrected(
    given: Iterable[Credit], words: Iterable[Correction], stream: Stream, window: int
) -> list[Credit]:
    """Credits after every one of the `standing_words`, in their order; the last word on a pair counts."""
    by_key: dict[Key, Credit] = {(credit.question, credit.helper): credit for credit in given}
    for word in words:
        message = stream.by_id.get(word.message.id)
        if message is None or message.ref != word.message:
            continue
        match word.verdict:
            case Verdict.ANSWER | Verdict.ALSO:
                _mark(by_key, word, message, stream, window)
            case Verdict.NOT_ANSWER | Verdict.NOT_ME:
                _strike(by_key, word)
            case Verdict.NOT_QUESTION:
                for key in [key for key in by_key if key[0] == word.message]:
                    del by_key[key]
            case Verdict.UNDONE:
                pass  # taken into account before
            case _:
                assert_never(word.verdict)
    return list(by_key.values())


def _takes_back(undo: Correction, word: Correction) -> bool:
    return undo.at >= word.at and (undo.by == word.by or undo.ruling)


def _order(word: Correction) -> tuple[bool, int, MessageRef, str, MemberRef, MemberRef]:
    return word.ruling, word.at, word.message, word.verdict.value, word.helper, word.by


def _mark(by_key: dict[Key, Credit], word: Correction, message: Message, stream: Stream, window: int) -> None:
    question = stream.by_id.get(word.question.id) if word.question else None
    if question is None or question.ref != word.question or question.author == word.helper:
        return
    in_thread = message.thread is not None and message.thread in {question.ref.id, question.thread}
    if not in_thread and not 0 <= message.at - question.at < window:
        return
    known = by_key.get((question.ref, word.helper))
    waited = max(0, message.at - question.at) // MINUTE
    by_key[question.ref, word.helper] = Credit(
        question=question.ref,
        asker=question.author,
        asked_at=question.at,
        helper=word.helper,
        answer=message.ref,
        answered_at=message.at,
        weight=_SURE,
        confidence=_SURE,
        reasons=(Reason(ReasonCode.MARKED, waited),),
        thanked_by=known.thanked_by if known else (),
        messages=known.messages if known else 1,
        unprompted=known.unprompted if known else True,
    )


def _strike(by_key: dict[Key, Credit], word: Correction) -> None:
    """Take back the helper's credit for the question, or whatever credit rests on this message."""
    for key, credit in list(by_key.items()):
        about = credit.question == word.question if word.question else credit.answer == word.message
        if about and credit.helper == word.helper:
            del by_key[key]


def marked_questions(
    questions: Iterable[Question], given: Iterable[Credit], stream: Stream
) -> list[Question]:
    """Questions in order, with those that only a person's word makes one."""
    by_ref = {question.ref: question for question in questions}
    for credit in given:
        if credit.question not in by_ref:
            message = stream.by_id[credit.question.id]
            threaded = (message.thread or message.ref.id) in stream.threads
            since = anchor(message, stream)
            by_ref[credit.question] = Question(
                credit.question, credit.asker, credit.asked_at, QuestionState.ANSWERED, since, threaded
            )
    return sorted(by_ref.values(), key=lambda question: instant(stream.by_id[question.ref.id]))
