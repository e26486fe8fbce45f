"""One pass over a window's credits: who answered what first, and what each person did."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter

from bot.domain.credits import Credit, Question, QuestionState
from bot.domain.evidence import EvidenceKind
from bot.domain.readiness import records
from bot.domain.readiness.facts import Person, ReadinessFacts, Talk
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.sources import Sources, window
from bot.domain.refs import MemberRef, MessageRef


class Tally:
    """The figures of one window, with `staff` (persons) taken to be the company's own people."""

    def __init__(self, sources: Sources, policy: ReadinessPolicy, staff: frozenset[MemberRef]) -> None:
        self._sources, self._policy, self._staff = sources, policy, staff
        self.weeks = window(sources.last, sources.first, policy)
        self._starts = [week.bounds(sources.zone)[0] for week in self.weeks]
        self._end = sources.last.bounds(sources.zone)[1]
        self._asked = {question.ref: question for question in sources.questions if self._asks(question)}
        self._first: dict[MessageRef, Credit] = {}
        self._helped: dict[MemberRef, dict[MessageRef, Credit]] = {}
        for credit in sources.credits:
            if self._helps(credit):
                self._note(credit)
        self._counts: Counter[MemberRef] = Counter()
        self._active: list[set[MemberRef]] = [set() for _ in self.weeks]
        for credit in self._first.values():
            helper = sources.person(credit.helper)
            if helper not in staff:
                self._counts[helper] += 1
                self._active[self._week(credit)].add(helper)

    def top(self) -> MemberRef | None:
        """The member who answers most; the smallest id among equals."""
        return min(self._counts, key=lambda member: (-self._counts[member], member), default=None)

    def facts(self, staff: records.Staff) -> ReadinessFacts:
        """Everything as plain numbers."""
        sources, evidence, today = self._sources, self._sources.evidence, self._sources.today
        stage, months = records.product(evidence, today)
        half, per_week = len(self.weeks) // 2, [len(members) for members in self._active]
        live = sources.live_since
        return ReadinessFacts(
            weeks=len(self.weeks),
            live_weeks=sum(week >= live for week in self.weeks) if live else 0,
            asked=len(self._first) + self._open(),
            answered=len(self._first),
            answers=tuple(sorted(self._counts.values(), reverse=True)),
            member_weeks=sum(count > 0 for count in per_week),
            halves=(sum(per_week[:half]), sum(per_week[-half:])) if half else None,
            talks=self._talks(),
            talks_complete=self._attested(EvidenceKind.TALKS_COMPLETE),
            talks_none=self._attested(EvidenceKind.TALKS_NONE),
            support=records.support_acts(evidence, today),
            people=self._people(),
            stage=stage,
            ga_months=months,
            team=records.team_size(evidence),
            plan=records.plan(evidence),
            unresolved=sources.unresolved,
            staff_known=staff.known,
            staff_answers=len(self._first) - sum(self._counts.values()),
        )

    def _asks(self, question: Question) -> bool:
        inside = bool(self._starts) and self._starts[0] <= question.at < self._end
        return inside and question.asker not in self._sources.bots

    def _helps(self, credit: Credit) -> bool:
        person = self._sources.person
        return (
            credit.confidence >= self._sources.floor
            and credit.question in self._asked
            and credit.answered_at < self._end
            and credit.helper not in self._sources.bots
            and person(credit.helper) != person(credit.asker)
        )

    def _note(self, credit: Credit) -> None:
        """Keeps the earliest credit of a question, and of each helper's help with it."""
        before = self._first.get(credit.question)
        if before is None or _order(credit) < _order(before):
            self._first[credit.question] = credit
        mine = self._helped.setdefault(self._sources.person(credit.helper), {})
        before = mine.get(credit.question)
        if before is None or _order(credit) < _order(before):
            mine[credit.question] = credit

    def _week(self, credit: Credit) -> int:
        """Where the answer lies among the weeks; an answer dated before its question counts in the first."""
        return max(0, bisect_right(self._starts, credit.answered_at) - 1)

    def _open(self) -> int:
        return sum(
            question.state is not QuestionState.WITHDRAWN and ref not in self._first
            for ref, question in self._asked.items()
        )

    def _attested(self, kind: EvidenceKind) -> bool:
        sources = self._sources
        return records.attested(sources.evidence, kind, sources.today, self._policy.attestation_days)

    def _talks(self) -> tuple[Talk, ...] | None:
        """None where neither a talk nor an attestation about talks was ever recorded."""
        sources = self._sources
        said = records.standing(
            sources.evidence, EvidenceKind.TALK, EvidenceKind.TALKS_NONE, EvidenceKind.TALKS_COMPLETE
        )
        if not said:
            return None
        talks = []
        for record in records.talk_records(sources.evidence):
            speaker = None if record.member is None else sources.person(record.member)
            who = str(speaker) if speaker else record.details.get("speaker", "").casefold()
            staff = speaker in self._staff or record.details.get("staff") == "yes"
            if record.on <= sources.today:
                talks.append(Talk(who, (sources.today - record.on).days, staff))
        return tuple(talks)

    def _people(self) -> tuple[Person, ...]:
        sources, days = self._sources, self._policy.talk_days
        uplift: Counter[MemberRef] = Counter()
        for member, count in records.uplifts(sources.evidence, sources.today, days).items():
            uplift[sources.person(member)] += count
        talks = Counter(talk.who for talk in self._talks() or () if talk.days <= days)
        return tuple(
            self._person(member, helped, talks[str(member)], uplift[member])
            for member, helped in sorted(self._helped.items())
            if member not in self._staff
        )

    def _person(self, member: MemberRef, helped: dict[MessageRef, Credit], talks: int, uplift: int) -> Person:
        credits_ = helped.values()
        return Person(
            answers=len(helped),
            askers=len({self._sources.person(credit.asker) for credit in credits_}),
            weeks=len({self._week(credit) for credit in credits_}),
            talks=talks,
            uplift=uplift,
            unprompted=sum(credit.unprompted for credit in credits_) / len(helped),
            who=str(member),
        )


def _order(credit: Credit) -> tuple[int, MessageRef, MemberRef]:
    return credit.answered_at, credit.answer, credit.helper
