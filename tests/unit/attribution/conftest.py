from __future__ import annotations

import pytest

from tests.unit.attribution.chat import Chat


@pytest.fixture
def chat() -> Chat:
    return Chat()
