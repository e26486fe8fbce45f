"""Imports through the whole program: the same twice, in pieces, overlapping, and from every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.foster import Foster, Ran, inside


def bring(database: str, *paths: Path, more: tuple[str, ...] = ()) -> Ran:
    done = inside(
        "--database", database, "--community", "kelp", "--format", "json", "import", *map(str, paths), *more
    )
    assert done.code == 0, done.err
    return done


def checked(database: str) -> dict[str, object]:
    done = inside("--database", database, "--format", "json", "db", "check")
    assert done.code == 0, done.err
    community: dict[str, object] = done.data["communities"][0]
    return community


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "foster.sqlite")


@pytest.mark.parametrize("kind", ["neutral", "slack", "discord"])
def test_twice_is_once(database: str, exports: dict[str, Path], kind: str) -> None:
    bring(database, exports[kind])
    once = checked(database)
    bring(database, exports[kind])
    assert checked(database) == once


def test_pieces_and_overlaps_end_as_the_whole(tmp_path: Path, exports: dict[str, Path]) -> None:
    lines = exports["neutral"].read_bytes().splitlines(keepends=True)
    third = len(lines) // 3
    pieces = {"a": lines[: 2 * third], "b": lines[third:], "c": lines[2 * third :], "d": lines[:third]}
    for name, some in pieces.items():
        (tmp_path / f"{name}.jsonl").write_bytes(b"".join(some))
    whole, overlapping, backwards = (str(tmp_path / f"{n}.sqlite") for n in ("whole", "overlap", "back"))
    bring(whole, exports["neutral"])
    bring(overlapping, tmp_path / "a.jsonl")
    bring(overlapping, tmp_path / "b.jsonl")
    bring(backwards, *(tmp_path / f"{name}.jsonl" for name in "cbd"))
    assert checked(overlapping) == checked(backwards) == checked(whole)


def test_three_formats_of_one_conversation_hold_the_same(tmp_path: Path, exports: dict[str, Path]) -> None:
    seen = set()
    for kind, path in exports.items():
        file = bring(str(tmp_path / f"{kind}.sqlite"), path).data["files"][0]
        seen.add((file["messages"], file["people"], file["channels"]))
    assert len(seen) == 1


def test_what_to_do_next_is_said_and_works(database: str, exports: dict[str, Path]) -> None:
    arguments = ("--database", database, "import", str(exports["slack"]))
    done = inside(*arguments, "--community", "Kelp Line")
    assert done.code == 0
    assert "@kelpline.example" in done.out
    again = inside(*arguments, "--staff", "@kelpline.example")
    assert again.code == 0
    assert "Say who works for you" not in again.out
    assert inside("--database", database, "--community", "kelp line", "ready").code == 0


def test_a_foreign_space_is_refused_before_anything_is_written(
    database: str, exports: dict[str, Path]
) -> None:
    bring(database, exports["slack"])
    before = checked(database)
    arguments = ("--database", database, "--community", "other", "import")
    done = inside(*arguments, str(exports["discord"]), str(exports["slack"]))
    assert (done.code, done.out) == (1, "")
    assert "belongs to the community “kelp”. Nothing was imported." in done.err
    assert checked(database) == before
    assert "other" not in inside("--database", database, "communities").out


def test_postgresql_too(
    postgres_address: str, foster: Foster, exports: dict[str, Path], database: str
) -> None:
    done = foster("--database", postgres_address, "--community", "kelp", "import", str(exports["discord"]))
    assert done.code == 0, done.err
    bring(database, exports["discord"])
    there = foster("--database", postgres_address, "--format", "json", "db", "check")
    assert there.data["communities"][0] == checked(database)
    assert foster("--database", postgres_address, "digest").code == 0
