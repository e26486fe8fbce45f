"""The demo: pleasant, repeatable, away from everybody's data, and every command it prints works."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.times import micros
from tests.fakes.foster import At, Foster, inside


def test_the_demo_and_all_it_says_to_try(foster: Foster, monkeypatch: pytest.MonkeyPatch) -> None:
    precious = foster.folder / "precious.sqlite"
    own = foster.folder / "data" / "foster"
    own.mkdir(parents=True)
    (own / "demo.sqlite").write_bytes(b"left over")
    done = foster("demo", "--format", "json", database=str(precious))
    assert done.code == 0, done.err
    first, *others = done.data[2]["commands"]
    tried = foster.pasted(first)
    assert (tried.code, tried.err) == (0, ""), first
    monkeypatch.setenv("XDG_DATA_HOME", str(foster.folder / "data"))
    for command in others:
        _, words = command.split(" --database ")
        found = inside("--database", *shlex.split(words))
        assert (found.code, found.err) == (0, ""), command
    assert not precious.exists()
    assert [path.name for path in own.glob("*.sqlite")] == ["demo.sqlite"]


def test_a_database_that_was_named_is_added_to_but_never_overwritten(foster: Foster) -> None:
    """And at another time of another year, for the demo is made for the day on which it is asked for."""
    database = str(foster.folder / "mine.sqlite")
    clock = At(micros(datetime(2027, 1, 3, 23, 59, tzinfo=UTC)))
    done = inside("--database", database, "demo", clock=clock)
    assert done.code == 0, done.err
    assert "Thank you" in done.out
    assert "What to try next" in done.out
    size = Path(database).stat().st_size
    again = inside("--database", database, "demo")
    assert (again.code, again.out) == (1, "")
    assert "already a community “demo”" in again.err
    assert Path(database).stat().st_size == size
