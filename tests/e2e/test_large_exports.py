"""Exports of any size in the memory of small ones; the soak brings in a gigabyte of each kind."""

from __future__ import annotations

import shutil
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.exports import blocks, export
from adapters.exports.detect import open_export
from adapters.exports.door import Door
from adapters.synthetic import firehose
from adapters.synthetic.firehose import Shape, write_discord, write_slack
from bot.domain.facts import Features
from bot.domain.sentiments import sentiment
from tests.fakes.process import Foster
from tests.soak.figures import note

MOST_MEGABYTES = 400
DOOR = Door(judge=lambda _: Features(), sentiment=sentiment)
Make = Callable[[Path, int], Path]


def slack(folder: Path, messages: int) -> Path:
    """A ZIP."""
    write_slack(folder / "days", messages)
    path = folder / "slack.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in sorted((folder / "days").rglob("*.json")):
            archive.write(file, file.relative_to(folder / "days"))
    shutil.rmtree(folder / "days")
    return path


def one_file(folder: Path, messages: int) -> Path:
    """A single channel as DiscordChatExporter writes it."""
    write_discord(folder / "one", messages, shape=Shape(channels=1))
    return next((folder / "one").iterdir())


def one_line(folder: Path, messages: int) -> Path:
    """The same in a single line."""
    write_discord(folder / "line", messages, shape=Shape(channels=1, indented=False))
    return next((folder / "line").iterdir())


def partitions(folder: Path, messages: int) -> Path:
    """Channels in several files."""
    write_discord(folder / "parts", messages, shape=Shape(part=20_000))
    return folder / "parts"


def peak(path: Path, messages: int) -> int:
    """The most bytes that reading took, with what other threads of this process took meanwhile."""
    tracemalloc.start()
    try:
        with open_export(path, DOOR) as opened:
            assert sum(len(batch) for batch in opened.batches()) > messages
            assert opened.summary.messages == messages
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("make", [one_file, one_line])
def test_a_larger_file_takes_no_more_memory_to_read(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 64 * 1024)
    monkeypatch.setattr(export, "BATCH", 500)
    monkeypatch.setattr(firehose, "PEOPLE", 40)  # who was met is remembered
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    small, large = make(tmp_path / "a", 1_000), make(tmp_path / "b", 3_000)
    most = 1.5 * min(peak(small, 1_000) for _ in range(2))
    # Threads that other tests left only add to a peak, so the least of a few looks is what reading takes.
    assert any(peak(large, 3_000) < most for _ in range(4))


@pytest.mark.soak
@pytest.mark.parametrize(
    ("make", "messages"),
    [(slack, 5_900_000), (one_file, 1_700_000), (one_line, 2_200_000), (partitions, 1_700_000)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_gigabyte(tmp_path: Path, make: Make, messages: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fakes.process._PATIENCE", 7_200)
    path = make(tmp_path, messages)
    begin = time.monotonic()
    ended = Foster(tmp_path / "foster.sqlite").run("import", path, memory=tmp_path / "memory")
    took = time.monotonic() - begin
    assert ended.code == 0, ended.err[-2_000:]
    assert f"{messages:,}" in ended.out
    most = int((tmp_path / "memory").read_text("utf-8")) * 1024 / 1e6
    note(f"{make.__name__}: {messages:,} messages in {took:.0f} s, credits included, {most:.0f} MB at most")
    shutil.rmtree(tmp_path)
    assert most < MOST_MEGABYTES
