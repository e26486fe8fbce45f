"""A way to PostgreSQL's socket that counts how often it is gone, and can break anywhere on it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url

_SOCKET = ".s.PGSQL.5432"


@dataclass(slots=True)
class Relay:
    """Stands between a client and the server; a turn is what the client says before it listens again."""

    address: str
    turns: int = 0
    breaks: tuple[int, bool] | None = None
    """The turn, from 1, at which the connection ends, once; and whether the server hears it before."""
    _listening: set[int] = field(default_factory=set)

    def count(self) -> None:
        """From here."""
        self.turns = 0

    async def serve(self, server: Path, up: asyncio.StreamReader, down: asyncio.StreamWriter) -> None:
        """One client, until it or the server goes."""
        answers, onward = await asyncio.open_unix_connection(server)
        back = asyncio.create_task(self._answers(answers, down, id(up)))
        self._listening.add(id(up))
        with suppress(ConnectionError):
            while some := await up.read(1 << 20):
                if id(up) in self._listening:
                    self._listening.discard(id(up))
                    self.turns += 1
                if self.breaks is not None and self.breaks[0] == self.turns:
                    heard, self.breaks = self.breaks[1], None
                    if heard:
                        back.cancel()
                        await asyncio.wait([back])
                        onward.write(some)
                        await answers.read(1)  # it has done what it was told
                    break
                onward.write(some)
        back.cancel()
        for writer in (onward, down):
            writer.close()

    async def _answers(self, answers: asyncio.StreamReader, down: asyncio.StreamWriter, who: int) -> None:
        with suppress(ConnectionError):
            while some := await answers.read(1 << 20):
                self._listening.add(who)
                down.write(some)
        down.close()


@asynccontextmanager
async def relayed(address: str) -> AsyncIterator[Relay]:
    """A relay to a server that listens on a unix socket, in a folder of its own."""
    url = make_url(address)
    server = Path(str(url.query["host"])) / _SOCKET
    with tempfile.TemporaryDirectory(prefix="way", dir="/tmp") as folder:
        relay = Relay(address.replace(str(url.query["host"]), folder))

        async def client(up: asyncio.StreamReader, down: asyncio.StreamWriter) -> None:
            await relay.serve(server, up, down)

        async with await asyncio.start_unix_server(client, Path(folder) / _SOCKET):
            yield relay
