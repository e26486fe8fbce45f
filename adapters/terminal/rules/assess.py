"""`foster assess FACTS.json`: the readiness rule over given facts."""

from __future__ import annotations

import argparse
import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from adapters.terminal.rules.jsonl import read, write
from bot.domain.errors import UserFacingError
from bot.domain.readiness.assess import assess
from bot.domain.readiness.facts import (
    Activity,
    Person,
    PlanFacts,
    ReadinessFacts,
    Stage,
    Support,
    Talk,
)
from bot.domain.readiness.output import as_json
from bot.domain.readiness.policy import ReadinessPolicy


class _TalkRow(msgspec.Struct, forbid_unknown_fields=True):
    who: str
    days: int
    staff: bool = False


class _SupportRow(msgspec.Struct, forbid_unknown_fields=True, rename={"activity": "for"}):
    activity: Literal["answers", "talks"]
    days: int


class _PersonRow(msgspec.Struct, forbid_unknown_fields=True):
    answers: int = 0
    askers: int = 0
    weeks: int = 0
    talks: int = 0
    uplift: int = 0
    unprompted: float = 0.0
    staff: bool = False
    paid: bool = False


class _FactsRow(msgspec.Struct, forbid_unknown_fields=True):
    """The facts as a file spells them; what is absent is unknown, staff apart."""

    weeks: int = 0
    live_weeks: int = 0
    asked: int = 0
    q_answered: int = 0
    answers: tuple[int, ...] = ()
    ext_weeks: int = 0
    halves: tuple[int, int] | None = None
    talks: tuple[_TalkRow, ...] | None = None
    talks_complete: bool = False
    talks_attested_none: bool = False
    support: tuple[_SupportRow, ...] | None = None
    people: tuple[_PersonRow, ...] = ()
    stage: Literal["mvp", "beta", "ga"] | None = None
    ga_months: float | None = None
    devrel: int | None = None
    plan_ok: bool = False
    planned: int = 0
    plan_serves: tuple[str, ...] = ()
    plan_activities: tuple[str, ...] = ()
    plan_cost: float | None = None
    unresolved: float = 0.0
    staff_known: bool = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `foster assess` takes."""
    parser.add_argument(
        "facts", type=Path, help="one JSON object of facts, a list of them, or JSON lines (.jsonl, .jsonl.gz)"
    )
    parser.add_argument("-o", "--out", type=Path, help="write there instead of to the terminal")


def run(args: argparse.Namespace) -> int:
    """Print one JSON object for one object of facts, a list for a list, lines for lines."""
    path: Path = args.facts
    policy = ReadinessPolicy()
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        rows = list(_assess_all(read(path, _FactsRow), policy))
        write(args.out, rows)
        return 0
    given = _decode(path)
    result: object = list(_assess_all(given, policy)) if isinstance(given, list) else _assess(given, policy)
    text = msgspec.json.format(msgspec.json.encode(result), indent=2).decode() + "\n"
    if args.out is None:
        sys.stdout.write(text)
    else:
        args.out.write_text(text, encoding="utf-8")
    return 0


def _decode(path: Path) -> _FactsRow | list[_FactsRow]:
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if data.lstrip()[:1] == b"[":
            return msgspec.json.decode(data, type=list[_FactsRow])
        return msgspec.json.decode(data, type=_FactsRow)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise UserFacingError("{path}: the compressed file is damaged.", path=path) from None
    except OSError as problem:
        raise UserFacingError("{path}: {problem}.", path=path, problem=problem.strerror or problem) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise UserFacingError("{path}: {problem}.", path=path, problem=problem) from None


def _assess_all(rows: list[_FactsRow] | Iterator[_FactsRow], policy: ReadinessPolicy) -> Iterator[object]:
    for number, row in enumerate(rows, 1):
        try:
            yield _assess(row, policy)
        except UserFacingError as problem:
            raise UserFacingError("Facts {n}: {problem}", n=number, problem=problem) from None


def _assess(row: _FactsRow, policy: ReadinessPolicy) -> dict[str, object]:
    return as_json(assess(_facts(row), policy))


def _facts(row: _FactsRow) -> ReadinessFacts:
    talks = None if row.talks is None else tuple(Talk(t.who, t.days, t.staff) for t in row.talks)
    support = (
        None if row.support is None else tuple(Support(Activity(s.activity), s.days) for s in row.support)
    )
    return ReadinessFacts(
        weeks=row.weeks,
        live_weeks=row.live_weeks,
        asked=row.asked,
        answered=row.q_answered,
        answers=row.answers,
        member_weeks=row.ext_weeks,
        halves=row.halves,
        talks=talks,
        talks_complete=row.talks_complete,
        talks_none=row.talks_attested_none,
        support=support,
        people=tuple(Person(**msgspec.structs.asdict(person)) for person in row.people),
        stage=None if row.stage is None else Stage(row.stage),
        ga_months=row.ga_months,
        team=row.devrel,
        plan=PlanFacts(row.plan_ok, row.planned, row.plan_serves, row.plan_activities, row.plan_cost),
        unresolved=row.unresolved,
        staff_known=row.staff_known,
    )
