from __future__ import annotations

import pytest

from bot.domain.errors import UserFacingError
from bot.domain.readiness import recording
from bot.domain.refs import MemberRef, Platform, SpaceRef
from bot.domain.times import Week
from bot.views.card import Link, Mention
from bot.views.spans import listed, rich, titled
from bot.views.texts import texts
from bot.views.when import week_text

T = texts("en")
ANN = Mention(MemberRef(SpaceRef(Platform.FILE, "s"), "ann"), "{ann} \ue0000\ue001")


def test_spans_keep_their_place_in_the_sentence_whatever_they_contain() -> None:
    assert rich(T, "{who} and {what}.", who=ANN, what="{this}") == (ANN, " and ", "{this}", ".")
    assert rich(T, "{what}, {who}", who=ANN, what="b") == ("b", ", ", ANN)


def test_a_list_has_commas_between() -> None:
    assert listed(["a", "b"]) == ("a", ", ", "b")
    assert listed([]) == ()


@pytest.mark.parametrize(
    ("week", "text"),
    [
        (Week(2018, 6), "5–11 February 2018"),
        (Week(2018, 5), "29 January – 4 February 2018"),
        (Week(2020, 53), "28 December 2020 – 3 January 2021"),
    ],
)
def test_a_week_in_words(week: Week, text: str) -> None:
    assert week_text(T, week) == text


@pytest.mark.parametrize(
    ("title", "address", "shown"),
    [
        ("On broth", "https://talks.example/1", "On broth"),
        ("https://bank.example/login", "https://evil.example/x", "https://bank.example/login (evil.example)"),
        ("www.bank.example", "https://evil.example", "www.bank.example (evil.example)"),
        ("bank.example", "https://bank.example.evil.example", "bank.example (bank.example.evil.example)"),
        ("talks.example", "https://talks.example/1", "talks.example"),
        ("Version 2.0 of it", "https://talks.example", "Version 2.0 of it"),
        ("Only a title", "", "Only a title"),
    ],
)
def test_words_that_look_like_another_address_say_where_they_lead(
    title: str, address: str, shown: str
) -> None:
    assert titled(title, address) == Link(shown, address)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "https://a.example@evil.example", "//x"],
)
def test_links_that_are_no_web_addresses_are_refused(link: str) -> None:
    with pytest.raises(UserFacingError):
        recording.url(link)


@pytest.mark.parametrize("typed", ["a\u202eb", "a\u0000b", "a\nb", "a\u200bb", "a\u2066b"])
def test_no_control_character_of_a_title_is_kept(typed: str) -> None:
    assert recording.text(typed) == "a b"


def test_an_endless_title_is_refused() -> None:
    with pytest.raises(UserFacingError):
        recording.text("x" * 201)
