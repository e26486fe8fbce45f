"""Splitting what somebody typed into words, with the curly quotes and long dashes that phones make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.errors import UserFacingError

MOST_CHARACTERS = 4000
_QUOTES = {'"': '"”“', "“": '”"', "„": '“”"', "«": "»", "'": "'’", "‘": "’'"}
_CLOSING = {opening: re.compile(rf"[{ends}](?=\s|\Z)") for opening, ends in _QUOTES.items()}
_SINGLE = "'‘"  # also apostrophes: open only where they close
_SPACE = re.compile(r"\s")
_OPTION = re.compile(r"(?:--|[—–])?([A-Za-z][A-Za-z-]{0,31})=")


@dataclass(frozen=True, slots=True)
class Word:
    """One word or quoted phrase, without its quotes. `label` is the name before a `=`, if it has one.

    `plain` is false for what stood in quotes: it is a value, never a command's or an option's name.
    """

    text: str
    plain: bool = True
    label: str = ""

    @property
    def written(self) -> str:
        """As it was typed, quotes aside."""
        return f"{self.label}={self.text}" if self.label else self.text

    @property
    def dashed(self) -> str:
        """`preview` where it is `--preview`; empty for other words. Phones turn `--` into a long dash."""
        if not self.plain or self.label:
            return ""
        name = self.text.removeprefix("--") if self.text.startswith("--") else self.text.lstrip("—–")
        return name if name != self.text else ""


def split(text: str) -> list[Word]:
    """The words of a command; a `UserFacingError` where it is too long or a quotation mark stays open."""
    if len(text) > MOST_CHARACTERS:
        raise UserFacingError("That is too long: at most {n} characters, please.", n=MOST_CHARACTERS)
    return list(_words(text))


def _words(text: str) -> Iterator[Word]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        option = _OPTION.match(text, at)
        start = option.end() if option else at
        value, end, plain = _value(text, start)
        yield Word(value, plain, option[1].lower() if option else "")
        at = end


def _value(text: str, start: int) -> tuple[str, int, bool]:
    """The word or phrase at `start`, where it ends, and whether it stood without quotes."""
    opening = text[start : start + 1]
    if opening in _CLOSING:
        if closed := _CLOSING[opening].search(text, start + 1):
            return text[start + 1 : closed.start()], closed.end(), False
        if opening not in _SINGLE:
            raise UserFacingError("A quotation mark is not closed. Close it, or leave it out.")
    if opening == "<" and (closing := text.find(">", start)) > start:
        end = _next_space(text, closing)  # `<@U1|Ada Lovelace>` is one word
    else:
        end = _next_space(text, start)
    return text[start:end], end, True


def _next_space(text: str, start: int) -> int:
    space = _SPACE.search(text, start)
    return space.start() if space else len(text)
