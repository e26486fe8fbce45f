"""What would harm is refused or set aside with a name and a reason, by the program as people run it."""

from __future__ import annotations

import io
import random
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.exports.building import bundle, discord_file, discord_row, person, slack_files, slack_row
from tests.fakes.process import Ended, Foster

SOUND = slack_files([slack_row(0), slack_row(60, "U2", "Have you tried turning it off?")])
MOST_SECONDS, MOST_MEBIBYTES = 2.0, 256
_NAME = "help/2024-05-{:02}.json"


def set_aside(ended: Ended) -> dict[str, int]:
    assert ended.code == 0, ended.err
    found: dict[str, int] = ended.data["files"][0]["set_aside"]
    return found


def test_a_zip_full_of_malice_brings_in_what_is_sound(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("help/2024-05-20.json", "[]")
    row = b'{"type": "message", "user": "U1", "ts": "1715000200.000100", "text": "%b"}'
    path = bundle(
        tmp_path / "garden.zip",
        {
            **SOUND,
            _NAME.format(7): b'[{"type": "message", "ts": "17150',
            _NAME.format(8): b"[" * 10_000 + b"]" * 10_000,
            _NAME.format(9): b'[{"ts": NaN}]',
            _NAME.format(10): b"[" + row % b"\xff\xfe" + b"]",
            _NAME.format(11): b"\x89PNG\r\n",
            _NAME.format(12): b'[{"ts": "1715000300.000100", "ts": "x", "type": "message", "user": "U1"}]',
            _NAME.format(13): [slack_row(400, text=random.Random(1).randbytes(700_000).hex())],  # noqa: S311 - only noise
            _NAME.format(14): [slack_row(500, "U1\x1b[31m\u202e"), slack_row(501, text="\x1b[2J\u202e")],
            "help/older.zip": inner.getvalue(),
            "../../climbing.json": b"[]",
            "/etc/absolute.json": b"[]",
            "help/\x1b[31mred\u202e.json": b"[]",
        },
    )
    link = zipfile.ZipInfo(_NAME.format(15))
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    foster = Foster(tmp_path / "foster.sqlite")
    ended = foster.run("--format", "json", "import", path)
    assert set_aside(ended) == {
        "not-json": 3,
        "too-deep": 1,
        "bad-utf8": 1,
        "bad-time": 1,
        "bad-id": 1,
        "nested": 1,
        "unsafe-name": 2,
        "link": 1,
        "other-file": 1,
    }
    assert foster.state()[0]["counts"]["messages"] == 4
    told = foster.run("import", path).out
    for name in ("05-07.json", "05-08.json", "05-10.json", "older.zip", "climbing.json", "absolute.json"):
        assert name in told.replace("\n", "").replace(" ", "")
    assert not {"\x1b", "\u202e"} & set(told)


def test_a_discord_folder_full_of_malice_brings_in_what_is_sound(tmp_path: Path) -> None:
    sound = discord_file([discord_row(0, person(1)), discord_row(9, person(2, nickname="\x1b[2J\u202eann"))])
    files = {
        "a.json": sound,
        "b.json": sound[:-80],
        "c.json": sound.replace(b"words", b"\xff"),
        "d.json": b"\x89PNG",
        "e.json": b'{"guild": {"id": "1"}, "channel": ' + b"[" * 10_000,
    }
    ended = Foster(tmp_path / "foster.sqlite").run(
        "--format", "json", "import", bundle(tmp_path / "garden", files)
    )
    assert set_aside(ended) == {"not-json": 1, "bad-utf8": 2, "other-file": 2}
    assert ended.data["files"][0]["messages"] == 3  # with the whole message of the one that is cut off


def bomb(path: Path) -> Path:
    return bundle(path, {**SOUND, _NAME.format(7): b" " * 60_000_000})


def a_hundred_thousand(path: Path) -> Path:
    return bundle(path, {**SOUND, **{f"help/{n}.txt": b"" for n in range(100_001)}})


def cut_off(path: Path) -> Path:
    bundle(path, SOUND).write_bytes(path.read_bytes()[:-200])
    return path


def overlapping(path: Path) -> Path:
    """Every entry of the directory points at the same bytes."""
    bundle(
        path, {**SOUND, **{f"help/2024-06-{n:02}.json": b"[" + b" " * 900_000 + b"]" for n in range(1, 29)}}
    )
    return path


@pytest.mark.parametrize(("make", "reason"), [(bomb, "ZIP bomb"), (cut_off, "damaged or incomplete")])
def test_an_archive_that_lies_is_refused_by_name(
    tmp_path: Path, make: Callable[[Path], Path], reason: str
) -> None:
    ended = Foster(tmp_path / "foster.sqlite").run("import", make(tmp_path / "garden.zip"))
    assert ended.code == 1
    assert "garden.zip" in ended.err
    assert reason in ended.err
    assert len(ended.err.splitlines()) == 1


@pytest.mark.soak
@pytest.mark.parametrize("make", [bomb, a_hundred_thousand, cut_off, overlapping])
def test_refusing_takes_little_time_and_memory(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    foster = Foster(tmp_path / "foster.sqlite")
    foster.run("db", "upgrade")
    start = time.perf_counter()
    foster.run("communities")
    idle = time.perf_counter() - start
    path = make(tmp_path / "garden.zip")
    start = time.perf_counter()
    ended = foster.run("import", path, memory=tmp_path / "memory")
    taken = time.perf_counter() - start - idle
    assert ended.code == 1, ended.out
    assert taken < MOST_SECONDS
    assert int((tmp_path / "memory").read_text("utf-8")) / 1024 < MOST_MEBIBYTES
