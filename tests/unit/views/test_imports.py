from __future__ import annotations

import pytest

from bot.domain.imports import Aside, Reason
from bot.views.imports import REASONS, set_aside
from bot.views.texts import texts

T = texts("en")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_for_one_and_for_many(reason: Reason) -> None:
    one, many = REASONS[reason](T, 1), REASONS[reason](T, 5)
    assert one.startswith("1 ")
    assert many.startswith("5 ")
    assert one[2:] != many[2:]


def test_a_line_names_files_where_that_helps() -> None:
    assert set_aside(Aside(Reason.DAMAGED, 1, ("a.json",)), T) == "1 damaged or unreadable file: a.json"
    many = set_aside(Aside(Reason.NO_AUTHOR, 9, ("a.json", "b.json")), T)
    assert many == "9 messages without an author; for example in a.json, b.json"
    assert set_aside(Aside(Reason.BOT, 2, ("a.json",)), T) == "2 messages by bots"
    assert set_aside(Aside(Reason.LINK, 2), T) == "2 symbolic links"
