from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from types import ModuleType

import pytest

from adapters.terminal.rules import merit, recognise
from bot.domain.errors import UserFacingError


def given_file(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(rule: ModuleType, *words: object) -> int:
    parser = argparse.ArgumentParser()
    rule.add_arguments(parser)
    code: int = rule.run(parser.parse_args([str(word) for word in words]))
    return code


def rows(path: Path) -> list[object]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def help_event(week: int, helper: str, asker: str, *thanks: str) -> dict[str, object]:
    return {"week": week, "helper": helper, "asker": asker, "msgs": 2, "thanks": list(thanks)}


def test_merit_writes_a_line_per_member_and_week_with_three_decimals(tmp_path: Path) -> None:
    events = [help_event(2, "b", "x"), help_event(1, "a", "x", "x"), help_event(1, "b", "x")]
    out = tmp_path / "out.jsonl"
    assert run(merit, given_file(tmp_path / "in.jsonl", *events, help_event(3, "b", "x")), "-o", out) == 0
    assert rows(out) == [
        {"week": 1, "member": "a", "merit": 1.5},
        {"week": 1, "member": "b", "merit": 1.0},
        {"week": 2, "member": "b", "merit": 0.5},
        {"week": 3, "member": "b", "merit": 0.333},
    ]


def test_merit_leaves_out_who_earned_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run(merit, given_file(tmp_path / "in.jsonl", help_event(1, "a", "a")), "-o", out)
    assert rows(out) == []


def test_merit_reads_and_writes_gzip(tmp_path: Path) -> None:
    packed, out = tmp_path / "in.jsonl.gz", tmp_path / "out.jsonl.gz"
    packed.write_bytes(gzip.compress(json.dumps(help_event(1, "a", "x")).encode()))
    run(merit, packed, "-o", out)
    assert json.loads(gzip.decompress(out.read_bytes())) == {"week": 1, "member": "a", "merit": 1.0}


@pytest.mark.parametrize(
    "row",
    [
        {"week": "one", "helper": "a", "asker": "b", "msgs": 1, "thanks": []},
        {"week": 1, "helper": "", "asker": "b", "msgs": 1, "thanks": []},
        {"week": 1, "helper": "a", "asker": "b", "msgs": -1, "thanks": []},
        {"week": 1, "helper": "a", "msgs": 1, "thanks": []},
    ],
)
def test_merit_names_the_line_that_is_wrong(tmp_path: Path, row: object) -> None:
    source = given_file(tmp_path / "in.jsonl", help_event(1, "a", "x"), row)
    with pytest.raises(UserFacingError, match=r"in\.jsonl, line 2"):
        run(merit, source, "-o", tmp_path / "out.jsonl")


def test_recognise_names_and_says_why(tmp_path: Path) -> None:
    source = given_file(
        tmp_path / "in.jsonl",
        {"week": 1, "member": "b", "merit": 1.5},
        {"week": 1, "member": "a", "merit": 0.5},
        {"week": 0, "member": "a", "merit": 2},
    )
    out = tmp_path / "out.jsonl"
    assert run(recognise, source, "--slots", 1, "-o", out) == 0
    first, second = rows(out)
    assert first == {
        "week": 0,
        "named": ["a"],
        "why": {"a": "A whole place was due: 1.00 had come together over the weeks."},
    }
    assert isinstance(second, dict)
    assert second["named"] == ["b"]
    assert "0.70 of a place" in second["why"]["b"]


def test_recognise_adds_up_rows_of_one_member_and_week(tmp_path: Path) -> None:
    twice = [{"week": 0, "member": "a", "merit": 0.6}] * 2
    source = given_file(tmp_path / "in.jsonl", *twice, {"week": 0, "member": "b", "merit": 1})
    run(recognise, source, "--slots", 1, "--reach", 4, "-o", tmp_path / "out.jsonl")
    assert [row["named"] for row in rows(tmp_path / "out.jsonl") if isinstance(row, dict)] == [["a"]]


def test_recognise_is_the_same_to_the_byte_and_turns_with_the_salt(tmp_path: Path) -> None:
    even = [{"week": week, "member": f"m{i}", "merit": 1} for week in range(9) for i in range(30)]
    source = given_file(tmp_path / "in.jsonl", *even)
    outs = [tmp_path / name for name in ("1", "2", "3")]
    for out, salt in zip(outs, ("s", "s", "other"), strict=True):
        run(recognise, source, "--slots", 3, "--salt", salt, "-o", out)
    one, two, three = (out.read_bytes() for out in outs)
    assert one == two != three


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--slots", "-1"), "slots must be 0 or more"),
        (("--slots", "3", "--reach", "9"), "reach must be 0 to 4"),
    ],
)
def test_recognise_says_which_option_is_wrong(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    with pytest.raises(UserFacingError, match=says):
        run(recognise, given_file(tmp_path / "in.jsonl"), *words)


def test_recognise_refuses_impossible_merit(tmp_path: Path) -> None:
    source = given_file(tmp_path / "in.jsonl", {"week": 0, "member": "a", "merit": -0.5})
    with pytest.raises(UserFacingError, match="line 1"):
        run(recognise, source, "--slots", 3)
