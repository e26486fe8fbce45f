"""What replays carried over, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.credits import Credit
from bot.domain.recognition.replay import Checkpoint, KeptReplay
from tests.fakes.memory_facts import State


class MemoryReplays:
    """`bot.ports.ReplayRepository`."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def kept(self) -> Mapping[int, str]:
        return {week: one.inputs for week, one in self._state.replays.items()}

    async def get(self, week: int) -> Checkpoint | None:
        found = self._state.replays.get(week)
        return found.checkpoint if found else None

    async def keep(self, kept: Sequence[KeptReplay]) -> None:
        self._state.replays = {one.checkpoint.week: one for one in kept}


def without(state: State, changed: Iterable[Credit]) -> None:
    """Drop what was carried over from weeks of which a credit changes."""
    since = min((credit.answered_at for credit in changed), default=None)
    if since is not None:
        state.replays = {week: one for week, one in state.replays.items() if one.until <= since}
