"""A person's word outranks what was worked out, and survives working it out again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.attribution.stream import Stream, anchor, instant
from bot.domain.credits import Credit, Question, QuestionState, Reason, ReasonCode
from bot.domain.facts import Correction, Message, Verdict
from bot.domain.refs import MemberRef, MessageRef
from bot.domain.times import MINUTE

_SURE = 1000
Key = tuple[MessageRef, MemberRef]


def corrected(
    given: Iterable[Credit], corrections: Sequence[Correction], stream: Stream, window: int
) -> list[Credit]:
    """Credits after every correction, in the order they were made; the last word on a pair counts."""
    by_key: dict[Key, Credit] = {(credit.question, credit.helper): credit for credit in given}
    for word in sorted(corrections, key=_order):
        message = stream.by_id.get(word.message.id)
        if message is None or message.ref != word.message:
            continue
        match word.verdict:
            case Verdict.ANSWER | Verdict.ALSO:
                _mark(by_key, word, message, stream, window)
            case Verdict.NOT_ANSWER | Verdict.NOT_ME:
                _strike(by_key, word)
    return list(by_key.values())


def _order(word: Correction) -> tuple[int, MessageRef, str, MemberRef, MemberRef]:
    return word.at, word.message, word.verdict.value, word.helper, word.by


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
