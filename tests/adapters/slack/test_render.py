from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.limits import VIEW_BLOCKS, pieces, shortened, size
from adapters.slack.render import Draft, Look, render
from adapters.slack.rich import Home
from adapters.slack.views import blocks as blocks_of
from bot.domain.refs import ChannelRef, MemberRef, Platform, SpaceRef
from bot.views.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    ChannelLink,
    Chart,
    Code,
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
from tests.fakes.cards import GALLERY, HOSTILE, SPACE, every_block
from tests.fakes.slack_view import complaints, leaves, seen, units

LOOK = Look(Home(SPACE, "https://example.slack.com/"))
ELSEWHERE = SpaceRef(Platform.DISCORD, "9")

words = st.text(max_size=80) | st.integers(1, 700).map(lambda n: "word " * n) | st.just("𝒳" * 3_100)
spans: st.SearchStrategy[Span] = st.one_of(
    words,
    words.map(Strong),
    words.map(Code),
    words.map(lambda text: Mention(MemberRef(SPACE, "U1"), text)),
    words.map(lambda text: ChannelLink(ChannelRef(SPACE, "C1"), text)),
    words.map(lambda text: Link(text, "https://example.org/" + text)),
)
runs = st.lists(spans, max_size=4).map(tuple)
tones = st.sampled_from(Tone)
many = st.sampled_from((0, 1, 2, 30, 70))
blocks: st.SearchStrategy[Block] = st.one_of(
    words.map(Heading),
    st.builds(Paragraph, runs, tones),
    st.builds(lambda run, n, fold: Bullets((run,) * n, fold), runs, many, st.integers(0, 5)),
    st.builds(lambda row, n: Facts((row,) * n), st.builds(Row, words, runs, tones, runs), many),
    st.builds(Chart, words, st.just(("a", "b")), st.just((Series("s", (1.0, 2.0)),)), words),
    runs.map(Note),
    st.builds(lambda b, n: Buttons((b,) * n), st.builds(Button, words, words), many),
)
cards = st.builds(Card, words, st.lists(blocks, max_size=5).map(tuple), tones)


@settings(max_examples=15)
@given(card=cards, picture=st.booleans())
def test_every_card_fits_whatever_it_holds(card: Card, *, picture: bool) -> None:
    drafts = render(card, Look(LOOK.home, LOOK.texts, {0: "F1"} if picture else {}))
    assert drafts
    assert [complaint for draft in drafts for complaint in complaints(draft)] == []


@pytest.mark.parametrize("card", GALLERY, ids=range(len(GALLERY)))
def test_the_gallery_fits(card: Card) -> None:
    drafts = render(card, LOOK)
    assert [complaint for draft in drafts for complaint in complaints(draft)] == []


@given(texts=st.lists(st.integers(1, 900), min_size=1, max_size=8))
def test_nothing_is_lost_and_no_word_is_cut(texts: list[int]) -> None:
    marked = [" ".join(f"w{n}x{i}." for i in range(count)) for n, count in enumerate(texts)]
    card = Card("T", tuple(Paragraph((text,)) for text in marked))
    drafts = render(card, LOOK)
    assert re.findall(r"w\d+x\d+\.", seen(drafts)) == " ".join(marked).split()
    assert re.findall(r"w\d+x\d+\.", "\n".join(d.text for d in drafts)) == " ".join(marked).split()


def test_what_may_fold_comes_after_everything_else() -> None:
    items: tuple[Text, ...] = tuple((f"item {n}",) for n in range(6))
    first, second = render(Card("T", (Bullets(items, fold_after=2), Note(("the end",)))), LOOK)
    assert "item 1" in first.text
    assert "the end" in first.text
    assert "More below." in first.text
    assert "item 2" not in first.text
    assert [line for line in second.text.splitlines() if line] == [f"• item {n}" for n in range(2, 6)]


def test_a_heading_goes_along_with_what_follows_it() -> None:
    filler = tuple(Paragraph(("word " * 500,)) for _ in range(4))
    drafts = render(Card("T", (*filler[:3], Heading("Last"), *filler)), LOOK)
    assert all(draft.blocks[-1]["type"] != "header" for draft in drafts)


