from __future__ import annotations

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement

from tests.gates.tree import ROOT, project

LOCKS = {
    "requirements.lock": 30,
    "requirements-dev.lock": 40,
    "requirements-fuzz.lock": 0,
    "requirements-audit.lock": 10,
}
"""Each lock, and more than how many requirements it holds."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PINNED = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[a-z0-9,-]+\])?==[A-Za-z0-9.+!_-]+"
    r"( ; [^\\#@]+)?( --hash=sha256:[0-9a-f]{64})+"
)
"""One version, perhaps a marker, and at least one hash: no range, no address, no path, no option."""


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


def requirements(text: str) -> list[str]:
    """The lines that pip reads: continued ones joined, comments gone."""
    whole = re.sub(
        r"\s*\\\n\s*", " ", "\n".join(x for x in text.splitlines() if not x.lstrip().startswith("#"))
    )
    return [line.strip() for line in whole.splitlines() if line.strip()]


def loose(text: str) -> list[str]:
    """Requirements that are not pinned to one version with hashes."""
    return [line for line in requirements(text) if not _PINNED.fullmatch(line)]


def test_every_lock_is_looked_at() -> None:
    assert {path.name for path in ROOT.glob("requirements*")} == LOCKS.keys()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_hashed(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert len(requirements(text)) >= len(entries(lock)) > LOCKS[lock]  # two, where versions of Python differ
    assert loose(text) == []


@pytest.mark.parametrize(
    "line",
    [
        "soup==1.0",
        f"soup>=1.0 --hash=sha256:{'a' * 64}",
        f"soup==1.* --hash=sha256:{'a' * 64}",
        f"soup==1.0 --hash=md5:{'a' * 32}",
        f"soup==1.0 --hash=sha256:{'a' * 63}",
        f"soup @ https://x.example/soup.whl --hash=sha256:{'a' * 64}",
        "-e .",
        "--no-index",
        "./soup.whl",
    ],
)
def test_what_is_not_pinned_or_not_hashed_is_found(line: str) -> None:
    good = (
        f"stew[hot]==1.0.post1 ; python_version < '3.12' \\\n    --hash=sha256:{'b' * 64}\n    # via soup\n"
    )
    assert loose(good) == []
    assert loose(f"{good}{line}\n{good}") == [line]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url|--find-links", text) == []


def test_the_locks_cover_what_the_project_asks_for() -> None:
    assert wanted("build") <= entries("requirements.lock").keys()
    assert wanted("build", "test") <= entries("requirements-dev.lock").keys()
    for group, lines in project()["dependency-groups"].items():
        names = {canonical(name) for line in lines for name in _NAME.findall(line)[:1]}
        assert names <= entries(f"requirements-{group}.lock").keys()


def pinned_extras(entry: str) -> set[str]:
    found = re.match(r"[^=\[]+\[([^\]]+)\]==", entry)
    return set(found[1].split(",")) if found else set()


def asked(name: str, extras: set[str]) -> list[Requirement]:
    """What an installed package needs with these extras; nothing where it is not for this machine."""
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return []
    needs = [Requirement(line) for line in lines]
    ways = [{"extra": extra} for extra in ("", *extras)]
    return [one for one in needs if one.marker is None or any(one.marker.evaluate(way) for way in ways)]


def unpinned_extras(locked: dict[str, str]) -> set[str]:
    """`name[extra]` that a locked package asks for and the lock pins without the extra.

    pip 23 takes them for names of their own, finds a newer release there and stops for want of its hash.
    """
    return {
        f"{canonical(need.name)}[{extra}]"
        for name, entry in locked.items()
        for need in asked(name, pinned_extras(entry))
        for extra in need.extras - pinned_extras(locked[canonical(need.name)])
    }


def test_what_is_asked_for_with_an_extra_is_pinned_with_it() -> None:
    locked = entries("requirements-dev.lock")
    assert unpinned_extras(locked) == set()
    bare = {**locked, "coverage": locked["coverage"].replace("[toml]", "")}
    assert unpinned_extras(bare) == {"coverage[toml]"}


def test_both_locks_agree() -> None:
    dev = entries("requirements-dev.lock")
    differing = {
        name: entry
        for name, entry in entries("requirements.lock").items()
        if entry.split(" \\")[0] != dev[name].split(" \\")[0]
    }
    assert differing == {}
