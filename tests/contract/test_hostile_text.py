"""Every hostile text in every place of a card, on every renderer: shown, and nothing else happens."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from adapters.discord.render import draw as draw_for_discord
from adapters.html.render import page
from adapters.slack.render import Look, render
from adapters.slack.replies import payload as slack_payload
from adapters.slack.rich import Home
from adapters.terminal.csv_file import write
from adapters.terminal.render import draw, to_text
from bot.views.card import (
    Card,
    Paragraph,
)
from bot.views.texts import texts
from tests.fakes.cards import SPACE, filled
from tests.fakes.discord_limits import message_problems
from tests.fakes.payloads import FAMILIES, PAYLOADS
from tests.fakes.slack_view import complaints, leaves

LOOK = Look(Home(SPACE, "https://example.slack.com/"))
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
OURS = {"https://example.org/", "https://example.slack.com/team/U1"}
ESCAPED = re.compile(r"\\.", re.DOTALL)

each_family = pytest.mark.parametrize("family", FAMILIES)


def test_there_are_more_than_two_hundred() -> None:
    assert len(PAYLOADS) >= 200


@each_family
def test_slack_gets_plain_text_and_no_link_but_ours_or_a_web_address(family: str) -> None:
    for text in FAMILIES[family]:
        for draft in render(filled(text), LOOK):
            assert complaints(draft) == []
            assert slack_payload(draft).items() >= {"mrkdwn": False, "parse": "none"}.items()
            assert not re.search(r"[<>]", draft.text), text
            for block in draft.blocks:
                for element in leaves(block) if block["type"] == "rich_text" else ():
                    assert element["type"] in ("text", "link"), element
                    url = element.get("url", "https://example.org/")
                    assert url in OURS or url == text.strip(), text
                    assert url.startswith(("https://", "http://"))
                    assert url.isprintable()


@each_family
def test_discord_reads_no_markup_and_may_mention_nobody(family: str) -> None:
    for text in FAMILIES[family]:
        for one in draw_for_discord(filled(text)):
            assert message_problems(one.payload) == []
        for one in draw_for_discord(Card("Title", (Paragraph((text,)),))):
            assert one.payload["allowed_mentions"] == {"parse": []}
            embeds = json.loads(json.dumps(one.payload["embeds"]))
            left = ESCAPED.sub("", "".join(embed.get("description", "") for embed in embeds))
            assert not set(left) & set("*_~`|<>[]@\\"), text
            assert "://" not in left


@each_family
def test_a_terminal_gets_no_control_and_no_link_but_a_web_address(family: str) -> None:
    for text in FAMILIES[family]:
        card = filled(text)
        shown = to_text(card)
        bad = {sign for sign in shown if unicodedata.category(sign) in UNSEEN}
        assert bad <= set("\n\u200c\u200d"), text
        out = StringIO()
        draw(card, Console(file=out, force_terminal=True, color_system="truecolor", width=80, markup=False))
        for sequence in out.getvalue().split("\x1b")[1:]:
            style = re.match(r"\[[0-9;]*m", sequence)
            link = re.match(r"\]8;(id=[0-9]+)?;(https?://\S+)?\x1b?$", sequence) or sequence.startswith("\\")
            assert style or link, text


class Tags(HTMLParser):
    """The elements of a page with their attributes' names, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.leads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *sorted(name for name, _ in attrs if name not in ("href", "rel"))))
        self.leads += [value or "" for name, value in attrs if name in ("href", "src")]


def tags(card: Card) -> Tags:
    parser = Tags()
    parser.feed(page(card, texts("en")))
    parser.close()
    return parser


@each_family
def test_a_page_has_the_elements_of_a_harmless_one(family: str) -> None:
    harmless = [tag for tag in tags(filled("Words")).found if tag != ("a",)]
    for text in FAMILIES[family]:
        parsed = tags(filled(text))
        assert [tag for tag in parsed.found if tag != ("a",)] == harmless, text
        assert all(url.startswith(("https://", "http://", "data:,")) for url in parsed.leads), text


@each_family
def test_no_spreadsheet_runs_a_cell(family: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    write(path, [{"name": text, "note": text} for text in FAMILIES[family]])
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert len(rows) == len(FAMILIES[family])
    for row in rows:
        for cell in row:
            assert not cell.lstrip(" \u00a0\ufeff\t\r\n").startswith(("=", "+", "-", "@", "|", "%"))
