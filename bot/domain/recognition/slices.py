"""How a week's slots divide among its members, exactly, in micro-slots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isqrt
from types import MappingProxyType

from bot.domain.refs import PersonId

SLOT = 1_000_000
"""Micro-slots in one slot."""

_SCALE = 1 << 20


def weight(merit: int, reach: int) -> int:
    """merit^(reach/4), scaled by 2^20 and rounded down: the same on every machine.

    `merit` in milli-units (at least 1), `reach` 0 to 4. Nested integer roots are exact: isqrt(isqrt(x)) is
    the whole part of the fourth root of x.
    """
    return isqrt(isqrt(merit**reach * _SCALE**4))


def slices(
    merits: Mapping[PersonId, int], places: int, reach: int, ties: Sequence[PersonId]
) -> Mapping[PersonId, int]:
    """Each member's slice of `places` slots, in micro-slots: min(1, λ·weight), and all of them together.

    `merits` holds positive milli-units; `places` is 0 to their number; `ties` are the members in the order
    in which left-over micro-slots of equal remainders go out. Water-filling: the strongest are cut at one
    slot and what they leave goes to the others in proportion; then largest remainder.
    """
    roots = {merit: weight(merit, reach) for merit in set(merits.values())}
    weights = {member: roots[merit] for member, merit in merits.items()}
    order = sorted(ties, key=weights.__getitem__, reverse=True)
    full, rest = 0, sum(weights.values())
    while full < places and (places - full) * weights[order[full]] >= rest:
        rest -= weights[order[full]]
        full += 1
    shares = dict.fromkeys(order[:full], SLOT)
    pool = (places - full) * SLOT
    if pool == 0:
        return MappingProxyType(shares | dict.fromkeys(order[full:], 0))
    remainders: dict[PersonId, int] = {}
    for member in order[full:]:
        shares[member], remainders[member] = divmod(pool * weights[member], rest)
    left = places * SLOT - sum(shares.values())
    for member in sorted(order[full:], key=remainders.__getitem__, reverse=True)[:left]:
        shares[member] += 1
    return MappingProxyType(shares)
