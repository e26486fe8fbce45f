from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recognition.slices import SLOT, slices, weight
from bot.domain.refs import PersonId

merits = st.dictionaries(
    st.text(max_size=3).map(PersonId), st.integers(1, 10**15) | st.integers(1, 3), min_size=1, max_size=20
)
reaches = st.sampled_from([0, 2, 3, 4])


@given(st.integers(1, 10**30), st.integers(0, 4))
def test_the_weight_is_the_exact_fourth_root_rounded_down(merit: int, reach: int) -> None:
    scaled = weight(merit, reach)
    assert scaled**4 <= merit**reach * 2**80 < (scaled + 1) ** 4


@given(merits, reaches, st.integers(0, 25))
def test_slices_fill_the_places_exactly_and_nobody_gets_more_than_one(
    merits: dict[PersonId, int], reach: int, places: int
) -> None:
    places = min(places, len(merits))
    shares = slices(merits, places, reach, sorted(merits))
    assert sum(shares.values()) == places * SLOT
    assert all(0 <= share <= SLOT for share in shares.values())
    assert shares.keys() == merits.keys()


@given(merits, reaches, st.integers(0, 25))
def test_more_merit_never_means_a_smaller_slice(merits: dict[PersonId, int], reach: int, places: int) -> None:
    ties = sorted(merits, key=merits.__getitem__, reverse=True)
    shares = slices(merits, min(places, len(merits)), reach, ties)
    in_order = [shares[member] for member in ties]
    assert in_order == sorted(in_order, reverse=True)


@given(merits, st.integers(1, 25))
def test_below_the_cap_slices_stand_in_the_ratio_of_the_weights(
    merits: dict[PersonId, int], places: int
) -> None:
    shares = slices(merits, min(places, len(merits)), 4, sorted(merits))
    free = [member for member in merits if shares[member] < SLOT]
    ratios = [(Fraction(shares[member] - 1, merits[member]), member) for member in free]
    for ratio, _ in ratios:
        assert all(ratio * merits[other] <= shares[other] + 1 for other in free)


def test_the_strongest_are_cut_at_one_and_leave_the_rest_to_the_others() -> None:
    merits = {PersonId("a"): 100_000, PersonId("b"): 1_000, PersonId("c"): 1_000}
    assert dict(slices(merits, 2, 4, sorted(merits))) == {"a": SLOT, "b": SLOT // 2, "c": SLOT // 2}


@pytest.mark.parametrize(("places", "expected"), [(0, 0), (2, SLOT)])
def test_no_places_and_a_place_for_everybody(places: int, expected: int) -> None:
    merits = {PersonId("a"): 5, PersonId("b"): 1}
    assert set(slices(merits, places, 3, sorted(merits)).values()) == {expected}
