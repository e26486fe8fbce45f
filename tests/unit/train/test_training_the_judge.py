"""Training the judge from a made-up log: it learns; the same log gives the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from bot.domain.judging import asking
from bot.domain.judging.plain import plain
from bot.domain.judging.signs import signs
from bot.domain.judging.wordbook import wordbook
from scripts.train.asking import main

DEEDS = ("paint a fence", "mend the kettle", "tune a harp", "fold a map", "oil the gate")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    dice = Random(5)  # noqa: S311 - made-up chat keeps no secret
    rows = []
    for number in range(600):
        text = f"shall we {dice.choice(DEEDS)}?" if number % 3 else f"they {dice.choice(DEEDS)} now"
        row = {"id": str(number), "ts": number, "channel": "x", "author": "anna", "text": text}
        rows.append(row | ({"system": True} if number % 50 == 0 else {}))
    path = tmp_path / "ubuntu-irc" / "train-made-up.jsonl"
    path.parent.mkdir()
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return tmp_path


def test_it_learns_and_the_same_logs_give_the_same_bytes(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = folder / "one.bin", folder / "other.bin"
    for path in (one, other):
        main(["--logs", str(folder), "-o", str(path)])
    assert "588 messages" in capsys.readouterr().out
    assert one.read_bytes() == other.read_bytes()
    monkeypatch.setattr(asking, "FILE", one)
    weights = asking.model.__wrapped__()
    monkeypatch.setattr(asking, "model", lambda: weights)
    asks, tells = (scored(text) for text in ("shall we fold the harp", "they fold the harp now"))
    assert asks > 0 > tells


def scored(text: str) -> int:
    message = plain(text)
    entries = [wordbook(b"")[word] for word in message.words]
    seen = asking.places([entry.number for entry in entries], entries[-1].number)
    return sum(
        asking.model()[place] for place in (*seen, *asking.general(len(entries), signs(message, entries)))
    )


def test_what_is_left_out_is_not_read(folder: Path) -> None:
    with pytest.raises(SystemExit, match="no messages"):
        main(["--logs", str(folder), "-o", str(folder / "none.bin"), "--leave-out", "made-up"])
    assert not (folder / "none.bin").exists()
