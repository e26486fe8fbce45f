from __future__ import annotations

from bot.domain.recognition.digest import Person
from bot.domain.recognition.slices import SLOT
from bot.domain.recognition.standings import Line, Standings, WhatIf
from bot.domain.recognition.thanking import ThanksTo
from bot.views.card import Card, Facts, Note, Text
from bot.views.ledger import ledger_card, what_if_text
from bot.views.linked import claimed_card, linked_card, unlinked_card
from bot.views.texts import texts
from bot.views.thanks import choice_card, thanked_card, thanks_card
from tests.fakes.pseudo import PSEUDO, untranslated
from tests.unit.recognition.samples import WEEK, member

T = texts("en")
ANN, BOB, CAT = (Person(member(name), name) for name in ("ann", "bob", "cat"))


def shown(text: Text) -> str:
    return "".join(span if isinstance(span, str) else getattr(span, "name", "") for span in text)


def said(before: tuple[Person, ...], after: tuple[Person, ...]) -> str:
    return shown(what_if_text(WhatIf(WEEK, before, after), T)).removeprefix(
        "The digest of 5–11 February 2018 "
    )


def test_a_change_is_told_by_whom_it_would_have_named() -> None:
    assert said((ANN,), (ANN,)) == "would have named the same people."
    assert said((ANN,), (ANN, BOB)) == "would also have named: bob."
    assert said((ANN, BOB), (ANN,)) == "would not have named: bob."
    assert said((ANN, BOB), (ANN, CAT)) == "would have named: cat – instead of: bob."


def ledger(people: int, *, replayed: bool = False) -> Card:
    lines = tuple(
        Line(Person(member(f"h{i}"), f"h{i}"), SLOT // 2 - i * SLOT // 10, 1500, 2, WEEK if i % 2 else None)
        for i in range(people)
    )
    return ledger_card(Standings(WEEK, lines, replayed), T)


def test_the_ledger_is_in_percent_of_a_turn_and_says_when_somebody_was_named() -> None:
    card = ledger(8)
    rows = next(block for block in card.blocks if isinstance(block, Facts)).rows
    assert [shown(row.value) for row in rows][:2] == [
        "50 % of a turn has come together",
        "40 % of a turn has come together",
    ]
    assert shown(rows[7].value) == "named 20 % of a turn ahead"
    assert [shown(row.more) for row in rows[:2]] == ["not named yet", "last named 2018-W06"]
    assert isinstance(card.data, dict)
    assert card.data["lines"][7] == {
        "member": str(member("h7")),
        "name": "h7",
        "due_percent": 0,
        "ahead_percent": 20,
        "times_named": 2,
        "last_named": "2018-W06",
        "latest_week_merit": 1.5,
        "correction_due": 0.0,
    }


def test_a_long_ledger_names_the_file_and_an_empty_one_says_so() -> None:
    long, empty = ledger(25), ledger(0, replayed=True)
    assert any("5 more people are in the file:" in shown(b.text) for b in long.blocks if isinstance(b, Note))
    assert not any(isinstance(block, Facts) for block in empty.blocks)


def test_no_text_is_left_out_of_translation() -> None:
    for here in (True, False):
        assert untranslated(thanks_card(ANN, BOB, "for it", PSEUDO, "foster", here=here)) == []
    for where in ThanksTo:
        for again in (True, False):
            assert untranslated(thanked_card(ANN, where, PSEUDO, again=again)) == []
        assert untranslated(choice_card(where, PSEUDO)) == []
    for make in (linked_card, claimed_card):
        assert untranslated(make(ANN, BOB, PSEUDO, "foster")) == []
    assert untranslated(unlinked_card(ANN, PSEUDO)) == []
    lines = (Line(ANN, 5, 1, 1, WEEK), Line(BOB, -5, 1, 1, None)) * 12
    for some in (lines, ()):
        card = ledger_card(Standings(WEEK, some, replayed=True), PSEUDO)
        assert set(untranslated(card)) <= {"ann", "bob"}  # people stand where labels do
