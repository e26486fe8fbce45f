"""What the command line needs from the program behind it. `bot.wiring` implements it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # `foster --help` must not pay for the core
    from bot.commands.spec import Reply
    from bot.domain.times import Week
    from bot.views.card import Card

Progress = Callable[[str, int, int], None]
"""`progress(what, done, total)`: how far a long job is; `total` is 0 while it is not known."""


@dataclass(frozen=True, slots=True)
class Where:
    """Which data: a database URL, and a community's name (None: the only one there is).

    `program` is how this program was started and `named` how its database was named, both as a shell takes
    them. A `throwaway` database is the program's own, and made anew.
    """

    database: str
    community: str | None = None
    program: str = field(default="foster", compare=False)
    named: str = field(default="", compare=False)
    throwaway: bool = False

    @property
    def command(self) -> str:
        """What starts this program again on the same data, for the commands that are printed."""
        return f"{self.program} --database {self.named}" if self.named else self.program


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What an import is told. Names and ids are as typed; empty means not given.

    `staff` are names or ids of accounts, or an e-mail domain (`@example.org`). `since` drops older messages.
    """

    help_channels: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    zone: str | None = None
    since: date | None = None


class Program(Protocol):
    """Every method raises a `UserFacingError` for what the person can mend."""

    async def ask(self, where: Where, words: str, member: str | None) -> Reply:
        """The answer to a chat command, for an admin or as `member` (a name or an id)."""
        ...

    async def digest(self, where: Where, week: Week | None, *, preview: bool) -> Card:
        """The digest of a week (None: the last complete one); `preview` as admins see it."""
        ...

    async def picture(self, card: Card) -> bytes | None:
        """A card's chart as a PNG; None where it has none."""
        ...

    async def import_exports(
        self, where: Where, paths: Sequence[Path], options: ImportOptions, progress: Progress
    ) -> Card:
        """Bring exports in; what came in, and what to try next."""
        ...

    async def demo(self, where: Where, progress: Progress) -> Sequence[Card]:
        """A synthetic community: its latest digest, its verdict and what to try next."""
        ...

    async def report(self, where: Where, out: Path) -> Card:
        """Write the page about readiness that may be passed on; where it is."""
        ...

    def manifest(self, platform: str, mode: str, url: str, extras: tuple[str, ...]) -> str:
        """What to paste when the app is made on a platform."""
        ...

    def invite(self, platform: str, application: str) -> str:
        """The link that invites Foster to a server."""
        ...

    async def doctor(self, where: Where, platform: str) -> Reply:
        """What is wrong with the access to a platform, and what mends it; failed where anything is."""
        ...

    async def communities(self, where: Where) -> Card:
        """Every community in the database."""
        ...

    async def db_upgrade(self, where: Where) -> Card:
        """Bring the tables up to date; what was done."""
        ...

    async def db_restored(self, where: Where, journals: Sequence[Path], *, nobody: bool) -> Card:
        """Take a copy that was put back for the database, and forget again whom journals name."""
        ...

    async def db_check(self, where: Where) -> Card:
        """Whether the tables are as they should be, and each community's state hash."""
        ...

    def new_key(self) -> str:
        """A fresh key that seals secrets."""
        ...

    async def rotate_keys(self, where: Where) -> Card:
        """Seal every stored secret and name anew with the newest key; how many that were."""
        ...

    async def forget_sealed(self, where: Where) -> Card:
        """Remove the stored secrets and names that no key opens any more; how many that were."""
        ...

    async def run(self, where: Where) -> None:
        """Be on the configured platforms until told to stop."""
        ...

    async def backup(self, where: Where, to: Path) -> Card:
        """Copy the database."""
        ...

    async def restore(self, where: Where, source: Path) -> Card:
        """Put a copy in the database's place."""
        ...
