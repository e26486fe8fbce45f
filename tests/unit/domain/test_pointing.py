"""Whatever somebody pastes, it is a message or a sentence that says what to do."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UserFacingError
from bot.domain.pointing import Pointed, pointed
from bot.domain.times import DAY, HOUR
from bot.domain.waiting import span

PARTS = st.sampled_from(
    [
        *("https://", "x.slack.com", "/archives/", "C1", "/p", "1700000000000100", "?thread_ts="),
        *("discord.com", "/channels/", "<", ">", ":", "slack", "\x00", " ", "é", "1.2", "9" * 30),
    ]
)


@given(st.lists(PARTS, max_size=12).map("".join) | st.text(max_size=60))
def test_anything_typed_is_a_message_or_a_sentence(text: str) -> None:
    with suppress(UserFacingError):
        found = pointed(text)
        assert len(found.id) <= 400
        assert "://" not in found.channel


def test_each_platform_s_link_names_its_message() -> None:
    assert pointed("https://a.slack.com/archives/C1/p1700000000000100") == Pointed("1700000000.000100", "C1")
    assert pointed("https://ptb.discord.com/channels/1/2/3/") == Pointed("3")
    assert pointed("file:garden:help:m1:2") == Pointed("m1:2", "help")


@pytest.mark.parametrize("text", ["https://" * 50_000, "https://x/archives/" + "A" * 100_000, "<" * 100_000])
def test_a_hostile_text_takes_no_time(text: str) -> None:
    begin = time.thread_time()
    with pytest.raises(UserFacingError):
        pointed(text)
    assert time.thread_time() - begin < 0.05


@pytest.mark.parametrize(
    ("text", "micros"), [("12h", 12 * HOUR), ("2 Days", 2 * DAY), ("1w", 7 * DAY), ("3 Stunden", 3 * HOUR)]
)
def test_a_length_of_time_is_read(text: str, micros: int) -> None:
    assert span(text) == micros


@pytest.mark.parametrize("text", ["", "soon", "12", "h", "99999h", "-1d", "1.5h"])
def test_anything_else_is_no_length_of_time(text: str) -> None:
    with pytest.raises(UserFacingError, match="length of time"):
        span(text)
