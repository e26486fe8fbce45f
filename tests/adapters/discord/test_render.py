from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.buttons import read
from adapters.discord.render import Drawn, draw, with_pictures
from bot.domain.refs import ChannelRef, MemberRef, Platform, SpaceRef
from bot.views.card import (
    Bullets,
    Button,
    Buttons,
    Card,
    ChannelLink,
    Chart,
    Facts,
    Heading,
    Link,
    Mention,
    Note,
    Paragraph,
    Row,
    Series,
    Span,
    Strong,
    Text,
    Tone,
)
from tests.fakes.cards import GALLERY, HOSTILE, every_block
from tests.fakes.discord_limits import message_problems

GUILD = SpaceRef(Platform.DISCORD, "1300000000000000000")
PING = re.compile(r"(?<!\\)@(?:everyone|here)|(?<!\\)<(?:@[&!]?|#|a?:|/|t:|id:)")
MASKED = re.compile(r"(?<!\\)\]\(")

text_of_any_size = st.text(max_size=40) | st.sampled_from(HOSTILE) | st.integers(1, 4_000).map("ab ".__mul__)
spans: st.SearchStrategy[Span] = st.one_of(
    text_of_any_size,
    text_of_any_size.map(Strong),
    st.builds(
        Link, text_of_any_size, st.sampled_from(["", "https://example.org/a(b)", "javascript:alert(1)"])
    ),
    st.builds(Mention, st.just(MemberRef(GUILD, "42")), text_of_any_size),
)
runs: st.SearchStrategy[Text] = st.lists(spans, max_size=3).map(tuple)
tones = st.sampled_from(Tone)
blocks = st.one_of(
    st.builds(Heading, text_of_any_size),
    st.builds(Paragraph, runs, tones),
    st.builds(Bullets, st.lists(runs, max_size=12).map(tuple), st.integers(0, 3)),
    st.builds(Facts, st.lists(st.builds(Row, text_of_any_size, runs, tones, runs), max_size=9).map(tuple)),
    st.builds(Chart, text_of_any_size, st.just(("a",)), st.just((Series("s", (1.0,)),)), text_of_any_size),
    st.builds(Note, runs),
    st.lists(st.builds(Button, text_of_any_size, text_of_any_size), max_size=40).map(
        lambda made: Buttons(tuple(made))
    ),
)
cards = st.builds(Card, text_of_any_size, st.lists(blocks, max_size=8).map(tuple), tones)


def descriptions(drawn: Sequence[Drawn]) -> list[str]:
    return [embed.get("description", "") for one in drawn for embed in embeds(one)]


def embeds(one: Drawn) -> list[dict[str, Any]]:
    found: Any = one.payload["embeds"]
    return list(found)


def buttons(one: Drawn) -> list[dict[str, Any]]:
    rows: Any = one.payload.get("components", [])
    return [button for row in rows for button in row["components"]]


@given(card=cards)
def test_every_card_keeps_within_every_limit(card: Card) -> None:
    for one in draw(card, share=Button("Share", "digest")):
        payload, files = with_pictures(one, lambda _chart: b"png")
        assert message_problems(payload, [name for name, _ in files]) == []


@pytest.mark.parametrize("card", GALLERY, ids=range(len(GALLERY)))
def test_the_gallery_keeps_within_every_limit(card: Card) -> None:
    for one in draw(card):
        assert message_problems(one.payload) == []


@given(texts=st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1, max_size=4_000))
def test_no_word_is_cut_or_lost_however_long_the_text(texts: list[str]) -> None:
    written = " ".join(texts)
    card = Card("Title", (Paragraph((written,)), Bullets(((written,), (Strong(written),)), 1)))
    words = " ".join(descriptions(draw(card))).replace("*", " ").split()
    assert [word for word in words if word.isalpha()] == texts * 3


def test_a_long_title_goes_on_below() -> None:
    title = " ".join(f"word{n}" for n in range(100))
    drawn = draw(Card(title, ()))
    shown = embeds(drawn[0])[0]
    together = shown["title"].replace("…", "") + shown["description"].replace("*", "")
    assert together.split() == title.split()


