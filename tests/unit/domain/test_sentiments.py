from __future__ import annotations

import pytest

from bot.domain.facts import Sentiment
from bot.domain.sentiments import sentiment


@pytest.mark.parametrize(
    ("emoji", "expected"),
    [
        ("✅", Sentiment.ACCEPT),
        ("✔️", Sentiment.ACCEPT),
        ("white_check_mark", Sentiment.ACCEPT),
        ("❤️", Sentiment.THANKS),
        ("🙏🏿", Sentiment.THANKS),
        ("Thanks", Sentiment.THANKS),
        ("+1::skin-tone-3", Sentiment.HELPFUL),
        ("👏🏽", Sentiment.HELPFUL),
        ("🍕", None),
        ("eyes", None),
        ("", None),
        ("🏽", None),
    ],
)
def test_an_emoji_says_the_same_by_sign_or_name_and_in_every_skin_tone(
    emoji: str, expected: Sentiment | None
) -> None:
    assert sentiment(emoji) is expected
