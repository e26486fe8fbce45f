"""What people type becomes evidence: each function checks one kind and says kindly what to mend."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.readiness.facts import Activity, Stage
from bot.domain.readiness.records import BOTH, standing, words
from bot.domain.refs import MemberRef
from bot.domain.times import Micros

TITLE_LENGTH = 200
LINK_LENGTH = 500
TEAM_LIMIT = 10_000
PLANNED_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """Who records, when, and which day it is there. `by` is None for the operator at the terminal."""

    by: MemberRef | None
    at: Micros
    today: date


@dataclass(frozen=True, slots=True)
class Speaker:
    """A member, or the name of somebody without an account here (`staff`: of the company)."""

    member: MemberRef | None = None
    name: str = ""
    staff: bool = False


def talk(entry: Entry, title: str, speaker: Speaker, on: date, link: str = "") -> Evidence:
    """`talk add`: a talk that was given on a day up to today."""
    name = text(speaker.name) if speaker.name else ""
    if speaker.member is None and not name:
        raise UserFacingError("Please say who gave the talk: a member, or a name.")
    details = {} if speaker.member else {"speaker": name}
    if speaker.staff:
        details["staff"] = "yes"
    return _evidence(entry, EvidenceKind.TALK, on, speaker.member, text(title), url(link), **details)


def talks_none(entry: Entry) -> Evidence:
    """`talk none`: as of today, no member gave a talk."""
    return _evidence(entry, EvidenceKind.TALKS_NONE, entry.today)


def talks_complete(entry: Entry) -> Evidence:
    """`talk complete`: as of today, every talk that we know of is in the list."""
    return _evidence(entry, EvidenceKind.TALKS_COMPLETE, entry.today)


def support(entry: Entry, activity: str, title: str, on: date, link: str = "") -> Evidence:
    """`support log`: what the company did for people who answer, or who speak, or both."""
    choice = activity.strip().lower()
    if choice not in (*Activity, BOTH):
        raise UserFacingError(
            "Support is for answers, for talks or for both: “{text}” is neither.", text=activity
        )
    return _evidence(entry, EvidenceKind.SUPPORT, on, None, text(title), url(link), **{"for": choice})


def uplift(entry: Entry, member: MemberRef, title: str, on: date, link: str = "") -> Evidence:
    """`uplift add`: an act that raises others, recorded by somebody else."""
    if entry.by == member:
        raise UserFacingError("Somebody else has to record this about you. Thank you for doing it.")
    return _evidence(entry, EvidenceKind.UPLIFT, on, member, text(title), url(link))


def staff(entry: Entry, member: MemberRef, *, paid: bool = False, by_role: bool = False) -> Evidence:
    """`staff add`: one of the company's own people; `paid` for contractors and paid helpers.

    `by_role`: a role says so, and takes it back when it goes.
    """
    details = ({"paid": "yes"} if paid else {}) | ({"role": "yes"} if by_role else {})
    return _evidence(entry, EvidenceKind.STAFF, entry.today, member, **details)


def staff_none(entry: Entry, evidence: Sequence[Evidence]) -> Evidence:
    """`staff none`: nobody here works for the company. Refused while somebody is recorded."""
    if any(record.member for record in standing(evidence, EvidenceKind.STAFF)):
        raise UserFacingError("Some members are recorded as staff. Remove them first with staff remove.")
    return _evidence(entry, EvidenceKind.STAFF_NONE, entry.today)


def staff_records(evidence: Sequence[Evidence], member: MemberRef) -> tuple[int, ...]:
    """`staff remove`: the ids of the records to withdraw; an error where there is none."""
    found = tuple(r.id for r in standing(evidence, EvidenceKind.STAFF) if r.member == member)
    if not found:
        raise UserFacingError("This member is not recorded as staff.")
    return found


def team(entry: Entry, size: int) -> Evidence:
    """`team set`: how many people do DevRel as their job."""
    if not 0 <= size <= TEAM_LIMIT:
        raise UserFacingError("The size of the team must be 0 to {high}.", high=TEAM_LIMIT)
    return _evidence(entry, EvidenceKind.TEAM, entry.today, size=str(size))


def stage(entry: Entry, name: str, since: date | None = None) -> Evidence:
    """`stage set`: how far the product is; general availability needs the day it began."""
    choice = name.strip().lower()
    if choice not in list(Stage):
        raise UserFacingError("The stage is mvp, beta or ga: “{text}” is none of them.", text=name)
    if choice != Stage.GA:
        return _evidence(entry, EvidenceKind.STAGE, entry.today, stage=choice)
    if since is None:
        raise UserFacingError("Please add since when it is generally available, like 2025-03-04.")
    _past(since, entry.today)
    return _evidence(entry, EvidenceKind.STAGE, entry.today, stage=choice, ga=since.isoformat())


@dataclass(frozen=True, slots=True)
class PlanWords:
    """What a plan says; empty where it does not say it. `serves` and `activities` are lists with commas."""

    owner: str = ""
    exit: str = ""
    benefit: str = ""
    serves: str = ""
    activities: str = ""
    planned: int | None = None
    cost: float | None = None


def plan(entry: Entry, said: PlanWords) -> Evidence:
    """`plan set`: who runs the program, how it ends, what the community gets, and the numbers."""
    lists = {"serves": ", ".join(words(said.serves.lower())), "activities": ", ".join(words(said.activities))}
    written = {"owner": said.owner, "exit": said.exit, "benefit": said.benefit, **lists}
    details = {name: text(value) for name, value in written.items() if value.strip()}
    if said.planned is not None:
        if not 0 <= said.planned <= PLANNED_LIMIT:
            raise UserFacingError("The number of ambassadors must be 0 to {high}.", high=PLANNED_LIMIT)
        details["planned"] = str(said.planned)
    if said.cost is not None:
        if not 0 <= said.cost <= 1:
            raise UserFacingError("The cost of managing one ambassador is a part of one hire: 0 to 1.")
        details["cost"] = str(said.cost)
    if not details:
        raise UserFacingError("A plan names an owner, exit terms and a benefit to the community.")
    return replace(_evidence(entry, EvidenceKind.PLAN, entry.today), details=details)


def considered(entry: Entry, *, on: bool) -> Evidence:
    """`me considered on|off`: a member's own wish; nobody can say it for them."""
    if entry.by is None:
        raise UserFacingError("Only a member can say this, for themselves.")
    state = "on" if on else "off"
    return _evidence(entry, EvidenceKind.CONSIDERED, entry.today, entry.by, state=state)


