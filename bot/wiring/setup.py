"""`foster import`: exports come in, then the community is set up by the same commands an admin would type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from adapters.terminal.program import ImportOptions, Progress, Where
from bot.commands.catalogue import catalogue
from bot.commands.parse import suggest
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Role, Surface
from bot.commands.values import UnitDirectory, find_channel
from bot.domain.errors import UserFacingError
from bot.domain.imports import ImportSummary
from bot.domain.refs import ChannelRef, CommunityId
from bot.ports import Clock, Unit
from bot.usecases.credit import credit
from bot.usecases.importing import suggested_help_channels, suggested_staff_domains
from bot.usecases.replays import keep_replays
from bot.usecases.standing import standing
from bot.views.card import Card
from bot.views.imported import ImportReport, Suggestion, Undone, imported_cards
from bot.views.texts import Texts, texts
from bot.wiring.imports import import_all
from storage.store import SqlStore

_CHANNELS, _STAFF = "--help-channels", "--staff"
PIECE = 10_000
"""Messages credited at once: half as many as usual takes less memory, and a tenth more time."""


async def import_exports(
    store: SqlStore,
    where: Where,
    paths: Sequence[Path],
    options: ImportOptions,
    progress: Progress,
    clock: Clock,
) -> Card:
    """Bring exports in; the card says what came in, what was set aside and what to do next."""
    done = await import_all(store, paths, where.community, options, progress)
    problems: dict[CommunityId, list[Undone]] = {}
    for community in dict.fromkeys(one.community for one in done):
        problems[community] = await set_up(store, community, options, clock)
        await derive(store, community, progress)
        await keep_replays(store, community, clock.now(), partial(progress, "past weeks"))
    reports = []
    for community, failed in problems.items():
        files = tuple((one.path.name, one.summary) for one in done if one.community == community)
        reports.append(await _report(store, where, community, files, failed))
    return imported_cards(reports, await _texts(store, done[-1].community))


async def derive(store: SqlStore, community: CommunityId, progress: Progress) -> None:
    """Work out who answered whom, saying how far that is."""
    what = "who answered whom"
    progress(what, 0, 0)
    await credit(store, community, piece=PIECE, progress=lambda done, total: progress(what, done, total))


async def set_up(
    store: SqlStore, community: CommunityId, options: ImportOptions, clock: Clock
) -> list[Undone]:
    """Do what `--zone`, `--help-channels` and `--staff` ask for; what could not be done, as it was typed."""
    t = await _texts(store, community)
    channels, nowhere = await _channels(store, community, options, t)
    lines, unknown = await _by_domain(store, community, options, t)
    typed = dict(_commands(options, channels))
    failed = await say(store, community, [*typed, *lines], clock)
    return [*nowhere, *(Undone(typed.get(each, each), why) for each, why in failed.items()), *unknown]


async def say(store: SqlStore, community: CommunityId, lines: Sequence[str], clock: Clock) -> dict[str, str]:
    """Give commands as an admin; those that failed, and why."""
    problems = {}
    for words in lines:
        asked = Invocation(community, Caller(Role.ADMIN), words, clock.now(), Surface.TERMINAL)
        reply = await run(asked, catalogue(), store)
        if reply.failed:
            said = reply.card.data
            problems[words] = str(said.get("problem", "")) if isinstance(said, Mapping) else ""
    return problems


def _commands(options: ImportOptions, channels: Sequence[ChannelRef]) -> Iterator[tuple[str, str]]:
    """What an admin would say, and what was typed instead."""
    if options.zone:
        yield f"settings set zone {options.zone}", f"--zone {options.zone}"
    if channels:
        refs = ",".join(map(str, channels))
        yield f"settings set help-channels {refs}", f"{_CHANNELS} {','.join(options.help_channels)}"
    for member in options.staff:
        if not _is_domain(member):
            yield f'staff add "{member}"', f"{_STAFF} {member}"


async def _channels(
    store: SqlStore, community: CommunityId, options: ImportOptions, t: Texts
) -> tuple[list[ChannelRef], list[Undone]]:
    """The channels that were named; then names that none has, or several: they cost nobody the others."""
    found: list[ChannelRef] = []
    unknown: list[Undone] = []
    async with store.reading(community) as unit:
        directory = UnitDirectory(unit)
        for name in (part for names in options.help_channels for part in names.split()):
            try:
                found.append(await find_channel(name, directory))
            except UserFacingError as error:
                unknown.append(Undone(f"{_CHANNELS} {name}", t.say(error.message, **error.parts)))
    return found, unknown


async def _by_domain(
    store: SqlStore, community: CommunityId, options: ImportOptions, t: Texts
) -> tuple[list[str], list[Undone]]:
    """A command for each account with an address at a domain that was named; then domains that nobody has."""
    lines: list[str] = []
    unknown: list[Undone] = []
    async with store.reading(community) as unit:
        known = (await standing(unit)).staff.members
        for domain in filter(_is_domain, options.staff):
            found = await unit.people.staff_by_domain(domain.removeprefix("@"))
            why = t.say("Nobody here has an address at {domain}.", domain=domain)
            unknown += [] if found else [Undone(f"{_STAFF} {domain}", why)]
            lines += [f'staff add "{account.ref}"' for account in found if account.ref not in known]
    return lines, unknown


def _is_domain(text: str) -> bool:
    return text.startswith("@") and "." in text


async def _texts(store: SqlStore, community: CommunityId) -> Texts:
    async with store.reading(community) as unit:
        return texts((await standing(unit)).preferences.language)


async def _nearest(unit: Unit, typed: str) -> str:
    """What may have been meant instead of a name that nobody has; empty where nothing is near."""
    option, _, name = typed.partition(" ")
    if option == _CHANNELS:
        known = [channel.name for channel in await unit.facts.channels() if channel.public]
    elif option == _STAFF and _is_domain(name):
        known = [f"@{domain}" for domain in await unit.people.email_domains()]
    elif option == _STAFF:
        known = list(await unit.people.all_names())
    else:
        return ""
    by_folded = {each.casefold(): each for each in sorted(known)}
    folded = name.casefold()
    return "" if folded in by_folded else by_folded.get(suggest(folded, by_folded), "")


async def _report(
    store: SqlStore,
    where: Where,
    community: CommunityId,
    files: tuple[tuple[str, ImportSummary], ...],
    problems: Sequence[Undone],
) -> ImportReport:
    async with store.reading(community) as unit:
        who = await standing(unit)
        return ImportReport(
            community=community,
            files=files,
            zone=who.preferences.zone,
            command=where.command,
            problems=tuple([replace(each, near=await _nearest(unit, each.typed)) for each in problems]),
            channels_chosen=who.channels_chosen,
            staff_known=who.staff.known,
            suggested=tuple(
                Suggestion(each.name, each.share) for each in await suggested_help_channels(unit)
            ),
            email_domains=await suggested_staff_domains(unit),
        )
