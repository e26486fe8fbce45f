"""Each target with a few hundred choices; `make fuzz` follows the code's branches for longer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=25)
@given(data=st.data())
def test_nothing_sent_brings_it_down(name: str, data: st.DataObject) -> None:
    TARGETS[name](lambda below: data.draw(st.integers(0, below - 1)))
