from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.commands.catalogue import catalogue
from bot.settings import Settings
from scripts.docs import pages
from tests.gates.tree import ROOT, short

_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
_FENCE = re.compile(r"```.*?```", re.DOTALL)


def documents() -> list[Path]:
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", sorted(pages()), ids=lambda path: Path(path).name)
def test_generated_pages_are_fresh(path: str) -> None:
    """Otherwise run `python scripts/docs.py`."""
    assert (ROOT / path).read_text("utf-8") == pages()[path]


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs/commands.md").read_text("utf-8")
    assert [c.name for c in catalogue() if f"`/foster {c.name}`" not in text] == []


def test_every_setting_is_documented_and_in_the_example() -> None:
    names = [str(field.validation_alias) for field in Settings.model_fields.values()]
    page = (ROOT / "docs/settings.md").read_text("utf-8")
    example = (ROOT / ".env.example").read_text("utf-8")
    assert len(names) > 1
    assert [name for name in names if f"`{name}`" not in page] == []
    assert [name for name in names if not re.search(rf"^(# )?{name}=", example, re.MULTILINE)] == []


def test_the_example_names_no_setting_that_is_not_there() -> None:
    names = {str(field.validation_alias) for field in Settings.model_fields.values()}
    example = (ROOT / ".env.example").read_text("utf-8")
    assert set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE)) <= names


@pytest.mark.parametrize("document", documents(), ids=short)
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for target in _LINK.findall(_FENCE.sub("", document.read_text("utf-8"))):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        path = (document.parent / file) if file else document
        if not path.exists() or (anchor and anchor not in anchors(path.read_text("utf-8"))):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("document", documents(), ids=short)
def test_files_that_a_document_names_exist(document: Path) -> None:
    named = re.findall(
        r"`((?:bot|adapters|storage|tests|scripts|docs|deploy)/[\w/.\-]+\.\w+)`", document.read_text("utf-8")
    )
    assert [name for name in named if not (ROOT / name).exists()] == []
