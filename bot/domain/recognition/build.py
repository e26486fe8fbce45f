"""Builds a digest from the facts of a week. Pure: the same facts give the same digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.credits import Credit, Question, QuestionState
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.recognition import digest
from bot.domain.recognition.deeds import choose_deed, is_welcome, traits
from bot.domain.recognition.digest import (
    Comparison,
    Deed,
    DigestData,
    FirstAnswer,
    Numbers,
    Person,
    Told,
    Trait,
    Waiting,
)
from bot.domain.recognition.facts import WeekFacts
from bot.domain.recognition.firsts import room_for_firsts, to_welcome
from bot.domain.recognition.recorded import thanks
from bot.domain.recognition.weekly import week_number
from bot.domain.refs import MemberRef, MessageRef, PersonId
from bot.domain.times import HOUR, Micros, Week, moment, weeks_between, weeks_of

OPEN_QUESTIONS = 3
APART = 6 * HOUR
"""Questions closer together in a channel often belong to one conversation."""


def build_digest(facts: WeekFacts) -> DigestData:
    """Everything the digest of `facts.week` says."""
    return _Builder.of(facts).build()


@dataclass(frozen=True, slots=True)
class _Builder:
    """The facts, sorted: the week's credits, recorded work and thanks by person, and who may be named."""

    facts: WeekFacts
    week: Sequence[Credit]
    by_helper: dict[PersonId, list[Credit]]
    works: dict[PersonId, list[digest.Work]]
    thanked: dict[PersonId, list[tuple[MemberRef, MemberRef]]]
    hidden: frozenset[PersonId]

    @classmethod
    def of(cls, facts: WeekFacts) -> _Builder:
        start, end = facts.week.bounds(facts.zone)
        week = [c for c in facts.credits if start <= c.answered_at < end and c.confidence >= facts.floor]
        hidden = frozenset(facts.roster.person(member) for member in facts.roster.unnamed | facts.staff)
        by_helper: defaultdict[PersonId, list[Credit]] = defaultdict(list)
        for credit in week:
            by_helper[facts.roster.person(credit.helper)].append(credit)
        for who, credits_ in _came_late(facts, start).items():
            by_helper.setdefault(who, credits_)
        works: defaultdict[PersonId, list[digest.Work]] = defaultdict(list)
        for work in _works(facts):
            if (person := facts.roster.person(work.person.member)) not in hidden:
                works[person].append(work)
        thanked: defaultdict[PersonId, list[tuple[MemberRef, MemberRef]]] = defaultdict(list)
        for pair in thanks(facts.evidence, facts.zone).get(week_number(facts.week), ()):
            thanked[facts.roster.person(pair[1])].append(pair)
        return cls(facts, week, dict(by_helper), dict(works), dict(thanked), hidden)

    def build(self) -> DigestData:
        facts = self.facts
        numbers = self.numbers()
        named = [person for person in facts.picks.named if self.may_name(person)]
        firsts, queued = self.first_answers(named)
        recognitions = tuple(self.recognition(person) for person in self.shuffled(named))
        shown = {*named, *(facts.roster.person(first.person.member) for first in firsts or ())}
        work = self.work({person for person in named if person in self.works})
        shown |= {facts.roster.person(one.person.member) for one in work}
        welcomers = self.people((c.helper for c in self.week if is_welcome(c, self.newcomers)), shown)
        shown |= {facts.roster.person(one.member) for one in welcomers}
        others = self.others(shown)
        back = (c.asker for c in self.week if c.asker in c.thanked_by)
        return DigestData(
            week=facts.week,
            zone=facts.zone,
            seed=sha256(b"%s|%s" % (facts.salt, str(facts.week).encode())).digest(),
            numbers=numbers,
            comparison=compare(numbers),
            firsts=firsts,
            queued=queued,
            recognitions=recognitions,
            others=tuple(self.person(self.by_helper[who][0].helper) for who in others),
            work=work,
            reported_back=self.people(back, {*shown, *others}),
            welcomers=welcomers,
            staff_helped=len({c.asker for c in self.week if c.helper in facts.staff}),
            open_questions=self.open_questions(),
            left_over=facts.picks.left_over,
            replayed=facts.replayed,
            channels_chosen=facts.channels_chosen,
            place=self.place(),
        )

    @property
    def knows_firsts(self) -> bool:
        """Whether enough weeks were seen to say that something happened for the first time."""
        return self.facts.observed_weeks >= digest.MIN_OBSERVED_WEEKS

    @property
    def newcomers(self) -> Mapping[MemberRef, MessageRef]:
        return self.facts.first_messages if self.knows_firsts else {}

    def may_name(self, person: PersonId) -> bool:
        told = person in self.by_helper or person in self.works or person in self.thanked
        return told and person not in self.hidden

    def numbers(self) -> tuple[Numbers, ...]:
        """Twelve weeks at most, as far back as anything was observed; everybody counts, staff too."""
        facts = self.facts
        counting = [credit for credit in facts.credits if credit.confidence >= facts.floor]
        answered = weeks_of((credit.answered_at for credit in counting), facts.zone)
        accounts: defaultdict[Week, tuple[set[MemberRef], set[MemberRef]]]
        accounts = defaultdict(lambda: (set(), set()))
        for credit, week in zip(counting, answered, strict=True):
            asking, helping = accounts[week]
            asking.add(credit.asker)
            helping.add(credit.helper)
        back = min(digest.CHART_WEEKS - 1, facts.observed_weeks)
        weeks = weeks_between(facts.week.shift(-back), facts.week)

        def people(side: set[MemberRef]) -> int:
            return len(set(map(facts.roster.person, side))) if facts.roster.persons else len(side)

        return tuple(facts.earlier.get(week) or Numbers(week, *map(people, accounts[week])) for week in weeks)

    def first_answers(
        self, named: Iterable[PersonId]
    ) -> tuple[tuple[FirstAnswer, ...] | None, tuple[Waiting, ...]]:
        """Who to welcome now and who next week; whoever is recognised is welcomed in that sentence."""
        facts = self.facts
        if not self.knows_firsts:
            return None, tuple(facts.waiting)
        done = {*named, *self.hidden}
        waiting = to_welcome(facts.waiting, self.by_helper, self.first_answer, done, facts.roster)
        room = room_for_firsts(facts.picks)
        shown = tuple(FirstAnswer(self.person(who), self.deed(answer)) for who, answer in waiting[:room])
        return shown, tuple(waiting[room:])

    def first_answer(self, person: PersonId) -> Waiting | None:
        """Where it is a person's very first."""
        if not self.is_first(person):
            return None
        credit = min(self.by_helper[person], key=lambda c: (c.answered_at, str(c.answer)))
        return credit.helper, credit.answer

    def is_first(self, person: PersonId) -> bool:
        """Whether none of the person's accounts answered before this week."""
        facts = self.facts
        start, _ = facts.week.bounds(facts.zone)
        if person in facts.unseen:
            start = facts.late.get(person, start)
        accounts = {c.helper for c in self.by_helper[person]}
        accounts |= {member for member, who in facts.roster.persons.items() if who == person}
        times = [facts.first_answers[member] for member in accounts if member in facts.first_answers]
        return bool(times) and min(times) >= start

    def recognition(self, person: PersonId) -> digest.Recognition:
        if person in self.works:
            work = self.works[person][0]
            return digest.Recognition(
                work.person, None, (Told(Trait.TALK if work.talk else Trait.UPLIFT),), work
            )
        if person not in self.by_helper:
            pairs = self.thanked[person]
            return digest.Recognition(self.person(pairs[0][1]), None, (Told(Trait.APPRECIATED, len(pairs)),))
        credits_, new = self.by_helper[person], self.newcomers
        first = self.knows_firsts and self.is_first(person)
        deed = choose_deed(credits_, new)
        told = traits(deed, credits_, new, first=first, earliest=self.earliest(deed.question))
        return digest.Recognition(self.person(deed.helper), self.deed(deed.answer), told)

    def earliest(self, question: MessageRef) -> Micros:
        id_ = question.id  # told apart by their ids, nearly all are left out at once
        same = (c for c in self.facts.credits if c.question.id == id_ and c.question == question)
        first = min(c.answered_at for c in same)
        return min(first, self.facts.answered.get(question, first))

    def others(self, shown: set[PersonId]) -> list[PersonId]:
        return self.shuffled(
            person for person in self.by_helper if person not in shown and person not in self.hidden
        )

    def shuffled(self, people: Iterable[PersonId]) -> list[PersonId]:
        """In an order that is no rank: by the week's hash."""
        key = b"%s|%s|" % (self.facts.salt, str(self.facts.week).encode())
        return sorted(people, key=lambda who: sha256(key + who.encode("utf-8", "surrogatepass")).digest())

    def people(self, members: Iterable[MemberRef], shown: AbstractSet[PersonId]) -> tuple[Person, ...]:
        """These people once each, without those shown before and those not to be named, shuffled."""
        accounts: dict[PersonId, MemberRef] = {}
        for member in members:
            person = self.facts.roster.person(member)
            if person not in self.hidden and person not in shown:
                accounts.setdefault(person, member)
        return tuple(self.person(accounts[person]) for person in self.shuffled(accounts))

    def work(self, told: AbstractSet[PersonId]) -> tuple[digest.Work, ...]:
        """What was recorded, but for what is told in a recognition."""
        left = {person: works[person in told :] for person, works in self.works.items()}
        return tuple(work for person in self.shuffled(left) for work in left[person])

    def place(self) -> Deed | None:
        channels = {c.answer.channel for c in self.week}
        return self.deed(self.week[0].answer) if len(channels) == 1 else None

    def open_questions(self) -> tuple[digest.OpenQuestion, ...]:
        """The latest, one an asker and hours apart: an old one has often found its answer elsewhere."""
        facts = self.facts
        latest = {
            q.asker: q
            for q in facts.questions
            if q.state is QuestionState.OPEN and facts.roster.person(q.asker) not in self.hidden
        }
        chosen: list[Question] = []
        for question in sorted(latest.values(), key=lambda q: (-q.at, str(q.ref))):
            near = (q for q in chosen if q.ref.channel == question.ref.channel)
            if all(q.at - question.at >= APART for q in near):
                chosen.append(question)
            if len(chosen) == OPEN_QUESTIONS:
                break
        return tuple(
            digest.OpenQuestion(q.ref, facts.url(q.ref), q.ref.channel, self.channel(q.ref), q.at)
            for q in reversed(chosen)
        )

    def person(self, member: MemberRef) -> Person:
        return Person(member, self.facts.names.get(member, member.id))

    def deed(self, message: MessageRef) -> Deed:
        return Deed(message, self.facts.url(message), message.channel, self.channel(message))

    def channel(self, message: MessageRef) -> str:
        return self.facts.channels.get(message.channel, message.channel.id)


