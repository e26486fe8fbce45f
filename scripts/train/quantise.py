"""Trained weights as whole numbers, as large as the exact range of float32 allows."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.domain.attribution.columns import UNIT
from bot.domain.attribution.link_model import CAP, NAT

Floats = npt.NDArray[np.float32]
_EXACT = 2**24
_LARGEST_INPUT = 63
_LARGEST_UNIT = 12.0
"""What a hidden unit says at most, on the float scale; more is capped."""


def whole(weights: dict[str, Floats]) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays of one network as `bot.domain.attribution.link_model.Network` reads them."""
    inputs = np.concatenate([weights["message"], weights["candidate"], weights["pair"]])
    one = _power(_LARGEST_INPUT * np.abs(inputs).sum(axis=0).max() + UNIT * np.abs(weights["first"]).max())
    back = _power_below(CAP / _LARGEST_UNIT) / (UNIT * one)
    unit = UNIT * one * back
    two = _power(
        CAP * np.abs(weights["second"]).sum(axis=0).max() + unit * np.abs(weights["second_bias"]).max()
    )
    back_two = _power_below(CAP / _LARGEST_UNIT) / (unit * two)
    unit_two = unit * two * back_two
    three = _power(CAP * np.abs(weights["last"]).sum())
    return {
        "message": _rounded(weights["message"].T, one),
        "candidate": _rounded(weights["candidate"].T, one),
        "pair": _rounded(weights["pair"].T, one),
        "first": _rounded(weights["first"], UNIT * one),
        "second": _rounded(weights["second"].T, two),
        "second_bias": _rounded(weights["second_bias"], unit * two),
        "last": _rounded(weights["last"].T, three),
        "scales": np.array([back, back_two, NAT / (unit_two * three)], dtype=np.float64),
    }


def _power(largest: float) -> float:
    """The largest power of two by which sums of this size can be multiplied and stay exact."""
    return _power_below(_EXACT / 2 / float(largest))


def _power_below(limit: float) -> float:
    return float(2.0 ** np.floor(np.log2(limit)))


def _rounded(values: Floats, scale: float) -> npt.NDArray[np.int32]:
    rounded: npt.NDArray[np.int32] = np.rint(values * scale).astype(np.int32)
    return rounded


def write(path: Path, looks: Mapping[str, Sequence[dict[str, Floats]]]) -> int:
    """Write the networks of each look to one file without pickles; its size in bytes."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for look, networks in looks.items():
        arrays[f"{look}_count"] = np.array(len(networks), dtype=np.int32)
        for number, weights in enumerate(networks):
            arrays |= {f"{look}_{name}{number}": array for name, array in whole(weights).items()}
    out = io.BytesIO()
    np.savez(out, **{name: arrays[name] for name in sorted(arrays)})  # type: ignore[arg-type]  # arrays only
    path.write_bytes(out.getvalue())
    return len(out.getvalue())
