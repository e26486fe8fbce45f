"""One week among a million members, 20,000 of them active: naming within a second, and merit."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from bot.domain.recognition.ledger import Ledger, Policy, choose, settle
from bot.domain.recognition.merit import Help, MeritRule
from bot.domain.refs import PersonId
from tests.bench.measure import Figure, seconds

MEMBERS = 1_000_000
ACTIVE = 20_000
_WEEK = 100
_LIMIT = 1.0
_LIMIT_NAME = "allowed"


def run(_: Path) -> Iterator[Figure]:
    """The ledger over a standing community, by the default slots and by many; then a week's merit."""
    dice = random.Random(1)  # noqa: S311 - a seeded community
    people = [PersonId(f"slack:T1:U{i:07d}") for i in range(MEMBERS)]
    ledger = Ledger(
        {person: dice.randrange(-999_999, 1_500_000) for person in people},
        {person: dice.randrange(_WEEK) for person in people[::3]},
    )
    active = dice.sample(people, ACTIVE)
    merits = {person: dice.randrange(100, 20_000) for person in active}
    for slots in (None, ACTIVE // 4):
        policy = Policy(slots)

        def week(policy: Policy = policy) -> Ledger:
            return settle(ledger, choose(merits, ledger, policy, _WEEK, b"salt"))

        name = f"a week's naming, {policy.places(ACTIVE):,} of {ACTIVE:,} active, {MEMBERS:,} members"
        yield Figure(name, seconds(week), _LIMIT, _LIMIT_NAME, MEMBERS, most=1)
    helps = [Help(_WEEK, helper, dice.choice(people)) for helper in active for _ in range(3)]
    yield Figure(
        f"a week's merit, {ACTIVE:,} helpers",
        seconds(lambda: MeritRule().close(_WEEK, helps)),
        _LIMIT,
        _LIMIT_NAME,
        len(helps),
        most=3,
    )
