from __future__ import annotations

import json
import os
import stat
import zipfile
from pathlib import Path

import pytest

from adapters.exports import folder, source, zipped
from adapters.exports.decoding import why
from adapters.exports.detect import open_export
from adapters.exports.door import Door
from adapters.exports.export import BATCH
from adapters.exports.source import stem, unsafe
from adapters.markup.names import tidy
from bot.domain.errors import UserFacingError
from bot.domain.imports import Reason
from tests.adapters.exports.building import (
    Json,
    bundle,
    by_length,
    discord_file,
    discord_row,
    lines,
    person,
    slack_files,
    slack_row,
    slack_ts,
    take,
)

SOUND = slack_files([slack_row(0)])
BAD_FILES = [
    (b'[{"type": "message"', Reason.NOT_JSON),
    (b"[" * 10_000, Reason.TOO_DEEP),
    (b'[{"ts": "1.1", "x": ' + b"[" * 10_000 + b"]" * 10_000 + b"}]", Reason.TOO_DEEP),
    (b'[{"ts": NaN}]', Reason.NOT_JSON),
    (b'{"not": "a list"}', Reason.MALFORMED),
    (b"", Reason.NOT_JSON),
    (b'[{"ts": "\xff"}]', Reason.BAD_UTF8),
    (b"\x89PNG\r\n", Reason.NOT_JSON),
]


@pytest.mark.parametrize(("data", "reason"), BAD_FILES)
def test_a_bad_day_is_set_aside_and_named_and_the_rest_comes_in(
    tmp_path: Path, data: bytes, reason: Reason
) -> None:
    taken = take(bundle(tmp_path / "e.zip", {**SOUND, "help/2024-05-07.json": data}))
    assert list(taken.messages) == [slack_ts(0)]
    assert [(a.reason, a.files) for a in taken.summary.asides] == [(reason, ("help/2024-05-07.json",))]


@pytest.mark.parametrize("data", [b"[1", b'{"a": 1}', b"[" * 10_000])
def test_a_bad_user_list_still_lets_the_messages_in(tmp_path: Path, data: bytes) -> None:
    taken = take(bundle(tmp_path / "e.zip", {**SOUND, "users.json": data}))
    assert taken.accounts["U1"].name == "U1"
    assert taken.summary.asides[0].files == ("users.json",)


def test_a_truncated_discord_file_is_set_aside_and_the_rest_comes_in(tmp_path: Path) -> None:
    sound = discord_file([discord_row(0, person(1))])
    taken = take(bundle(tmp_path / "e", {"a.json": sound, "b.json": sound[:-60], "c.json": b'{"guild": 1}'}))
    assert taken.summary.messages == 1
    assert taken.asides == {Reason.NOT_JSON: 1, Reason.OTHER_FILE: 1}


@pytest.mark.parametrize(
    "name", ["../help/2024-05-07.json", "/etc/2024-05-07.json", "C:/2024-05-07.json", "help\\2024-05-07.json"]
)
def test_names_that_point_outside_are_never_touched(tmp_path: Path, name: str) -> None:
    taken = take(bundle(tmp_path / "e.zip", {**SOUND, name: [slack_row(5)]}))
    assert (list(taken.messages), taken.asides) == ([slack_ts(0)], {Reason.UNSAFE_NAME: 1})
    assert unsafe(name)
    assert list(tmp_path.iterdir()) == [tmp_path / "e.zip"]


