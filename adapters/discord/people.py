"""Accounts as messages tell of them, each passed on once and again when it changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.discord.rows import User
from adapters.markup.discord import DELETED_USER
from adapters.markup.names import tidy
from bot.domain.facts import Account
from bot.domain.refs import MemberRef, SpaceRef
from bot.domain.times import Micros

_MOST = 100_000


def account(space: SpaceRef, user: User, nick: str | None, at: Micros, *, present: bool = True) -> Account:
    """An account under the name that the server shows."""
    name = tidy(nick or user.global_name or user.username or "") or user.id
    return Account(
        MemberRef(space, user.id),
        name,
        bot=bool(user.bot),
        present=present and user.id != DELETED_USER,
        version=at,
    )


@dataclass(slots=True)
class People:
    """Remembers the latest names, so that not every message writes its author anew."""

    most: int = _MOST
    _known: OrderedDict[tuple[str, str], int] = field(default_factory=OrderedDict)

    def meet(
        self, space: SpaceRef, user: User, nick: str | None, at: Micros, *, present: bool = True
    ) -> list[Account]:
        """The account, where it is new or has changed since. Most messages are by people known already."""
        key = space.id, user.id
        state = hash((nick or user.global_name or user.username, user.bot, present))
        if self._known.get(key) == state:
            self._known.move_to_end(key)
            return []
        self._keep(key, state)
        return [account(space, user, nick, at, present=present)]

    def _keep(self, key: tuple[str, str], state: int) -> None:
        self._known[key] = state
        self._known.move_to_end(key)
        if len(self._known) > self.most:
            self._known.popitem(last=False)

    def forget(self, members: Iterable[MemberRef]) -> None:
        """Know them no more."""
        for member in members:
            self._known.pop((member.space.id, member.id), None)

    def knows(self, space: SpaceRef, user: str) -> bool:
        """Whether somebody was met."""
        return (space.id, user) in self._known
