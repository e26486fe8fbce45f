"""A chart in a few lines of block characters. Its `alt` sentence is printed below by the renderer."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from adapters.markup.inert import inert
from bot.views.card import Chart

_STEPS = "▁▂▃▄▅▆▇█"
_EIGHTHS = " ▏▎▍▌▋▊▉"
_FEW = 8  # labels that get a bar each; more become one line
_BAR = 40
_LINE = 60
_NAME = 20


def chart(drawn: Chart) -> Iterator[str]:
    """The lines of a chart: bars where there are few numbers, else one spark line for each series."""
    yield inert(drawn.title)
    top = max((_finite(value) for series in drawn.series for value in series.values), default=0.0)
    if len(drawn.series) == 1 and len(drawn.labels) <= _FEW:
        yield from _bars(drawn, top)
    else:
        yield from _sparks(drawn, top)


def _bars(drawn: Chart, top: float) -> Iterator[str]:
    labels = [_cut(label) for label in drawn.labels]
    width = max(map(len, labels), default=0)
    for label, value in zip(labels, drawn.series[0].values, strict=False):
        yield f"{label:>{width}} {_bar(_finite(value), top)} {_number(value)}"


def _bar(value: float, top: float) -> str:
    eighths = round(value / top * _BAR * 8) if top else 0
    full, part = divmod(max(eighths, 0), 8)
    return "█" * full + (_EIGHTHS[part] if part else "")


def _sparks(drawn: Chart, top: float) -> Iterator[str]:
    names = [_cut(series.name) for series in drawn.series]
    width = max(map(len, names), default=0)
    longest = 0
    for name, series in zip(names, drawn.series, strict=True):
        values = _fewer([_finite(value) for value in series.values])
        longest = max(longest, len(values))
        line = "".join(_step(value, top) for value in values)
        last = _number(series.values[-1]) if series.values else "–"
        yield f"{name:<{width}} {line} {last}"
    if drawn.labels:
        first, last = _cut(drawn.labels[0]), _cut(drawn.labels[-1])
        yield " " * (width + 1) + first + " " * max(longest - len(first) - len(last), 1) + last


def _step(value: float, top: float) -> str:
    return _STEPS[min(max(int(value / top * len(_STEPS)), 0), len(_STEPS) - 1)] if top else _STEPS[0]


def _fewer(values: Sequence[float]) -> Sequence[float]:
    """At most one value a column; several weeks in one column show their greatest."""
    size = math.ceil(len(values) / _LINE) or 1
    return [max(values[i : i + size]) for i in range(0, len(values), size)]


def _finite(value: float) -> float:
    return value if math.isfinite(value) and value > 0 else 0.0


def _number(value: float) -> str:
    return f"{value:,.4g}" if math.isfinite(value) and abs(value) < 10_000 else f"{value:,.0f}"


def _cut(text: str) -> str:
    clean = inert(text)
    return clean if len(clean) <= _NAME else clean[: _NAME - 1] + "…"
