"""One running Foster for one SQLite file. The lock goes with its process, however that ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from bot.domain.errors import UserFacingError

try:
    import fcntl
except ImportError:  # Windows has no such locks; SQLite's own still keep the data whole
    fcntl = None  # type: ignore[assignment] # checked before use


def sqlite_file(address: str) -> Path | None:
    """The file of a SQLite address; None for a server's."""
    url = make_url(address)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


@contextmanager
def only_one(address: str) -> Iterator[None]:
    """Hold the lock of a SQLite file; a `UserFacingError` where another process runs on it."""
    file = sqlite_file(address)
    if file is None or fcntl is None:
        yield
        return
    file.resolve().parent.mkdir(parents=True, exist_ok=True)
    with file.with_name(file.name + ".lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UserFacingError(
                "Foster already runs on {path}. Stop that one; several at once need PostgreSQL.",
                path=file,
            ) from None
        handle.truncate(0)
        handle.write(f"{os.getpid()}\n")
        handle.flush()
        yield
