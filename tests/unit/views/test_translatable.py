"""Every text can be translated, and the catalogues are up to date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.commands.catalogue import catalogue
from bot.domain.errors import UserFacingError
from bot.domain.preference_groups import GROUPS
from bot.views import help as help_view
from bot.views import problem
from bot.views import settings as settings_view
from bot.views.card import Card, Code, Paragraph
from bot.views.texts import later, texts
from scripts import messages
from tests.fakes.pseudo import PSEUDO, outside, untranslated

ENTRY = help_view.CommandHelp("1", "2", (help_view.OptionHelp("3", "4", required=False),), "5")
LINE = settings_view.SettingLine("1", "2", "3", "4", chosen=True)
CHANGE = settings_view.ChangeLine("1", "2", "3", "4", "5")

CARDS = {
    "help": help_view.overview(PSEUDO, "0", [ENTRY]),
    "help on one": help_view.detail(PSEUDO, "0", [ENTRY]),
    "settings": settings_view.everything(PSEUDO, "0", [settings_view.SettingGroup("1", (LINE,))], ["1"]),
    "one setting": settings_view.one(PSEUDO, LINE),
    "saved": settings_view.changed(PSEUDO, [CHANGE]),
    "nothing saved": settings_view.changed(PSEUDO, []),
    "history": settings_view.history(PSEUDO, [CHANGE]),
    "no history": settings_view.history(PSEUDO, []),
    "problem": problem.problem(PSEUDO, UserFacingError("slots: {n}", n=1), try_next="help"),
    "bug": problem.bug(PSEUDO, "123456"),
}


@pytest.mark.parametrize("name", CARDS)
def test_no_text_of_a_card_is_left_out_of_translation(name: str) -> None:
    assert untranslated(CARDS[name]) == []


def test_the_check_finds_texts_that_are_not_translated() -> None:
    card = Card("⟦a ⟦b⟧ c⟧ d", (Paragraph(("⟦e⟧ 5", Code("code"), "f")),))
    assert untranslated(card) == ["⟦a ⟦b⟧ c⟧ d", "⟦e⟧ 5f"]
    assert outside("⟦a ⟦b⟧ c⟧ d") == " d"


def test_the_template_is_fresh() -> None:
    """Where this fails: `make messages`."""
    assert messages.TEMPLATE.read_bytes() == messages.template()


@pytest.mark.parametrize("path", list(messages.languages()), ids=lambda path: path.parent.parent.name)
def test_each_language_is_fresh_and_compiled(path: Path) -> None:
    """Where this fails: `make messages`."""
    assert path.read_bytes() == messages.updated(path)
    assert path.with_suffix(".mo").read_bytes() == messages.compiled(path)
    assert messages.problems(path) == []


def test_the_template_has_every_text_of_the_catalogue_and_the_settings() -> None:
    collected = messages.collect()
    wanted: list[str] = [group.title for group in GROUPS]
    wanted += [preference.help for group in GROUPS for preference in group.preferences]
    for command in catalogue():
        wanted += [command.summary, *(option.help for option in command.options)]
    assert [text for text in wanted if text not in collected] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('t.say("a {b}", b=t.say("c"))', ["a {b}", "c"]),
        ('t.count("one", "many", n)', [("one", "many")]),
        ('Command(("a", "b"), "does", Role.X, f, (Option("o", K, "an " "option"),))', ["does", "an option"]),
        ("t.say(message)", []),
        ('t.count("one", many, n)', []),
        ('say()\nprint("no")\n(lambda: 1)("no")', []),
    ],
)
def test_texts_are_found_in_nested_calls_too(source: str, found: Sequence[object]) -> None:
    assert sorted(map(str, (text for _, text in messages.texts_in(source)))) == sorted(map(str, found))


def test_english_needs_no_catalogue_and_unknown_languages_fall_back_to_it() -> None:
    for language in ("en", "tlh"):
        t = texts(language)
        assert t.say("Hello {name}", name="Ada") == "Hello Ada"
        assert [t.count("{n} cup", "{n} cups", n) for n in (1, 2)] == ["1 cup", "2 cups"]
    assert later("Hello") == "Hello"
