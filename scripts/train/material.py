"""Logs as arrays: what the network is shown and what it should say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.attribution.columns import columns
from bot.domain.attribution.history import history
from bot.domain.attribution.inputs import CANDIDATES, alone, pairs
from scripts.train.logs import Log

_CHUNK = 512


@dataclass(frozen=True, slots=True)
class Material:
    """One log. `rows`: messages with gold; `pairs` (row, place, input), `right` and `there` (row, place)."""

    name: str
    alone: npt.NDArray[np.int8]
    rows: npt.NDArray[np.int64]
    pairs: npt.NDArray[np.int8]
    right: npt.NDArray[np.bool_]
    there: npt.NDArray[np.bool_]


def material(log: Log) -> Material | None:
    """The arrays of a log; None where nothing in it can be learned."""
    right = {row: places for row, links in log.gold.items() if (places := _places(row, links))}
    if not right:
        return None
    told = columns(log.messages)
    past = history(told)
    rows = np.array(sorted(right), dtype=np.int64)
    planes = []
    for first in range(0, len(log.messages), _CHUNK):
        end = min(first + _CHUNK, len(log.messages))
        inside = rows[(rows >= first) & (rows < end)] - first
        if len(inside):
            planes.append(np.ascontiguousarray(pairs(told, past, first, end)[:, inside].transpose(1, 2, 0)))
    mask = np.zeros((len(rows), CANDIDATES + 1), dtype=np.bool_)
    for number, row in enumerate(rows):
        mask[number, right[int(row)]] = True
    there = np.arange(CANDIDATES + 1)[None, :] <= rows[:, None]
    return Material(log.name, alone(told, past), rows, np.concatenate(planes), mask, there)


def _places(row: int, links: frozenset[int]) -> list[int]:
    return [row - link for link in links if 0 <= row - link <= CANDIDATES]


def materials(logs: Iterable[Log]) -> Iterator[Material]:
    """The arrays of every log that has any."""
    for log in logs:
        made = material(log)
        if made is not None:
            yield made
