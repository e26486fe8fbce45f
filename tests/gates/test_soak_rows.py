"""Every row of `make soak` runs tests that exist."""

from __future__ import annotations

import pytest

from tests.gates.tree import ROOT
from tests.soak.rows import ATTACKS, FAULTS, REST, RIGHTS, ROWS, RUNS


def test_no_row_hides_another() -> None:
    assert len(ROWS) == len(FAULTS) + len(ATTACKS) + len(RIGHTS) + len(REST)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_names_tests_that_exist(row: str) -> None:
    named = [word.removeprefix("--ignore=") for word in ROWS[row] if "tests" in word]
    assert named
    for word in named:
        file, _, test = word.partition("::")
        assert (ROOT / file).exists(), word
        assert not test or f"def {test}(" in (ROOT / file).read_text("utf-8"), word


@pytest.mark.parametrize("module", RUNS.values())
def test_a_run_names_a_program_that_exists(module: str) -> None:
    assert 'if __name__ == "__main__":' in (ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8")
    assert not set(RUNS) & set(ROWS)
