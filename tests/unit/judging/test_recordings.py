"""Which links are recordings, and what of a link is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.judging.recordings import MOST, host, recordings

ID = "dQw4w9WgXcQ"
WATCH = f"https://www.youtube.com/watch?v={ID}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"see https://youtu.be/{ID}?si=Tracking-Me&t=9.", WATCH),
        (f"<https://m.youtube.com/watch?feature=x&v={ID}|my talk>", WATCH),
        (f"(https://www.youtube.com/live/{ID})", WATCH),
        ("HTTPS://vimeo.com/123456789/privatehash", ""),
        ("https://vimeo.com/123456789?share=copy", "https://vimeo.com/123456789"),
        ("https://media.ccc.de/v/2024-12-compost#t=3", "https://media.ccc.de/v/2024-12-compost"),
        (
            "https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv?start=1s",
            "https://tube.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv",
        ),
        ("https://www.youtube.com/@channel", ""),
        ("https://www.youtube.com/playlist?list=PL1", ""),
        (f"https://youtube.com.evil.example/watch?v={ID}", ""),
        (f"https://user:pw@youtube.com/watch?v={ID}", ""),
        (f"https://youtube.com:8080/watch?v={ID}", ""),
        ("http://[::1/w/kkGMgK9ZtnKfYAgnEtQxbv", ""),
        ("javascript:alert(1)//https", ""),
        ("no link at all", ""),
    ],
)
def test_one_link(text: str, found: str) -> None:
    assert recordings(text) == ((found,) if found else ())


def test_a_list_of_links_is_no_talk_and_the_same_link_counts_once() -> None:
    many = [f"https://youtu.be/{number:011d}" for number in range(MOST + 1)]
    assert recordings(" ".join(many)) == ()
    assert len(recordings(" ".join(many[:MOST]))) == MOST
    assert recordings(f"{many[0]} {many[0]}") == (WATCH.replace(ID, "0" * 11),)
    assert host(WATCH) == "youtube.com"


@given(st.text(max_size=80), st.sampled_from(["youtu.be/", "youtube.com/watch?v=", "x.org/w/", "vimeo.com/"]))
def test_nothing_but_plain_addresses_comes_out(rest: str, site: str) -> None:
    for link in recordings(f"https://{site}{rest}"):
        assert link.startswith("https://")
        assert link.isascii()
        assert not set(link) & set("@<>|\"' ")
