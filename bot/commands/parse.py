"""From the words after `/foster` to a command and the raw texts of its options.

Pure: names are looked up and values typed later (`bot.commands.values`), after the caller's role was checked.
Whatever comes in, only a `UserFacingError` comes out.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.commands.dates import parse_date, parse_week
from bot.commands.spec import Command, Kind, Option
from bot.commands.words import Word, split
from bot.domain.errors import UserFacingError

YES = "yes"
_LONGEST_DATE = 3  # words: "4 March 2026"
_SHOWS = ("show", "list")
"""What a group's word alone means, where the group has it."""

_ANY_DAY = date(2024, 2, 29)  # only whether it reads as a day matters here


@dataclass(frozen=True, slots=True)
class Parsed:
    """A command with the texts of those options that were given, by name."""

    command: Command
    texts: Mapping[str, str]


def parse(text: str, catalogue: Sequence[Command]) -> Parsed:
    """Find the command by its longest match and share out the words that follow it."""
    words = split(text)
    if words and words[0].text.startswith("/"):
        words = words[1:]  # somebody typed `/foster` too
    if not words:
        words = [Word("help")]
    command = _command(words, catalogue)
    return Parsed(command, _Reader(command, words[len(command.words) :]).read())


def suggest(wrong: str, right: Iterable[str]) -> str:
    """The nearest of the right words; empty where none is near."""
    return next(iter(difflib.get_close_matches(wrong[:60].casefold(), list(right), 1, 0.55)), "")


def _command(words: Sequence[Word], catalogue: Sequence[Command]) -> Command:
    typed = tuple(word.written.casefold() if word.plain else "" for word in words[:6])
    fits = [command for command in catalogue if typed[: len(command.words)] == command.words]
    if fits:
        return max(fits, key=lambda command: len(command.words))
    siblings = [c.words[1] for c in catalogue if len(c.words) > 1 and c.words[0] == typed[0]]
    if len(typed) == 1 and (
        shows := [c for c in catalogue if c.words in {(*typed, word) for word in _SHOWS}]
    ):
        return shows[0]
    if siblings:
        near = suggest(typed[1], siblings) if len(typed) > 1 else ""
        if near:
            raise UserFacingError(
                "There is no “{words}”. Did you mean “{group} {near}”?",
                words=" ".join(typed[:2])[:60],
                group=typed[0],
                near=near,
            )
        raise UserFacingError(
            "After “{group}” comes one of: {words}.", group=typed[0], words=", ".join(dict.fromkeys(siblings))
        )
    near = _nearest(typed, catalogue)
    if near:
        raise UserFacingError(
            "There is no “{words}”. Did you mean “{near}”?", words=words[0].text[:60], near=near
        )
    raise UserFacingError(
        "There is no “{words}”. “help” lists everything there is.", words=words[0].text[:60]
    )


def _nearest(typed: Sequence[str], catalogue: Sequence[Command]) -> str:
    """The command that was meant: its first word decides, the second one within its group."""
    first = suggest(typed[0], dict.fromkeys(command.words[0] for command in catalogue))
    if not first:  # the group was left out: “preview”
        inner = [command.name for command in catalogue if typed[0] in command.words[1:]]
        return inner[0] if len(inner) == 1 else ""
    if len(typed) == 1 and any(command.words in {(first, show) for show in _SHOWS} for command in catalogue):
        return first  # alone it shows what there is
    group = [command.name for command in catalogue if command.words[0] == first]
    return suggest(" ".join([first, *typed[1:2]]), group) or group[0]


