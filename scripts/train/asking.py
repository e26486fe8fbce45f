"""Train the judge: `python -m scripts.train.asking --logs PATH [-o FILE]` from the project's folder.

PATH holds `ubuntu-irc/train-*.jsonl.gz`; nothing else is read. Nobody marked questions there: what is learned
is which words go with a question mark, the mark itself unseen. The same logs give the same bytes. Takes half
a minute.
"""

from __future__ import annotations

import argparse
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from adapters.terminal.rules import jsonl, neutral
from bot.domain.facts import Sign
from bot.domain.judging.asking import FILE, NAT, SIZE, WORDS, general, places
from bot.domain.judging.plain import plain
from bot.domain.judging.signs import signs
from bot.domain.judging.wordbook import wordbook

EPOCHS = 6
BATCH = 512
RATE = 0.01
DECAY = 0.0002
_MOST = 127

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Examples:
    """Messages as places (`place[start[k]:start[k + 1]]` are message k's), and whether each had a mark."""

    place: Ints
    start: Ints
    mark: Floats


def main(words: Sequence[str] | None = None) -> None:
    """Read the logs, train, write the file. `words`: a command line instead of the program's own."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--logs", type=Path, required=True, help="the folder of logs")
    parser.add_argument("-o", "--output", type=Path, default=FILE, help="the file to write")
    parser.add_argument(
        "--leave-out", action="append", default=[], metavar="NAME", help="train without these"
    )
    args = parser.parse_args(words)
    made = examples(_texts(args.logs, args.leave_out))
    if not len(made.mark):
        raise SystemExit(f"{args.logs} holds no messages to learn from: ubuntu-irc/train-*.jsonl.gz")
    print(f"{len(made.mark)} messages, {int(made.mark.sum())} with a question mark", flush=True)
    whole = np.clip(np.rint(train(made) * NAT), -_MOST, _MOST)
    args.output.write_bytes(array("b", [int(one) for one in whole]).tobytes())
    print(f"{args.output}: {args.output.stat().st_size} bytes")


def _texts(folder: Path, leave_out: Sequence[str]) -> Iterator[str]:
    for file in sorted(folder.glob("ubuntu-irc/train-*")):
        if not any(name in file.name for name in leave_out):
            yield from (row.text for row in jsonl.read(file, neutral.Row) if row.author and not row.system)


def examples(texts: Iterator[str]) -> Examples:
    """What the model sees of each message that has words."""
    found, start, mark = array("q"), array("q", [0]), array("d")
    book = wordbook(b"")
    for text in texts:
        message = plain(text)
        entries = [book[word] for word in message.words]
        if not entries:
            continue
        seen = signs(message, entries)
        found.extend(places([entry.number for entry in entries[:WORDS]], entries[-1].number))
        found.extend(general(len(entries), seen))
        start.append(len(found))
        mark.append(bool(seen & Sign.QUESTION_MARK.value))
    return Examples(np.array(found), np.array(start), np.array(mark))


def train(made: Examples) -> Floats:
    """Logistic regression by Adam with a cosine to nothing; the seed is fixed."""
    dice = np.random.default_rng(1)
    weights, mean, square = np.zeros(SIZE), np.zeros(SIZE), np.zeros(SIZE)
    total, step = EPOCHS * -(-len(made.mark) // BATCH), 0
    for _ in range(EPOCHS):
        order = dice.permutation(len(made.mark))
        for low in range(0, len(order), BATCH):
            rows = order[low : low + BATCH]
            sizes = made.start[rows + 1] - made.start[rows]
            owner = np.repeat(np.arange(len(rows)), sizes)
            first = np.repeat(made.start[rows] - np.cumsum(sizes) + sizes, sizes)
            place = made.place[first + np.arange(len(owner))]
            score = np.bincount(owner, weights[place], len(rows))
            blame = (1 / (1 + np.exp(-score)) - made.mark[rows]) / len(rows)
            slope = np.bincount(place, blame[owner], SIZE) + DECAY * weights
            step += 1
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            rate = RATE * 0.5 * (1 + np.cos(np.pi * step / total))
            fixed = np.sqrt(square / (1 - 0.999**step)) + 1e-8
            weights -= rate * mean / (1 - 0.9**step) / fixed
    return weights


if __name__ == "__main__":
    main()
