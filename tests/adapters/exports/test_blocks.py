from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from adapters.exports import blocks, slack
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


def test_a_block_that_is_no_json_is_set_aside_and_what_was_read_before_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps(json.loads(discord_file(rows(100))), separators=(",", ":"))
    path = bundle(tmp_path / "e", {"help.json": text[: len(text) * 3 // 4].encode()}) / "help.json"
    monkeypatch.setattr(blocks, "BLOCK", 2048)
    taken = take(path)
    assert 40 < taken.summary.messages < 80
    assert taken.asides == {Reason.NOT_JSON: 1}


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
