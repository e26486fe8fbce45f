"""A program that answers the command line with fixed cards and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from adapters.terminal.program import ImportOptions, Progress, Where
from bot.commands.spec import Reply
from bot.domain.errors import UserFacingError
from bot.domain.times import Week
from bot.views.card import Card, Paragraph
from bot.views.problem import problem
from bot.views.texts import texts


def card(title: str) -> Card:
    return Card(title, (Paragraph((f"About {title}.",)),), data={"about": title})


class FakeProgram:
    """`fails` is raised by every method; `failed` marks answers as problems."""

    def __init__(self, fails: BaseException | None = None, *, failed: bool = False) -> None:
        self.fails = fails
        self.failed = failed
        self.drawn: bytes | None = None
        self.calls: list[tuple[object, ...]] = []

    def _called(self, *call: object) -> None:
        self.calls.append(call)
        if self.fails is not None:
            raise self.fails

    async def ask(self, where: Where, words: str, member: str | None) -> Reply:
        self._called("ask", where, words, member)
        if self.failed:
            said = problem(texts("en"), UserFacingError("About {what}.", what="answer"))
            return Reply(said, failed=True)
        return Reply(card("answer"))

    async def digest(self, where: Where, week: Week | None, *, preview: bool) -> Card:
        self._called("digest", where, week, preview)
        return card("digest")

    async def picture(self, card: Card) -> bytes | None:
        self._called("picture", card)
        return self.drawn

    async def import_exports(
        self, where: Where, paths: Sequence[Path], options: ImportOptions, progress: Progress
    ) -> Card:
        self._called("import", where, list(paths), options)
        for done in range(0, 101, 10):
            progress("Reading", done, 100)
        return card("import")

    async def demo(self, where: Where, progress: Progress) -> Sequence[Card]:
        self._called("demo", where)
        progress("Making a community", 0, 0)
        return [card("first"), card("second")]

    async def report(self, where: Where, out: Path) -> Card:
        self._called("report", where, out)
        return card("report")

    def invite(self, platform: str, application: str) -> str:
        return f"https://{platform}.example/{application}"

    def manifest(self, platform: str, mode: str, url: str, extras: tuple[str, ...]) -> str:
        self._called("manifest", platform, mode, url, *extras)
        return "{}"

    async def doctor(self, where: Where, platform: str) -> Reply:
        self._called("doctor", where, platform)
        return Reply(card("doctor"), failed=self.failed)

    async def communities(self, where: Where) -> Card:
        self._called("communities", where)
        return card("communities")

    async def db_upgrade(self, where: Where) -> Card:
        self._called("upgrade", where)
        return card("upgrade")

    async def db_restored(self, where: Where, journals: Sequence[Path], *, nobody: bool) -> Card:
        self._called("restored", where, list(journals), nobody)
        return card("restored")

    async def db_check(self, where: Where) -> Card:
        self._called("check", where)
        return card("check")

    def new_key(self) -> str:
        self._called("new key")
        return "key"

    async def rotate_keys(self, where: Where) -> Card:
        self._called("rotate", where)
        return card("rotated")

    async def forget_sealed(self, where: Where) -> Card:
        self._called("forget", where)
        return card("forgotten")

    async def run(self, where: Where) -> None:
        self._called("run", where)

    async def backup(self, where: Where, to: Path) -> Card:
        self._called("backup", where, to)
        return card("backup")

    async def restore(self, where: Where, source: Path) -> Card:
        self._called("restore", where, source)
        return card("restore")
