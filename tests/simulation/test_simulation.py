from __future__ import annotations

from collections import Counter

import pytest

from tests.simulation.__main__ import failures


def test_a_hundred_worlds_keep_every_promise() -> None:
    events: Counter[str] = Counter()
    assert failures(range(1, 101), events) == {}
    assert events["posts"] > 100
    assert events["looks"] > 100
    assert events["edits"] > 50
    assert events["rechecks"] > 100
    assert events["died after post"] > 0


def test_a_seed_replays() -> None:
    first, second = Counter[str](), Counter[str]()
    failures(range(7, 9), first)
    failures(range(7, 9), second)
    assert first == second


@pytest.mark.soak
def test_ten_thousand_worlds() -> None:
    assert failures(range(1_000, 11_000)) == {}
