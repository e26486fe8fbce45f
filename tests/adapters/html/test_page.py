"""The report's page: what may stand in it, and that it reads in both schemes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.html.palette import DARK, GROUNDS, LIGHT, TEXTS, contrast
from adapters.html.render import page
from bot.views.card import Bullets, Card, Chart, Link, Mention, Paragraph, Series, Tone
from bot.views.texts import texts
from tests.fakes.cards import every_block
from tests.fakes.soup import ADA

T = texts("en")
ALLOWED = frozenset(
    re.findall(
        r"\w+",
        "html head meta link title style body main h1 h2 p span strong code a ul li dl div dt dd small "
        "figure figcaption svg line text polyline circle details summary table thead tbody tr th td",
    )
)


class Reader(HTMLParser):
    """Notes every element, attribute and text outside `style`."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_contrast_reaches_aa(colours: dict[str, str], ground: str) -> None:
    for name in TEXTS:
        assert contrast(colours[name], colours[ground]) >= 4.5, name
    for name in ("first", "second"):
        assert contrast(colours[name], colours[ground]) >= 3, name


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(
    nasty=st.text(max_size=40)
    | st.sampled_from(["<script>x</script>", '" onload="x', "&lt;", "]]>", "\u202e"])
)
def test_what_people_typed_never_becomes_markup(nasty: str) -> None:
    card = Card(
        nasty,
        (
            Paragraph((nasty, Link(nasty, nasty), Mention(ADA, nasty)), Tone.BAD),
            Bullets(((nasty,),)),
            Chart(nasty, (nasty, nasty), (Series(nasty, (1.0, 2.0)),), nasty),
        ),
    )
    found = read(page(card, T))
    assert set(found.tags) <= ALLOWED
    assert not any(name.startswith("on") for name, _ in found.attributes)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "http://[", "", "//x.example"]
)
def test_odd_addresses_are_no_links(address: str) -> None:
    assert "<a " not in page(Card("t", (Paragraph((Link("here", address),)),)), T)


def test_nothing_is_fetched() -> None:
    text = page(every_block("x"), T)
    found = read(text)
    assert not {"script", "img", "iframe", "object"} & set(found.tags)
    assert [value for name, value in found.attributes if name in ("src", "srcset")] == []
    assert "url(" not in text
    assert "@import" not in text
    assert re.findall(r"<link[^>]*>", text) == ['<link rel="icon" href="data:,">']


@pytest.mark.parametrize(
    "values", [(), (0.0,), (float("inf"), 1.0), (float("nan"),), (-1.0, 3.0), (1e9, 2e9)]
)
def test_any_numbers_can_be_drawn(values: tuple[float, ...]) -> None:
    labels = tuple(str(number) for number in range(len(values)))
    text = page(Card("t", (Chart("c", labels, (Series("s", values),), "alt"),)), T)
    drawn = " ".join(re.findall(r'points="([^"]*)"', text))
    assert "nan" not in drawn
    assert "inf" not in drawn
