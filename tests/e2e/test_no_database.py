"""A database's name that was mistyped: who only reads makes none, and says which name that was."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.terminal.actions import ACTIONS
from tests.fakes.foster import Foster, inside

COMMANDS = {
    "ask": ["help"],
    "audit": [],
    "backup": ["copy.db"],
    "communities": [],
    "db": ["check"],
    "digest": [],
    "export": ["me", "--as", "U1"],
    "forget": ["me", "--as", "U1", "--yes"],
    "keys": ["forget"],
    "ledger": [],
    "questions": [],
    "ready": [],
    "report": [],
    "why": ["1"],
}
MAKE_ONE = {"demo", "import", "restore", "run"}
LOOK_AT_NONE = {"invite", "manifest"}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_is_looked_at() -> None:
    assert COMMANDS.keys() | MAKE_ONE | LOOK_AT_NONE | {"doctor"} == ACTIONS.keys()


@pytest.mark.parametrize("line", [[name, *words] for name, words in COMMANDS.items()])
def test_who_reads_makes_none(here: Path, line: list[str]) -> None:
    done = inside("--database", "typo/foster.sqlite", *line)
    assert (done.code, done.out) == (1, "")
    assert str(here / "typo" / "foster.sqlite") in done.err
    assert list(here.iterdir()) == []


def test_putting_back_and_sealing_anew_make_none(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOSTER_SECRET_KEY", inside("keys", "new").out.strip())
    for line in (["db", "restored", "--nobody"], ["keys", "rotate"]):
        done = inside("--database", "typo/foster.sqlite", *line)
        assert (line, done.code) == (line, 1)
        assert "typo" in done.err
    assert list(here.iterdir()) == []


def test_without_a_name_no_folder_is_made_either(here: Path) -> None:
    done = Foster(here)("ready")
    assert done.code == 1
    assert str(here / "data" / "foster" / "foster.sqlite") in done.err
    assert "foster demo" in done.err
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("line", [["ready"], ["keys", "forget"], ["db", "restored", "--nobody"]])
def test_the_database_of_another_program_stays_as_it_is(here: Path, line: list[str]) -> None:
    with closing(sqlite3.connect("theirs.sqlite")) as theirs:
        theirs.execute("CREATE TABLE cats (name)")
        theirs.commit()
    before = Path("theirs.sqlite").read_bytes()
    done = inside("--database", "theirs.sqlite", *line)
    assert done.code == 1
    assert "nothing of Foster's" in done.err
    assert Path("theirs.sqlite").read_bytes() == before
    assert [path.name for path in here.iterdir()] == ["theirs.sqlite"]


def test_no_database_at_all_is_told_as_ever(here: Path) -> None:
    Path("letter.txt").write_text("Dear all")
    assert "is no database" in inside("--database", "letter.txt", "ready").err
    assert "is a folder" in inside("--database", str(here), "ready").err
    assert "not the address of a database" in inside("--database", "cats://x", "ready").err


def test_a_doctor_looks_before_the_first_start_makes_none_and_says_so(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "x")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    done = inside("--database", "typo/foster.sqlite", "doctor", "slack", "--format", "json")
    assert done.code == 1
    assert {"check": "Database", "good": False} in json.loads(done.out)["data"]
    said = inside("--database", "typo/foster.sqlite", "doctor", "slack")
    assert "typo/foster.sqlite" in "".join(said.err.split())
    assert list(here.iterdir()) == []


def test_whoever_writes_first_makes_one(here: Path) -> None:
    Path("log.jsonl").write_text(
        '{"id": "1", "ts": 1714990000, "channel": "help", "author": "ana", "text": "How does it start?"}\n'
    )
    assert inside("--database", "new/foster.sqlite", "import", "log.jsonl").code == 0
    assert inside("--database", "new/foster.sqlite", "communities").code == 0
    assert inside("--database", "other/foster.sqlite", "db", "upgrade").code == 0
    assert inside("--database", "other/foster.sqlite", "communities").code == 0
    assert inside("--database", "new/foster.sqlite", "backup", "copy.sqlite").code == 0
    assert inside("--database", "third/foster.sqlite", "restore", "copy.sqlite").code == 0
    assert {path.name for path in here.iterdir() if path.is_dir()} == {"new", "other", "third"}
