"""Reads recorded evidence, whose details depend on its kind.

| kind | details |
| --- | --- |
| TALK | `member` or `speaker` (a name, where the speaker has no account); `staff`: yes |
| TALK_OFFER | `key`: what was noticed; withdrawn once an admin accepted or declined it |
| TALKS_NONE, TALKS_COMPLETE | none: attested on the day `on` |
| SUPPORT | `for`: answers, talks or both |
| UPLIFT | `member` was recorded by somebody else |
| STAFF | `member`; `paid`: yes for contractors and paid helpers; `role`: yes where a role says so |
| TEAM | `size` |
| STAGE | `stage`: mvp, beta or ga; `ga`: the day of general availability |
| PLAN | `owner`, `exit`, `benefit`, `serves` and `activities` (with commas), `planned`, `cost` |
| CONSIDERED | `member`; `state`: on or off |

A withdrawn record is as if it was never made; a disputed one does not speak for a yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.readiness.facts import Activity, PlanFacts, Stage, Support
from bot.domain.refs import MemberRef

BOTH = "both"


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is staff; `known` once anybody is recorded, or that there is nobody."""

    members: frozenset[MemberRef]
    paid: frozenset[MemberRef]
    known: bool


def standing(evidence: Iterable[Evidence], *kinds: EvidenceKind) -> list[Evidence]:
    """The records of these kinds that were not withdrawn, in the order in which they were made."""
    found = (record for record in evidence if record.kind in kinds and not record.withdrawn)
    return sorted(found, key=lambda record: (record.at, record.id))


def latest(evidence: Iterable[Evidence], kind: EvidenceKind) -> Evidence | None:
    """The record that holds now."""
    found = standing(evidence, kind)
    return found[-1] if found else None


def staff(evidence: Sequence[Evidence]) -> Staff:
    """The company's own people, as recorded."""
    records = standing(evidence, EvidenceKind.STAFF)
    members = frozenset(record.member for record in records if record.member)
    paid = frozenset(r.member for r in records if r.member and r.details.get("paid") == "yes")
    return Staff(members, paid, bool(members) or bool(standing(evidence, EvidenceKind.STAFF_NONE)))


def talk_records(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Talks that count: neither withdrawn nor disputed."""
    return [record for record in standing(evidence, EvidenceKind.TALK) if not record.disputed]


def attested(evidence: Sequence[Evidence], kind: EvidenceKind, today: date, days: int) -> bool:
    """Whether an attestation about talks holds: recent, and no later talk contradicts "none"."""
    record = latest(evidence, kind)
    if record is None or (today - record.on).days > days:
        return False
    if kind is EvidenceKind.TALKS_NONE:
        return all((t.at, t.id) < (record.at, record.id) for t in talk_records(evidence))
    return True


def support_acts(evidence: Sequence[Evidence], today: date) -> tuple[Support, ...] | None:
    """Acts of support by age in days; None where none was ever recorded."""
    records = standing(evidence, EvidenceKind.SUPPORT)
    if not records:
        return None
    return tuple(
        Support(activity, (today - record.on).days)
        for record in records
        if record.on <= today and not record.disputed
        for activity in Activity
        if record.details.get("for") in (activity.value, BOTH)
    )


def uplifts(evidence: Iterable[Evidence], today: date, days: int) -> dict[MemberRef, int]:
    """How many uplifting acts of the last `days` others recorded about each member."""
    counts: dict[MemberRef, int] = {}
    for record in standing(evidence, EvidenceKind.UPLIFT):
        member = record.member
        recent = 0 <= (today - record.on).days <= days
        if member and record.by != member and recent and not record.disputed:
            counts[member] = counts.get(member, 0) + 1
    return counts


def product(evidence: Iterable[Evidence], today: date) -> tuple[Stage | None, int | None]:
    """The product's stage, and its full months since general availability, where known."""
    record = latest(evidence, EvidenceKind.STAGE)
    if record is None or record.details.get("stage") not in list(Stage):
        return None, None
    since = record.details.get("ga")
    return Stage(record.details["stage"]), months_between(date.fromisoformat(since), today) if since else None


def months_between(start: date, end: date) -> int:
    """Full calendar months, 0 where `end` is earlier."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(0, months)


def team_size(evidence: Iterable[Evidence]) -> int | None:
    """People who do DevRel as their job; None where it was never recorded."""
    record = latest(evidence, EvidenceKind.TEAM)
    return None if record is None else int(record.details["size"])


def plan(evidence: Iterable[Evidence]) -> PlanFacts:
    """The plan that was recorded last."""
    record = latest(evidence, EvidenceKind.PLAN)
    if record is None:
        return PlanFacts()
    said, cost = record.details, record.details.get("cost")
    return PlanFacts(
        ok=all(said.get(part, "").strip() for part in ("owner", "exit", "benefit")),
        planned=int(said.get("planned") or 0),
        serves=words(said.get("serves", "").lower()),
        activities=words(said.get("activities", "")),
        cost=float(cost) if cost else None,
    )


def words(text: str) -> tuple[str, ...]:
    """The parts of a list that somebody typed with commas."""
    return tuple(part for part in (each.strip() for each in text.split(",")) if part)


def considered(evidence: Iterable[Evidence]) -> frozenset[MemberRef]:
    """Members who said of themselves that they would like to be considered."""
    state: dict[MemberRef, bool] = {}
    for record in standing(evidence, EvidenceKind.CONSIDERED):
        if record.member and record.by == record.member:
            state[record.member] = record.details.get("state") == "on"
    return frozenset(member for member, on in state.items() if on)
