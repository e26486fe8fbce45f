"""The plan and the weekly digests."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.domain.agenda import Plan
from bot.domain.delivery import Digest, State, Why
from bot.domain.recognition.weekly import week_number, week_of_number
from bot.domain.refs import ChannelRef
from bot.domain.times import Micros, Week
from storage.agenda import look_again
from storage.handle import Handle
from storage.repositories.persons import week_or_none
from storage.rows import AnyFound
from storage.spaces import Spaces
from storage.tables import AGENDA, DIGEST


class SqlDigests:
    """`bot.delivery_ports.DigestRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def plan(self) -> Plan | None:
        """Where the community stands."""
        rows = await self._handle.rows(select(AGENDA).where(self._handle.mine(AGENDA)))
        if not rows or rows[0].week is None:
            return None
        row = rows[0]
        return Plan(row.schedule, Micros(row.since), week_of_number(row.week), week_or_none(row.previewed))

    async def save_plan(self, plan: Plan, due: Micros) -> None:
        """Keep it."""
        row = {
            "due": due,
            "schedule": plan.schedule,
            "since": plan.since,
            "week": week_number(plan.week),
            "previewed": None if plan.previewed is None else week_number(plan.previewed),
        }
        await self._handle.put(AGENDA, [row])

    async def look_again(self, due: Micros) -> None:
        """Be looked at by then."""
        await look_again(self._handle, due)

    async def look_by(self, due: Micros) -> None:
        """Be looked at by then at the latest."""
        known = await self._handle.column(select(AGENDA.c.due).where(self._handle.mine(AGENDA)))
        if not known or known[0] > due:
            await look_again(self._handle, due)

    async def get(self, week: Week) -> Digest | None:
        """The digest of a week."""
        query = select(DIGEST).where(self._handle.mine(DIGEST, week=week_number(week)))
        rows = await self._handle.rows(query)
        return _digest(rows[0], self._handle.spaces) if rows else None

    async def under_way(self) -> Sequence[Digest]:
        """Pending or being sent, by week."""
        found = await self.latest(1_000, State.PENDING, State.SENDING)
        return found[::-1]

    async def latest(self, limit: int, *states: State) -> Sequence[Digest]:
        """The newest first."""
        query = select(DIGEST).where(self._handle.mine(DIGEST)).order_by(DIGEST.c.week.desc()).limit(limit)
        if states:
            query = query.where(DIGEST.c.state.in_([state.value for state in states]))
        return [_digest(row, self._handle.spaces) for row in await self._handle.rows(query)]

    async def save(self, digest: Digest) -> None:
        """Keep a digest as it is now."""
        channel = digest.channel
        row = {
            "week": week_number(digest.week),
            "slot": digest.slot,
            "state": digest.state.value,
            "at": digest.at,
            "until": digest.until,
            "owner": digest.owner,
            "attempt": digest.attempt,
            "channel_space": None if channel is None else self._handle.spaces.number(channel.space),
            "channel": None if channel is None else channel.id,
            "external": digest.external,
            "why": digest.why.value,
            "missing": digest.missing,
            "left_over": digest.left_over,
        }
        await self._handle.put(DIGEST, [row])


def _digest(row: AnyFound, spaces: Spaces) -> Digest:
    channel = None if row.channel_space is None else ChannelRef(spaces[row.channel_space], row.channel)
    return Digest(
        week_of_number(row.week),
        Micros(row.slot),
        State(row.state),
        Micros(row.at),
        Micros(row.until),
        row.owner,
        row.attempt,
        channel,
        row.external,
        Why(row.why),
        row.missing,
        row.left_over,
    )
