"""The whole way: order, link, questions, deeds, evidence, credits, corrections."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.attribution.corrections import corrected, marked_questions, no_questions, standing_words
from bot.domain.attribution.deeds import Deed, flat_deeds, thread_deeds
from bot.domain.attribution.evidence import Case, cases, hear_asker, hear_reactions, mark_solved
from bot.domain.attribution.links import Linked, flat_links, thread_links
from bot.domain.attribution.policy import AttributionPolicy, People
from bot.domain.attribution.prompting import prompted
from bot.domain.attribution.questions import Asked, FlatQuestions, flat_questions, thread_question
from bot.domain.attribution.stream import Stream, anchor, instant, stream
from bot.domain.attribution.weighing import credit
from bot.domain.credits import Attribution, Credit, Question, QuestionState
from bot.domain.facts import Correction, Message, Reaction, Sign, ThreadState
from bot.domain.refs import MemberRef, MessageRef

_NEVER = (2**63, 0, "")


@dataclass(frozen=True, slots=True)
class Findings:
    """The attribution, the single messages behind it, and every question with its parts."""

    attribution: Attribution
    deeds: tuple[Deed, ...]
    asked: tuple[Asked, ...] = ()


def find(
    messages: Sequence[Message],
    reactions: Mapping[MessageRef, Sequence[Reaction]],
    threads: Mapping[MessageRef, ThreadState],
    corrections: Sequence[Correction],
    people: People,
    policy: AttributionPolicy,
) -> Findings:
    """As `attribute`, with every deed."""
    return find_each(messages, reactions, threads, corrections, people, [policy])[0]


def find_each(
    messages: Sequence[Message],
    reactions: Mapping[MessageRef, Sequence[Reaction]],
    threads: Mapping[MessageRef, ThreadState],
    corrections: Sequence[Correction],
    people: People,
    policies: Sequence[AttributionPolicy],
) -> list[Findings]:
    """As `find` by each of several policies, with one look for links where they agree on what decides those.

    Links take most of the time.
    """
    words = standing_words(corrections)
    denied = no_questions(words)
    here = stream(_asking_nothing(messages, denied))
    marks = _Marks(reactions, threads, words, denied, people)
    linked: dict[tuple[int, int], Linked] = {}
    found = []
    for policy in policies:
        depends_on = policy.question_floor, policy.least_chance
        if depends_on not in linked:
            linked[depends_on] = flat_links(here, policy)
        found.append(_found(here, linked[depends_on], marks, policy))
    return found


@dataclass(frozen=True, slots=True)
class _Marks:
    """What was said of messages, and by whom they are."""

    reactions: Mapping[MessageRef, Sequence[Reaction]]
    threads: Mapping[MessageRef, ThreadState]
    words: Sequence[Correction]
    denied: frozenset[MessageRef]
    people: People


def _found(here: Stream, linked: Linked, marks: _Marks, policy: AttributionPolicy) -> Findings:
    links, people, denied = linked.links, marks.people, marks.denied
    flat = flat_questions(here, links, people, policy)
    by_asker = flat.by_asker
    asked = _threads_first(here, by_asker, people, policy)
    deeds = [*flat_deeds(here, linked, flat, people, policy)]
    for root, question in asked.items():
        deeds += thread_deeds(here.threads[root], question, people, policy)
    everything = {q.head.ref: q for q in (*asked.values(), *(q for qs in by_asker.values() for q in qs))}
    found = cases((q for q in everything.values() if not q.back and q.head.ref not in denied), deeds)
    said = _said(here, flat, found, policy.answer_window)
    for case in found:
        hear_reactions(case, marks.reactions, people)
        hear_asker(case, said[case.asked.head.ref.id], here, links, policy)
        state = marks.threads.get(_root(case.asked.head))
        mark_solved(case, solved=state is not None and state.solved, policy=policy)
    given = corrected(
        (c for case in found for c in _credits(case, here, people, policy)),
        marks.words,
        here,
        policy.answer_window,
    )
    given.sort(key=lambda c: (c.asked_at, c.question.id, c.answered_at, c.answer.id, c.helper))
    answered = {c.question for c in given if c.confidence >= policy.floor}
    questions = [_question(case, answered, said, here) for case in found]
    every_link = sorted(
        (*links.values(), *thread_links(here)), key=lambda link: instant(here.by_id[link.message.id])
    )
    return Findings(
        Attribution(tuple(marked_questions(questions, given, here)), tuple(given), tuple(every_link)),
        tuple(deeds),
        tuple(asked for ref, asked in everything.items() if ref not in denied),
    )


def _asking_nothing(messages: Sequence[Message], denied: frozenset[MessageRef]) -> Sequence[Message]:
    """These messages, without a question in those of which people said that they ask nothing."""
    if not denied:
        return messages
    return [
        replace(one, features=replace(one.features, question=0)) if one.ref in denied else one
        for one in messages
    ]


def _threads_first(
    here: Stream, by_asker: dict[MemberRef, list[Asked]], people: People, policy: AttributionPolicy
) -> dict[str, Asked]:
    """Each thread's question. A root that already is a question of its channel is the same question."""
    flat = {asked.head.ref.id: asked for own in by_asker.values() for asked in own}
    found: dict[str, Asked] = {}
    for root, messages in here.threads.items():
        asked = thread_question(messages, people, policy)
        if asked is None:
            continue
        known = flat.get(asked.head.ref.id)
        if known is None or known.back:
            found[root] = asked
        else:
            known.parts[1:] = sorted((*known.parts[1:], *asked.parts[1:]), key=instant)
            found[root] = known
    return found


def _root(head: Message) -> MessageRef:
    return head.ref if head.thread is None else MessageRef(head.ref.channel, head.thread)


def _said(
    here: Stream, questions: FlatQuestions, found: Sequence[Case], window: int
) -> dict[str, list[Message]]:
    """What each question's asker wrote in its conversation, by the question's id, in order.

    Outside the thread that is everything until the asker opens the next question or the window ends.
    """
    flat: dict[MemberRef, list[Message]] = {}
    for message in here.flat:
        if message.author in questions.by_asker:
            flat.setdefault(message.author, []).append(message)
    said: dict[str, list[Message]] = {}
    for case in found:
        head = case.asked.head
        inside = here.threads.get(head.thread or head.ref.id, ())
        own = [message for message in inside if message.author == head.author]
        if head.thread is None:
            written = flat.get(head.author, [])
            until = min(questions.next_after(head) or _NEVER, (head.at + window, 0, ""))
            first = bisect_right(written, instant(head), key=instant)
            own += written[first : bisect_left(written, until, lo=first, key=instant)]
        said[head.ref.id] = sorted(own, key=instant)
    return said


def _credits(case: Case, here: Stream, people: People, policy: AttributionPolicy) -> list[Credit]:
    credited = []
    for help_ in case.helps.values():
        alone = not prompted(case.asked, help_, here, people)
        one = credit(case.asked, help_, policy, unprompted=alone)
        if one is not None:
            credited.append(one)
    return credited


def _question(
    case: Case, answered: set[MessageRef], said: Mapping[str, Sequence[Message]], here: Stream
) -> Question:
    head = case.asked.head
    withdrawn = any(
        Sign.WITHDRAWN in message.features.signs and instant(message) > instant(head)
        for message in said[head.ref.id]
    )
    state = QuestionState.OPEN
    if head.ref in answered:
        state = QuestionState.ANSWERED
    elif withdrawn:
        state = QuestionState.WITHDRAWN
    threaded = (head.thread or head.ref.id) in here.threads
    return Question(head.ref, head.author, head.at, state, anchor(head, here), threaded)
