"""What the ledger promises on any input: members come and go, opt out, link; merits are huge and tiny."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recognition.ledger import Ledger, Policy, WeekPicks, choose, link, opt_out, settle
from bot.domain.recognition.replay import replay
from bot.domain.recognition.slices import SLOT
from bot.domain.refs import PersonId

people = st.sampled_from([PersonId(f"m{i}") for i in range(8)])
amounts = st.sampled_from([0, 1, 1, 1_000, 1_000, 10**12]) | st.integers(0, 50_000)
weeks = st.dictionaries(people, amounts, max_size=8)
policies = st.builds(Policy, st.none() | st.integers(0, 10), st.integers(0, 4))
panels = st.lists(weeks, max_size=30)


@dataclass(frozen=True)
class OptOut:
    who: PersonId


@dataclass(frozen=True)
class Linking:
    kept: PersonId
    other: PersonId


seasons = st.lists(weeks | st.builds(OptOut, people) | st.builds(Linking, people, people), max_size=30)


@given(panels, policies, st.binary(max_size=4))
def test_over_service_stays_below_one_and_every_micro_slot_is_accounted_for(
    panel: list[dict[PersonId, int]], policy: Policy, salt: bytes
) -> None:
    earned: Counter[PersonId] = Counter()
    named: Counter[PersonId] = Counter()
    for week in replay(enumerate(panel), policy, salt):
        picks = week.picks
        earned.update({who: place.slice for who, place in picks.places.items()})
        named.update(picks.named)
        places = policy.places(len(picks.places))
        assert sum(place.slice for place in picks.places.values()) == places * SLOT
        assert len(picks.named) + picks.left_over == places
        assert len(set(picks.named)) == len(picks.named)
        assert all(panel[picks.week][who] > 0 for who in picks.named)
        for who, balance in week.after.balances.items():
            assert balance == earned[who] - named[who] * SLOT
            assert balance > -SLOT


@given(seasons, policies)
def test_opting_out_and_linking_never_put_anybody_a_whole_place_ahead(
    season: list[dict[PersonId, int] | OptOut | Linking], policy: Policy
) -> None:
    ledger = Ledger()
    for number, step in enumerate(season):
        if isinstance(step, OptOut):
            ledger = opt_out(ledger, step.who)
        elif isinstance(step, Linking):
            ledger = link(ledger, step.kept, [step.other])
        else:
            ledger = settle(ledger, choose(step, ledger, policy, number, b""))
        assert all(balance >= -SLOT for balance in ledger.balances.values())


@given(panels, policies)
def test_nobody_left_out_had_both_the_better_week_and_the_greater_claim(
    panel: list[dict[PersonId, int]], policy: Policy
) -> None:
    for week in replay(enumerate(panel), policy, b""):
        places = week.picks.places
        for who in week.picks.named:
            assert not any(
                other.merit > places[who].merit and other.balance > places[who].balance
                for other in places.values()
                if other.member not in week.picks.named
            )


@given(panels, policies, st.binary(max_size=4))
def test_the_same_season_always_gives_the_same_names(
    panel: list[dict[PersonId, int]], policy: Policy, salt: bytes
) -> None:
    def names(season: list[dict[PersonId, int]]) -> list[WeekPicks]:
        return [week.picks for week in replay(enumerate(season), policy, salt)]

    backwards = [dict(reversed(week.items())) for week in panel]
    assert names(panel) == names(backwards)


@given(weeks, policies, st.dictionaries(people, st.integers(-SLOT, 3 * SLOT)))
def test_whoever_is_overdue_is_named_before_anybody_who_is_not(
    week: dict[PersonId, int], policy: Policy, balances: dict[PersonId, int]
) -> None:
    picks = choose(week, Ledger(balances), policy, 1, b"")
    waiting = [one for who, one in picks.places.items() if who not in picks.named]
    if any(one.balance >= SLOT for one in waiting):
        assert all(picks.places[who].balance >= SLOT for who in picks.named)


@given(panels, policies, st.integers(0, 30))
def test_a_replay_can_go_on_from_any_week(panel: list[dict[PersonId, int]], policy: Policy, cut: int) -> None:
    numbered = list(enumerate(panel))
    whole = [week.picks for week in replay(numbered, policy, b"")]
    head = list(replay(numbered[:cut], policy, b""))
    tail = replay(numbered[cut:], policy, b"", head[-1].after if head else None)
    assert [week.picks for week in head] + [week.picks for week in tail] == whole
