"""Who wrote and who answered before, where the messages that showed it have expired."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.refs import MemberRef
from storage.handle import Handle, chunks
from storage.naming import Person
from storage.rows import AnyFound
from storage.tables import ACQUAINTED

_FOREVER = 2**62


async def acquainted(handle: Handle, members: Iterable[MemberRef]) -> dict[MemberRef, AnyFound]:
    """The rows of those whom something expired of: `wrote` and `answered` (None: never)."""
    groups: dict[int, list[str]] = {}
    for member in members:
        groups.setdefault(handle.spaces.find(member.space), []).append(member.id)
    found: dict[MemberRef, AnyFound] = {}
    for space, ids in groups.items():
        for part in chunks(ids):
            query = select(ACQUAINTED).where(handle.mine(ACQUAINTED, space=space), ACQUAINTED.c.id.in_(part))
            for row in await handle.rows(query):
                found[MemberRef(handle.spaces[space], row.id)] = row
    return found


async def remember(
    handle: Handle, wrote: Sequence[tuple[Person, int]], answered: Sequence[tuple[Person, int]]
) -> None:
    """Keep the earliest of each."""
    rows: dict[Person, dict[str, int | None]] = {}
    for person, at in wrote:
        rows.setdefault(person, {"wrote": at, "answered": None})["wrote"] = at
    for person, at in answered:
        rows.setdefault(person, {"wrote": at, "answered": at})["answered"] = at
    if not rows:
        return
    dialect = sqlite if handle.connection.dialect.name == "sqlite" else postgresql
    least = func.min if handle.connection.dialect.name == "sqlite" else func.least
    insert = dialect.insert(ACQUAINTED)
    old, new = ACQUAINTED.c, insert.excluded
    both = least(func.coalesce(old.answered, _FOREVER), func.coalesce(new.answered, _FOREVER))
    upsert = insert.on_conflict_do_update(
        index_elements=list(ACQUAINTED.primary_key),
        set_={"wrote": least(old.wrote, new.wrote), "answered": func.nullif(both, _FOREVER)},
    )
    values = [
        {"community": handle.number, "space": space, "id": id_, **found}
        for (space, id_), found in sorted(rows.items())
    ]
    await handle.connection.execute(upsert, values)
