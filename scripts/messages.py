#!/usr/bin/env python3
"""Collects the translatable texts into bot/locales/foster.pot, updates each language and compiles it.

`python3 scripts/messages.py` writes; the tests call the same functions and compare.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "bot" / "locales"
TEMPLATE = LOCALES / "foster.pot"
SOURCES = ("bot", "adapters", "storage")
KEYWORDS = {
    "say": (0,),
    "later": (0,),
    "count": (0, 1),
    "UserFacingError": (0,),
    "SettingsError": (0,),
    "NothingYetError": (0,),
    "UnsureError": (0,),
    "Command": (1,),
    "Option": (2,),
    "Preference": (3,),
    "PreferenceGroup": (0,),
    "_threshold": (3,),
}
"""Whose arguments are texts, and which of them. Babel's own extractor does not look into nested calls."""

# A fixed date: the files change only when texts do.
_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def collect() -> Catalog:
    """Every text in the sources."""
    catalog = Catalog(
        project="Foster",
        version="1",
        copyright_holder="the Foster contributors",
        msgid_bugs_address="see SECURITY.md and the issue tracker",
        last_translator="the Foster contributors",
        language_team="the Foster contributors",
        creation_date=_DATE,
        revision_date=_DATE,
        fuzzy=False,
    )
    for path, line, message in _in_the_sources():
        catalog.add(message, None, [(path, line)])
    return catalog


@cache
def _in_the_sources() -> tuple[tuple[str, int, str | tuple[str, ...]], ...]:
    """Each text with its file and line; read once, for it takes a second."""
    return tuple(
        (path.relative_to(ROOT).as_posix(), line, message)
        for source in SOURCES
        for path in sorted((ROOT / source).rglob("*.py"))
        for line, message in texts_in(path.read_text(encoding="utf-8"))
    )


def texts_in(source: str) -> Iterator[tuple[int, str | tuple[str, ...]]]:
    """The line and the text of each call of a keyword; a pair where the text has a plural."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        found = [node.args[place] for place in KEYWORDS.get(name, ()) if place < len(node.args)]
        texts = [one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if texts and len(texts) == len(KEYWORDS[name]) and all(texts):
            yield node.lineno, texts[0] if len(texts) == 1 else tuple(texts)


def template() -> bytes:
    """The text of `foster.pot`."""
    return _po(collect())


def languages() -> Iterator[Path]:
    """The `.po` file of each language."""
    yield from sorted(LOCALES.glob("*/LC_MESSAGES/foster.po"))


def translated(path: Path) -> Catalog:
    """One language as its file has it."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def updated(path: Path) -> bytes:
    """One language's file with the texts of today: new ones empty, old ones gone."""
    catalog = translated(path)
    catalog.update(collect(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = _DATE
    return _po(catalog)


def compiled(path: Path) -> bytes:
    """One language in the form that `gettext` loads."""
    out = BytesIO()
    write_mo(out, translated(path))
    return out.getvalue()


def problems(path: Path) -> list[str]:
    """What is wrong with one language's translations. Texts hold braces only: “35 % of” is no format."""
    catalog = translated(path)
    for message in catalog:
        message.flags.discard("python-format")
    return [f"{message.id}: {error}" for message, errors in catalog.check() for error in errors]


def _po(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=100, sort_output=True, no_location=True)  # moving code is no news
    lines = out.getvalue().splitlines(keepends=True)
    # Which Babel wrote it is no news, and neither is who was first.
    return b"".join(line for line in lines if not line.startswith((b'"Generated-By', b"# FIRST AUTHOR")))


def main() -> None:
    """Write everything, and say how much is left to translate."""
    TEMPLATE.write_bytes(template())
    for path in languages():
        path.write_bytes(updated(path))
        path.with_suffix(".mo").write_bytes(compiled(path))
        messages = [message for message in translated(path) if message.id]
        done = sum(bool(m.string and all(m.string)) for m in messages)
        print(f"{path.parent.parent.name}: {done} of {len(messages)} texts translated")


if __name__ == "__main__":
    main()
