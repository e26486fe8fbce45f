"""The report's colours, light and dark. Text on any of its grounds reaches WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "ground": "#ffffff",
    "raised": "#f4f5f7",
    "text": "#1b1f24",
    "dim": "#545b64",
    "line": "#8a919b",
    "good": "#146c2e",
    "caution": "#7a4f01",
    "bad": "#a8201a",
    "unknown": "#0b5c8a",
    "link": "#0a58ca",
    "first": "#0b5c8a",
    "second": "#a8201a",
}
DARK: Mapping[str, str] = {
    "ground": "#14171b",
    "raised": "#1f242a",
    "text": "#e8eaed",
    "dim": "#aab2bd",
    "line": "#6f7884",
    "good": "#6fd08c",
    "caution": "#f0c265",
    "bad": "#ff9b94",
    "unknown": "#7fc4f0",
    "link": "#8ab8ff",
    "first": "#7fc4f0",
    "second": "#ff9b94",
}
GROUNDS = ("ground", "raised")
TEXTS = ("text", "dim", "good", "caution", "bad", "unknown", "link")
"""Need 4.5 : 1 on every ground; the other colours draw lines and need 3 : 1."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
