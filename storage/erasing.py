"""Forgetting somebody: a random id takes their place, so that everybody else's credits and all totals hold.

What each column needs is on the map of personal columns; this module knows four further things: an erased
account is absent and opted out, records about its own wishes go, what is on its way about it is not sent, and
what people typed about it loses its words.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, func, or_, select, update

from bot.domain.evidence import EvidenceKind
from bot.domain.forgetting import ERASED
from bot.domain.refs import MemberRef
from bot.domain.times import Micros
from storage.handle import Handle
from storage.naming import Person, beside, names, pair
from storage.permits import permitted
from storage.personal import PERSONAL, Column, Erase, Holds
from storage.tables import ACCOUNT, CONSENT, EVIDENCE, METADATA, NAME, OUTBOX

_SHORTEST = 3
"""Names of fewer letters are not looked for in texts: they stand in too many other words."""

_WISHES = (EvidenceKind.CONSIDERED.value, EvidenceKind.THANKS_TO.value)
_BLANK = "…"


@dataclass(frozen=True, slots=True)
class Stand:
    """One account, and what takes its place."""

    member: MemberRef
    person: Person
    other: str


async def erase(handle: Handle, members: Collection[MemberRef], at: Micros) -> None:
    """Take these accounts out of every row of the community."""
    for stand in stands(handle, members):
        called = await _called(handle, stand.person)
        async with permitted(handle.connection, handle.number, instead=stand.other):
            for column in PERSONAL:
                await _column(handle, column, stand, called)
        await _account(handle, stand, at)


def stands(handle: Handle, members: Collection[MemberRef]) -> list[Stand]:
    """Random ids in the order of the accounts: which one of several speaks for a person stays so."""
    others = sorted(f"{ERASED}{secrets.token_hex(8)}" for _ in members)
    return [
        Stand(member, (handle.spaces.number(member.space), member.id), other)
        for member, other in zip(sorted(members), others, strict=True)
    ]


async def _called(handle: Handle, person: Person) -> Sequence[str]:
    """How the account was called."""
    space, id_ = person
    found = await handle.column(select(NAME.c.name).where(handle.mine(NAME, space=space, id=id_)))
    return [name for name in map(handle.names.open, found) if len(name) >= _SHORTEST]


async def _column(handle: Handle, column: Column, stand: Stand, called: Sequence[str]) -> None:
    table = METADATA.tables[column.table]
    named = column.holds in {Holds.MEMBER, Holds.MEMBERS}
    match column.erase:
        case Erase.ROW if named:
            await handle.connection.execute(delete(table).where(names(handle, column, stand.person)))
        case Erase.OTHER if column.holds is Holds.MEMBER:
            await _replace(handle, column, stand)
        case Erase.OTHER:
            cell = table.c[column.column]
            instead = func.replace(cell, pair(stand.person), pair((stand.person[0], stand.other)))
            await handle.connection.execute(
                update(table).where(names(handle, column, stand.person)).values({cell.name: instead})
            )
        case Erase.SCRUB:
            await _scrub(handle, column, stand, called)
        case Erase.ROW | Erase.EMPTY | Erase.KEEP:
            pass  # another column of the row decides, or nothing is to be done


async def _replace(handle: Handle, column: Column, stand: Stand) -> None:
    """The other id, and nothing in the columns that are emptied with it."""
    table = METADATA.tables[column.table]
    mine = names(handle, column, stand.person)
    values: dict[str, object] = {column.column: stand.other}
    values |= {one.column: None for one in PERSONAL if one.table == table.name and one.erase is Erase.EMPTY}
    if table is EVIDENCE and column.column == "member":
        await handle.connection.execute(delete(table).where(mine, table.c.kind.in_(_WISHES)))
        values |= {"title": _BLANK, "link": ""}
    assert beside(column) in table.c  # noqa: S101 - the map's own promise
    await handle.connection.execute(update(table).where(mine).values(values))


async def _scrub(handle: Handle, column: Column, stand: Stand, called: Sequence[str]) -> None:
    """Take the id and the names out of what was typed."""
    needles = {stand.member.id, *called}
    table, cell = METADATA.tables[column.table], METADATA.tables[column.table].c[column.column]
    spelled = sorted({one for needle in needles for one in _spelled(needle)}, key=len, reverse=True)
    keys = list(table.primary_key)
    found = or_(*(cell.contains(needle, autoescape=True) for needle in spelled))
    rows = await handle.rows(select(*keys, cell.label("text")).where(handle.mine(table), found))
    for row in rows:
        text = scrubbed(row.text, spelled, stand.other)
        if text != row.text:
            await _rewrite(
                handle, table, dict(zip([key.name for key in keys], row, strict=False)), cell.name, text
            )


async def _rewrite(handle: Handle, table: Table, key: Mapping[str, Any], column: str, text: str) -> None:
    """What is on its way to somebody, or about them, is not sent any more."""
    mine = handle.mine(table, **{name: value for name, value in key.items() if name != "community"})
    if table is OUTBOX:
        await handle.connection.execute(delete(table).where(mine))
    else:
        await handle.connection.execute(update(table).where(mine).values({column: text}))


def scrubbed(text: str, needles: Iterable[str], instead: str) -> str:
    """`text` without these words; ASCII ones only where they stand alone."""
    for needle in needles:
        pattern = re.escape(needle)
        if needle.isascii():
            pattern = rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])"
        text = re.sub(pattern, instead, text)
    return text


def _spelled(needle: str) -> set[str]:
    """As it is, and as it stands in JSON."""
    return {needle, json.dumps(needle)[1:-1], json.dumps(needle, ensure_ascii=False)[1:-1]}


async def _account(handle: Handle, stand: Stand, at: Micros) -> None:
    """Whoever stands there now is gone and must not be named: everything else follows from that."""
    space, other = stand.person[0], stand.other
    known = update(ACCOUNT).where(handle.mine(ACCOUNT, space=space, id=other)).values(present=False)
    if (await handle.connection.execute(known)).rowcount:
        row = {"space": space, "id": other, "name": handle.names.seal(other), "email_domain": ""}
        await handle.put(NAME, [row])
    await handle.put(CONSENT, [{"space": space, "id": other, "opted_out": True, "at": at}])