def test_people_are_linked_and_never_pinged() -> None:
    card = Card("T", (Paragraph((Mention(MemberRef(SPACE, "U7"), "Ada"),)),))
    (draft,) = render(card, LOOK)
    (link,) = leaves(draft.blocks[1])
    assert link == {
        "type": "link",
        "url": "https://example.slack.com/team/U7",
        "text": "Ada",
        "style": {"bold": True},
    }
    assert "<@" not in json.dumps([draft.text, draft.blocks])


@pytest.mark.parametrize("home", [Home(SPACE), Home(ELSEWHERE, "https://example.slack.com/")])
def test_people_whose_profile_is_elsewhere_are_named(home: Home) -> None:
    card = Card("T", (Paragraph((Mention(MemberRef(SPACE, "U7"), "Ada"),)),))
    (draft,) = render(card, Look(home))
    assert next(leaves(draft.blocks[1])) == {"type": "text", "text": "Ada", "style": {"bold": True}}


def test_channels_of_another_space_are_named() -> None:
    link = ChannelLink(ChannelRef(ELSEWHERE, "5"), "help")
    assert "#help" in seen(render(Card("T", (Paragraph((link,)),)), LOOK))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_people_wrote_is_markup(text: str) -> None:
    for draft in render(every_block(text), LOOK):
        assert "<" not in draft.text
        assert ">" not in draft.text
        for block in draft.blocks:
            assert block["type"] in {"header", "rich_text", "actions"}
            assert "mrkdwn" not in json.dumps(block)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a b", "https://" + "x" * 3_000, "slack://x"])
def test_odd_addresses_are_not_linked(url: str) -> None:
    (draft,) = render(Card("T", (Paragraph((Link("here", url),)),)), LOOK)
    assert [element["type"] for element in leaves(draft.blocks[1])] == ["text"]


def test_a_command_too_long_for_a_button_is_written_down() -> None:
    card = Card("T", (Buttons((Button("Go", "x" * 2_001), Button("Really " * 20, "help"))),))
    shown = seen(render(card, LOOK))
    assert "x" * 2_001 in shown
    assert "Really " * 19 in shown


def test_a_picture_carries_its_words() -> None:
    chart = Chart("Answers", ("W1",), (Series("s", (1.0,)),), "Answers rose to one.")
    drafts = render(Card("T", (chart,)), Look(LOOK.home, pictures={0: "F1"}))
    image = drafts[0].blocks[1]
    assert image["slack_file"] == {"id": "F1"}
    assert image["alt_text"] == "Answers rose to one."
    long = Chart("Answers", (), (), "many words " * 300)
    assert seen(render(Card("T", (long,)), Look(LOOK.home, pictures={0: "F1"}))).count("many words") > 300


def test_an_empty_card_is_still_a_message() -> None:
    (draft,) = render(Card("", ()), LOOK)
    assert draft == Draft("…", ())


@given(text=st.text(max_size=200), limit=st.integers(2, 40), first=st.integers(0, 40))
def test_pieces_are_the_whole_text(text: str, limit: int, first: int) -> None:
    parts = list(pieces(text, limit, min(first, limit)))
    assert "".join(parts) == text
    assert all(size(part) <= limit for part in parts)


@given(text=st.text(max_size=100), limit=st.integers(3, 60))
def test_shortened_texts_fit(text: str, limit: int) -> None:
    assert size(shortened(text, limit)) == units(shortened(text, limit)) <= limit


def test_a_form_that_holds_more_than_a_view_takes_says_so() -> None:
    few, many = (blocks_of([Card("T", (Paragraph(("x",)),))] * number, LOOK) for number in (49, 60))
    assert len(few) == len(many) == VIEW_BLOCKS
    assert "more than fits" not in json.dumps(few)
    assert "more than fits" in json.dumps(many[-1])
    assert len({block["block_id"] for block in many}) == VIEW_BLOCKS
