from __future__ import annotations

from collections import Counter

import pytest

from tests.simulation.__main__ import failures


@pytest.mark.parametrize("first", [1, 26, 51, 76])
def test_a_hundred_worlds_keep_every_promise(first: int) -> None:
    """In quarters, so that several workers share them."""
    events: Counter[str] = Counter()
    assert failures(range(first, first + 25), events) == {}
    assert events["posts"] > 25
    assert events["looks"] > 50
    assert events["edits"] > 15
    assert events["rechecks"] > 50
    assert events["died after post"] > 0


def test_a_seed_replays() -> None:
    first, second = Counter[str](), Counter[str]()
    failures(range(7, 9), first)
    failures(range(7, 9), second)
    assert first == second


@pytest.mark.soak
def test_ten_thousand_worlds() -> None:
    assert failures(range(1_000, 11_000)) == {}
