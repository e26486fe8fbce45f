"""The accounts of a Slack export: those in users.json, and those that only messages know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from adapters.exports.tally import Tally
from adapters.markup.names import usable
from adapters.markup.slack_facts import SLACKBOT, account, stranger
from adapters.markup.slack_rows import Row, User
from bot.domain.facts import Account
from bot.domain.imports import Reason
from bot.domain.refs import MemberRef, SpaceRef


def home_team(users: Iterable[User]) -> str | None:
    """The workspace's id: the team that most users belong to."""
    teams = Counter(user.team_id for user in users if user.team_id and usable(user.team_id))
    return min(teams, key=lambda team: (-teams[team], team)) if teams else None


class People:
    """Grows by accounts that are met in messages."""

    def __init__(self, space: SpaceRef, users: Iterable[User], tally: Tally) -> None:
        self.space = space
        self.accounts: dict[str, Account] = {}
        self._found: dict[str, Account] = {}
        self._refs: dict[str, MemberRef] = {}
        self._tally = tally
        for user in users:
            if usable(user.id):
                self.accounts[user.id] = account(space, user)
            else:
                tally.aside(Reason.BAD_ID, "users.json")
        self.bots = {SLACKBOT} | {id_ for id_, known in self.accounts.items() if known.bot}
        tally.bots |= self.bots & self.accounts.keys()

    def ref(self, id_: str) -> MemberRef:
        """The member with this id; one object for each."""
        found = self._refs.get(id_)
        if found is None:
            found = self._refs[id_] = MemberRef(self.space, id_)
        return found

    def is_bot(self, row: Row) -> bool:
        """Whether a program wrote this. A person's message sent through an app stays a person's."""
        if row.subtype == "bot_message" or row.user in self.bots:
            return True
        return bool(row.bot_id) and row.user not in self.accounts

    def meet(self, row: Row, id_: str, *, bot: bool) -> Account | None:
        """The account of a message's author, where users.json lacks it and it is news."""
        if id_ in self.accounts or not usable(id_):
            return None
        met = stranger(self.space, row, id_, bot=bot)
        known = self._found.get(id_)
        if known is not None and (known.name != id_ or met.name == id_) and known.bot >= bot:
            return None
        self._found[id_] = met
        if bot:
            self.bots.add(id_)
            self._tally.bots.add(id_)
        return met