class _Reader:
    """Shares words out to one command's options: by name first, then in order, `rest` last."""

    def __init__(self, command: Command, words: Sequence[Word]) -> None:
        self.command = command
        self.options = {option.name: option for option in command.options}
        self.words = list(words)
        self.texts: dict[str, str] = {}
        self.rest: list[str] = []
        self.left_out = ""
        self.at = 0

    def read(self) -> dict[str, str]:
        while self.at < len(self.words):
            word = self.words[self.at]
            self.at += 1
            if not self._named(word):
                self._in_order(word)
        if self.rest:
            self._put(next(option for option in self.command.options if option.rest), " ".join(self.rest))
        self._require()
        return self.texts

    def _named(self, word: Word) -> bool:
        """Whether the word was `name=value`, `--name value` or `--flag`."""
        if word.label:
            option = self.options.get(word.label)
            if option is not None:
                self._put(option, self._longer(option, word.text) if word.plain else word.text)
            return option is not None
        if not word.dashed:
            return False
        option = self.options.get(word.dashed.casefold())
        if option is None:
            return self._unknown(word.dashed)
        if option.kind is Kind.FLAG:
            self._put(option, YES)
        elif self.at == len(self.words):
            raise UserFacingError("“{name}” needs a value.", name=option.name)
        else:
            value = self.words[self.at]
            self.at += 1
            self._put(option, self._longer(option, value.written) if value.plain else value.text)
        return True

    def _unknown(self, name: str) -> bool:
        """A wrong option is an error, but in the middle of a sentence it is only a dash."""
        if self.rest:
            return False
        near = suggest(name, self.options)
        if near:
            raise UserFacingError(
                "There is no option “{name}”. Did you mean “{near}”?", name=name[:60], near=near
            )
        raise UserFacingError(
            "“{command}” has no option “{name}”.", command=self.command.name, name=name[:60]
        )

    def _in_order(self, word: Word) -> None:
        taken = {*self.texts, self.left_out}
        left = [o for o in self.command.options if o.name not in taken and o.kind is not Kind.FLAG]
        if len(left) > 1 and self._nobody(left[0], left[1], word):
            self.left_out = left.pop(0).name
        option = left[0] if left else None
        if option is None:
            raise UserFacingError(
                "“{word}” is one word too many for “{command}”. “help {command}” shows what it takes.",
                word=word.text[:60],
                command=self.command.name,
            )
        if option.rest:
            self.rest.append(word.written)
        else:
            self._put(option, self._longer(option, word.written) if word.plain else word.written)

    def _nobody(self, option: Option, then: Option, word: Word) -> bool:
        """Whether somebody was left out and a day begins: "yesterday", but not May of "May yesterday"."""
        if option.kind is not Kind.MEMBER or option.required or then.kind is not Kind.DATE or not word.plain:
            return False
        at = self.at
        day = _is_date(then.kind, self._longer(then, word.written))
        after = self.words[self.at : self.at + 1]
        self.at = at
        return day and not (after and after[0].plain and _is_date(then.kind, after[0].written))

    def _longer(self, option: Option, first: str) -> str:
        """A day may take several words: "last Tuesday"."""
        if option.kind not in (Kind.DATE, Kind.WEEK):
            return first
        for count in range(_LONGEST_DATE - 1, 0, -1):
            more = self.words[self.at : self.at + count]
            if len(more) == count and all(word.plain and not word.label for word in more):
                together = " ".join([first, *(word.text for word in more)])
                if _is_date(option.kind, together):
                    self.at += count
                    return together
        return first

    def _put(self, option: Option, text: str) -> None:
        if option.name in self.texts:
            raise UserFacingError("“{name}” is there twice.", name=option.name)
        self.texts[option.name] = text

    def _require(self) -> None:
        for option in self.command.options:
            if option.required and not self.texts.get(option.name, "").strip():
                raise UserFacingError(
                    "“{command}” needs {option}. Example: {example}",
                    command=self.command.name,
                    option=option.name,
                    example=self.command.example or self.command.name,
                )


def _is_date(kind: Kind, text: str) -> bool:
    try:
        (parse_week if kind is Kind.WEEK else parse_date)(text, _ANY_DAY)
    except UserFacingError:
        return False
    return True
