"""What accounts brought when they were linked, so that unlinking gives each its own again. Exact integers.

Linking adds balances up. Parting gives every account back what it brought, undoes what linking had raised,
and divides what came since (slices, less the places paid) by how much each account helped. So linking and
parting at once changes nothing, nobody sheds a debt by it, and the sum holds but for the bound of −1 place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.recognition.ledger import Ledger
from bot.domain.recognition.slices import SLOT
from bot.domain.refs import PersonId


@dataclass(frozen=True, slots=True)
class Stake:
    """What an account brought (micro-slots). `raised`: what the sum was raised by when it joined."""

    balance: int
    raised: int = 0


def bring(
    before: Ledger,
    after: Ledger,
    kept: PersonId,
    people: Iterable[PersonId],
    stakes: Mapping[PersonId, Stake],
) -> dict[PersonId, Stake]:
    """The stakes of all accounts of a person: known ones stay, new ones are their balances `before`."""
    everybody = sorted({kept, *people})
    found = {who: stakes.get(who) or Stake(before.balances.get(who, 0)) for who in everybody}
    raised = after.balances.get(kept, 0) - sum(before.balances.get(who, 0) for who in everybody)
    own = found[kept]
    return found | {kept: Stake(own.balance, own.raised + raised)}


def part(
    total: int,
    stakes: Mapping[PersonId, Stake],
    parts: Sequence[Sequence[PersonId]],
    shares: Mapping[PersonId, int],
) -> list[int]:
    """The balance of each part of what was one person with `total`.

    `parts` are the accounts that stay together, the former person's first account in the first. `shares` say
    how much each account helped while they were linked; where none did, what came since stays with the first.
    """
    brought = [sum(stakes[who].balance for who in accounts if who in stakes) for accounts in parts]
    since = total - sum(brought) - sum(stake.raised for stake in stakes.values())
    weights = [sum(shares.get(who, 0) for who in accounts) for accounts in parts]
    whole = sum(weights)
    cut = [since * weight // whole if whole else 0 for weight in weights]
    cut[0] += since - sum(cut)
    return [max(own + more, -SLOT) for own, more in zip(brought, cut, strict=True)]
