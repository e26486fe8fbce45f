"""No text of any message in facts, summaries or errors, however an export is broken."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.exports.detect import open_export
from adapters.exports.door import Door
from bot.domain.errors import UserFacingError
from bot.domain.facts import Features
from tests.adapters.exports.building import (
    Json,
    bundle,
    discord_file,
    discord_row,
    person,
    slack_files,
    slack_row,
)

CANARY = "canary7Q"


def blind(text: str) -> Features:
    return Features(words=len(text.split()))


def broken(files: dict[str, bytes]) -> Iterator[dict[str, bytes]]:
    """The export whole, with each file cut in the middle of the canary, and with bytes that are no text."""
    yield files
    for name, data in files.items():
        at = data.find(CANARY.encode())
        if at >= 0:
            yield {**files, name: data[: at + 5]}
            yield {**files, name: data.replace(CANARY.encode(), CANARY.encode() + b"\xff")}
            yield {**files, name: data.replace(b'"' + CANARY.encode(), b'{"' + CANARY.encode())}


def exports() -> Iterator[dict[str, Json]]:
    loud = f"{CANARY} who knows {CANARY}?"
    rows = [
        slack_row(0, "U1", loud, edited={"ts": "1715000001.000100"}),
        slack_row(1, None, loud, subtype="bot_message", bot_id="B1"),
        slack_row(2, "U1", loud, subtype="nobody_knows", attachments=[{"text": loud}]),
        slack_row(3, None, loud, subtype="file_comment", comment={"user": "U1", "comment": loud}),
        slack_row(4, "U1", loud, subtype="tombstone", files=[{"title": loud}]),
    ]
    yield slack_files(rows)
    wrong: list[Json] = copy.deepcopy(rows)
    wrong[0]["edited"], wrong[1]["reactions"], wrong[2]["user"] = loud, loud, {"name": loud}
    yield slack_files(wrong)
    yield {
        "a.json": discord_file(
            [
                discord_row(0, person(1), loud),
                discord_row(1, person(2, isBot=True), loud),
                discord_row(2, person(1), loud, type="Strange", embeds=[{"title": loud}]),
                discord_row(3, person(1), loud, reactions=loud),
            ]
        )
    }
    yield {
        "a.jsonl": f'{{"id": 1, "ts": 1, "author": "x", "text": "{CANARY}"}}\n{{"id": "{CANARY}\n'.encode()
    }


@pytest.mark.parametrize("number", range(4))
def test_text_goes_no_further_than_the_judge(
    tmp_path: Path, number: int, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    files = list(exports())[number]
    source = bundle(tmp_path / "whole", files)
    contents = {str(path.relative_to(source)): path.read_bytes() for path in source.rglob("*.json*")}
    assert any(CANARY.encode() in data for data in contents.values())
    said: list[str] = []
    for count, case in enumerate(broken(contents)):
        try:
            with open_export(bundle(tmp_path / str(count), case), Door(blind)) as export:
                said.extend(repr(batch) for batch in export.batches())
                said.append(repr(export.summary))
        except UserFacingError as refusal:
            said.append(repr(refusal) + str(refusal))
    assert len(said) > 4
    assert CANARY not in "".join((*said, caplog.text, *capfd.readouterr()))
