"""No text makes the judge slow: ten times the length is ten times the work. `make bench` has seconds."""

from __future__ import annotations

import time

import pytest

from bot.domain.judging import judge

SIZE = 100_000
WORST = 40
"""Growth that is still not quadratic: that would be a hundred times for ten times the length."""
LEAST = 0.0005
"""Seconds below which a clock measures itself."""


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
    short, long = ((unit * SIZE)[:size] for size in (SIZE // 10, SIZE))
    judge(short, b"warm")
    fewest = max(LEAST, min(_seconds(short) for _ in range(3)))
    assert min(_seconds(long) for _ in range(3)) < WORST * fewest


def _seconds(text: str) -> float:
    """Of this thread's own work, whatever else the machine does."""
    start = time.thread_time()
    judge(text, b"salt")
    return time.thread_time() - start
