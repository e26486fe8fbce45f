"""A replay of any number of weeks with any number of answers: week by week, each from pieces of its credits.

It carries over what `weekly.replay_history` and the digests in between would, and keeps people and pairs of
people in memory, not answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.credits import Credit
from bot.domain.recognition.digest import MIN_OBSERVED_WEEKS, Waiting
from bot.domain.recognition.firsts import room_for_firsts, to_welcome
from bot.domain.recognition.ledger import Ledger, Policy, WeekPicks, choose, settle
from bot.domain.recognition.merit import Gathered, Help, MeritRule
from bot.domain.recognition.replay import Checkpoint
from bot.domain.recognition.weekly import DEFAULT_FLOOR, Roster
from bot.domain.refs import MemberRef, PersonId
from bot.domain.times import Micros


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every week: `first` is the first observed one, the weeks are running numbers.

    `thanked` and `extras` are what people recorded (`recorded.thanks_helps`, `recorded.extras`).
    """

    first: int
    roster: Roster
    policy: Policy
    salt: bytes
    floor: int = DEFAULT_FLOOR
    thanked: Mapping[int, Sequence[Help]] = field(default_factory=dict)
    extras: Mapping[int, Mapping[PersonId, int]] = field(default_factory=dict)


@dataclass(slots=True)
class WeekOfHelp:
    """A week's credits, taken in piece by piece; of each helper the earliest answer is kept."""

    number: int
    floor: int
    who: Mapping[MemberRef, PersonId]
    merits: Gathered = field(default_factory=Gathered)
    earliest: dict[PersonId, tuple[Micros, Waiting]] = field(default_factory=dict)

    def add(self, credits_: Iterable[Credit]) -> None:
        """The next piece, ordered by the time of the answer, later than those before."""
        for credit in credits_:
            if credit.confidence < self.floor:
                continue
            who, at = self.who, credit.answered_at
            helper, thanked = who[credit.helper], tuple([who[member] for member in credit.thanked_by])
            helped = Help(self.number, helper, who[credit.asker], credit.weight, credit.messages, thanked)
            self.merits.add((helped,))
            known = self.earliest.get(helper)
            if known is None or (at == known[0] and str(credit.answer) < str(known[1][1])):
                self.earliest[helper] = at, (credit.helper, credit.answer)


class _Who(dict[MemberRef, PersonId]):
    """The person behind each account, asked for once: a week has many more credits than people."""

    def __init__(self, roster: Roster) -> None:
        super().__init__()
        self._roster = roster

    def __missing__(self, member: MemberRef) -> PersonId:
        person = self[member] = self._roster.person(member)
        return person


class Rolling:
    """Weeks in order in, what each carries over out."""

    def __init__(self, terms: Terms, start: Checkpoint | None = None) -> None:
        """From `start`: then the eight weeks up to it must be remembered first."""
        self._terms = terms
        self._ledger = start.ledger if start else Ledger()
        self._waiting = start.waiting if start else ()
        self._rule = MeritRule()
        self._who = _Who(terms.roster)
        self._hidden = terms.roster.hidden()
        self._met: set[PersonId] = set()
        self._linked: dict[PersonId, set[MemberRef]] = {}
        for member, person in terms.roster.persons.items():
            self._linked.setdefault(person, set()).add(member)

    def week(self, number: int) -> WeekOfHelp:
        """An empty week to add credits to."""
        found = WeekOfHelp(number, self._terms.floor, self._who)
        found.merits.add(self._terms.thanked.get(number, ()))
        return found

    def remember(self, week: WeekOfHelp) -> None:
        """A week before those that are replayed."""
        self._rule.remember_gathered(week.number, week.merits)
        self._met.update(week.earliest)

    def unknown(self, week: WeekOfHelp) -> set[MemberRef]:
        """The accounts of which `close` must be told when they helped first: of people not met before."""
        new = (person for person in week.earliest if person not in self._met)
        return {member for person in new for member in self._accounts(person, week)}

    def close(self, week: WeekOfHelp, start: Micros, firsts: Mapping[MemberRef, Micros]) -> Checkpoint:
        """What the weeks up to this one, which began at `start`, carry over."""
        terms, number = self._terms, week.number
        found = self._rule.close_gathered(number, week.merits, terms.extras.get(number))
        merits = {who: merit.total for who, merit in found.items() if who not in self._hidden}
        picks = choose(merits, self._ledger, terms.policy, number, terms.salt)
        self._ledger = settle(self._ledger, picks)
        if number - terms.first >= MIN_OBSERVED_WEEKS:
            self._waiting = self._queue(week, picks, start, firsts)
        self._met.update(week.earliest)
        return Checkpoint(number, self._ledger, self._waiting)

    def _queue(
        self, week: WeekOfHelp, picks: WeekPicks, start: Micros, firsts: Mapping[MemberRef, Micros]
    ) -> tuple[Waiting, ...]:
        """The first answers for which the week's digest has no room."""

        def first(person: PersonId) -> Waiting | None:
            if person in self._met:
                return None
            times = [firsts[one] for one in self._accounts(person, week) if one in firsts]
            return week.earliest[person][1] if times and min(times) >= start else None

        done = self._hidden.union(person for person in picks.named if person in week.earliest)
        waiting = to_welcome(self._waiting, week.earliest, first, done, self._terms.roster)
        return tuple(waiting[room_for_firsts(picks) :])

    def _accounts(self, person: PersonId, week: WeekOfHelp) -> Iterable[MemberRef]:
        return self._linked.get(person) or (week.earliest[person][1][0],)
