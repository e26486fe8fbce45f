"""No message text is kept: a marker in texts, titles, files and links appears nowhere afterwards."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.foster import Foster, Ran

MARK = "canary7f3e"
TEXT = f"How do I {MARK}? <https://x.example/{MARK}|{MARK}> ```{MARK}```"


def slack(path: Path, *, broken: bool) -> None:
    message: dict[str, Any] = {
        "type": "message",
        "user": "U1",
        "ts": "1760000000.000100",
        "text": TEXT,
        "files": [{"id": "F1", "name": f"{MARK}.txt", "title": MARK}],
        "attachments": [{"title": MARK, "text": MARK}],
    }
    day = json.dumps([message, {**message, "ts": "1760000900.000100", "user": 5, "text": [MARK]}])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("users.json", json.dumps([{"id": "U1", "name": "ada", "profile": {}}]))
        archive.writestr("channels.json", json.dumps([{"id": "C1", "name": "help"}]))
        archive.writestr("help/2025-10-09.json", day[:-30] if broken else day)


def discord(path: Path, *, broken: bool) -> None:
    message = {
        "id": "1",
        "type": "Default",
        "timestamp": "2025-10-09T10:00:00+00:00",
        "content": TEXT,
        "author": {"id": "7", "name": "ada", "isBot": False},
        "attachments": [{"id": "1", "fileName": f"{MARK}.txt", "url": f"https://x.example/{MARK}"}],
        "embeds": [{"title": MARK, "description": MARK}],
    }
    thread = {"id": "9", "type": "GuildPublicThread", "categoryId": "3", "category": "help", "name": MARK}
    text = json.dumps(
        {"guild": {"id": "5", "name": "Kelp"}, "channel": thread, "messages": [message, message]}
    )
    path.write_text(text[:-25] if broken else text)


def neutral(path: Path, *, broken: bool) -> None:
    line = json.dumps({"id": "m1", "ts": 1.76e9, "channel": "help", "author": "ada", "text": TEXT})
    bad = f'{{"id": "m2", "ts": "{MARK}", "channel": 3, "text": "{MARK}"\n{MARK}\n' if broken else ""
    path.write_text(f"{line}\n{bad}{line.replace('m1', 'm3')}\n")


KINDS = {"slack": slack, "discord": discord, "neutral": neutral}


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_the_marker_is_nowhere(foster: Foster, kind: str, broken: bool) -> None:
    path = foster.folder / {"slack": "export.zip", "discord": "export.json", "neutral": "e.jsonl"}[kind]
    KINDS[kind](path, broken=broken)
    runs: list[Ran] = [foster("--community", "kelp", "import", str(path))]
    if not broken:
        runs.append(foster("--format", "json", "digest"))
    for run in runs:
        assert MARK not in run.out + run.err
        assert "Traceback" not in run.err
        assert run.code in (0, 1)
    kept = [file for file in foster.folder.rglob("*") if file.is_file() and file != path]
    assert kept or runs[0].code == 1
    assert [file.name for file in kept if MARK.encode() in file.read_bytes()] == []
    path.unlink()
