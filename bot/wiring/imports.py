"""Importing exports: readers on one side, the store on the other."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.exports.detect import open_export
from adapters.exports.door import Door
from adapters.terminal.program import ImportOptions, Progress
from bot.domain.community import Community, slug
from bot.domain.imports import ImportSummary
from bot.domain.judging import judge
from bot.domain.refs import CommunityId, SpaceRef
from bot.domain.sentiments import sentiment
from bot.domain.times import Micros, micros, zone_named
from bot.usecases.importing import bring_in, destination, ensure_community
from storage.store import SqlStore
from storage.writer import ImportWriter

SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Imported:
    """One export that came in, and the community that has it now."""

    community: CommunityId
    path: Path
    summary: ImportSummary


async def import_all(
    store: SqlStore, paths: Sequence[Path], name: str | None, options: ImportOptions, progress: Progress
) -> list[Imported]:
    """Bring exports in, one after the other. Whatever can be refused is, before the first is written."""
    since = _since(options)
    spaces = [(path, *_look(path, name)) for path in paths]
    for _, space, title in spaces:
        await destination(store, _new(name, title), space, by_name=name is not None)
    done = []
    for path, space, title in spaces:
        community = await ensure_community(store, _new(name, title), space, by_name=name is not None)
        salt = next(known.salt for known in await store.communities() if known.id == community)
        door = Door(partial(judge, salt=salt), sentiment, since)
        with open_export(path, door, name=name and slug(name)) as export:
            summary = await bring_in(ImportWriter(store), community, export, _told(progress, path))
        done.append(Imported(community, path, summary))
    return done


def _look(path: Path, name: str | None) -> tuple[SpaceRef, str]:
    """What an export is, before anything of it is read; a `UserFacingError` where Foster cannot tell."""
    door = Door(partial(judge, salt=b""), sentiment)
    with open_export(path, door, name=name and slug(name)) as export:
        return export.space, export.title or path.stem.partition(".")[0]


def _new(name: str | None, title: str) -> Community:
    """The community that an export makes where nobody has it yet."""
    return Community(slug(name or title), name or title, secrets.token_bytes(SALT_BYTES))


def _since(options: ImportOptions) -> Micros:
    zone = zone_named(options.zone) if options.zone else ZoneInfo("UTC")  # a wrong zone is refused at once
    return micros(datetime.combine(options.since, time(), zone)) if options.since else Micros(0)


def _told(progress: Progress, path: Path) -> Callable[[int, int], None]:
    return lambda done, total: progress(path.name, done, total)
