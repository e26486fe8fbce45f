from __future__ import annotations

import pytest

from bot.domain.judging.naming import name_key, named

MEMBERS = {"marlene": 1, "kofi_b": 2, "zed9": 3, "ines": 4, "otto": 5}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Marlene: try the newest one", (1,)),
        ("ask @kofi_b, he knows", (2,)),
        ("zed9 and (marlene) know this", (3, 1)),
        ("marlenes way is fine", ()),
        ("", ()),
        ("marlene kofi_b zed9 ines otto", (1, 2, 3, 4)),
        ("marlene marlene", (1,)),
    ],
)
def test_names_in_a_text(text: str, who: tuple[int, ...]) -> None:
    assert named(text, MEMBERS) == who


@pytest.mark.parametrize("name", ["", "bo", "the", "Please"])
def test_names_that_are_words_are_left_alone(name: str) -> None:
    assert name_key(name) is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("marl: try it", (1,)),
        ("marlen: try it", (1,)),
        ("malrene: try it", (1,)),
        ("marlenee, try it", (1,)),
        ("marXene: try it", (1,)),
        ("ostto: try it", (5,)),
        ("well, try it", ()),
        ("xyz: try it", ()),
        ("please: try it", ()),
        (f"{'m' * 50}: try it", ()),
    ],
)
def test_a_name_in_front_may_be_cut_or_misspelt(text: str, who: tuple[int, ...]) -> None:
    assert named(text, MEMBERS) == who


def test_a_name_that_could_be_two_people_is_nobody() -> None:
    assert named("marl: try it", {"marlene": 1, "marlon": 2}) == ()
