from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal import csv_file
from bot.domain.errors import UserFacingError

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_rows_come_with_a_heading_and_come_back(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    csv_file.write(path, [{"name": 'Ånn, “the” "first"', "due": 3}, {"name": "Bob", "due": 0}])
    assert read(path) == [["name", "due"], ['Ånn, “the” "first"', "3"], ["Bob", "0"]]


@pytest.mark.parametrize("start", RISKY)
@pytest.mark.parametrize("before", ["", " ", "\u00a0 "])
def test_no_cell_begins_as_a_formula_does(start: str, before: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    csv_file.write(path, [{"name": before + start + 'cmd|"/c calc"!A1'}])
    assert read(path)[1][0].startswith("'")


def test_numbers_stay_numbers_and_plain_names_stay_plain() -> None:
    assert csv_file.cell(-3) == -3
    assert csv_file.cell("ann-marie") == "ann-marie"
    assert csv_file.cell("") == ""


@given(st.text())
def test_any_text_is_quoted_or_harmless(text: str) -> None:
    cell = csv_file.cell(text)
    assert isinstance(cell, str)
    assert cell in (text, "'" + text)
    assert not cell.lstrip(" ").startswith(RISKY)


def test_no_rows_make_an_empty_table(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    csv_file.write(path, csv_file.lines({"lines": []}))
    assert path.read_text("utf-8-sig").strip() == ""
    assert csv_file.lines(None) == []


def test_a_file_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="cannot be written"):
        csv_file.write(tmp_path / "no" / "ledger.csv", [])
