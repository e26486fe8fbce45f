"""Which channel a message belongs to, and whether Foster may read along there at all.

Private channels, private threads and direct messages stay closed, unless an admin chose a private channel.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from adapters.discord.rows import ChannelRow, GuildRow, Overwrite, RoleRow
from bot.domain.facts import ChannelKind
from bot.domain.preferences import Preferences

VIEW_CHANNEL = 1 << 10
ADMINISTRATOR = 1 << 3

CATEGORY, FORUM, MEDIA = 4, 15, 16
THREADS = frozenset({10, 11, 12})
_PRIVATE_THREAD = 12
_DIRECT = frozenset({1, 3})
_MOST_THREADS = 50_000
_NO_TAGS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """A channel that is no thread. `open`: everybody in the server can read it; `own`: it says so itself.

    `tags`: names in small letters by their ids.
    """

    id: str
    guild: str
    name: str
    kind: ChannelKind
    open: bool
    own: bool | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a message stands: its channel, and the thread in it."""

    place: Place
    thread: str | None = None


@dataclass(slots=True)
class Places:
    """The channels of all servers; of threads only the latest, as there are many.

    `agreed`: private channels that an admin chose; `solving`: the tags that say "solved", by server;
    `usual`: where a server has not chosen any.
    """

    agreed: set[str] = field(default_factory=set)
    solving: dict[str, frozenset[str]] = field(default_factory=dict)
    usual: frozenset[str] = field(default_factory=lambda: tag_names(Preferences.read({})))
    _channels: dict[str, Place] = field(default_factory=dict)
    _guilds: dict[str, set[str]] = field(default_factory=dict)
    _hidden: dict[str, bool] = field(default_factory=dict)
    _threads: OrderedDict[str, str] = field(default_factory=OrderedDict)

    def learn_guild(self, guild: GuildRow) -> None:
        """A server with its channels and active threads; what it had before is forgotten."""
        self.forget_guild(guild.id)
        for role in guild.roles:
            self.learn_everyone(guild.id, role)
        for channel in guild.channels:
            self.learn(channel, guild.id)
        for thread in guild.threads:
            self.learn(thread, guild.id)

    def learn_everyone(self, guild: str, role: RoleRow) -> list[Place]:
        """What everybody in a server may do; the channels for which that makes a difference."""
        hidden = role.id == guild and not _has(role.permissions, VIEW_CHANNEL | ADMINISTRATOR)
        if role.id != guild or self._hidden.get(guild, False) == hidden:
            return []
        self._hidden[guild] = hidden
        changed = [place for place in self._all(guild) if place.own is None]
        self._channels.update((place.id, replace(place, open=not hidden)) for place in changed)
        return [self._channels[place.id] for place in changed]

    def learn(self, row: ChannelRow, guild: str) -> Place | None:
        """A channel or thread; its channel, where Foster knows it."""
        if row.type in THREADS:
            self._learn_thread(row)
            return self._channels.get(row.parent_id or "")
        if row.type in _DIRECT or row.type == CATEGORY:
            return None
        own = _own(guild, row.permission_overwrites)
        place = Place(
            row.id,
            guild,
            row.name or "",
            ChannelKind.FORUM if row.type in (FORUM, MEDIA) else ChannelKind.FLAT,
            not self._hidden.get(guild, False) if own is None else own,
            own,
            {tag.id: tag.name.casefold().strip() for tag in row.available_tags} or _NO_TAGS,
        )
        self._channels[row.id] = place
        self._guilds.setdefault(guild, set()).add(row.id)
        return place

    def known(self, channel: str) -> bool:
        """Whether a channel or thread was heard of."""
        return channel in self._channels or channel in self._threads

    def spot(self, channel: str, guild: str) -> Spot | None:
        """Where a message in this channel or thread belongs; None where Foster does not read along."""
        parent = self._threads.get(channel)
        if parent is not None:
            self._threads.move_to_end(channel)
        place = self._channels.get(channel if parent is None else parent)
        if place is None or place.guild != guild or not self.readable(place):
            return None
        return Spot(place, None if parent is None else channel)

    def readable(self, place: Place) -> bool:
        """Whether everybody may read it, or an admin agreed."""
        return place.open or place.id in self.agreed

    def solved(self, place: Place, applied: Iterable[str]) -> bool:
        """Whether one of the tags on a post says that it is solved."""
        names = self.solving.get(place.guild, self.usual)
        return any(place.tags.get(tag) in names for tag in applied)

    def place(self, channel: str) -> Place | None:
        """A channel by its id."""
        return self._channels.get(channel)

    def of(self, guild: str) -> list[Place]:
        """The channels of a server that Foster reads."""
        return [place for place in self._all(guild) if self.readable(place)]

    def forget(self, channel: str) -> Place | None:
        """A channel or thread is gone."""
        self._threads.pop(channel, None)
        place = self._channels.pop(channel, None)
        if place is not None:
            self._guilds[place.guild].discard(channel)
        return place

    def forget_guild(self, guild: str) -> None:
        """A whole server is gone."""
        for id_ in self._guilds.pop(guild, ()):
            self._channels.pop(id_, None)
        self._hidden.pop(guild, None)

    def _all(self, guild: str) -> list[Place]:
        return [self._channels[id_] for id_ in sorted(self._guilds.get(guild, ()))]

    def _learn_thread(self, row: ChannelRow) -> None:
        if row.type == _PRIVATE_THREAD or not row.parent_id:
            self._threads[row.id] = ""  # known, and never read
        else:
            self._threads[row.id] = row.parent_id
        self._threads.move_to_end(row.id)
        if len(self._threads) > _MOST_THREADS:
            self._threads.popitem(last=False)


def tag_names(preferences: Preferences) -> frozenset[str]:
    """The tags that say "solved" in a community, in small letters."""
    names = (name.casefold().strip() for name in preferences.text("solved-tags").split(","))
    return frozenset(name for name in names if name)


def _own(guild: str, overwrites: list[Overwrite]) -> bool | None:
    """What a channel says of everybody; None where it leaves that to the server."""
    said = next((overwrite for overwrite in overwrites if overwrite.id == guild), None)
    if said is not None and _has(said.allow, VIEW_CHANNEL):
        return True
    return False if said is not None and _has(said.deny, VIEW_CHANNEL) else None


def _has(permissions: str, wanted: int) -> bool:
    return permissions.isdecimal() and len(permissions) < 40 and bool(int(permissions) & wanted)
