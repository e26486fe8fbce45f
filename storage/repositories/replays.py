"""What replays of past weeks carried over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import delete, func, select

from bot.domain.recognition.ledger import Ledger
from bot.domain.recognition.replay import Checkpoint, KeptReplay
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, PersonId
from storage.handle import Handle
from storage.repositories.persons import by_space, person
from storage.spaces import Spaces
from storage.tables import REPLAY

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class SqlReplays:
    """`bot.ports.ReplayRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def kept(self) -> Mapping[int, str]:
        """Weeks and inputs."""
        query = select(REPLAY.c.week, REPLAY.c.inputs).where(self._handle.mine(REPLAY))
        return {row.week: row.inputs for row in await self._handle.rows(query)}

    async def get(self, week: int) -> Checkpoint | None:
        """What was kept after a week."""
        found = await self._handle.column(select(REPLAY.c.state).where(self._handle.mine(REPLAY, week=week)))
        return _checkpoint(week, _decode(found[0]), self._handle.spaces) if found else None

    async def keep(self, kept: Sequence[KeptReplay]) -> None:
        """In place of all others."""
        handle = self._handle
        await handle.connection.execute(delete(REPLAY).where(handle.mine(REPLAY)))
        await handle.put(
            REPLAY,
            [
                {
                    "week": one.checkpoint.week,
                    "until": one.until,
                    "inputs": one.inputs,
                    "state": _encode(_state(one.checkpoint, handle.spaces)).decode(),
                }
                for one in kept
            ],
        )


async def latest(handle: Handle) -> int | None:
    """The end of the last week that anything was kept after."""
    found: int | None = await handle.connection.scalar(
        select(func.max(REPLAY.c.until)).where(handle.mine(REPLAY))
    )
    return found


async def drop(handle: Handle, since: int) -> None:
    """Credits answered at `since` changed: what was kept after that is wrong."""
    await handle.connection.execute(delete(REPLAY).where(handle.mine(REPLAY), REPLAY.c.until > since))


def _state(checkpoint: Checkpoint, spaces: Spaces) -> dict[str, object]:
    ledger = checkpoint.ledger
    people = dict.fromkeys((*ledger.balances, *ledger.named))
    balances: list[object] = []
    for space, members in by_space(people, spaces).items():
        for member in members:
            who = person(space, member, spaces)
            balances.append(((space, member), ledger.balances.get(who, 0), ledger.named.get(who)))
    waiting = [
        (
            (spaces.number(member.space), member.id),
            spaces.number(message.channel.space),
            message.channel.id,
            message.id,
        )
        for member, message in checkpoint.waiting
    ]
    return {"balances": balances, "waiting": waiting}


def _checkpoint(week: int, state: Mapping[str, Any], spaces: Spaces) -> Checkpoint:
    balances: dict[PersonId, int] = {}
    named: dict[PersonId, int] = {}
    prefixes = {number: f"{space}:" for space, number in spaces.all()}
    for (space, member), balance, last in state["balances"]:
        who = PersonId(prefixes[space] + member)  # a person is named as `storage.repositories.persons` does
        balances[who] = balance
        if last is not None:
            named[who] = last
    places = {
        (space, channel): ChannelRef(spaces[space], channel) for _, space, channel, _ in state["waiting"]
    }
    waiting = tuple(
        (MemberRef(spaces[at], member), MessageRef(places[space, channel], message))
        for (at, member), space, channel, message in state["waiting"]
    )
    return Checkpoint(week, Ledger(balances, named), waiting)
