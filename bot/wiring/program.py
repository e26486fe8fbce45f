"""What the command line asks for, done with the real parts."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from adapters.charts.png import png
from adapters.discord.addresses import permalink
from adapters.terminal.program import ImportOptions, Progress, Where
from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Reply, Role, Surface
from bot.commands.values import UnitDirectory, find_member
from bot.domain.errors import UserFacingError
from bot.domain.preferences import Preferences
from bot.domain.recognition.digest import DigestData
from bot.domain.refs import CommunityId
from bot.domain.times import Week
from bot.ports import Clock
from bot.settings import load
from bot.usecases.credit import credit
from bot.usecases.recognise import digest
from bot.usecases.replays import keep_replays
from bot.usecases.standing import standing
from bot.views.card import Card, Chart
from bot.views.copies import copied_card, restored_card
from bot.views.database import (
    CommunityReport,
    DatabaseReport,
    checked_card,
    communities_card,
    upgraded_card,
)
from bot.views.demo import next_steps_card
from bot.views.digest import digest_card
from bot.views.look import Look
from bot.views.preview import preview_card
from bot.views.texts import texts
from bot.wiring import demo, setup
from bot.wiring.open import chosen, keys_of, opened
from storage import backup as copies
from storage import schema
from storage.check import DatabaseCheck, check
from storage.store import SqlStore


@dataclass(frozen=True, slots=True)
class LocalProgram:
    """`adapters.terminal.program.Program` over a database at hand."""

    clock: Clock

    async def ask(self, where: Where, words: str, member: str | None) -> Reply:
        """Answer a command, as an admin or as a member."""
        async with _opened(where) as store:
            community = await chosen(store, where.community)
            await credit(store, community)
            caller = await _caller(store, community, member)
            asked = Invocation(community, caller, words, self.clock.now(), Surface.TERMINAL)
            return await run(asked, catalogue(), store, address=permalink)

    async def digest(self, where: Where, week: Week | None, *, preview: bool) -> Card:
        """A week's digest; a preview is marked as one."""
        async with _opened(where) as store:
            community = await chosen(store, where.community)
            await credit(store, community)
            data, preferences = await self._digest(store, community, week)
        t = texts(preferences.language)
        card = digest_card(data, t, preferences.text("word"), Look.chosen(preferences))
        return preview_card(card, t) if preview else card

    async def _digest(
        self, store: SqlStore, community: CommunityId, week: Week | None
    ) -> tuple[DigestData, Preferences]:
        await keep_replays(store, community, self.clock.now())
        async with store.reading(community) as unit:
            preferences = (await standing(unit)).preferences
            return await digest(unit, week, self.clock.now()), preferences

    async def picture(self, card: Card) -> bytes | None:
        """A card's chart, drawn beside the event loop."""
        charts = [block for block in card.blocks if isinstance(block, Chart)]
        return await asyncio.to_thread(png, charts[0]) if charts else None

    async def import_exports(
        self, where: Where, paths: Sequence[Path], options: ImportOptions, progress: Progress
    ) -> Card:
        """Bring exports in, set the community up as told, and derive everything."""
        async with opened(where.database, load(), new=True) as store:
            return await setup.import_exports(store, where, paths, options, progress, self.clock)

    async def demo(self, where: Where, progress: Progress) -> Sequence[Card]:
        """Bring the demo's community in, through the same door, and show what Foster makes of it."""
        if where.throwaway:
            demo.throw_away(where.database)
        t = texts("en")
        async with opened(where.database, load(), new=True) as store:
            community = await demo.prepare(store, self.clock, progress)
            data, preferences = await self._digest(store, community, None)
            ready = Invocation(community, Caller(Role.ADMIN), "ready", self.clock.now(), Surface.TERMINAL)
            verdict = await run(ready, catalogue(), store)
            others = len(await store.communities()) > 1
        here = f"{where.command} --community {community}" if others else where.command
        steps = next_steps_card(where.program, here, data.recognitions[0].person.name, data.week.shift(-4), t)
        return [digest_card(data, t, preferences.text("word"), Look.chosen(preferences)), verdict.card, steps]

    async def report(self, where: Where, out: Path) -> Card:
        """Write the page about readiness."""
        from bot.wiring.report import report_page, written_card  # noqa: PLC0415 - only where it is wanted

        async with _opened(where) as store:
            community = await chosen(store, where.community)
            await credit(store, community)
            async with store.reading(community) as unit:
                text = await report_page(unit, self.clock.now())
        try:
            await asyncio.to_thread(out.write_text, text, "utf-8")
        except OSError as error:
            raise UserFacingError(
                "The report cannot be written to {path}: {why}.", path=out, why=error.strerror or "?"
            ) from None
        return written_card(out)

    def manifest(self, platform: str, mode: str, url: str, extras: tuple[str, ...]) -> str:
        """What to paste when the app is made on a platform."""
        from bot.wiring.slack import manifest_text  # noqa: PLC0415 - platforms load only where they run

        return manifest_text(platform, mode, url, extras)

    def invite(self, platform: str, application: str) -> str:
        """The link that invites Foster to a server."""
        from bot.wiring.discord import invite_text  # noqa: PLC0415 - platforms load only where they run

        return invite_text(load(), platform, application)

    async def doctor(self, where: Where, platform: str) -> Reply:
        """Look at the access to a platform, without running there."""
        from bot.wiring.doctor import doctor  # noqa: PLC0415 - platforms load only where they run

        return await doctor(platform, load(), where.database, self.clock)

    async def communities(self, where: Where) -> Card:
        """Every community."""
        async with _opened(where) as store:
            return communities_card(await store.communities(), texts("en"))

    async def db_upgrade(self, where: Where) -> Card:
        """Bring the schema up to date."""
        before = await schema.current(where.database)
        await schema.upgrade(where.database)
        return upgraded_card(before, schema.head(), texts("en"))

    async def db_restored(self, where: Where, journals: Sequence[Path], *, nobody: bool) -> Card:
        """Forget again whom journals name, in a database that was put back from a copy."""
        from bot.wiring.copies import put_back  # noqa: PLC0415 - only where it is wanted

        return await put_back(load(), where.database, journals, nobody=nobody)

    async def db_check(self, where: Where) -> Card:
        """Look at everything in the database."""
        async with _opened(where) as store:
            for community in await store.communities():
                await credit(store, community.id)
            return checked_card(_report(await check(store)), texts("en"))

    def new_key(self) -> str:
        """A fresh key."""
        from bot.vault import new_key  # noqa: PLC0415 - start-up time of everything else

        return new_key()

    async def rotate_keys(self, where: Where) -> Card:
        """Seal every stored secret anew."""
        from bot.wiring.keys import rotated  # noqa: PLC0415 - start-up time of everything else

        return await rotated(load(), where.database)

    async def forget_sealed(self, where: Where) -> Card:
        """Remove what no key opens."""
        from bot.wiring.keys import forgotten  # noqa: PLC0415 - start-up time of everything else

        return await forgotten(load(), where.database)

    async def run(self, where: Where) -> None:
        """Be on the configured platforms until told to stop."""
        from bot.wiring.running import run_forever  # noqa: PLC0415 - start-up time of everything else

        await run_forever(load(), where.database, self.clock, secrets.token_hex(8))

    async def backup(self, where: Where, to: Path) -> Card:
        """Copy the database."""
        await copies.backup(where.database, to)
        return copied_card(str(to), texts("en"))

    async def restore(self, where: Where, source: Path) -> Card:
        """Put a copy in the database's place."""
        await copies.restore(where.database, source, keys_of(load().secret_key))
        return restored_card(str(source), texts("en"))


def _opened(where: Where) -> AbstractAsyncContextManager[SqlStore]:
    return opened(where.database, load())


async def _caller(store: SqlStore, community: CommunityId, member: str | None) -> Caller:
    """The operator, who is an admin; or the member that was named, who may be staff."""
    if member is None:
        return Caller(Role.ADMIN)
    async with store.reading(community) as unit:
        ref = await find_member(member, UnitDirectory(unit))
        who = await standing(unit)
    return Caller(Role.STAFF if ref in who.staff.members else Role.MEMBER, ref)


def _report(found: DatabaseCheck) -> DatabaseReport:
    problems = (*found.drift, *found.problems)
    if found.revision != found.head:
        problems = (f"schema {found.revision}, wanted {found.head}", *problems)
    communities = [CommunityReport(each.id, each.counts, each.state_hash) for each in found.communities]
    return DatabaseReport(found.kind, str(found.revision), problems, tuple(communities))
