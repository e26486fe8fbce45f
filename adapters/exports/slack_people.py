"""The accounts of a Slack export: those in users.json, and those that only messages know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from adapters.exports.door import tidy, usable
from adapters.exports.slack_rows import Profile, Row, User
from adapters.exports.tally import Tally
from bot.domain.facts import Account
from bot.domain.imports import Reason
from bot.domain.refs import MemberRef, SpaceRef
from bot.domain.times import SECOND

SLACKBOT = "USLACKBOT"
_LATEST = 1 << 33  # seconds: the year 2242


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
                self.accounts[user.id] = self._known(user)
            else:
                tally.aside(Reason.BAD_ID, "users.json")
        self.bots = {SLACKBOT} | {id_ for id_, account in self.accounts.items() if account.bot}
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
        profile = row.user_profile
        name = tidy(_name(profile, row.username if bot else None)) or id_
        account = Account(self.ref(id_), name, bot=bot, external=self._external(row, profile))
        known = self._found.get(id_)
        if known is not None and (known.name != id_ or name == id_) and known.bot >= bot:
            return None
        self._found[id_] = account
        if bot:
            self.bots.add(id_)
            self._tally.bots.add(id_)
        return account

    def _known(self, user: User) -> Account:
        profile = user.profile or Profile()
        name = tidy(profile.display_name or user.real_name or profile.real_name or user.name or "")
        guest = user.is_restricted or user.is_ultra_restricted or user.is_stranger
        updated = user.updated or 0
        return Account(
            self.ref(user.id),
            name or user.id,
            bot=bool(user.is_bot) or user.id == SLACKBOT,
            present=not user.deleted,
            external=bool(guest) or user.team_id not in {None, "", self.space.id},
            email_domain=_domain(profile.email),
            version=updated * SECOND if 0 < updated < _LATEST else 0,
        )

    def _external(self, row: Row, profile: Profile | None) -> bool:
        if profile is None:
            return False
        guest = profile.is_restricted or profile.is_ultra_restricted
        return bool(guest) or (profile.team or row.team) not in {None, "", self.space.id}


def _name(profile: Profile | None, username: str | None) -> str:
    if profile is not None:
        return profile.display_name or profile.real_name or profile.name or username or ""
    return username or ""


def _domain(email: str | None) -> str:
    at = (email or "").rpartition("@")
    return at[2].strip().lower() if at[0] and usable(at[2]) else ""
