"""An opened export: a stream of batches of facts, and a summary once it has been read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self

from adapters.exports.source import Source, stem
from adapters.exports.tally import Tally
from bot.domain.facts import Fact
from bot.domain.imports import ImportSummary
from bot.domain.refs import SpaceRef

BATCH = 5_000
"""Facts a batch: what storage inserts at once."""

Progress = Callable[[int, int], None]
"""`progress(done, total)` in bytes of the export's files as unpacked."""


class Reader(Protocol):
    """One kind of export."""

    @property
    def space(self) -> SpaceRef:
        """Where its facts come from."""
        ...

    @property
    def title(self) -> str:
        """What the export calls itself, to suggest a community's name."""
        ...

    @property
    def total(self) -> int:
        """Bytes that will be read."""
        ...

    def facts(self, tally: Tally) -> Iterator[tuple[int, list[Fact]]]:
        """Facts piece by piece, each with the bytes that were read for it."""
        ...


@dataclass(slots=True)
class Export:
    """`with open_export(…) as export:` then `export.batches()`, then `export.summary`."""

    reader: Reader
    _source: Source
    _tally: Tally = field(default_factory=Tally)

    @property
    def space(self) -> SpaceRef:
        """The Slack workspace, Discord server or neutral space of every fact."""
        return self.reader.space

    @property
    def title(self) -> str:
        """What the export calls itself (a server's name, a file's); else the path's name."""
        return self.reader.title or stem(self._source.path)

    @property
    def summary(self) -> ImportSummary:
        """What was read so far: complete once `batches` has ended."""
        return self._tally.summary()

    def batches(self, progress: Progress | None = None) -> Iterator[list[Fact]]:
        """Facts in batches of about `BATCH`, the same every time. Reading again starts from the beginning."""
        self._tally = tally = Tally()
        for reason, name in self._source.problems:
            tally.aside(reason, name)
        waiting: list[Fact] = []
        done, total = 0, self.reader.total
        for read, facts in self.reader.facts(tally):
            done += read
            waiting += facts
            if progress is not None:
                progress(min(done, total), total)
            while len(waiting) >= BATCH:
                yield waiting[:BATCH]
                waiting = waiting[BATCH:]
        if waiting:
            yield waiting

    def close(self) -> None:
        """Let go of the files."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
