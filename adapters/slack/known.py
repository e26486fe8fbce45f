"""What is known of a workspace's people and channels, in memory: enough to read an event without asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from adapters.markup.names import usable
from adapters.markup.slack_facts import SLACKBOT, account, channel, stranger
from adapters.markup.slack_rows import Conversation, Row, User
from bot.domain.facts import Account, Channel
from bot.domain.refs import ChannelRef, MemberRef, SpaceRef


@dataclass(frozen=True, slots=True)
class Standing:
    """What Slack says of a person's rights, beyond the account."""

    admin: bool = False
    guest: bool = False


class Known:
    """Grows with people and channels, never with messages. `agreed`: private channels Foster may read."""

    def __init__(self, space: SpaceRef, *, own: str = "", agreed: Iterable[str] = ()) -> None:
        self.space = space
        self.own = own
        self.agreed = frozenset(agreed)
        self.accounts: dict[str, Account] = {}
        self.standings: dict[str, Standing] = {}
        self.channels: dict[str, Channel] = {}
        self._met: dict[str, Account] = {}

    def agree(self, ids: Iterable[str]) -> None:
        """These private channels may be read, and no others; what is known of others is forgotten."""
        before, self.agreed = self.agreed, frozenset(ids)
        for id_ in before - self.agreed:
            self.channels.pop(id_, None)

    def member(self, id_: str) -> MemberRef:
        """The account with this id."""
        return MemberRef(self.space, id_)

    def ref(self, id_: str) -> ChannelRef:
        """The channel with this id."""
        return ChannelRef(self.space, id_)

    def learn_user(self, user: User) -> Account | None:
        """Slack's own word on a person; None where the id is none."""
        if not usable(user.id):
            return None
        found = self.accounts[user.id] = account(self.space, user)
        guest = bool(user.is_restricted or user.is_ultra_restricted)
        self.standings[user.id] = Standing(bool(user.is_admin or user.is_owner), guest)
        return found

    def learn_channel(self, row: Conversation) -> Channel | None:
        """Slack's own word on a channel; None where Foster may not look into it."""
        name = row.name or ""
        if not usable(row.id) or not name or row.is_im or row.is_mpim:
            return None
        if row.private and row.id not in self.agreed:
            self.channels.pop(row.id, None)
            return None
        found = replace(channel(self.ref(row.id), name, row), public=not row.private)
        self.channels[row.id] = found
        return found

    def forget(self, members: Iterable[MemberRef]) -> None:
        """Know these people no more."""
        for member in members:
            for known in (self.accounts, self.standings, self._met):
                known.pop(member.id, None)

    def is_open(self, id_: str, kind: str | None) -> bool:
        """Whether Foster may read a channel; `kind` is what an event says of it."""
        if kind in {"im", "mpim"} or id_.startswith("D"):
            return False
        if kind == "group":
            return id_ in self.agreed
        return kind == "channel" or id_ in self.agreed or id_ in self.channels

    def closed(self, id_: str) -> None:
        """A channel turned out to be private: where nobody agreed to it, nothing of it is read any more."""
        if id_ not in self.agreed:
            self.channels.pop(id_, None)

    def is_bot(self, row: Row) -> bool:
        """Whether a program wrote this. A person's message sent through an app stays a person's."""
        known = self.accounts.get(row.user or "") or self._met.get(row.user or "")
        if row.subtype == "bot_message" or row.user == SLACKBOT or (known is not None and known.bot):
            return True
        return bool(row.bot_id) and row.user not in self.accounts

    def meet(self, row: Row, id_: str, *, bot: bool) -> Account | None:
        """The account of a message's author, where Slack's list lacks it and it is news."""
        if id_ in self.accounts:
            return None
        met = stranger(self.space, row, id_, bot=bot)
        known = self._met.get(id_)
        if known is not None and (known.name != id_ or met.name == id_) and known.bot >= bot:
            return None
        self._met[id_] = met
        return met
