"""The few statistics that the readiness rule needs. Comparisons are quantised: no verdict hangs on noise."""

from __future__ import annotations

import math
from collections.abc import Sequence

_Z = 1.959963984540054  # two-sided 95 % of the normal distribution
_DIGITS = 9


def at_least(value: float, threshold: float) -> bool:
    """`value >= threshold`, blind to floating-point noise."""
    return round(value - threshold, _DIGITS) >= 0


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (E. B. Wilson, 1927); (0, 1) where nothing was counted."""
    if whole == 0:
        return 0.0, 1.0
    share, square = part / whole, _Z * _Z
    centre = share + square / (2 * whole)
    spread = _Z * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    scale = 1 + square / whole
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def absence_factor(answers: Sequence[int]) -> int:
    """CHAOSS's Contributor Absence Factor: the fewest people who gave half of the answers; 0 for none."""
    total, reached = sum(answers), 0
    for people, count in enumerate(sorted(answers, reverse=True), 1):
        reached += count
        if reached * 2 >= total:
            return people
    return 0


def gini(answers: Sequence[int]) -> float | None:
    """The Gini coefficient with the small-sample factor n/(n-1); None for fewer than two people."""
    n, total = len(answers), sum(answers)
    if n < 2 or total == 0:
        return None
    weighted = sum(map(int.__mul__, range(1 - n, n, 2), sorted(answers)))
    return weighted / (n - 1) / total
