"""How far a long job is: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    Task,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.text import Text

from adapters.markup.inert import inert
from adapters.terminal.program import Progress as Report
from adapters.terminal.render import console

_EVERY = 25  # per cent between two plain lines
_BYTES = 10_000  # a total from which bytes are counted


@contextmanager
def reporting(file: IO[str]) -> Iterator[Report]:
    """A function to report to. The bar, with rate and time left, is gone when the job is done."""
    out = console(file)
    if not out.is_terminal or out.is_dumb_terminal:
        yield PlainLines(file)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=out, transient=True) as bar:
        yield Bars(bar)


class _Rate(TransferSpeedColumn):
    """Bytes a second; nothing where parts are counted and not bytes: there are few."""

    def render(self, task: Task) -> Text:
        """What stands beside the bar."""
        return super().render(task) if (task.total or 0) >= _BYTES else Text()


class Bars:
    """One bar for each thing that is worked on."""

    def __init__(self, bar: Progress) -> None:
        self.bar = bar
        self.tasks: dict[str, TaskID] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        """Move the bar of `what`."""
        if what not in self.tasks:
            self.tasks[what] = self.bar.add_task(inert(what), total=None)
        self.bar.update(self.tasks[what], completed=done, total=total or None)


class PlainLines:
    """A line when something begins and at every quarter of it."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.said: dict[str, int] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        """Say it where it is new."""
        percent = 100 * done // total if total else 0
        step = percent // _EVERY
        if self.said.get(what, -1) < step:
            self.said[what] = step
            number = f" {percent} %" if step else ""
            self.file.write(f"{inert(what)} …{number}\n")
            self.file.flush()
