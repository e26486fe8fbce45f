"""A chart as inline SVG, with its numbers in a table for whoever cannot see it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from adapters.html.text import escaped
from bot.views.card import Chart

_WIDTH, _HEIGHT = 320, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 38, 8, 10, 22
_STEPS = (1, 2, 2.5, 5, 10)


def figure(chart: Chart, numbers: str) -> str:
    """A `figure` with title, picture, legend and table; `numbers` is the word above the table."""
    names = "".join(
        f'<li class="s{place % 2}"><span aria-hidden="true"></span>{escaped(series.name)}</li>'
        for place, series in enumerate(chart.series)
    )
    legend = f'<ul class="legend">{names}</ul>' if len(chart.series) > 1 else ""
    return (
        f"<figure><figcaption>{escaped(chart.title)}</figcaption>{_svg(chart)}{legend}"
        f'<p class="dim">{escaped(chart.alt)}</p>{_table(chart, numbers)}</figure>'
    )


def _svg(chart: Chart) -> str:
    top = _round_up(max((_finite(v) for series in chart.series for v in series.values), default=0.0))
    parts = [*_grid(top), *_labels(chart)]
    for place, series in enumerate(chart.series):
        points = [_point(at, len(series.values), value, top) for at, value in enumerate(series.values)]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline class="s{place % 2}" points="{drawn}"/>')
        if points:
            parts.append(
                f'<circle class="s{place % 2}" cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="3"/>'
            )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escaped(chart.alt)}">'
        f"{''.join(parts)}</svg>"
    )


def _grid(top: float) -> Iterator[str]:
    for part in (0.0, 0.5, 1.0):
        _, y = _point(0, 1, top * part, top)
        yield f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{_LEFT - 5}" y="{y + 3:.1f}" text-anchor="end">{top * part:g}</text>'


def _labels(chart: Chart) -> Iterator[str]:
    y = _HEIGHT - 6
    if chart.labels:
        yield f'<text x="{_LEFT}" y="{y}">{escaped(chart.labels[0])}</text>'
    if len(chart.labels) > 1:
        yield f'<text x="{_WIDTH - _RIGHT}" y="{y}" text-anchor="end">{escaped(chart.labels[-1])}</text>'


def _point(at: int, n: int, value: float, top: float) -> tuple[float, float]:
    width, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    share = _finite(value) / top
    return _LEFT + width * (at / (n - 1) if n > 1 else 0.5), _TOP + height * (1 - share)


def _round_up(value: float) -> float:
    """A round number at or above `value`; 1 for nothing."""
    if value <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(value))
    return next(step * size for step in _STEPS if step * size >= value)


def _finite(value: float) -> float:
    return value if math.isfinite(value) and value > 0 else 0.0


def _table(chart: Chart, numbers: str) -> str:
    head = "".join(f'<th scope="col">{escaped(series.name)}</th>' for series in chart.series)
    rows = "".join(
        f'<tr><th scope="row">{escaped(label)}</th>'
        + "".join(f"<td>{series.values[at]:g}</td>" for series in chart.series)
        + "</tr>"
        for at, label in enumerate(chart.labels)
    )
    return (
        f'<details><summary>{escaped(numbers)}</summary><div class="wide"><table><thead><tr><td></td>{head}'
        f"</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )
