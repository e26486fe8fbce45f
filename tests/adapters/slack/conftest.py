from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.slack.known import Known
from tests.fakes.slack_events import SPACE, known
from tests.fakes.slack_workspace import Here
from tests.fakes.slack_workspace import here as working


@pytest.fixture
def here() -> Known:
    """A workspace with three people, a bot, two public channels and a private one."""
    assert SPACE.id == "T1"
    return known()


@pytest.fixture
async def at() -> AsyncIterator[Here]:
    """The same workspace behind a fake Slack, with Foster at work."""
    async with working() as made:
        yield made
