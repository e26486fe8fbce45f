from __future__ import annotations

import re
import shlex

import pytest

from adapters.terminal.arguments import parse
from scripts.dev import CHORES
from tests.bench.__main__ import main as bench
from tests.bench.measure import Figure, machine
from tests.gates.tree import ROOT

_DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/import.md", "CHANGELOG.md")
_PLACEHOLDERS = {"TARGET"}


def written() -> str:
    return "\n".join((ROOT / name).read_text("utf-8") for name in _DOCUMENTS)


def test_every_chore_is_a_make_target() -> None:
    targets = re.search(r"^TARGETS := (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert targets is not None
    assert set(targets[1].split()) == set(CHORES)


def test_the_documents_name_only_chores_that_exist() -> None:
    named = set(re.findall(r"(?:`|^)make ([a-z]+)|scripts/dev\.py (\w+)", written(), re.MULTILINE))
    words = {word for pair in named for word in pair if word}
    assert {"demo", "test"} <= words
    assert words - _PLACEHOLDERS <= set(CHORES)


def test_the_documents_give_only_command_lines_that_parse() -> None:
    lines = re.findall(r"^(?:\.venv/bin/)?foster (.+)$", written(), re.MULTILINE)
    assert len(lines) >= 4
    for line in lines:
        assert parse(shlex.split(line)).command == line.split()[0]


@pytest.mark.parametrize(("seconds", "good", "said"), [(2.0, True, "good"), (9.0, False, "TOO SLOW")])
def test_a_figure_says_whether_its_bound_holds(seconds: float, *, good: bool, said: str) -> None:
    figure = Figure("import", seconds, 1.0, "raw", items=100, most=8.0)
    assert figure.good is good
    assert said in str(figure)


def test_a_bench_names_its_machine_and_refuses_unknown_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert any("cores" in line for line in machine())
    assert bench(["nothing"]) == 2
    assert "decoding" in capsys.readouterr().err
