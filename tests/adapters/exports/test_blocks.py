from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from adapters.exports import blocks, salvage, slack
from bot.domain.imports import Reason
from tests.adapters.exports.building import (
    bundle,
    discord_file,
    discord_row,
    person,
    slack_files,
    slack_row,
    take,
)

ANA = person(0)
TRAPS = ['"},{"id":"7","type":"x', "},\n    },", "\\", '\\"}', "]}", "é" * 9]
"""Words that look like the end of a message, so that a cut inside them would be seen."""

LAID: list[dict[str, Any]] = [
    {"separators": (",", ":")},
    {"indent": 4},
    {"indent": "\t", "sort_keys": True},
    {"ensure_ascii": False},
]


def rows(count: int) -> list[Any]:
    many = [{"emoji": {"name": "heart"}, "count": 3, "users": [person(n, type="x") for n in range(3)]}]
    return [discord_row(n, ANA, TRAPS[n % len(TRAPS)], reactions=many * (n % 3)) for n in range(count)]


@pytest.mark.parametrize("laid", LAID, ids=" ".join)
@pytest.mark.parametrize("size", [700, 4096])
def test_a_file_laid_out_anyhow_is_cut_between_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, laid: dict[str, Any], size: int
) -> None:
    path = bundle(tmp_path / "e", {"help.json": discord_file(rows(120))}) / "help.json"
    whole = take(path)
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")), **laid), encoding="utf-8")
    monkeypatch.setattr(blocks, "BLOCK", size)
    cut = take(path)
    assert (cut.facts, cut.asides) == (whole.facts, whole.asides)
    assert cut.summary.messages == 120
    assert len(cut.progress) > 15


def test_a_large_day_of_slack_is_read_in_blocks_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bundle(tmp_path / "e.zip", slack_files([slack_row(n) for n in range(200)]))
    whole = take(path)
    for module in (slack, blocks):
        monkeypatch.setattr(module, "BLOCK", 1500)
    cut = take(path)
    assert (cut.facts, cut.asides) == (whole.facts, whole.asides)
    assert len(cut.progress) > len(whole.progress)


def compact(count: int) -> bytes:
    return json.dumps(json.loads(discord_file(rows(count))), separators=(",", ":")).encode()


@pytest.mark.parametrize("size", [2048, 1 << 20])
@pytest.mark.parametrize("laid", ["indented", "one line"])
def test_whole_messages_of_a_file_that_is_cut_off_come_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, laid: str
) -> None:
    text = compact(100) if laid == "one line" else discord_file(rows(100))
    path = bundle(tmp_path / "e", {"help.json": text}) / "help.json"
    whole = take(path)
    monkeypatch.setattr(blocks, "BLOCK", size)
    for end in range(len(text) * 3 // 4, len(text) * 3 // 4 + 900, 90):
        path.write_bytes(text[:end])
        cut = take(path)
        count = sum(
            1
            for n in range(100)
            if f'"id":{" " * (laid != "one line")}"{discord_row(n, ANA)["id"]}"'.encode() in text[:end]
        )
        assert cut.summary.messages in {count - 1, count}
        assert list(cut.messages.items()) == list(whole.messages.items())[: cut.summary.messages]
        assert cut.asides == {Reason.NOT_JSON: 1}


@pytest.mark.parametrize("size", [700, 1 << 20])
@pytest.mark.parametrize("damage", [b"\x00", b"}", b'"', b"[", b"\xff"])
def test_messages_around_a_damaged_one_come_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, damage: bytes
) -> None:
    text = compact(100)
    path = bundle(tmp_path / "e", {"help.json": text}) / "help.json"
    whole = set(take(path).messages)
    monkeypatch.setattr(blocks, "BLOCK", size)
    place = text.index(discord_row(40, ANA)["timestamp"].encode()) + 3
    path.write_bytes(text[:place] + damage + text[place + 1 :])
    taken = take(path)
    assert whole - set(taken.messages) <= {discord_row(n, ANA)["id"] for n in (39, 40, 41)}
    assert sum(taken.asides.values()) >= 1


def test_what_was_read_of_a_damaged_zip_comes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checksum that does not agree is seen at the end; up to there a block is read but not cut yet."""
    monkeypatch.setattr(blocks, "BLOCK", 30_000)
    path = bundle(tmp_path / "e.zip", {"help.json": compact(200)})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as zipped:
        crc = zipped.getinfo("help.json").CRC.to_bytes(4, "little")
    path.write_bytes(data.replace(crc, bytes(4)))
    taken = take(path)
    assert 120 < taken.summary.messages < 200
    assert taken.asides == {Reason.DAMAGED: 1, Reason.NOT_JSON: 1}


def test_a_day_of_slack_that_is_cut_off_leaves_its_whole_messages(tmp_path: Path) -> None:
    files = slack_files([slack_row(n) for n in range(20)])
    name = next(one for one in files if one.startswith("help/"))
    text = json.dumps(files[name]).encode()
    taken = take(bundle(tmp_path / "e.zip", {**files, name: text[: len(text) // 2]}))
    assert 8 <= taken.summary.messages <= 10
    assert taken.asides == {Reason.NOT_JSON: 1}


def test_hostile_arrays_are_given_up_soon() -> None:
    row = b'{"id":"1","type":"x"},'
    broken = b'{"id":"1","type":"' + b'{"id":"1","type":["' * 50_000
    assert len([one for one in salvage.salvaged(b"[" + row * 3 + broken) if one]) == 3
    assert list(salvage.salvaged(b"[" * 90_000)) == [None]
    assert list(salvage.salvaged(b"")) == [None]
    assert list(salvage.salvaged(b"[]")) == []
    some = [one and bytes(one) for one in salvage.salvaged(b"[" + row + b"nonsense" + row[:-1] + b"]")]
    assert some == [row[:-1], None, row[:-1]]


ENDLESS = [b'{"a":1,"b":[' + b"7," * 3000, b'{"a":1,"b":"' + b"},{" * 3000, b"[" * 9000]


@pytest.mark.parametrize("inside", ENDLESS, ids=["list", "text", "depth"])
def test_what_cannot_be_cut_is_too_large(monkeypatch: pytest.MonkeyPatch, inside: bytes) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 512)
    monkeypatch.setattr(blocks, "LARGEST_WHOLE", 4096)
    with pytest.raises(blocks.TooLargeError):
        list(blocks.blocks(io.BytesIO(b"[" + inside), re.compile(rb"\[")))


def test_memory_stays_as_it_is_where_files_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 4096)
    text = (
        b"[" + b",".join(b'{"id":"%d","type":"x","text":"%b"}' % (n, b"w" * 50) for n in range(5_000)) + b"]"
    )
    path = tmp_path / "big"
    path.write_bytes(text)
    with path.open("rb") as stream:
        found = list(blocks.blocks(stream, re.compile(rb"\[")))
    assert max(len(block.rows) for block in found) < 2 * 4096
    assert sum(block.read for block in found) == len(text)
    assert b",".join(block.rows for block in found) == text[1:]
