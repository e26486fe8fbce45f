"""Erasing again what an older copy brought back: every account whose keyed hash is in the journal."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from bot.domain.refs import CommunityId, MemberRef
from bot.domain.times import Micros
from storage import journal
from storage.engine import reading
from storage.store import SqlStore
from storage.tables import COMMUNITY, FORGOTTEN


async def catch_up(store: SqlStore) -> int:
    """Forget whom the journal beside a database names and the database does not; how many accounts were here.

    Cheap where they agree. Hashes that nobody here has only leave their tombstones.
    """
    path = journal.beside(store.engine.url)
    noted = journal.read(path) if path is not None else []
    known = await _tombstones(store) if noted else {}
    missing: defaultdict[CommunityId, dict[bytes, Micros]] = defaultdict(dict)
    for one in noted:
        if one.hash not in known.get(one.community, {one.hash}):
            missing[one.community][one.hash] = one.at
    gone: list[MemberRef] = []
    for community, hashes in sorted(missing.items()):
        async with store.writing(community) as unit:
            gone += await unit.privacy.forget_again(hashes)
    if missing:
        await store.clean(gone)
    return len(gone)


async def _tombstones(store: SqlStore) -> dict[CommunityId, set[bytes]]:
    """By community, those without any among them."""
    query = select(COMMUNITY.c.slug, FORGOTTEN.c.hash)
    joined = query.outerjoin(FORGOTTEN, FORGOTTEN.c.community == COMMUNITY.c.number)
    found: defaultdict[CommunityId, set[bytes]] = defaultdict(set)
    async with reading(store.engine) as connection:
        for slug, hash_ in await connection.execute(joined):
            found[CommunityId(slug)] |= set() if hash_ is None else {bytes(hash_)}
    return dict(found)
