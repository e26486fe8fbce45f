"""Every command that opens a sealed database, with a key that is missing, wrong, or none at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from adapters.terminal.actions import ACTIONS
from bot.vault import new_key
from tests.fakes.foster import inside
from tests.storage.test_names import filled

KEY = new_key()
BAD = {"missing": "", "wrong": new_key(), "short": "abc", "second short": f"{KEY},{KEY[:-1]}"}
COMMANDS: Mapping[str, Sequence[Sequence[str]]] = {
    "ask": [["help"]],
    "audit": [[]],
    "communities": [[]],
    "db": [["check"], ["restored", "--nobody"]],
    "digest": [[]],
    "doctor": [["slack"], ["discord"]],
    "export": [["me", "--as", "U1"]],
    "forget": [["me", "--as", "U1", "--yes"]],
    "import": [["foster.db"]],
    "keys": [["rotate"]],
    "ledger": [[]],
    "questions": [[]],
    "ready": [[]],
    "report": [[]],
    "restore": [["copy.db"]],
    "run": [[]],
    "why": [["1"]],
}
OPEN_NOTHING = {"backup", "demo", "invite", "manifest"}
"""These need no key: one copies the database as it is, one makes its own, and the others look at none."""


def state(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        return list(database.iterdump())


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A sealed database."""
    await (await filled(f"sqlite:///{tmp_path / 'foster.db'}", KEY)).close()
    return tmp_path / "foster.db"


def test_none_of_them_begins_and_nothing_is_broken(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert COMMANDS.keys() | OPEN_NOTHING == ACTIONS.keys()
    monkeypatch.chdir(file.parent)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("DISCORD_TOKEN", "MQ.x.y")
    assert inside("--database", str(file), "backup", "copy.db").code == 0
    before = state(file)
    lines = [[name, *words] for name, all_words in COMMANDS.items() for words in all_words]
    for number, line in enumerate(lines):
        kinds = BAD if line[0] == "communities" else {list(BAD)[number % len(BAD)]}
        for kind in kinds:
            monkeypatch.setenv("FOSTER_SECRET_KEY", BAD[kind])
            done = inside("--database", str(file), *line)
            assert (line, kind, done.code, done.out) == (line, kind, 2, "")
            assert "FOSTER_SECRET_KEY" in done.err
            assert "Traceback" not in done.err + caplog.text
            assert not [key for key in BAD.values() if key and key in done.err]
    assert state(file) == before
    monkeypatch.setenv("FOSTER_SECRET_KEY", KEY)
    assert inside("--database", str(file), "communities").code == 0
