from __future__ import annotations

import pytest

from adapters.slack.known import Known
from tests.fakes.slack_events import SPACE, known


@pytest.fixture
def here() -> Known:
    """A workspace with three people, a bot, two public channels and a private one."""
    assert SPACE.id == "T1"
    return known()
