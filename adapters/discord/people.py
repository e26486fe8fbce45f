"""Accounts as messages tell of them, each passed on once and again when it changes."""

from __future__ import annotations

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
    """Remembers who was met lately, so that not every message writes its author anew.

    Numbers for numbers, in two halves of which the older one goes: a hundred bytes a person, at most `most`.
    """

    most: int = _MOST
    _late: dict[int, int] = field(default_factory=dict)
    _early: dict[int, int] = field(default_factory=dict)

    def meet(
        self, space: SpaceRef, user: User, nick: str | None, at: Micros, *, present: bool = True
    ) -> list[Account]:
        """The account, where it is new or has changed since. Most messages are by people known already."""
        key = hash((space.id, user.id))
        state = hash((nick or user.global_name or user.username, user.bot, present))
        if self._late.get(key) == state:
            return []
        known = self._early.pop(key, None) == state
        self._keep(key, state)
        return [] if known else [account(space, user, nick, at, present=present)]

    def _keep(self, key: int, state: int) -> None:
        if len(self._late) >= self.most // 2:
            self._early, self._late = self._late, {}
        self._late[key] = state

    def forget(self, members: Iterable[MemberRef]) -> None:
        """Know them no more."""
        for member in members:
            key = hash((member.space.id, member.id))
            self._late.pop(key, None)
            self._early.pop(key, None)

    def knows(self, space: SpaceRef, user: str) -> bool:
        """Whether somebody was met."""
        key = hash((space.id, user))
        return key in self._late or key in self._early
