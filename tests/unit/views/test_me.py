from __future__ import annotations

import pytest

from bot.domain.recognition.digest import Telling
from bot.domain.recognition.ledger import Place, Standing
from bot.domain.recognition.merit import Merit
from bot.domain.recognition.slices import SLOT
from bot.domain.refs import PersonId
from bot.domain.times import Week
from bot.views.card import Card, Code, Note, Paragraph
from bot.views.me import MyWeek, Unlisted, me_card, why_named
from bot.views.texts import texts

T = texts("en")
WEEK = Week(2018, 6)


def place(standing: Standing, balance: int = SLOT // 2) -> Place:
    return Place(PersonId("p"), 2_500, SLOT // 4, balance, standing)


def read(card: Card) -> str:
    texts_ = [block.text for block in card.blocks if isinstance(block, Paragraph | Note)]
    return " ".join(span.text if isinstance(span, Code) else str(span) for text in texts_ for span in text)


def test_a_named_member_reads_why_and_what_carries_over() -> None:
    mine = MyWeek(WEEK, Merit(3_000, people=3), place(Standing.OWED), balance=SLOT // 8)
    assert read(me_card(mine, T)) == (
        "You helped 3 people. Thank you. You were named: of those who helped this week, your turn was "
        "nearest. 12 percent of your next turn has come together. It carries over: nothing is lost."
    )


@pytest.mark.parametrize(
    ("standing", "says"),
    [
        (Standing.OVERDUE, "your turn had come"),
        (Standing.NEXT, "others had waited longer or were due more"),
        (Standing.AHEAD, "you were lately, a little ahead of time"),
    ],
)
def test_every_outcome_has_its_reason(standing: Standing, says: str) -> None:
    assert says in read(me_card(MyWeek(WEEK, Merit(1_000, people=1), place(standing)), T))


def test_nothing_counted_is_no_reproach() -> None:
    assert read(me_card(MyWeek(WEEK, balance=-5), T)) == (
        "No answer of yours was counted in this week. What you do next counts toward your next turn."
    )


def test_opted_out_and_staff_are_told_what_holds_for_them() -> None:
    out = read(me_card(MyWeek(WEEK, Merit(1_000, people=1), unlisted=Unlisted.OPTED_OUT), T, "bot"))
    assert "You chose not to be named." in out
    assert "/bot optin" in out
    staff = read(me_card(MyWeek(WEEK, unlisted=Unlisted.STAFF), T))
    assert staff == "You are on the team, and the digest thanks the team as a whole."


def test_what_counts_less_is_explained_without_accusing() -> None:
    mine = MyWeek(WEEK, Merit(500, people=1, held_back=500), place(Standing.NEXT), telling=Telling.REPLAYED)
    text = read(me_card(mine, T))
    assert text.startswith("A look back: your week as it would have been.")
    assert "counts a little less" in text


def test_the_plain_data_says_the_same() -> None:
    card = me_card(MyWeek(WEEK, Merit(1_000, people=1), place(Standing.NEXT), balance=SLOT // 2), T)
    assert card.data == {
        "week": "2018-W06",
        "named": False,
        "why": "next",
        "helped": 1,
        "next_turn_percent": 50,
        "replayed": False,
        "posted": False,
        "corrected": 0,
    }


@pytest.mark.parametrize("standing", list(Standing))
def test_the_rules_own_reason_has_two_numbers_at_most(standing: Standing) -> None:
    numbers = [word for word in why_named(place(standing), T).split() if word[0].isdigit()]
    assert len(numbers) <= 2
