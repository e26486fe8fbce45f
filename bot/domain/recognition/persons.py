"""Accounts of one person, as they said from both sides or as an admin said. Pure.

A LINK record by a member says: this other account is me. It counts once the other account says the same.
Records of an admin carry `group` in their details: all accounts of one group are one person. Either way an
account stands only in `by` and `member`, so that erasing it leaves nothing behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.recognition.ledger import Ledger, link
from bot.domain.refs import MemberRef, PersonId

GROUP = "group"


def primaries(evidence: Iterable[Evidence]) -> dict[MemberRef, MemberRef]:
    """From every linked account to the person's first account (the least by its ref)."""
    parents: dict[MemberRef, MemberRef] = {}

    def root(member: MemberRef) -> MemberRef:
        while (above := parents.setdefault(member, member)) != member:
            member = above
        return member

    for one, other in _pairs(evidence):
        low, high = sorted((root(one), root(other)))
        parents[high] = low
    return {member: root(member) for member in parents}


def groups(primary: Mapping[MemberRef, MemberRef]) -> dict[MemberRef, tuple[MemberRef, ...]]:
    """All accounts of each person of several, by the first."""
    found: defaultdict[MemberRef, list[MemberRef]] = defaultdict(list)
    for member in sorted(primary):
        found[primary[member]].append(member)
    return {first: tuple(members) for first, members in found.items()}


def merged(ledger: Ledger, primary: Mapping[MemberRef, MemberRef]) -> Ledger:
    """The ledger with the balances of linked accounts added up; doing it again changes nothing."""
    for first, members in groups(primary).items():
        people = [PersonId(str(member)) for member in members]
        if any(person in ledger.balances or person in ledger.named for person in people[1:]):
            ledger = link(ledger, PersonId(str(first)), people)
    return ledger


def claims(evidence: Iterable[Evidence], one: MemberRef, other: MemberRef) -> list[Evidence]:
    """What `one` says of `other`, not withdrawn."""
    return [
        record
        for record in evidence
        if record.kind is EvidenceKind.LINK
        and not record.withdrawn
        and GROUP not in record.details
        and (record.by, record.member) == (one, other)
    ]


def check(evidence: Sequence[Evidence], one: MemberRef, other: MemberRef) -> None:
    """A `UserFacingError` where there is nothing to link."""
    if one == other:
        raise UserFacingError("These are the same account. Name the other one.")
    primary = primaries(evidence)
    if one in primary and primary[one] == primary.get(other):
        raise UserFacingError("These accounts are linked already.")


def unlinking(evidence: Iterable[Evidence], member: MemberRef) -> tuple[int, ...]:
    """The ids of all records that link `member` to anybody, or that wait for the other side."""
    return tuple(
        record.id
        for record in evidence
        if record.kind is EvidenceKind.LINK
        and not record.withdrawn
        and (record.member == member or (record.by == member and GROUP not in record.details))
    )


def _pairs(evidence: Iterable[Evidence]) -> list[tuple[MemberRef, MemberRef]]:
    said: set[tuple[MemberRef, MemberRef]] = set()
    grouped: defaultdict[str, list[MemberRef]] = defaultdict(list)
    for record in evidence:
        if record.kind is not EvidenceKind.LINK or record.withdrawn or record.member is None:
            continue
        if GROUP in record.details:
            grouped[record.details[GROUP]].append(record.member)
        elif record.by is not None:
            said.add((record.by, record.member))
    mutual = [(one, other) for one, other in said if one < other and (other, one) in said]
    return mutual + [(members[0], other) for members in grouped.values() for other in members[1:]]
