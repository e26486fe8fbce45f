"""Accounts become one person in the ledger, or several again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.domain.evidence import EvidenceKind
from bot.domain.recognition.persons import groups, primaries
from bot.domain.refs import MemberRef, PersonId
from bot.domain.times import Micros, Week
from bot.ports import Unit
from bot.usecases.standing import standing

_LOOK_BACK = 26
"""How many weeks of help are asked who of one person earned what; longer ago counts by the same shares."""


async def join(unit: Unit, first: MemberRef, accounts: Sequence[MemberRef]) -> None:
    """Balances add up under the first account; weeks that were posted stay as they were counted."""
    people = _people(accounts)
    await unit.ledger.merge(PersonId(str(first)), people)
    await unit.counts.let_be(people)


async def separate(
    unit: Unit, before: Mapping[MemberRef, MemberRef], member: MemberRef, since: Micros, now: Micros
) -> None:
    """After the links of `member` were withdrawn: each account gets back what it brought, and its share.

    `before` are the accounts' persons as they were, `since` is when they were linked.
    """
    accounts = groups(before).get(before.get(member, member), ())
    after = primaries(await unit.evidence.all(EvidenceKind.LINK))
    parts: dict[MemberRef, list[MemberRef]] = {}
    for account in accounts:
        parts.setdefault(after.get(account, account), []).append(account)
    if len(parts) < 2:
        return  # a claim was taken back that the other side never made
    people = [_people(part) for _, part in sorted(parts.items())]
    await unit.ledger.part(people, await _shares(unit, set(accounts), since, now))
    await unit.counts.let_be(_people(accounts))


async def _shares(unit: Unit, accounts: set[MemberRef], since: Micros, now: Micros) -> Counter[PersonId]:
    """How much each account helped since they were linked, in thousandths of people helped."""
    who = await standing(unit)
    start = max(since, Week.of(now, who.preferences.zone).shift(-_LOOK_BACK).bounds(who.preferences.zone)[0])
    found: Counter[PersonId] = Counter()
    for credit in await unit.credits.credits(start, now, who.help_channels):
        if credit.helper in accounts and credit.confidence >= who.floor:
            found[PersonId(str(credit.helper))] += credit.weight
    return found


def _people(accounts: Sequence[MemberRef]) -> list[PersonId]:
    return [PersonId(str(account)) for account in accounts]
