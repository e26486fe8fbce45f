"""Accounts, names and consent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Table, func, select

from bot.domain.facts import Account
from bot.domain.refs import MemberRef
from bot.domain.times import Micros
from storage.accounts import account_value, accounts, known, names
from storage.handle import Handle
from storage.tables import ACCOUNT, CONSENT, CREDIT, EVIDENCE, NAME, QUESTION


class SqlPeople:
    """`bot.ports.PeopleRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def accounts(self, refs: Iterable[MemberRef]) -> Mapping[MemberRef, Account]:
        """What is known of these accounts."""
        return await self._handle.at_once(known, refs)

    async def names(self, refs: Iterable[MemberRef]) -> Mapping[MemberRef, str]:
        """How these accounts are called."""
        return await self._handle.at_once(names, refs)

    async def find(self, text: str) -> Sequence[Account]:
        """By id or name. Names are compared here: databases fold only some letters."""
        wanted = text.strip().removeprefix("@")
        folded = wanted.casefold()
        stored = select(NAME.c.space, NAME.c.id, NAME.c.name).where(self._handle.mine(NAME))
        same_id = func.lower(ACCOUNT.c.id) == wanted.lower()
        ids = select(ACCOUNT.c.space, ACCOUNT.c.id).where(self._handle.mine(ACCOUNT), same_id)
        spaces = self._handle.spaces
        refs = {MemberRef(spaces[row.space], row.id) for row in await self._handle.rows(ids)}
        if folded:
            called = self._handle.names.open
            rows = await self._handle.rows(stored)
            refs |= {
                MemberRef(spaces[row.space], row.id)
                for row in rows
                if called(row.name).removeprefix("@").casefold() == folded
            }
        return _ordered((await self._handle.at_once(known, refs)).values())

    async def all_names(self) -> frozenset[str]:
        """Opened, where they are sealed."""
        called = self._handle.names.open
        rows = await self._handle.rows(select(NAME.c.name).where(self._handle.mine(NAME)))
        return frozenset(name for row in rows if (name := called(row.name)))

    async def bots(self) -> frozenset[MemberRef]:
        """Accounts that are no people."""
        return await self._members(ACCOUNT, bot=True)

    async def staff_by_domain(self, domain: str) -> Sequence[Account]:
        """By the domain of their e-mail address, case-insensitive."""
        query = accounts(self._handle).where(NAME.c.email_domain != "")
        wanted = domain.strip().removeprefix("@").casefold()
        rows = await self._handle.rows(query)
        found = [row for row in rows if row.email_domain.casefold() == wanted]
        return _ordered(account_value(row, self._handle.spaces, self._handle.names) for row in found)

    async def email_domains(self) -> Mapping[str, int]:
        """People by the domain of their e-mail address."""
        query = accounts(self._handle).where(NAME.c.email_domain != "")
        rows = await self._handle.rows(query)
        return Counter(row.email_domain.casefold() for row in rows if not row.bot)

    async def absent(self) -> frozenset[MemberRef]:
        """Accounts of people who left."""
        return await self._members(ACCOUNT, present=False)

    async def opted_out(self) -> frozenset[MemberRef]:
        """Accounts that do not want to be named."""
        return await self._members(CONSENT, opted_out=True)

    async def agreed(self) -> frozenset[MemberRef]:
        """Accounts that may be named by their own word."""
        return await self._members(CONSENT, opted_out=False)

    async def told_of(self) -> frozenset[MemberRef]:
        """Walks along indexes that hold all that is read, but for the records."""
        pairs = (
            (CREDIT, CREDIT.c.helper_space, CREDIT.c.helper),
            (QUESTION, QUESTION.c.asker_space, QUESTION.c.asker),
            (EVIDENCE, EVIDENCE.c.member_space, EVIDENCE.c.member),
        )
        found: set[MemberRef] = set()
        for table, space, id_ in pairs:
            query = select(space, id_).where(self._handle.mine(table), id_.is_not(None)).distinct()
            rows = await self._handle.rows(query)
            found |= {MemberRef(self._handle.spaces[number], member) for number, member in map(tuple, rows)}
        return frozenset(found)

    async def set_opted_out(self, member: MemberRef, opted_out: bool, at: Micros) -> None:
        """Keep a choice."""
        space = self._handle.spaces.number(member.space)
        row = {"space": space, "id": member.id, "opted_out": opted_out, "at": at}
        await self._handle.put(CONSENT, [row])

    async def _members(self, table: Table, **equal: object) -> frozenset[MemberRef]:
        query = select(table.c.space, table.c.id).where(self._handle.mine(table, **equal))
        rows = await self._handle.rows(query)
        return frozenset(MemberRef(self._handle.spaces[row.space], row.id) for row in rows)


def _ordered(found: Iterable[Account]) -> list[Account]:
    return sorted(found, key=lambda account: account.ref)
