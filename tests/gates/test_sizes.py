from __future__ import annotations

from pathlib import Path
from statistics import median

from tests.gates.tree import FOLDERS, PACKAGES, functions, short, sources

LONGEST_FILE = 300
LONGEST_FUNCTION = 60
USUAL_FILE = 100
USUAL_FUNCTION = 12


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_no_file_is_longer_than_300_lines() -> None:
    assert {short(p): n for p in sources(*FOLDERS) if (n := lines(p)) > LONGEST_FILE} == {}


def test_files_are_usually_short() -> None:
    sizes = [n for path in sources(*PACKAGES) if (n := lines(path)) > 1]
    assert len(sizes) > 20
    assert median(sizes) <= USUAL_FILE


def test_no_function_is_longer_than_60_lines() -> None:
    found = [function for path in sources(*FOLDERS) for function in functions(path)]
    assert [f for f in found if f.lines > LONGEST_FUNCTION] == []
    assert median(f.lines for f in found) <= USUAL_FUNCTION
