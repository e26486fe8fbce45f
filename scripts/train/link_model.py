"""Train the link model: `python -m scripts.train.link_model --logs PATH [-o FILE]` from the project's folder.

PATH holds `ubuntu-irc/train-*.jsonl.gz`; nothing else is read. The same logs give the same bytes (with one
thread: set OPENBLAS_NUM_THREADS=1). `--leave-out NAME` keeps files whose name contains NAME out of training,
to measure on them afterwards. Takes about five minutes and 2 GB.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from bot.domain.attribution.link_model import FILE
from scripts.train.augment import augmented
from scripts.train.logs import Log, logs
from scripts.train.material import Material, materials, second_look
from scripts.train.network import Network
from scripts.train.quantise import write

EPOCHS = 10
BLOCK = 64
RATE = 0.003
WARM_UP = 200
DECAY = 0.5
VARIATIONS = 2
NETWORKS = 2


def main(words: Sequence[str] | None = None) -> None:
    """Read the logs, train, write the file. `words`: a command line instead of the program's own."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--logs", type=Path, required=True, help="the folder of annotated logs")
    parser.add_argument("-o", "--output", type=Path, default=FILE, help="the file to write")
    parser.add_argument(
        "--leave-out", action="append", default=[], metavar="NAME", help="train without these"
    )
    parser.add_argument("--networks", type=int, default=NETWORKS, help="how many vote (default: %(default)s)")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="rounds (default: %(default)s)")
    args = parser.parse_args(words)
    read = list(_logs(args.logs, args.leave_out))
    dice = np.random.default_rng(1)
    made = list(materials(read))
    for _ in range(VARIATIONS):
        made += materials(augmented(log, dice) for log in read)
    print(f"{len(read)} logs, {sum(len(one.rows) for one in made)} examples", flush=True)
    first = train(made, 1, args.epochs)
    made = looked_at(made, args.epochs)
    second = [train(made, seed, args.epochs) for seed in range(1, args.networks + 1)]
    looks = {"first": [first.weights], "second": [net.weights for net in second]}
    print(f"{args.output}: {write(args.output, looks)} bytes")


def _logs(folder: Path, leave_out: Sequence[str]) -> Iterator[Log]:
    for file in sorted(folder.glob("ubuntu-irc/train-*")):
        if not any(name in file.name for name in leave_out):
            yield from logs(file)


def looked_at(made: Sequence[Material], epochs: int) -> list[Material]:
    """Material for the second look: each half of the logs as seen by a first look trained on the other."""
    halves = [[one for one in made if crc32(one.name.encode()) % 2 == half] for half in (0, 1)]
    seen: list[Material] = []
    for own, other in zip(halves, reversed(halves), strict=True):
        net = train(other or own, 1, epochs)
        seen += [second_look(one, net.scores(one)) for one in own]
    return seen


def train(made: Sequence[Material], seed: int, epochs: int) -> Network:
    """One network: Adam with a short warm-up and a cosine to nothing, blocks of neighbouring messages."""
    dice = np.random.default_rng(seed)
    net = Network.fresh(made[0].both.shape[2], dice)
    blocks = [(one, low) for one in made for low in range(0, len(one.rows), BLOCK)]
    total, step = epochs * len(blocks), 0
    warm_up = min(WARM_UP, total // 10 + 1)
    for epoch in range(epochs):
        loss = 0.0
        for number in dice.permutation(len(blocks)):
            one, low = blocks[number]
            rate = RATE * min(1.0, step / warm_up) * 0.5 * (1 + float(np.cos(np.pi * step / total)))
            here = slice(low, low + BLOCK)
            loss += net.learn(one, one.rows[here], one.right[here], rate, DECAY)
            step += 1
        print(f"network {seed}, epoch {epoch + 1} of {epochs}: loss {loss / len(blocks):.4f}", flush=True)
    return net


if __name__ == "__main__":
    main()
