"""Having the journal say all that the database knows of forgotten people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.community import Community
from bot.domain.errors import SettingsError
from bot.domain.refs import CommunityId
from storage import journal
from storage.engine import reading
from storage.journal import Erasure, Line
from storage.tables import COMMUNITY, FORGOTTEN, RETURNED


@dataclass(frozen=True, slots=True)
class Known:
    """What a database knows of the forgotten people of one community: those who came back are marked so."""

    salt: bytes
    lines: dict[bytes, Line]

    def lacks(self, one: Erasure) -> bool:
        """Whether it is older than this erasure. Whoever came back since is not forgotten again."""
        line = self.lines.get(one.hash)
        return one.about(self.salt) and (line is None or (line.back and one.at > line.at))


async def write_down(engine: AsyncEngine) -> None:
    """Have the journal say all that the database does; a `SettingsError` where it cannot be written."""
    path = journal.beside(engine)
    if path is None:
        return
    told, noted = await known_in(engine), journal.states(path)
    lines = [
        line
        for of in told.values()
        for line in of.lines.values()
        if (said := noted.get((line.community, line.hash))) is None or said.back != line.back
    ]
    if not lines and (path.is_file() or engine.dialect.name == "sqlite"):
        return
    try:
        await journal.append(path, lines)
    except OSError as problem:
        raise SettingsError(
            "{path} cannot be written: {why}. It notes who was forgotten, outside the database. Name a file "
            "on a disk that stays, in {name}.",
            path=path,
            why=problem.strerror,
            name="FOSTER_ERASURES",
        ) from None


async def known_in(engine: AsyncEngine) -> dict[CommunityId, Known]:
    """By community, those without any forgotten people among them."""
    found: dict[int, tuple[Community, Known]] = {}
    async with reading(engine) as connection:
        for row in await connection.execute(select(COMMUNITY)):
            found[row.number] = Community(CommunityId(row.slug), "", row.salt), Known(row.salt, {})
        for table, back in ((RETURNED, True), (FORGOTTEN, False)):  # forgotten anew counts
            for row in await connection.execute(select(table)):
                if row.community in found:
                    community, known = found[row.community]
                    known.lines[bytes(row.hash)] = journal.line(community, row.hash, row.at, back=back)
    return {community.id: known for community, known in found.values()}