@pytest.mark.parametrize("text", [*HOSTILE, "@everyone", "<@&1>", "</foster:1>", "-# small", "1. list"])
def test_what_people_type_is_shown_and_does_nothing(text: str) -> None:
    card = Card(
        text, (Heading(text), Paragraph((text, Strong(text))), Note((text,)), Facts((Row(text, (text,)),)))
    )
    for one in draw(card):
        for embed in embeds(one):
            for shown in (embed.get("title", ""), embed.get("description", "")):
                assert PING.search(shown) is None
                assert MASKED.search(shown) is None
                assert "\u202e" not in shown
                assert "\u200b" not in shown


def test_people_and_channels_are_linked_where_they_are_discords_own() -> None:
    span = Mention(MemberRef(GUILD, "42"), "Ada"), ChannelLink(ChannelRef(GUILD, "7"), "help")
    assert descriptions(draw(Card("t", (Paragraph(span),)))) == ["<@42><#7>"]
    elsewhere = Mention(MemberRef(SpaceRef(Platform.SLACK, "T1"), "U1"), "<@42>")
    assert descriptions(draw(Card("t", (Paragraph((elsewhere,)),)))) == [r"**\<\@42\>**"]


@pytest.mark.parametrize(
    ("text", "url", "shown"),
    [
        ("talk", "https://example.org/a_(b)", "[talk](<https://example.org/a_%28b%29>)"),
        ("https://bank.example", "https://evil.example", r"https\://bank.example <https://evil.example>"),
        ("bank.example", "https://evil.example", r"bank.example <https://evil.example>"),
        ("a](b", "https://example.org", r"[a\](b](<https://example.org>)"),
        ("talk", "javascript:alert(1)", "talk"),
        ("", "https://example.org", "<https://example.org>"),
    ],
)
def test_links_say_where_they_lead(text: str, url: str, shown: str) -> None:
    assert descriptions(draw(Card("t", (Paragraph((Link(text, url),)),)))) == [shown]


def test_buttons_carry_their_command() -> None:
    drawn = draw(
        Card("t", (Buttons((Button("Why", "explain S1"), Button("No", "digest skip", danger=True))),))
    )
    pressed = [read(button["custom_id"]) for button in buttons(drawn[0])]
    assert [(p.ask, p.command) for p in pressed if p] == [("run", "explain S1"), ("run", "digest skip")]
    assert [button["style"] for button in buttons(drawn[0])] == [2, 4]


def test_the_same_command_twice_makes_two_buttons() -> None:
    drawn = draw(
        Card("t", (Buttons((Button("a", "ready"), Button("b", "ready"))),)), share=Button("Share", "ready")
    )
    assert len({button["custom_id"] for button in buttons(drawn[0])}) == 3


def test_what_no_button_can_carry_is_written_out() -> None:
    command = "talk add title=«" + "long " * 40 + "»"
    drawn = draw(Card("t", (Buttons((Button("Add it", command),)),)))
    assert buttons(drawn[0]) == []
    assert descriptions(drawn)[0].startswith("→ Add it: `/foster talk add title=«long long")


def test_more_buttons_than_a_message_holds_are_written_out() -> None:
    many = Buttons(tuple(Button(f"b{n}", f"explain {n}") for n in range(40)))
    drawn = draw(Card("t", (many,)))
    assert len(buttons(drawn[0])) == 24
    assert all(f"b{n}: `/foster explain {n}`" in descriptions(drawn)[0] for n in range(24, 40))


@pytest.mark.parametrize("identifier", ["", "foster", "foster:run:0:", "foster:eat:0:x", "other:run:0:ready"])
def test_ids_of_others_are_not_read(identifier: str) -> None:
    assert read(identifier) is None


def test_folded_items_come_in_a_message_of_their_own() -> None:
    drawn = draw(Card("t", (Bullets((("one",), ("two",), ("three",)), fold_after=1), Note(("end",)))))
    assert descriptions(drawn) == ["- one\n-# +2 ↓\n\n-# end", "- two\n- three"]


def test_pictures_are_described_and_said_in_words() -> None:
    chart = Chart("Answers", ("W1",), (Series("answers", (3.0,)),), "Three answers. " * 100)
    payload, files = with_pictures(draw(Card("t", (chart, chart)))[0], lambda _chart: b"png")
    assert [name for name, _ in files] == ["chart-1.png", "chart-2.png"]
    assert message_problems(payload, ["chart-1.png", "chart-2.png"]) == []
    assert "Three answers." in str(payload["embeds"])


def test_a_card_of_every_block_is_whole() -> None:
    assert "".join(descriptions(draw(every_block("Words")))).count("Words") > 100
