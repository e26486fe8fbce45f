from __future__ import annotations

import re
from functools import cache

import pytest

from tests.gates.tree import ROOT, project

LOCKS = {"requirements.lock": 30, "requirements-dev.lock": 40, "requirements-fuzz.lock": 0}
"""Each lock, and more than how many requirements it holds."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def entries(lock: str) -> dict[str, str]:
    """Each requirement's name and its whole entry, hashes included."""
    text = (ROOT / lock).read_text("utf-8")
    found = re.split(r"\n(?=[A-Za-z0-9])", "\n".join(x for x in text.splitlines() if not x.startswith("#")))
    return {canonical(entry.split("==")[0].split("[")[0].strip()): entry for entry in found}


def wanted(*extras: str) -> set[str]:
    metadata = project()["project"]
    lines = [*metadata["dependencies"], *(x for e in extras for x in metadata["optional-dependencies"][e])]
    return {canonical(match[0]) for line in lines if (match := _NAME.match(line))}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_hashed(lock: str) -> None:
    bad = [n for n, e in entries(lock).items() if "==" not in e or "--hash=sha256:" not in e]
    assert len(entries(lock)) > LOCKS[lock]
    assert bad == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url|--find-links", text) == []


def test_the_locks_cover_what_the_project_asks_for() -> None:
    assert wanted("build") <= entries("requirements.lock").keys()
    assert wanted("build", "test") <= entries("requirements-dev.lock").keys()
    fuzz = project()["dependency-groups"]["fuzz"]
    assert {name for line in fuzz for name in _NAME.findall(line)[:1]} <= entries(
        "requirements-fuzz.lock"
    ).keys()


def test_both_locks_agree() -> None:
    dev = entries("requirements-dev.lock")
    differing = {
        name: entry
        for name, entry in entries("requirements.lock").items()
        if entry.split(" \\")[0] != dev[name].split(" \\")[0]
    }
    assert differing == {}