def text(value: str) -> str:
    """One line of visible characters, at most `TITLE_LENGTH`."""
    shown = "".join(" " if unicodedata.category(c).startswith(("C", "Z")) else c for c in value)
    line = " ".join(shown.split())
    if not line:
        raise UserFacingError("Please say in a few words what it was.")
    if len(line) > TITLE_LENGTH:
        raise UserFacingError("Please use at most {n} characters.", n=TITLE_LENGTH)
    return line


def url(link: str) -> str:
    """An http or https address, or nothing."""
    address = link.strip()
    if not address:
        return ""
    if len(address) > LINK_LENGTH:
        raise UserFacingError("Please give a link of at most {n} characters.", n=LINK_LENGTH)
    if not _is_web(address):
        raise UserFacingError("Please give a link that begins with https:// or http://.")
    return address


def _is_web(address: str) -> bool:
    if any(unicodedata.category(c).startswith(("C", "Z")) or c in '<>|"`\\' for c in address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _past(day: date, today: date) -> None:
    if day > today:
        raise UserFacingError(
            "{day} has not come yet. Please record it once it happened.", day=day.isoformat()
        )


def _evidence(
    entry: Entry,
    kind: EvidenceKind,
    on: date,
    member: MemberRef | None = None,
    title: str = "",
    link: str = "",
    **details: str,
) -> Evidence:
    _past(on, entry.today)
    return Evidence(kind, on, entry.at, entry.by, member, title, link, details)
