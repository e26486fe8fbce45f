"""Accounts in two tables: what they are, and, apart from it, how they are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, and_, select

from bot.domain.facts import Account
from bot.domain.refs import MemberRef
from storage.bulk import Bulk
from storage.canonical import wins
from storage.dirt import Conversation
from storage.handle import Handle
from storage.names import Names
from storage.rows import AnyFound
from storage.spaces import Spaces
from storage.tables import ACCOUNT, MESSAGE, NAME

_ACCOUNT = ("space", "id")


def accounts(handle: Handle) -> Select[tuple[object, ...]]:
    """The query for accounts with their names, which may have been erased."""
    a, n = ACCOUNT.c, NAME.c
    same = and_(a.community == n.community, a.space == n.space, a.id == n.id)
    columns = (a.space, a.id, n.name, a.bot, a.present, a.external, n.email_domain, a.version)
    return select(*columns).select_from(ACCOUNT.outerjoin(NAME, same)).where(handle.mine(ACCOUNT))


def account_value(row: AnyFound, spaces: Spaces, names: Names) -> Account:
    """A row of `accounts` as a value."""
    return Account(
        MemberRef(spaces[row.space], row.id),
        names.open(row.name or ""),
        row.bot,
        row.present,
        row.external,
        row.email_domain or "",
        row.version,
    )


def known(bulk: Bulk, refs: Iterable[MemberRef]) -> dict[MemberRef, Account]:
    """The accounts among `refs` that are known."""
    wanted = {(bulk.spaces.find(ref.space), ref.id) for ref in refs}
    names = {(row.space, row.id): row for row in bulk.matching(NAME, _ACCOUNT, wanted)}
    found: dict[MemberRef, Account] = {}
    for row in bulk.matching(ACCOUNT, _ACCOUNT, wanted):
        name = names.get((row.space, row.id))
        account = Account(
            MemberRef(bulk.spaces[row.space], row.id),
            bulk.names.open(name.name) if name else "",
            row.bot,
            row.present,
            row.external,
            name.email_domain if name else "",
            row.version,
        )
        found[account.ref] = account
    return found


def names(bulk: Bulk, refs: Iterable[MemberRef]) -> dict[MemberRef, str]:
    """What to show for the known accounts among `refs`: the name, or the id where none is known."""
    wanted = {(bulk.spaces.find(ref.space), ref.id): ref for ref in refs}
    named = bulk.matching(NAME, _ACCOUNT, wanted, (*_ACCOUNT, "name"))
    called = {(row.space, row.id): bulk.names.open(row.name) for row in named}
    found = bulk.matching(ACCOUNT, _ACCOUNT, wanted, _ACCOUNT)
    return {wanted[row.space, row.id]: called.get((row.space, row.id)) or row.id for row in found}


def merge_accounts(bulk: Bulk, facts: Sequence[Account]) -> list[MemberRef]:
    """Merge accounts; those who turned out to be bots, or no bots after all."""
    best: dict[MemberRef, Account] = {}
    for fact in facts:
        if fact.ref not in best or wins(fact, best[fact.ref]):
            best[fact.ref] = fact
    standing = known(bulk, best)
    changed = [fact for ref, fact in best.items() if ref not in standing or wins(fact, standing[ref])]
    keys = [{"space": bulk.spaces.number(fact.ref.space), "id": fact.ref.id} for fact in changed]
    bulk.put(
        ACCOUNT,
        [
            key
            | {
                "bot": fact.bot,
                "present": fact.present,
                "external": fact.external,
                "version": fact.version,
            }
            for key, fact in zip(keys, changed, strict=True)
        ],
    )
    names = [
        key | {"name": bulk.names.seal(fact.name), "email_domain": fact.email_domain}
        for key, fact in zip(keys, changed, strict=True)
    ]
    bulk.put(NAME, names)
    return [f.ref for f in changed if f.bot != (f.ref in standing and standing[f.ref].bot)]


def flipped(bulk: Bulk, refs: Iterable[MemberRef]) -> set[Conversation]:
    """Every conversation these accounts wrote in."""
    authors = [(bulk.spaces.number(ref.space), ref.id) for ref in refs]
    rows = bulk.matching(MESSAGE, ("author_space", "author"), authors, ("space", "channel", "id", "thread"))
    return {(row.space, row.channel, row.thread or row.id) for row in rows}
