"""Processes that are forked, and databases that are copied: a kill costs a tenth of a second."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import traceback
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text

from storage.engine import engine

Work = Callable[[], Coroutine[Any, Any, object]]

_KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Process:
    """A forked process, and where it says what came of its work."""

    id: int
    told: int

    @classmethod
    def of(cls, work: Work) -> Process:
        """One that does this and ends. Fork only where there are no threads."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _do(work, writing)
        os.close(writing)
        return cls(child, reading)

    def end(self, *, killed: bool = False) -> Any:  # noqa: ANN401 - whatever it gave
        """Wait until it ended well, or until it was killed; what its work gave."""
        with os.fdopen(self.told, "rb") as told:
            said = told.read()
        code = os.waitstatus_to_exitcode(os.waitpid(self.id, 0)[1])
        if code != (_KILLED if killed else 0):
            raise AssertionError(f"a process ended with {code}, to be killed: {killed}")
        return json.loads(said) if said else None


def _do(work: Work, told: int) -> None:
    """In the forked process; never returns."""
    code = 1
    try:
        os.write(told, json.dumps(asyncio.run(work())).encode())
        code = 0
    except BaseException:  # noqa: BLE001 - told, then over
        traceback.print_exc()
    finally:
        os._exit(code)


@dataclass(frozen=True, slots=True)
class Databases:
    """Copies of a database, which nobody may have open while it is copied."""

    template: str

    def copy(self, name: str) -> str:
        """Another one like it."""
        url = make_url(self.template)
        if url.get_backend_name() == "sqlite":
            template = Path(str(url.database))
            copied = template.with_name(f"{name}-{template.name}")
            shutil.copy(template, copied)
            return f"sqlite:///{copied}"
        made = f"{url.database}_{name}"
        Process.of(partial(_run, self.template, f"CREATE DATABASE {made} TEMPLATE {url.database}")).end()
        return url.set(database=made).render_as_string(hide_password=False)

    def drop(self, address: str) -> None:
        """Done with a copy."""
        url = make_url(address)
        if url.get_backend_name() == "sqlite":
            for file in Path(str(url.database)).parent.glob(f"{Path(str(url.database)).name}*"):
                file.unlink()
        else:
            Process.of(partial(_run, self.template, f"DROP DATABASE {url.database} WITH (FORCE)")).end()


async def _run(address: str, statement: str) -> None:
    """On the server, from its own database: nobody may be in the template."""
    server = make_url(address).set(database="postgres").render_as_string(hide_password=False)
    admin = engine(server).execution_options(isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(statement))
    await admin.dispose()
