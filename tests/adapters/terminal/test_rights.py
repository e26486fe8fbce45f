"""Export, forgetting and audit from the command line, on a real database."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bot.commands.handlers import audit
from tests.fakes.foster import Ran, inside

LINES = (
    {"id": "m1", "ts": 1.76e9, "channel": "help", "author": "ada", "text": "How do I bake bread?"},
    {"id": "m2", "ts": 1.76e9 + 60, "channel": "help", "author": "ben", "text": "Use flour.", "thread": "m1"},
)


@pytest.fixture
def kelp(tmp_path: Path) -> str:
    """A database with two people."""
    path = tmp_path / "kelp.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    address = f"sqlite:///{tmp_path / 'foster.db'}"
    assert inside("--database", address, "--community", "kelp", "import", str(path)).code == 0
    return address


def test_an_export_goes_into_a_file(kelp: str, tmp_path: Path) -> None:
    out = tmp_path / "ada.json"
    done = inside("--database", kelp, "export", "me", "--as", "ada", "--out", str(out))
    assert (done.code, done.err) == (0, "")
    held = json.loads(out.read_text())
    assert {row["id"] for row in held["message"]} == {"m1"}
    as_json = inside("--database", kelp, "--format", "json", "export", "me", "--as", "ada")
    assert as_json.data == held
    assert inside("--database", kelp, "export", "me", "--as", "zoe").code == 1
    refused = inside("--database", kelp, "export", "me", "--as", "ada", "--out", str(tmp_path / "no" / "x"))
    assert refused.code == 1


def test_forgetting_asks_first(kelp: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    kept = forget(kelp)
    assert kept.code == 1
    assert "Shall I forget you?" in kept.err
    assert inside("--database", kelp, "export", "me", "--as", "ada").code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("Yes\n"))
    assert forget(kelp).code == 0
    gone = inside("--database", kelp, "export", "me", "--as", "ada")
    assert (gone.code, "Nobody here is called" in gone.err) == (1, True)
    assert forget(kelp).code == 1
    assert inside("--database", kelp, "forget", "me", "--as", "ben", "--yes").code == 0
    assert inside("--database", kelp, "db", "check").code == 0


def forget(database: str) -> Ran:
    return inside("--database", database, "forget", "me", "--as", "ada")


def test_the_audit_is_shown_by_pages_and_written_as_a_table(
    kelp: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PAGE", 3)
    for number in range(1, 4):
        assert inside("--database", kelp, "ask", f"settings set slots {number}").code == 0
    assert inside("--database", kelp, "ask", 'settings set digest-title "=1+2"').code == 0
    first = inside("--database", kelp, "audit")
    assert first.code == 0
    assert "=1+2" in first.out
    assert "audit 2" in first.out
    assert inside("--database", kelp, "audit", "--page", "2").code == 0
    assert inside("--database", kelp, "audit", "--page", "0").code == 1
    out = tmp_path / "audit.csv"
    assert inside("--database", kelp, "audit", "--out", str(out)).code == 0
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0] == "when,who,what,before,after"
    assert "'=1+2" in lines[1]
    assert len(lines) == 5
    asked = inside("--database", kelp, "ask", "audit", "--as", "ada")
    assert (asked.code, "admins" in asked.err) == (1, True)
