"""Training from a made-up log: it learns, and the same log gives the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from bot.domain.attribution import link_model
from bot.domain.attribution.columns import columns
from scripts.train.augment import augmented
from scripts.train.link_model import main
from scripts.train.logs import logs
from scripts.train.material import material

ASKS = ("How do I {}?", "can anybody {} here", "is there a way to {}?")
DEEDS = ("paint a fence", "mend the kettle", "tune a harp", "fold a map", "oil the gate")


def line(number: int, name: str, text: str, to: str | None, link: int) -> dict[str, Any]:
    return {
        "id": f"x:{number}",
        "ts": 60.0 * number,
        "channel": "x",
        "author": name,
        "text": f"{to}: {text}" if to else text,
        "mentions": [to] if to else [],
        "gold": {"links": [f"x:{link}"], "thread": f"t{link}"},
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    dice = Random(3)  # noqa: S311 - made-up chat keeps no secret
    rows = []
    for number in range(0, 240, 2):
        asker, helper = dice.sample(["anna", "bodo", "cyra", "dino", "elsa"], 2)
        deed = dice.choice(DEEDS)
        rows.append(line(number, asker, dice.choice(ASKS).format(deed), None, number))
        rows.append(line(number + 1, helper, f"just {deed} slowly", asker, number))
    path = tmp_path / "ubuntu-irc" / "train-made-up.jsonl"
    path.parent.mkdir()
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return tmp_path


def trained(folder: Path, name: str, epochs: int) -> Path:
    out = folder / name
    main(["--logs", str(folder), "-o", str(out), "--networks", "1", "--epochs", str(epochs)])
    return out


def test_the_same_logs_give_the_same_bytes(folder: Path) -> None:
    assert trained(folder, "one.npz", 1).read_bytes() == trained(folder, "other.npz", 1).read_bytes()


def test_it_learns(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = trained(folder, "one.npz", 10)
    monkeypatch.setattr(link_model, "FILE", one)
    link_model.model.cache_clear()
    (log,) = logs(folder / "ubuntu-irc" / "train-made-up.jsonl")
    told = columns(log.messages)
    to = np.concatenate([seen.to for seen in link_model.read(told, np.full(len(told), -1))])
    link_model.model.cache_clear()
    hits = sum(place in log.gold[row] for row, place in enumerate(to.tolist()))
    assert hits > 0.9 * len(log.messages)


def test_variations_keep_what_belongs_together(folder: Path) -> None:
    (log,) = logs(folder / "ubuntu-irc" / "train-made-up.jsonl")
    for seed in range(8):
        varied = augmented(log, np.random.default_rng(seed))
        assert 0 < len(varied.messages) <= len(log.messages)
        for row, links in varied.gold.items():
            assert all(varied.threads[link] == varied.threads[row] for link in links)
        times = [message.at for message in varied.messages]
        assert times == sorted(times)


def test_what_is_left_out_is_not_read(folder: Path) -> None:
    with pytest.raises(IndexError):
        main(["--logs", str(folder), "-o", str(folder / "none.npz"), "--leave-out", "made-up"])


def test_conversations_alone_are_enough(tmp_path: Path) -> None:
    path = tmp_path / "rooms.jsonl"
    rows = [line(number, "anna", "one more line", None, 0) for number in range(4)]
    for row in rows:
        row["gold"]["links"] = None
        row["gold"]["thread"] = "t" if row["id"] != "x:2" else None
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    (log,) = logs(path)
    assert log.gold == {0: frozenset({0}), 1: frozenset({0}), 3: frozenset({0, 1})}
    made = material(log)
    assert made is not None
    assert made.right.sum(axis=1).tolist() == [1, 1, 2]
