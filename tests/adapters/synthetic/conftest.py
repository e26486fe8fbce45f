from __future__ import annotations

import pytest

from adapters.synthetic.community import generate
from adapters.synthetic.world import World


@pytest.fixture(scope="session")
def world() -> World:
    """A small community: eight weeks, thirty members."""
    return generate(7, weeks=8, size=30)
