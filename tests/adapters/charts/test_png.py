from __future__ import annotations

import asyncio
import math
import struct
import subprocess
import sys
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from adapters.charts.png import png
from bot.views.card import Chart, Series

WEEKS = tuple(f"W{number:02d}" for number in range(1, 13))


def chart(*values: tuple[float, ...], labels: tuple[str, ...] = WEEKS, title: str = "People helped") -> Chart:
    return Chart(title, labels, tuple(Series(f"line {i}", v) for i, v in enumerate(values)), "What it shows.")


def picture(drawn: Chart) -> Image.Image:
    return Image.open(BytesIO(png(drawn)))


def test_it_is_a_png_of_the_size_that_chats_show_with_its_sentence_inside() -> None:
    drawn = png(chart(tuple(range(12))))
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", drawn[16:24]) == (1200, 675)
    assert len(drawn) < 200_000
    assert Image.open(BytesIO(drawn)).info["Description"] == "What it shows."


def test_its_ground_is_white_and_opaque_so_that_dark_backgrounds_change_nothing() -> None:
    image = picture(chart(tuple(range(12)))).convert("RGBA")
    assert image.getpixel((0, 0)) == (255, 255, 255, 255)
    assert image.getchannel("A").getextrema() == (255, 255)


def test_each_line_has_a_colour_of_its_own() -> None:
    one = picture(chart(tuple(range(12)))).convert("RGB")
    two = picture(chart(tuple(range(12)), tuple(range(12, 0, -1)))).convert("RGB")
    orange = (194, 87, 26)
    assert orange not in {colour for _, colour in one.getcolors(1 << 20) or ()}
    assert orange in {colour for _, colour in two.getcolors(1 << 20) or ()}


def test_the_same_numbers_are_the_same_picture_and_others_are_not() -> None:
    assert png(chart((1.0, 2.0))) == png(chart((1.0, 2.0)))
    assert png(chart((1.0, 2.0))) != png(chart((1.0, 3.0)))


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.floats(0, 1e12) | st.sampled_from((math.nan, math.inf)), max_size=60),
    st.text(st.characters(codec="latin-1", categories=("L", "P", "S", "N")), max_size=200),
)
def test_any_numbers_and_any_title_can_be_drawn(values: list[float], title: str) -> None:
    labels = tuple(f"${i}_" for i in range(len(values)))
    assert png(chart(tuple(values), tuple(values), labels=labels, title=title)).startswith(b"\x89PNG")


async def test_it_draws_in_a_thread_beside_the_event_loop() -> None:
    drawn = await asyncio.gather(*(asyncio.to_thread(png, chart((1.0, 2.0))) for _ in range(3)))
    assert len(set(drawn)) == 1


@pytest.mark.parametrize("module", ["adapters.charts.png", "bot.wiring.program"])
def test_nothing_imports_matplotlib_before_something_is_drawn(module: str) -> None:
    code = f"import sys, {module}; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert done.stdout.strip() == "False"
