from __future__ import annotations

import time

import pytest

from bot.domain.judging import judge

SIZE = 100_000
LIMIT = 0.05


@pytest.mark.parametrize(
    "unit",
    [
        "`",
        "```",
        "a",
        "<",
        "<https:",
        "?",
        "a ",
        ": :",
        ":a",
        "how do i ",
        "> ",
        "\n",
        "é",
        "a'",
        "か",
        "\u0301",
    ],
)
def test_a_hostile_message_is_judged_in_time(unit: str) -> None:
    text = (unit * SIZE)[:SIZE]
    judge(text, b"warm")
    best = min(_seconds(text) for _ in range(3))
    assert best < LIMIT


def _seconds(text: str) -> float:
    start = time.perf_counter()
    judge(text, b"salt")
    return time.perf_counter() - start
