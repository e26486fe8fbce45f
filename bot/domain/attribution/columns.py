"""The messages of a channel outside threads, as columns of whole numbers for the link model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.facts import Message, Sign
from bot.domain.judging.asks import unlearned
from bot.domain.judging.shape import MARKS, SIZE
from bot.domain.refs import MemberRef

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int8]

ADDRESSED = 3
"""How many of a message's mentions are looked at."""
UNIT = 16
"""What "yes" is among the whole-number inputs."""
NONE = -1
SIGNS = tuple(sign for sign in Sign if sign is not Sign.NONE)
_DOUBLES = np.array([2**k for k in range(1, 40)], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Columns:
    """One row a message, in order. `authors` and `named` number people; -1 is nobody.

    `at` is in tenths of a second; `words` joins (message, word) pairs: `owner[k]` has the word `word[k]`.
    """

    authors: Ints
    at: Ints
    named: Ints
    wording: Small
    asking: npt.NDArray[np.bool_]
    owner: Ints
    word: Ints

    def __len__(self) -> int:
        return len(self.authors)


def columns(messages: Sequence[Message]) -> Columns:
    """Columns of messages in order."""
    numbers: dict[MemberRef, int] = {}
    for message in messages:
        for member in (message.author, *message.mentions[:ADDRESSED]):
            numbers.setdefault(member, len(numbers))
    named = np.full((len(messages), ADDRESSED), NONE, dtype=np.int64)
    for row, message in enumerate(messages):
        others = [numbers[member] for member in message.mentions[:ADDRESSED] if member != message.author]
        named[row, : len(others)] = others
    sketches = [message.features.sketch for message in messages]
    counts = np.array([len(sketch) // 4 for sketch in sketches], dtype=np.int64)
    return Columns(
        authors=np.array([numbers[message.author] for message in messages], dtype=np.int64),
        at=np.array([message.at // 100_000 for message in messages], dtype=np.int64),
        named=named,
        wording=_wording(messages),
        asking=np.array([unlearned(message.features) >= 500 for message in messages], dtype=np.bool_),
        owner=np.repeat(np.arange(len(messages)), counts),
        word=np.frombuffer(b"".join(sketches), dtype=">u4").astype(np.int64),
    )


def octaves(values: Ints) -> Ints:
    """How often a number doubles from 1, rounded down; 0 for 0 and less. Exact on every machine."""
    found: Ints = np.searchsorted(_DOUBLES, values, side="right")
    return found


def _wording(messages: Sequence[Message]) -> Small:
    """The shape's marks, the signs, and how long and how much of a question: `UNIT` or 0 each."""
    shapes = b"".join(message.features.shape.rjust(SIZE, b"\0")[:SIZE] for message in messages)
    marks = np.unpackbits(np.frombuffer(shapes, dtype=np.uint8).reshape(-1, SIZE), axis=1)
    signs = np.array([int(message.features.signs) for message in messages], dtype=np.int64)
    words = np.array([message.features.words for message in messages], dtype=np.int64)
    asks = np.array([unlearned(message.features) for message in messages], dtype=np.int64)
    told = np.stack(
        [
            *((signs & int(sign)) > 0 for sign in SIGNS),
            *(words >= least for least in (1, 2, 3, 5, 8, 12, 20, 40)),
            *(asks >= least for least in (300, 500, 700, 900)),
        ],
        axis=1,
    )
    out: Small = np.concatenate([marks, told], axis=1).astype(np.int8) * UNIT
    return out


WORDING = MARKS + len(SIGNS) + 12
"""How many wording inputs a message has."""
