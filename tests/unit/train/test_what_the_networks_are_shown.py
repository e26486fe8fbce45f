"""What the networks are shown stays as it is: nobody changes it without noticing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from scripts.train.augment import augmented
from scripts.train.logs import Log, logs
from scripts.train.material import Material, material, second_look

SHOWN = "a05e0c9fa06c9754d6408f324b3c027c3ab9da8ab7dedeec95683f7a902846d1"
"""Of the made-up log below. Change it only together with `bot/domain/attribution/link_model.npz`."""
AGAIN = (
    "What the networks are shown of a message is no longer what the card's figures rest on. If that is"
    " meant, train again (make train LOGS=PATH), compare on every set of docs/model-card.md, ship the new"
    " file, and put this here: {now}"
)
PEOPLE = ("anna", "bodo", "cyra_k", "dino42", "elsa")
WORDING = (
    "How do I {}?",
    "can anybody {} here",
    "is there a way to {}, please",
    "I {} and it doesn't work :(",
    "you could {} first",
    "thanks, that worked!",
    "{}? never mind, found it",
    "same here",
    "ok",
    "haha no",
    "see http://example.org/{} or `run --{}`",
    "wie kann ich das {}",
    "¿cómo puedo {}",
    "怎么 {} 呢",
    "这个 {} 很好用",
    "どうすれば {} できますか",
    "あとで {} します",
    "это {} работает?",
    "=== {}",
    "hello everybody, how are you?",
    "the gate, the kettle ... and the map (all three) = {}",
)
DEEDS = ("paint a fence", "mend the kettle", "tune a harp", "fold a map", "oil the gate")


def made_up(folder: Path) -> Log:
    """A log with what messages can differ in: names cut short or misspelt, languages, layouts, gaps."""
    dice = Random(11)  # noqa: S311 - made-up chat keeps no secret
    rows: list[dict[str, Any]] = []
    at = 0.0
    for number in range(400):
        at += dice.choice((0.5, 4.0, 30.0, 300.0))
        name, other = dice.sample(PEOPLE, 2)
        text = dice.choice(WORDING).format(*[dice.choice(DEEDS)] * 2)
        front = dice.choice(("", "", f"{other}: ", f"{other[:3]}, ", f"{other}x: ", f"@{other} "))
        link = number - dice.randrange(min(number, 30) + 1)
        gold = {"links": [f"x:{link}"], "thread": f"t{link % 7}"} if number > 100 else {}
        own = {"author": "", "system": True} if number % 50 == 7 else {"author": name}
        mentions = [other] if dice.random() < 0.2 else []
        row = {"id": f"x:{number}", "ts": at, "channel": "x", "text": front + text, "mentions": mentions}
        rows.append(row | own | {"gold": gold})
    path = folder / "made-up.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    (log,) = logs(path)
    return log


def digest(told: list[Material]) -> str:
    found = hashlib.sha256()
    for one in told:
        for array in (one.mine, one.theirs, one.steps, one.both, one.there, one.rows, one.right):
            found.update(f"{array.shape}".encode())
            found.update(array.astype("<i8").tobytes())
    return found.hexdigest()


def shown(log: Log) -> list[Material]:
    """A log and a variation of it, before and after the first look, whose scores are made up."""
    plain, varied = material(log), material(augmented(log, np.random.default_rng(5)))
    assert plain is not None
    assert varied is not None
    rows, places = plain.there.shape
    score = ((np.arange(rows)[:, None] * 7 + np.arange(places) * 13) % 29 / 8).astype(np.float32)
    return [plain, varied, second_look(plain, np.where(plain.there, score, np.float32(-1e9)))]


def test_the_networks_are_shown_the_same_as_ever(tmp_path: Path) -> None:
    now = digest(shown(made_up(tmp_path)))
    assert now == SHOWN, AGAIN.format(now=now)