def _came_late(facts: WeekFacts, end: Micros) -> dict[PersonId, list[Credit]]:
    """What is told of those whose help in earlier weeks only came out since."""
    found: defaultdict[PersonId, list[Credit]] = defaultdict(list)
    for credit in facts.credits if facts.late else ():
        who = facts.roster.person(credit.helper)
        if facts.late.get(who, end) <= credit.answered_at < end and credit.confidence >= facts.floor:
            found[who].append(credit)
    return dict(found)


def _works(facts: WeekFacts) -> Iterable[digest.Work]:
    """Talks and uplifting acts of the week by those who may be named, talks first."""
    monday, sunday = facts.week.monday(), facts.week.sunday()
    start, _ = facts.week.bounds(facts.zone)

    def counts(one: Evidence) -> bool:
        """It happened in the week, or before, and was only recorded since."""
        if one.withdrawn or one.disputed or one.member is None:
            return False
        late = facts.late.get(facts.roster.person(one.member))
        since = monday if late is None or one.at < start else moment(late, facts.zone).date()
        return since <= one.on <= sunday

    for kind in (EvidenceKind.TALK, EvidenceKind.UPLIFT):
        for one in facts.evidence:
            if one.kind is kind and one.member is not None and counts(one):
                person = Person(one.member, facts.names.get(one.member, one.member.id))
                yield digest.Work(person, one.title, one.link, kind is EvidenceKind.TALK)


def compare(numbers: Sequence[Numbers]) -> Comparison:
    """Only where it encourages: the best of at least five weeks, or more than the week before."""
    *before, now = (week.asking for week in numbers)
    if not before or now == 0:
        return Comparison.NONE
    if len(before) >= 4 and now > max(before):
        return Comparison.BEST
    return Comparison.UP if now > before[-1] else Comparison.NONE
