"""A card's chart as a PNG picture: numbers only, on its own light ground, readable on a phone.

matplotlib costs half a second and 60 MiB to import, so that happens where a picture is drawn. Drawing takes
a fraction of a second of processor time: call it off the event loop (`asyncio.to_thread(png, chart)`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING

from bot.views.card import Chart, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT, DPI = 8.0, 4.5, 150
"""Inches and dots per inch: 1200 × 675, as wide as chats show and still sharp on a phone."""

_INK, _PALE, _GROUND = "#1f2933", "#d5dbe1", "#ffffff"
_LINES = (("#1d5fa8", "o", "-"), ("#c2571a", "s", "--"), ("#3b7d3b", "^", "-."), ("#7a3e9d", "D", ":"))
"""Colour, marker and dash of each line: told apart without colours, too."""

_TEXT = 15
_A_LINE = 58
_MOST_LABELS = 6
_NEAR = 0.08
"""Last numbers closer than this share of the axis stand above and below their points."""


def png(chart: Chart) -> bytes:
    """Draw `chart`; the bytes of an opaque PNG that looks the same on light and dark backgrounds.

    Values that are not finite leave a gap. The caller gives `chart.alt` along with it.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 - start-up time

    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor=_GROUND, layout="constrained")
    title = "\n".join(wrap(_plain(chart.title), _A_LINE, max_lines=2, placeholder=" …"))
    figure.suptitle(title, x=0.015, ha="left", fontsize=_TEXT, fontweight="bold", color=_INK)
    axes = figure.add_subplot()
    top = _frame(axes, chart)
    for number, series in enumerate(chart.series):
        _line(axes, series, number)
    for number, (value, offset) in enumerate(_last_numbers(chart.series, top)):
        _number(axes, len(chart.labels) - 1, value, offset, _LINES[number % len(_LINES)][0])
    if len(chart.series) > 1:
        figure.legend(loc="outside lower left", ncols=2, frameon=False, fontsize=_TEXT, labelcolor=_INK)
    out = BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None, "Description": chart.alt})
    return out.getvalue()


def _frame(axes: Axes, chart: Chart) -> float:
    """Everything but the lines: few labels and a pale grid from zero to the number that is returned."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - start-up time

    count = len(chart.labels)
    ticks = range(count - 1, -1, -max(math.ceil(count / _MOST_LABELS), 1))[::-1]
    axes.set_facecolor(_GROUND)
    axes.set_xticks(list(ticks), [_plain(chart.labels[tick]) for tick in ticks])
    axes.set_xlim(-0.4, max(count - 1, 0) + 0.9)  # room for the last number
    finite = [value for series in chart.series for value in series.values if math.isfinite(value)]
    top = max(1.15 * max(finite, default=0), 5)
    axes.set_ylim(0, top)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.tick_params(labelsize=_TEXT - 1, colors=_INK, length=0)
    axes.grid(axis="y", color=_PALE, linewidth=1)
    axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(_PALE)
    return top


def _line(axes: Axes, series: Series, number: int) -> None:
    colour, marker, dash = _LINES[number % len(_LINES)]
    values = [value if math.isfinite(value) else math.nan for value in series.values]
    (line,) = axes.plot(range(len(values)), values, color=colour, linewidth=3, label=_plain(series.name))
    line.set(marker=marker, markersize=7, linestyle=dash, clip_on=False)


def _last_numbers(all_series: Sequence[Series], top: float) -> list[tuple[float, int]]:
    """The last value of each series, and by how many points its number stands above it."""
    last = [series.values[-1] if series.values else math.nan for series in all_series]
    found = []
    for at, value in enumerate(last):
        near = [(other, i) for i, other in enumerate(last) if i != at and abs(other - value) < _NEAR * top]
        found.append((value, (10 if (value, at) > max(near) else -10) if near else 0))
    return found


def _number(axes: Axes, at: int, value: float, above: int, colour: str) -> None:
    if math.isfinite(value):
        text = f"{value:,.0f}" if value == round(value) else f"{value:,.3g}"
        axes.annotate(
            text,
            (at, value),
            (10, above),
            textcoords="offset points",
            va="center",
            fontsize=_TEXT,
            fontweight="bold",
            color=colour,
        )


def _plain(text: str) -> str:
    """Without the signs that matplotlib reads as mathematics or hides (a leading `_`)."""
    return text.replace("$", r"\$").lstrip("_")