def test_links_are_never_followed(tmp_path: Path) -> None:
    outside = bundle(tmp_path / "outside", {"2024-05-08.json": [slack_row(8)]})
    inside = bundle(tmp_path / "e", SOUND)
    (inside / "help" / "2024-05-08.json").symlink_to(outside / "2024-05-08.json")
    (inside / "more").symlink_to(outside)
    assert take(inside).asides == {Reason.LINK: 2}
    link = zipfile.ZipInfo("help/2024-05-09.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(bundle(tmp_path / "e.zip", SOUND), "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert take(tmp_path / "e.zip").asides == {Reason.LINK: 1}


def test_what_else_lies_in_an_export_is_named_or_passed_over(tmp_path: Path) -> None:
    extra = {"help/canvas.json": [], "help/old.zip": b"PK", "__MACOSX/._a": b"", "integration_logs.json": []}
    taken = take(bundle(tmp_path / "e.zip", {**SOUND, **extra}))
    assert taken.asides == {Reason.NESTED: 1, Reason.OTHER_FILE: 1}


def test_what_is_no_regular_file_is_never_opened(tmp_path: Path) -> None:
    path = bundle(tmp_path / "e", {**SOUND, ".DS_Store": b"", "__MACOSX/help/2024-05-06.json": b"["})
    os.mkfifo(path / "help" / "2024-05-07.json")
    assert take(path).asides == {Reason.OTHER_FILE: 1}


def test_a_file_that_vanishes_while_it_is_read_is_set_aside(tmp_path: Path) -> None:
    slack = bundle(tmp_path / "a", {**SOUND, "help/2024-05-07.json": [slack_row(5)]})
    sound = discord_file([discord_row(0, person(1))])
    discord = bundle(tmp_path / "b", {"a.json": sound, "b.json": sound})
    for path, gone in ((slack, "help/2024-05-07.json"), (discord, "b.json")):
        with open_export(path, Door(by_length)) as export:
            (path / gone).unlink()
            assert sum(len(batch) for batch in export.batches()) > 0
            assert [(aside.reason, aside.files) for aside in export.summary.asides] == [
                (Reason.DAMAGED, (gone,))
            ]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = bundle(tmp_path / "e.zip", {**SOUND, "help/2024-05-07.json": b" " * 40_000_000})
    with pytest.raises(UserFacingError, match="ZIP bomb"):
        take(path)


def test_one_member_that_unpacks_to_too_much_is_set_aside(tmp_path: Path) -> None:
    padding = {"help/noise.bin": bytes(range(256)) * 8}
    path = bundle(tmp_path / "e.zip", {**SOUND, **padding, "help/2024-05-07.json": b" " * 2_000_000})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("help/photo.bin", b"\x00" * 100_000)
    assert take(path).asides[Reason.BOMB] == 1


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {**SOUND, **{f"help/{n}.txt": b"" for n in range(30)}}
    for module in (folder, zipped):
        monkeypatch.setattr(module, "MOST_FILES", 20)
    for path in (bundle(tmp_path / "e.zip", many), bundle(tmp_path / "e", many)):
        with pytest.raises(UserFacingError, match="more than 100,000 files"):
            take(path)


@pytest.mark.parametrize("cut", [30, 300, -10, -30])
def test_a_cut_off_zip_is_refused_with_a_reason(tmp_path: Path, cut: int) -> None:
    path = bundle(tmp_path / "e.zip", SOUND)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(UserFacingError, match="damaged or incomplete"):
        take(path)


@pytest.mark.parametrize(
    ("at", "value", "words"),
    [
        (12, 0xFFFFFFFF, "damaged or incomplete"),  # ZIP64 without its record
        (12, 0xFFFFFFF0, "more than 100,000 files"),
    ],
)
def test_a_zip_whose_end_lies_is_refused(tmp_path: Path, at: int, value: int, words: str) -> None:
    path = bundle(tmp_path / "e.zip", SOUND)
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + at : end + at + 4] = value.to_bytes(4, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(UserFacingError, match=words):
        take(path)


def test_a_zip_with_a_damaged_directory_is_refused(tmp_path: Path) -> None:
    path = bundle(tmp_path / "e.zip", SOUND)
    path.write_bytes(path.read_bytes().replace(b"PK\x01\x02", b"PK\xff\x02", 1))
    with pytest.raises(UserFacingError, match="damaged or incomplete"):
        take(path)


def test_a_member_with_a_wrong_checksum_or_a_password_is_set_aside(tmp_path: Path) -> None:
    path = bundle(tmp_path / "e.zip", {**SOUND, "help/2024-05-07.json": [slack_row(1, text="x" * 50)]})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("help/2024-05-07.json")
    start = info.header_offset + 30 + len(info.filename)
    data[start + 20] ^= 0xFF
    path.write_bytes(bytes(data))
    assert take(path).asides == {Reason.DAMAGED: 1}
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 8] |= 1
    path.write_bytes(bytes(data))
    assert take(path).asides == {Reason.DAMAGED: 1}


def test_files_too_large_to_hold_are_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST_WHOLE", 600)
    rows = [slack_row(n) for n in range(20)]
    taken = take(bundle(tmp_path / "e.zip", {**SOUND, "help/2024-05-07.json": rows}))
    assert taken.asides == {Reason.TOO_LARGE: 1}


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a.txt": b"hello"}, "format JSON"),
        ({"a.json": {"a": 1}}, "Foster reads these three"),
        ({"users.json": [], "help/2024-05-06.json": []}, "without its channels.json"),
        ({}, "Foster reads these three"),
    ],
)
def test_anything_else_is_refused_in_words_a_person_can_use(
    tmp_path: Path, files: dict[str, Json], words: str
) -> None:
    path = tmp_path / "e"
    path.mkdir()
    with pytest.raises(UserFacingError, match=words):
        take(bundle(path, files))


def test_a_path_that_is_not_there_or_is_no_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="no file or folder"):
        take(tmp_path / "nothing")
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"\x89PNG\r\n" + bytes(range(256)))
    with pytest.raises(UserFacingError, match=r"photo\.png is not"):
        take(photo)


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    zipped_ = bundle(tmp_path / "a.zip", SOUND).rename(tmp_path / "a.download")
    chat = tmp_path / "chat.txt"
    chat.write_bytes(discord_file([discord_row(0, person(1))]))
    rows = lines(tmp_path / "rows.txt", {"id": 1, "ts": 1, "author": "a"})
    assert [take(path).space.platform.value for path in (zipped_, chat, rows)] == ["slack", "discord", "file"]


def test_names_are_made_plain() -> None:
    assert tidy("a\u202eb\x00\n c\ud800") == "a b c"
    assert len(tidy("x" * 500)) == 80
    assert stem(Path("/tmp/docker.jsonl.gz")) == "docker"  # noqa: S108 - only a name, nothing is opened
    assert why(RecursionError()) is Reason.TOO_DEEP


def test_batches_are_full_and_progress_grows_to_the_end(tmp_path: Path) -> None:
    days = {
        f"help/2024-05-{day:02}.json": [slack_row(day * 10_000 + n) for n in range(2_100)]
        for day in range(1, 6)
    }
    steps = []
    with open_export(
        bundle(tmp_path / "e", {**SOUND, **days, "help/2024-05-06.json": []}), Door(by_length)
    ) as export:
        sizes = [len(batch) for batch in export.batches(lambda *step: steps.append(step))]
    assert sizes[:-1] == [BATCH] * (len(sizes) - 1)
    assert sum(sizes) == len(SOUND["users.json"]) + len(SOUND["channels.json"]) + 5 * 2_100
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1] == 2 + sum(len(json.dumps(rows)) for rows in days.values())
