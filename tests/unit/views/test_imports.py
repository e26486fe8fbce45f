from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.domain.imports import Aside, ImportSummary, Reason
from bot.views.card import Heading, Paragraph, Tone
from bot.views.imported import ImportReport, Suggestion, imported_card, imported_cards
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


@pytest.mark.parametrize(
    ("reason", "said"), [(Reason.TOO_OLD, "earlier --since"), (Reason.BOT, "no message")]
)
def test_an_import_of_nothing_says_why_and_recommends_nothing(reason: Reason, said: str) -> None:
    summary = ImportSummary(asides=(Aside(reason, 9),))
    card = imported_card(ImportReport("garden", (("a.zip", summary),), ZoneInfo("UTC")), T)
    assert card.tone is Tone.CAUTION
    assert [said in str(block.text) for block in card.blocks if isinstance(block, Paragraph)] == [True]
    assert Heading("What to do next") not in card.blocks


def test_suggested_channels_come_with_their_shares() -> None:
    suggested = (Suggestion("help", 0.31), Suggestion("ask", 0.9))
    files = (("a.zip", ImportSummary(messages=3)),)
    card = imported_card(ImportReport("garden", files, ZoneInfo("UTC"), suggested=suggested), T)
    assert "help 31 %, ask 90 %" in str(card.blocks[-1])


def test_exports_of_two_communities_are_told_apart() -> None:
    zone = ZoneInfo("UTC")
    garden = ImportReport("garden", (("a.zip", ImportSummary(messages=3)),), zone, "foster")
    kitchen = ImportReport("kitchen", (("b.zip", ImportSummary()),), zone, "foster")
    assert imported_cards([garden], T) == imported_card(garden, T)
    both = imported_cards([garden, kitchen], T)
    headings = [block.text for block in both.blocks if isinstance(block, Heading)]
    assert headings == ["Imported into garden", "a.zip", "What to do next", "Imported into kitchen", "b.zip"]
    assert (both.title, both.tone) == ("Imported into garden, kitchen", Tone.CAUTION)
    single = [imported_card(one, T).data for one in (garden, kitchen)]
    assert both.data == {"communities": single}
