"""Who was forgotten, in a small file beside a SQLite database: an older copy put back knows it from there.

One JSON object a line: `community`, `hash` (hexadecimal, keyed, so it names nobody), `at`, and `back` where
the person came back. The last line about a hash counts. A server's backups are its operator's: for those,
`foster db erasures` writes the same lines.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import URL

from bot.domain.refs import CommunityId
from bot.domain.times import Micros

ENDING = ".erasures"


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line."""

    community: str
    hash: str
    at: int
    back: bool = False


@dataclass(frozen=True, slots=True)
class Erasure:
    """One account of a community that was forgotten."""

    community: CommunityId
    hash: bytes
    at: Micros


def beside(url: URL) -> Path | None:
    """The journal of a SQLite database; None for a server's."""
    if url.get_backend_name() != "sqlite":
        return None
    file = Path(str(url.database))
    return file.with_name(file.name + ENDING)


async def note(url: URL, community: CommunityId, hashes: Iterable[bytes], at: Micros) -> None:
    """Write down, durably, that these are forgotten."""
    path = beside(url)
    if path is not None:
        lines = [Line(community, one.hex(), at) for one in hashes]
        await asyncio.to_thread(_append, path, lines)


async def strike(url: URL, community: CommunityId, hash_: bytes) -> None:
    """Write down that somebody is welcome back."""
    path = beside(url)
    if path is not None:
        await asyncio.to_thread(_append, path, [Line(community, hash_.hex(), 0, back=True)])


def read(path: Path) -> list[Erasure]:
    """What the journal says; lines that cannot be read (a crash half-way) are passed over."""
    found: dict[tuple[str, str], Line] = {}
    decode = msgspec.json.Decoder(Line).decode
    for text in path.read_bytes().splitlines() if path.is_file() else ():
        try:
            line = decode(text)
            bytes.fromhex(line.hash)
        except (msgspec.DecodeError, ValueError):
            continue
        found[line.community, line.hash] = line
    return [
        Erasure(CommunityId(line.community), bytes.fromhex(line.hash), Micros(line.at))
        for line in found.values()
        if not line.back
    ]


def written(erasures: Iterable[Erasure]) -> bytes:
    """The lines of these."""
    lines = [Line(one.community, one.hash.hex(), one.at) for one in erasures]
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)


def _append(path: Path, lines: Sequence[Line]) -> None:
    text = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
    with path.open("ab") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
