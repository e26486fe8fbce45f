"""Opens an export of any kind. What it is, its content tells, not its name."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from adapters.exports import discord_files, neutral
from adapters.exports.discord import DiscordReader
from adapters.exports.door import Door
from adapters.exports.export import Export, Reader
from adapters.exports.folder import FileSource, FolderSource
from adapters.exports.neutral import NeutralReader
from adapters.exports.slack import SlackReader, root_of
from adapters.exports.source import Member, Source, stem
from adapters.exports.zipped import ZipSource
from bot.domain.errors import UserFacingError
from bot.domain.refs import Platform, SpaceRef

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_LINES = frozenset({".jsonl", ".ndjson", ".gz"})
_OTHER_FORMATS = frozenset({".html", ".htm", ".csv", ".txt"})


def open_export(path: Path, door: Door, *, name: str | None = None) -> Export:
    """The export at `path`: a folder, a ZIP or a file. Use it in a `with` block.

    `name` is the space of neutral files (by default the path's name): give files of one community the same.
    A `UserFacingError` says what is wrong with anything else.
    """
    source = _source(path)
    try:
        return Export(_reader(source, door, name), source)
    except BaseException:
        source.close()
        raise


def _source(path: Path) -> Source:
    try:
        if path.is_dir():
            return FolderSource(path)
        if not path.is_file():
            raise UserFacingError("There is no file or folder {path}.", path=path)
        with path.open("rb") as file:
            magic = file.read(4)
        return ZipSource(path) if magic in _ZIP else FileSource(path)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise UserFacingError("{path} cannot be read: {reason}.", path=path, reason=reason) from None


def _reader(source: Source, door: Door, name: str | None) -> Reader:
    root = root_of(source.members)
    if root is not None:
        return SlackReader(source, root, door)
    alone = isinstance(source, FileSource)
    found, strays = [], []
    for member in source.members:
        file = discord_files.recognise(source, member) if alone or _ends(member, {".json"}) else None
        if file is None:
            strays.append(member)
        else:
            found.append(file)
    if found:
        return DiscordReader(source, found, strays, door)
    lines = [m for m in source.members if (alone or _ends(m, _LINES)) and neutral.recognise(source, m)]
    if lines:
        space = SpaceRef(Platform.FILE, name or stem(source.path))
        return NeutralReader(source, lines, [m for m in source.members if m not in lines], door, space)
    raise _unknown(source)


def _ends(member: Member, endings: frozenset[str] | set[str]) -> bool:
    return PurePosixPath(member.name).suffix.lower() in endings


def _unknown(source: Source) -> UserFacingError:
    if any(member.name.rpartition("/")[2] == "users.json" for member in source.members):
        return UserFacingError(
            "{path} looks like a Slack export without its channels.json, so Foster cannot tell public "
            "channels from private ones. Give the whole export.",
            path=source.path,
        )
    if any(_ends(member, _OTHER_FORMATS) for member in source.members):
        return UserFacingError(
            "{path} is not an export that Foster reads. If it comes from DiscordChatExporter, export again "
            "with the format JSON; other logs can be brought as neutral JSON lines (docs/import.md).",
            path=source.path,
        )
    return UserFacingError(
        "{path} is not a Slack export, not JSON of DiscordChatExporter and not neutral JSON lines; Foster "
        "reads these three. docs/import.md says how to get each.",
        path=source.path,
    )
