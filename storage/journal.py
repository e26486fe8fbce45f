"""Who was forgotten, in a small file outside the database: an older copy put back knows it from there.

It lies beside a SQLite database; a server's is named on opening. One JSON object a line: `community`, `hash`
(hexadecimal, keyed, so it names nobody), `at`, `back` where the person came back, and `of`, which knows the
community again: another one of the same name is not meant. The last line about a hash counts. Several
processes may keep a journal each, or share one: each writes down what it lacks.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

import msgspec
from sqlalchemy import URL, make_url

from bot.domain.community import Community
from bot.domain.refs import CommunityId
from bot.domain.times import Micros

log = logging.getLogger(__name__)

ENDING = ".erasures"
OPTION = "foster_journal"
"""The option of an engine that names a server's journal."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line."""

    community: str
    hash: str
    at: int
    back: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class Erasure:
    """One account of a community that was forgotten."""

    community: CommunityId
    hash: bytes
    at: Micros
    of: str = ""

    def about(self, salt: bytes) -> bool:
        """Whether the community with this salt is meant; older lines do not say."""
        return self.of in {"", of(salt)}


def line(community: Community, hash_: bytes, at: Micros, *, back: bool = False) -> Line:
    """What is written down."""
    return Line(community.id, hash_.hex(), at, back, of(community.salt))


def of(salt: bytes) -> str:
    """Knows a community's salt again, and tells nothing of it."""
    return blake2b(salt, digest_size=4, person=b"foster.journal").hexdigest()


class Engine(Protocol):
    """What is asked of an engine, of whichever kind."""

    @property
    def url(self) -> URL:
        """Where it connects to."""
        ...

    def get_execution_options(self) -> Mapping[str, Any]:
        """What `storage.engine.engine` gave it."""
        ...


def beside(engine: Engine) -> Path | None:
    """The journal of a database; None for a server's where none was named on opening."""
    if engine.url.get_backend_name() == "sqlite":
        file = Path(str(engine.url.database))
        return file.with_name(file.name + ENDING)
    named: Path | None = engine.get_execution_options().get(OPTION)
    return named


async def note(engine: Engine, lines: Sequence[Line]) -> None:
    """Write down, durably, who is forgotten or came back.

    An erasure must not wait for room on a disk: what cannot be noted now is noted with the upkeep.
    """
    path = beside(engine)
    if path is None:
        return
    try:
        await append(path, lines)
    except OSError as problem:
        log.warning("erasure not noted yet", extra={"journal": str(path), "why": problem.strerror})


async def append(path: Path, lines: Sequence[Line]) -> None:
    """Add lines, durably; a journal that was not there is there afterwards. `OSError` where that fails."""
    await asyncio.to_thread(_append, path, lines)


def states(path: Path) -> dict[tuple[str, str], Line]:
    """The last line about each community's hashes; those that cannot be read (a crash) are passed over."""
    found: dict[tuple[str, str], Line] = {}
    decode = msgspec.json.Decoder(Line).decode
    for text in path.read_bytes().splitlines() if path.is_file() else ():
        try:
            line = decode(text)
            bytes.fromhex(line.hash)
        except (msgspec.DecodeError, ValueError):
            continue
        found[line.community, line.hash] = line
    return found


def kept(path: Path) -> bool:
    """Whether there is a journal."""
    return path.is_file()


def is_server(address: str) -> bool:
    """Whether a server has this database: its journal has to be named."""
    return not address.startswith("sqlite")


def name_for(address: str) -> str:
    """What the journal of a server's database is called where nothing else was chosen; holds no password."""
    url = make_url(address)
    place = f"{url.host}:{url.port}/{url.database}?{sorted(url.query.items())}"
    return f"{url.database}-{blake2b(place.encode(), digest_size=4).hexdigest()}{ENDING}"


def read(path: Path) -> list[Erasure]:
    """Who is forgotten, as the journal says."""
    return [
        Erasure(CommunityId(line.community), bytes.fromhex(line.hash), Micros(line.at), line.of)
        for line in states(path).values()
        if not line.back
    ]


def _append(path: Path, lines: Sequence[Line]) -> None:
    text = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        if file.tell() and not _ended(path):
            file.write(b"\n")
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _ended(path: Path) -> bool:
    """Whether the last line is whole: a crash half-way must not spoil the next one."""
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
