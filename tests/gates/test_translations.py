"""Every text is there in every language, with the parts that are filled in. New texts: `make messages`."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message

from scripts import messages

LANGUAGES = list(messages.languages())
FORMAL = re.compile(r"\b(Sie|Ihnen|Ihre?[mnrs]?)\b")
_STARTS = re.compile(r"(?:^|[.:?!–“„] ?)(Sie|Ihnen|Ihre?)\b")


def translated(path: Path) -> list[Message]:
    return [message for message in messages.translated(path) if message.id]


def forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, (list, tuple)) else (str(text or ""),)


def parts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def named(path: Path) -> str:
    return path.parent.parent.name


@pytest.mark.parametrize("path", LANGUAGES, ids=named)
def test_nothing_is_left_in_english(path: Path) -> None:
    missing = [message.id for message in translated(path) if not all(forms(message.string))]
    assert missing == []


@pytest.mark.parametrize("path", LANGUAGES, ids=named)
def test_nothing_is_only_guessed(path: Path) -> None:
    assert [message.id for message in translated(path) if message.fuzzy] == []


@pytest.mark.parametrize("path", LANGUAGES, ids=named)
def test_each_translation_fills_in_the_same_parts(path: Path) -> None:
    """A plural may leave its number out of the singular."""
    wrong = [
        (message.id, form)
        for message in translated(path)
        for wanted in [set().union(*map(parts, forms(message.id)))]
        for form in forms(message.string)
        if not wanted - {"n"} <= parts(form) <= wanted
    ]
    assert wrong == []


@pytest.mark.parametrize("path", LANGUAGES, ids=named)
def test_spaces_at_the_ends_stay(path: Path) -> None:
    """They join texts to what comes before and after."""

    def ends(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    wrong = [
        m.id
        for m in translated(path)
        for form in forms(m.string)
        if form and ends(form) != ends(forms(m.id)[0])
    ]
    assert wrong == []


def test_german_says_du() -> None:
    """“Sie” and “Ihr” stand for the polite form only in the middle of a sentence."""
    (path,) = (path for path in LANGUAGES if named(path) == "de")
    polite = [
        form for m in translated(path) for form in forms(m.string) if FORMAL.search(_STARTS.sub("", form))
    ]
    assert polite == []
