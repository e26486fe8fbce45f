"""Translated texts by gettext. English is written in the code; `locales/` holds the other languages."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

DOMAIN = "foster"
LOCALES = Path(__file__).resolve().parent.parent / "locales"


class Catalogue(Protocol):
    """The two methods of `gettext.NullTranslations` that are used here."""

    def gettext(self, message: str, /) -> str:
        """The translation, or the message itself."""
        ...

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        """The translation in the plural form that `count` asks for."""
        ...


@dataclass(frozen=True, slots=True)
class Texts:
    """Looks texts up in one language. Parts are filled in after the look-up, by name."""

    catalogue: Catalogue
    language: str = "en"

    def say(self, message: str, /, **parts: object) -> str:
        """`t.say("Hello {name}", name=…)`: the translated template with its parts."""
        return self.catalogue.gettext(message).format(**parts)

    def count(self, one: str, many: str, number: int, /, **parts: object) -> str:
        """`t.count("{n} person", "{n} people", 3)`: the right plural form; `{n}` is the number."""
        return self.catalogue.ngettext(one, many, number).format(n=number, **parts)


def either(t: Texts, things: Sequence[str]) -> str:
    """“a, b or c”, in the language's own words."""
    if len(things) < 2:
        return "".join(things)
    return t.say("{things} or {last}", things=", ".join(things[:-1]), last=things[-1])


def texts(language: str) -> Texts:
    """The texts of a language such as `de`; English where there is no catalogue."""
    return Texts(gettext.translation(DOMAIN, LOCALES, [language], fallback=True), language)


def later(message: str) -> str:
    """Marks a text that is written here and translated where it is shown."""
    return message
