"""Outside threads, what was worked out before the sketches went stays: it could not be found anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.attribution.corrections import corrected, marked_questions
from bot.domain.attribution.policy import AttributionPolicy, People
from bot.domain.attribution.stream import stream
from bot.domain.credits import Attribution, Credit, Question, QuestionState
from bot.domain.facts import Message
from bot.domain.stretches import ChannelSlice
from bot.domain.times import Micros


def bare(messages: Sequence[Message], faded: Micros) -> list[Message]:
    """Messages outside threads, written before `faded`, whose sketches are gone."""
    return [
        message
        for message in messages
        if message.at < faded
        and message.thread is None
        and not message.features.sketch
        and not message.features.shape
    ]


def settled(
    derived: Attribution,
    standing: Attribution,
    part: ChannelSlice,
    faded: Micros,
    people: People,
    policy: AttributionPolicy,
) -> Attribution:
    """`derived`, but for the questions of bare messages: of those, what is `standing`.

    People's words still count, and what was deleted is gone.
    """
    old = {message.ref for message in bare(part.messages, faded)}
    present, here = {message.ref for message in part.messages}, stream(part.messages)
    kept = [question for question in standing.questions if question.ref in old and not question.thread]
    known = {question.ref for question in kept}
    given = [
        credit
        for credit in standing.credits
        if credit.question in known and credit.answer in present and credit.helper not in people.bots
    ]
    given = [
        credit
        for credit in corrected(given, part.corrections, here, policy.answer_window)
        if credit.question in old
    ]
    marked = [_stated(one, given, policy) for one in marked_questions(kept, given, here)]
    ours = {question.ref for question in derived.questions if question.thread or question.ref not in old}
    questions = [question for question in derived.questions if question.ref in ours]
    taken = {question.ref for question in questions}
    marked = [question for question in marked if question.ref not in taken]
    credits_ = [credit for credit in derived.credits if credit.question in ours]
    credits_ += [credit for credit in given if credit.question not in taken]
    return Attribution(
        tuple(sorted([*questions, *marked], key=lambda question: (question.at, question.ref))),
        tuple(sorted(credits_, key=lambda c: (c.asked_at, c.question, c.answered_at, c.answer, c.helper))),
        derived.links,
    )


def _stated(question: Question, given: Sequence[Credit], policy: AttributionPolicy) -> Question:
    """Answered by what stands now; else open, unless the asker withdrew it."""
    sure = any(one.question == question.ref and one.confidence >= policy.floor for one in given)
    if sure:
        return replace(question, state=QuestionState.ANSWERED)
    gone = question.state is QuestionState.WITHDRAWN
    return replace(question, state=QuestionState.WITHDRAWN if gone else QuestionState.OPEN)
