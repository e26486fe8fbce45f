"""Other platforms from IRC: no "nick:" before an answer, fewer conversations at once, more time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.domain.facts import Message
from bot.domain.judging.shape import SIZE
from bot.domain.times import Micros
from scripts.train.logs import Log

_ADDRESS_MARKS = 0b11


def augmented(log: Log, dice: np.random.Generator) -> Log:
    """One variation of a log."""
    if log.threads:
        log = _thinned(log, dice, float(dice.uniform(0.15, 0.5)))
    keep = float(dice.choice([0.05, 0.2, 0.5]))
    stretch = float(np.exp(dice.uniform(0, np.log(30))))
    messages = [
        _stretched(message if dice.uniform() < keep else _bare(message), log.messages[0].at, stretch)
        for message in log.messages
    ]
    return replace(log, messages=messages)


def _bare(message: Message) -> Message:
    """Without the name in front: nobody is mentioned."""
    shape = int.from_bytes(message.features.shape, "big") & ~_ADDRESS_MARKS
    features = replace(message.features, shape=shape.to_bytes(SIZE, "big"))
    return replace(message, features=features, mentions=())


def _stretched(message: Message, since: int, times: float) -> Message:
    return replace(message, at=Micros(since + round((message.at - since) * times)))


def _thinned(log: Log, dice: np.random.Generator, share: float) -> Log:
    """Only some of the annotated conversations, whole."""
    names = sorted(set(log.threads.values()))
    kept = {name for name in names if dice.uniform() < share}
    rows = [row for row in range(len(log.messages)) if log.threads.get(row) in kept]
    place = {row: new for new, row in enumerate(rows)}
    gold = {place[row]: _moved(log.gold[row], place) for row in rows if row in log.gold}
    messages: Sequence[Message] = [log.messages[row] for row in rows]
    return Log(log.name, messages, gold, {place[row]: log.threads[row] for row in rows})


def _moved(links: frozenset[int], place: dict[int, int]) -> frozenset[int]:
    return frozenset(place[row] for row in links if row in place)
