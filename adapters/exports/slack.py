"""A Slack export, ZIP or folder: channels.json, users.json and `<channel>/<YYYY-MM-DD>.json`.

Only channels that channels.json names are read. Private channels and direct messages stay closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.exports.blocks import BLOCK, TooLargeError, blocks
from adapters.exports.decoding import Rows
from adapters.exports.door import Door
from adapters.exports.slack_days import Days
from adapters.exports.slack_people import People, home_team
from adapters.exports.source import UNREADABLE, Member, Source, read, stray
from adapters.exports.tally import Tally
from adapters.markup.names import tidy, usable
from adapters.markup.slack_facts import channel
from adapters.markup.slack_rows import Conversation, Row, User
from bot.domain.errors import UserFacingError
from bot.domain.facts import Fact
from bot.domain.imports import Reason
from bot.domain.refs import ChannelRef, Platform, SpaceRef

_OPENING = re.compile(rb"\[")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.json")
_LISTS = ("channels.json", "users.json", "groups.json", "mpims.json", "dms.json")
_PEEKED = 20  # day files searched for the team's id where users.json does not tell it

_rows, _users, _conversations = Rows(Row), Rows(User), Rows(Conversation)


def root_of(members: Sequence[Member]) -> str | None:
    """The folder (`""` or ending in `/`) that holds channels.json; None where there is none."""
    names = [member.name for member in members if member.name.rpartition("/")[2] == "channels.json"]
    return min(names, key=lambda name: (name.count("/"), name))[: -len("channels.json")] if names else None


@dataclass(frozen=True, slots=True)
class _Day:
    member: Member
    folder: str


class SlackReader:
    """Reads the lists when made, the days as they are asked for."""

    def __init__(self, source: Source, root: str, door: Door, space: SpaceRef | None = None) -> None:
        self._source = source
        self._door = door
        self._lists = {
            member.name[len(root) :]: member
            for member in source.members
            if member.name.startswith(root) and member.name[len(root) :] in _LISTS
        }
        quiet = Tally()
        self._channels = self._conversations("channels.json", quiet)
        if not self._channels:
            raise UserFacingError(
                "{path}: channels.json names no channel, so Foster cannot tell public channels from private "
                "ones. Export the workspace again.",
                path=source.path,
            )
        self._private = self._closed(quiet)
        self._days: list[_Day] = []
        self._problems: list[tuple[Reason, str]] = []
        for member in source.members:
            if member.name.startswith(root) and member.name[len(root) :] not in _LISTS:
                self._sort(member, member.name[len(root) :])
        self.total = sum(day.member.size for day in self._days)
        self.title = tidy(root.rstrip("/").rpartition("/")[2])
        self.space = space or SpaceRef(Platform.SLACK, self._team(quiet))

    def facts(self, tally: Tally) -> Iterator[tuple[int, list[Fact]]]:
        """Accounts and channels first, then day by day."""
        for reason, name in self._problems:
            tally.aside(reason, name)
        self._conversations("channels.json", tally)
        people = People(self.space, self._read_users(tally), tally)
        refs = {name: ChannelRef(self.space, row.id) for name, row in self._channels.items()}
        yield 0, [*people.accounts.values()]
        yield 0, [channel(refs[name], name, row) for name, row in self._channels.items()]
        tally.channels.update(ref.id for ref in refs.values())
        days = Days(people, self._door, tally)
        for day in self._days:
            for size, data in self._blocks(day.member, tally):
                rows = _rows.read(data, day.member.name, tally)
                yield size, days.facts(refs[day.folder], rows, day.member.name)

    def _blocks(self, member: Member, tally: Tally) -> Iterator[tuple[int, bytes]]:
        """A day, in one piece where it is as small as days are; each with the bytes read for it."""
        if member.size <= BLOCK:
            data = read(self._source, member, tally)
            yield member.size, b"[]" if data is None else data
            return
        try:
            with self._source.open(member) as stream:
                for block in blocks(stream, _OPENING):
                    yield block.read, b"[%b" % block.rows if block.last else b"[%b]" % block.rows
        except UNREADABLE:
            tally.aside(Reason.DAMAGED, member.name)
        except TooLargeError:
            tally.aside(Reason.TOO_LARGE, member.name)

    def _sort(self, member: Member, name: str) -> None:
        folder, _, file = name.rpartition("/")
        if folder in self._private:
            self._problems.append((Reason.PRIVATE, member.name))
        elif not _DAY.fullmatch(file):
            if file != "integration_logs.json":
                self._problems.append((stray(name), member.name))
        elif folder in self._channels:
            self._days.append(_Day(member, folder))
        else:
            self._problems.append((Reason.UNLISTED, member.name))

    def _conversations(self, file: str, tally: Tally) -> dict[str, Conversation]:
        """By folder: a channel's name, a direct message's id."""
        member = self._lists.get(file)
        data = read(self._source, member, tally) if member is not None else None
        rows = _conversations.read(data, file, tally) if data is not None else ()
        found = {}
        for row in rows:
            if usable(row.id) and usable(row.name or row.id):
                found[row.name or row.id] = row
            else:
                tally.aside(Reason.BAD_ID, file)
        return found

    def _closed(self, tally: Tally) -> set[str]:
        """Folders that must not be read: listed as private anywhere, by name or by id."""
        closed = {name for name, row in self._channels.items() if row.private}
        for file in ("groups.json", "mpims.json", "dms.json"):
            for name, row in self._conversations(file, tally).items():
                closed |= {name, row.id}
        for name in closed & self._channels.keys():
            del self._channels[name]
        return closed

    def _read_users(self, tally: Tally) -> Sequence[User]:
        member = self._lists.get("users.json")
        data = read(self._source, member, tally) if member is not None else None
        return _users.read(data, "users.json", tally) if data is not None else ()

    def _team(self, tally: Tally) -> str:
        """The workspace's id, or a name for it that every export of the workspace gives again."""
        team = home_team(self._read_users(tally))
        for day in self._days[:_PEEKED] if team is None else ():
            data = read(self._source, day.member, tally)
            for row in _rows.read(data, "", tally) if data is not None else ():
                if row.team and usable(row.team):
                    return row.team
        general = [row.id for row in self._channels.values() if row.is_general]
        return team or f"export-{min(general or (row.id for row in self._channels.values()))}"
