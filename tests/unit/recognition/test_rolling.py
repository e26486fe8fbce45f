"""Week by week, from pieces, a replay carries over what one of everything at once does."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from bot.domain.credits import Credit
from bot.domain.recognition.build import build_digest
from bot.domain.recognition.facts import WeekFacts
from bot.domain.recognition.ledger import Policy
from bot.domain.recognition.memory import MEMORY_WEEKS
from bot.domain.recognition.merit import Help
from bot.domain.recognition.replay import Checkpoint
from bot.domain.recognition.rolling import Rolling, Terms, WeekOfHelp
from bot.domain.recognition.weekly import (
    DEFAULT_FLOOR,
    Roster,
    Weeks,
    helps_by_week,
    replay_history,
    week_number,
)
from bot.domain.refs import MemberRef, PersonId
from bot.domain.times import Micros
from tests.unit.recognition.samples import BERLIN, WEEK, credit, hour, member

WEEKS = 24
SALT = b"salt"
POLICY = Policy(slots=1)
FIRST = week_number(WEEK)

Chat = Sequence[Sequence[Credit]]


def chat(dice: random.Random) -> Chat:
    """Newcomers every week, several answers in the same hour, and some that do not count."""
    return [
        sorted(
            {
                one.answer: one
                for one in (
                    credit(
                        f"h{dice.randrange(8 + 6 * number)}",
                        f"h{dice.randrange(40)}",
                        week=WEEK.shift(number),
                        at=dice.randrange(5),
                        confidence=dice.choice((900, 900, DEFAULT_FLOOR, DEFAULT_FLOOR - 1)),
                        thanked_by=dice.choice(((), ("h1",), ("h2", "h3"))),
                    )
                    for _ in range(dice.randrange(24))
                )
            }.values(),
            key=lambda one: (one.answered_at, one.answer, one.question, one.helper),
        )
        for number in range(WEEKS)
    ]


def terms(dice: random.Random) -> Terms:
    """Some have two accounts, some are not named, and some of what people recorded."""
    pairs = {member(f"h{n}"): PersonId(str(member(f"h{n % 4}"))) for n in (0, 1, 10, 14, 20, 25)}
    thanked = {
        number: [Help(number, PersonId(str(member("h5"))), PersonId(str(member("h6"))), 0, 0)]
        for number in range(FIRST, FIRST + WEEKS, 3)
    }
    recorded = {number: {PersonId(str(member("talker"))): 1_000} for number in range(FIRST, FIRST + WEEKS, 5)}
    hidden = frozenset(member(f"h{dice.randrange(30)}") for _ in range(4))
    return Terms(FIRST, Roster(pairs, hidden), POLICY, SALT, DEFAULT_FLOOR, thanked, recorded)


def first_answers(weeks: Chat) -> dict[MemberRef, Micros]:
    """Of everybody; one had answered in another channel before."""
    found: dict[MemberRef, Micros] = {}
    for one in (one for week in weeks for one in week if one.confidence >= DEFAULT_FLOOR):
        found.setdefault(one.helper, one.answered_at)
    return found | {member("h9"): hour(WEEK.shift(-1), 0)}


def at_once(weeks: Chat, what: Terms) -> list[Checkpoint]:
    """By the rules that digests use."""
    helps = helps_by_week((one for week in weeks for one in week), BERLIN, what.roster)
    for number, more in what.thanked.items():
        helps[number] = [*helps.get(number, ()), *more]
    between, firsts = (WEEK, WEEK.shift(WEEKS - 1)), first_answers(weeks)
    replayed = replay_history(Weeks(helps, what.extras), between, what.roster, POLICY, SALT)
    found: list[Checkpoint] = []
    for number, (credits_, past) in enumerate(zip(weeks, replayed, strict=True)):
        facts = WeekFacts(
            WEEK.shift(number),
            BERLIN,
            SALT,
            past.picks,
            credits_,
            roster=what.roster,
            first_answers=firsts,
            waiting=found[-1].waiting if found else (),
            observed_weeks=number,
        )
        found.append(Checkpoint(FIRST + number, past.after, build_digest(facts).queued))
    return found


def gathered(rolling: Rolling, number: int, credits_: Sequence[Credit], dice: random.Random) -> WeekOfHelp:
    """A week in pieces."""
    week, left = rolling.week(number), list(credits_)
    while left:
        piece = dice.randrange(4)
        week.add(left[:piece])
        left = left[piece:]
    return week


def rolled(weeks: Chat, what: Terms, start: Checkpoint | None, dice: random.Random) -> list[Checkpoint]:
    """Week by week, from the first one or from what was kept."""
    rolling, firsts, begin = Rolling(what, start), first_answers(weeks), 0
    if start is not None:
        begin = start.week - FIRST + 1
        for number in range(max(0, begin - MEMORY_WEEKS), begin):
            rolling.remember(gathered(rolling, FIRST + number, weeks[number], dice))
    found = []
    for number in range(begin, WEEKS):
        week = gathered(rolling, FIRST + number, weeks[number], dice)
        known = {one: firsts[one] for one in rolling.unknown(week) if one in firsts}
        found.append(rolling.close(week, WEEK.shift(number).bounds(BERLIN)[0], known))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_every_week_carries_over_what_it_does_in_a_replay_of_everything(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a seeded community
    weeks, what = chat(dice), terms(dice)
    whole = at_once(weeks, what)
    assert any(one.waiting for one in whole)
    assert rolled(weeks, what, None, dice) == whole
    for week in (0, 3, dice.randrange(WEEKS - 1)):
        assert rolled(weeks, what, whole[week], dice) == whole[week + 1 :]
