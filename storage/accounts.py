"""Accounts in two tables: what they are, and, apart from it, how they are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, and_, select

from bot.domain.facts import Account
from bot.domain.refs import MemberRef
from storage.canonical import wins
from storage.handle import Handle, Place, chunks
from storage.rows import AnyFound
from storage.spaces import Spaces
from storage.tables import ACCOUNT, MESSAGE, NAME


def accounts(handle: Handle) -> Select[tuple[object, ...]]:
    """The query for accounts with their names, which may have been erased."""
    a, n = ACCOUNT.c, NAME.c
    same = and_(a.community == n.community, a.space == n.space, a.id == n.id)
    columns = (a.space, a.id, n.name, a.bot, a.present, a.external, n.email_domain, a.version)
    return select(*columns).select_from(ACCOUNT.outerjoin(NAME, same)).where(handle.mine(ACCOUNT))


def account_value(row: AnyFound, spaces: Spaces) -> Account:
    """A row of `accounts` as a value."""
    return Account(
        MemberRef(spaces[row.space], row.id),
        row.name or "",
        row.bot,
        row.present,
        row.external,
        row.email_domain or "",
        row.version,
    )


async def known(handle: Handle, refs: Iterable[MemberRef]) -> dict[MemberRef, Account]:
    """The accounts among `refs` that are known."""
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for ref in refs:
        groups[handle.spaces.find(ref.space)].append(ref.id)
    found: dict[MemberRef, Account] = {}
    for space, ids in groups.items():
        for part in chunks(ids):
            query = accounts(handle).where(ACCOUNT.c.space == space, ACCOUNT.c.id.in_(part))
            for row in await handle.rows(query):
                account = account_value(row, handle.spaces)
                found[account.ref] = account
    return found


async def merge_accounts(handle: Handle, facts: Sequence[Account]) -> list[MemberRef]:
    """Merge accounts; those who turned out to be bots, or no bots after all."""
    best: dict[MemberRef, Account] = {}
    for fact in facts:
        if fact.ref not in best or wins(fact, best[fact.ref]):
            best[fact.ref] = fact
    standing = await known(handle, best)
    changed = [fact for ref, fact in best.items() if ref not in standing or wins(fact, standing[ref])]
    keys = [{"space": handle.spaces.number(fact.ref.space), "id": fact.ref.id} for fact in changed]
    await handle.put(
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
        key | {"name": fact.name, "email_domain": fact.email_domain}
        for key, fact in zip(keys, changed, strict=True)
    ]
    await handle.put(NAME, names)
    return [f.ref for f in changed if f.bot != (f.ref in standing and standing[f.ref].bot)]


async def flipped(handle: Handle, refs: Sequence[MemberRef]) -> list[tuple[Place, str]]:
    """Every conversation these accounts wrote in."""
    found: list[tuple[Place, str]] = []
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for ref in refs:
        groups[handle.spaces.number(ref.space)].append(ref.id)
    columns = (MESSAGE.c.space, MESSAGE.c.channel, MESSAGE.c.id, MESSAGE.c.thread)
    for space, ids in groups.items():
        for part in chunks(ids):
            query = select(*columns).where(
                handle.mine(MESSAGE, author_space=space), MESSAGE.c.author.in_(part)
            )
            rows = await handle.rows(query)
            found += [((row.space, row.channel), row.thread or row.id) for row in rows]
    return found
