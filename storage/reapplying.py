"""Erasing again what an older copy brought back: every account whose keyed hash is in the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.refs import CommunityId, MemberRef
from bot.domain.times import Micros
from storage import journal
from storage.noting import known_in, write_down

if TYPE_CHECKING:  # the store itself asks for this, too
    from storage.store import SqlStore


async def catch_up(store: SqlStore, further: Iterable[Path] = ()) -> Sequence[MemberRef]:
    """Forget whom the database's journal, or a further one, names and the database does not; who was here.

    Cheap where they agree. Hashes that nobody here has only leave their tombstones. Afterwards the journal
    says all that the database does.
    """
    own = journal.beside(store.engine)
    noted = [one for path in (*further, *([] if own is None else [own])) for one in journal.read(path)]
    known = await known_in(store.engine)
    missing: defaultdict[CommunityId, dict[bytes, Micros]] = defaultdict(dict)
    for one in noted:
        if one.community in known and known[one.community].lacks(one):
            missing[one.community][one.hash] = max(one.at, missing[one.community].get(one.hash, one.at))
    gone: list[MemberRef] = []
    for community, hashes in sorted(missing.items()):
        async with store.writing(community) as unit:
            gone += await unit.privacy.forget_again(hashes)
    if missing:
        await store.clean_files(gone)
    await write_down(store.engine)
    return gone
