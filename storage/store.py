"""The store on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.util import greenlet_spawn

from bot.domain.community import Community
from bot.domain.errors import UserFacingError
from bot.domain.facts import Fact
from bot.domain.refs import CommunityId, MemberRef, SpaceRef
from bot.domain.times import Micros
from bot.ports import Unit
from storage import agenda, cleaning
from storage.bulk import enter
from storage.engine import facts_engine, reached, reading, reading_engine, writing, writing_engine
from storage.handle import Handle
from storage.immediate import ImmediateConnection, immediately
from storage.ingest import ingest_all
from storage.names import PLAIN, Names
from storage.reapplying import catch_up
from storage.sharing import Sharing
from storage.tables import COMMUNITY, SPACE
from storage.thread import EngineThread
from storage.unit import unit

T = TypeVar("T")


class SqlStore:
    """`bot.ports.Store`. Make one with `storage.opening.open_store`, and close it at the end."""

    def __init__(self, engine: AsyncEngine, names: Names = PLAIN) -> None:
        self.engine = engine
        self._names = names
        embedded = engine.dialect.name == "sqlite"
        # SQLite has one writer at a time; queueing here is fair and spares its polling.
        self._turn: AbstractAsyncContextManager[None] = asyncio.Lock() if embedded else nullcontext()
        self._thread = EngineThread(writing_engine(engine), "foster-writing") if embedded else None
        self._looking = EngineThread(reading_engine(engine), "foster-reading") if embedded else None
        self._facts = engine if embedded else facts_engine(engine)
        self._sharing = Sharing(self._at_once)

    async def close(self) -> None:
        """Give the connections back."""
        await self._sharing.end()
        for thread in (self._thread, self._looking):
            if thread is not None:
                thread.close()
        await self._facts.dispose()
        await self.engine.dispose()

    async def communities(self) -> Sequence[Community]:
        """Every community, by id."""
        async with reading(self.engine) as connection:
            rows = await connection.execute(select(COMMUNITY).order_by(COMMUNITY.c.slug))
            return [Community(CommunityId(row.slug), row.name, row.salt) for row in rows]

    async def create(self, community: Community, spaces: Sequence[SpaceRef] = ()) -> None:
        """Add a community."""
        async with self._transaction() as connection:
            taken = select(COMMUNITY.c.number).where(COMMUNITY.c.slug == community.id)
            if (await connection.execute(taken)).first():
                raise UserFacingError("There is already a community “{id}”.", id=community.id)
            row = {"slug": community.id, "name": community.name, "salt": community.salt, "revision": 0}
            await connection.execute(insert(COMMUNITY), row)
            for space in spaces:
                await self._attach(connection, community.id, space)

    async def community_of(self, space: SpaceRef) -> CommunityId | None:
        """Whose space it is."""
        async with reading(self.engine) as connection:
            return await _owner(connection, space)

    async def attach(self, community: CommunityId, space: SpaceRef) -> None:
        """Give a community a further space."""
        async with self._transaction() as connection:
            await self._attach(connection, community, space)

    @asynccontextmanager
    async def reading(self, community: CommunityId) -> AsyncIterator[Unit]:
        """A consistent view."""
        async with reading(self.engine) as connection:
            yield unit(await self._handle(connection, community))

    @asynccontextmanager
    async def writing(self, community: CommunityId) -> AsyncIterator[Unit]:
        """A transaction. Writers of one community wait for each other."""
        async with self._transaction() as connection:
            handle = await self._handle(connection, community, lock=True)
            yield unit(handle)
            await connection.run_sync(handle.spaces.save)

    async def at_once(self, community: CommunityId, work: Callable[[Unit], Awaitable[T]]) -> T:
        """A transaction like `writing`.

        On SQLite all of it runs in the thread that writes, together with what else waits: going to and fro
        for each statement, and waiting for the disk for each community, would take longer than the work.
        """
        if self._thread is None:
            async with self.writing(community) as one:
                return await work(one)
        return await self._sharing.do(partial(self._worked, community, work))

    async def look(self, community: CommunityId, work: Callable[[Unit], Awaitable[T]]) -> T:
        """A view like `reading`; on SQLite in a thread of its own, without going to and fro."""
        if self._looking is None:
            async with self.reading(community) as one:
                return await work(one)
        async with reached(self.engine):
            return await self._looking.run(partial(self._worked, community, work, lock=False))

    async def ingest(self, batch: Iterable[tuple[CommunityId, Sequence[Fact]]]) -> None:
        """Facts of any communities in one transaction."""
        facts: defaultdict[CommunityId, list[Fact]] = defaultdict(list)
        for community, some in batch:
            facts[community] += some
        await self._at_once(partial(ingest_all, facts=facts, names=self._names))

    async def anything(self, now: Micros) -> bool:
        """Whether there is anything to do at all."""
        async with reading(self.engine) as connection:
            return await agenda.anything(connection, now)

    async def claim(self, now: Micros, until: Micros, limit: int) -> Sequence[CommunityId]:
        """Communities that are due."""
        async with self._transaction() as connection:
            return await agenda.claim(connection, now, until, limit)

    async def mail_due(self, now: Micros, limit: int) -> Sequence[CommunityId]:
        """Communities with notices that are due."""
        async with reading(self.engine) as connection:
            return await agenda.mail_due(connection, now, limit)

    async def unsettled(self, limit: int) -> Sequence[CommunityId]:
        """Communities with changed facts."""
        async with reading(self.engine) as connection:
            return await agenda.unsettled(connection, limit)

    async def counts(self) -> Mapping[str, int]:
        """Digests and notices that are not done, by state."""
        async with reading(self.engine) as connection:
            return await agenda.counts(connection)

    async def clean(self, members: Collection[MemberRef] = ()) -> None:
        """Take what was erased out of the files, too; then agree with the journal.

        A database that was put back under a running program forgets again here, within the hour.
        """
        await self.clean_files(members)
        await catch_up(self)

    async def clean_files(self, members: Collection[MemberRef] = ()) -> None:
        """Take what was erased out of the files, where anything was since the last time."""
        if left := await cleaning.unclean(self.engine):
            await self._clean(members)
            async with self._transaction() as connection:
                await cleaning.done(connection, left)

    async def _clean(self, members: Collection[MemberRef]) -> None:
        if self._thread is None:
            await cleaning.clean_postgresql(self.engine)
        else:
            file, ids = Path(str(self.engine.url.database)), {member.id for member in members}
            async with self._turn, reached(self.engine):
                await cleaning.clean_sqlite(file, ids)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        async with self._turn, writing(self.engine) as connection:
            yield connection

    async def _at_once(self, work: Callable[[Connection], T]) -> T:
        """A transaction without waiting between its statements, where the database allows that.

        Where the connection to a server breaks, `work` is done once more: it must bear being done twice.
        """
        if self._thread is not None:
            async with self._turn, reached(self.engine):
                return await self._thread.run(work)
        try:
            return await _in_one_go(self._facts, work)
        except DBAPIError as problem:
            if not problem.connection_invalidated:
                raise
            return await _in_one_go(self._facts, work)

    def _worked(
        self,
        community: CommunityId,
        work: Callable[[Unit], Awaitable[T]],
        connection: Connection,
        *,
        lock: bool = True,
    ) -> T:
        """In the thread that writes, or in the one that reads."""
        value, bulk = enter(connection, community, self._names, lock=lock)
        immediate = ImmediateConnection(connection)
        found = immediately(work(unit(Handle(immediate, value, bulk.number, bulk.spaces, bulk.names))))
        if lock:
            bulk.spaces.save(connection)
        return found

    async def _attach(self, connection: AsyncConnection, community: CommunityId, space: SpaceRef) -> None:
        owner = await _owner(connection, space)
        if owner is not None and owner != community:
            raise UserFacingError("{space} belongs to the community “{id}”.", space=space, id=owner)
        handle = await self._handle(connection, community, lock=True)
        await connection.run_sync(handle.spaces.attach, space)

    async def _handle(
        self, connection: AsyncConnection, community: CommunityId, *, lock: bool = False
    ) -> Handle:
        value, bulk = await connection.run_sync(enter, community, self._names, lock=lock)
        return Handle(connection, value, bulk.number, bulk.spaces, bulk.names)


async def _in_one_go(engine: AsyncEngine, work: Callable[[Connection], T]) -> T:
    """A transaction in one greenlet: with one for each of its steps it costs half as much again, or more."""
    async with reached(engine):
        return await greenlet_spawn(_committed, engine.sync_engine, work)


def _committed(engine: Engine, work: Callable[[Connection], T]) -> T:
    with engine.begin() as connection:
        return work(connection)


async def _owner(connection: AsyncConnection, space: SpaceRef) -> CommunityId | None:
    query = (
        select(COMMUNITY.c.slug)
        .join(SPACE, SPACE.c.community == COMMUNITY.c.number)
        .where(SPACE.c.platform == space.platform.value, SPACE.c.external == space.id, SPACE.c.attached)
    )
    found: str | None = await connection.scalar(query)
    return None if found is None else CommunityId(found)
