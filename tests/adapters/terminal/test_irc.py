"""Which of an IRC log's own lines are somebody's."""

from __future__ import annotations

import pytest

from adapters.terminal.rules.irc import action


@pytest.mark.parametrize(
    ("line", "who", "what"),
    [
        ("=== ana waves at bo", "ana", "waves at bo"),
        ("* ana_ is off to lunch", "ana_", "is off to lunch"),
        ("=== bo has no idea", "bo", "has no idea"),
        ("=== |cy| changes his mind", "|cy|", "changes his mind"),
    ],
)
def test_what_somebody_does_is_theirs(line: str, who: str, what: str) -> None:
    assert action(line) == (who, what)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "=== ana",
        "=== ana ",
        "ana waves",
        "=== ana [n=ana@example.org] has joined #garden",
        "=== ana has left #garden []",
        "=== ana entered the room",
        "=== ana left the room (Quit: bye)",
        "=== ana is now known as anna",
        "=== mode/#garden [+o ana] by keeper",
        "=== keeper sets mode +o ana",
        "* ana changed the topic of #garden to: kettles",
        "=== " + "x" * 40 + " waves",
        "cy joined",
    ],
)
def test_a_notice_is_nobodys(line: str) -> None:
    assert action(line) is None
