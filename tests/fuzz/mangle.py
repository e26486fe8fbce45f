"""Payloads that were sound once: taken apart and put together wrongly, by choices from whoever fuzzes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.fakes.payloads import PAYLOADS

Choose = Callable[[int], int]
"""A whole number from 0 to below the given one."""

_DEEP: list[object] = []
for _ in range(200):
    _DEEP = [_DEEP]

ODD: tuple[object, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**63,
    -(2**64),
    10**400,
    1e308,
    float("inf"),
    float("nan"),
    "",
    " ",
    "0",
    "-1",
    "1e9",
    "9" * 400,
    "1700000000.000100",
    "99999999999999.999999",
    [],
    {},
    [[]],
    {"": None},
    {"id": {"id": {"id": []}}},
    _DEEP,
    "\ud800",
    b"".decode(),
    *PAYLOADS[::7],
)


def mangled(seed: object, choose: Choose) -> object:
    """`seed` with up to 6 of its parts replaced, moved, repeated or gone."""
    out = seed
    for _ in range(choose(7)):
        out = _once(out, choose)
    return out


def text(choose: Choose, words: Sequence[str]) -> str:
    """Up to 12 pieces: words that mean something, hostile ones, and single signs."""
    pieces = []
    for _ in range(choose(13)):
        kind = choose(4)
        if kind == 0:
            pieces.append(PAYLOADS[choose(len(PAYLOADS))])
        elif kind == 1:
            pieces.append(chr(min(choose(0x110000), 0x10FFFF)))
        else:
            pieces.append(words[choose(len(words))])
    return ("", " ")[choose(2)].join(pieces)


def _once(node: object, choose: Choose) -> object:
    if choose(4) == 0 or not isinstance(node, dict | list) or not node:
        return ODD[choose(len(ODD))]
    if isinstance(node, list):
        place = choose(len(node))
        done = _once(node[place], choose)
        return [node, [*node[:place], done, *node[place + 1 :]], node[:place], [*node, *node]][choose(4)]
    key = sorted(node)[choose(len(node))]
    match choose(4):
        case 0:
            return {name: value for name, value in node.items() if name != key}
        case 1:
            other = sorted(node)[choose(len(node))]
            return node | {key: node[other]}
        case _:
            return node | {key: _once(node[key], choose)}
