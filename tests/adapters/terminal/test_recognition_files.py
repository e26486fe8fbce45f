"""`foster digest --chart` and `foster ledger --out` write files; what goes wrong is said plainly."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.terminal import cli
from adapters.terminal.program import Where
from bot.commands.spec import Reply
from bot.views.card import Card
from tests.fakes.program import FakeProgram

DATABASE = "sqlite:///somewhere.sqlite"


class Ledger(FakeProgram):
    """Answers with a ledger of one person."""

    async def ask(self, where: Where, words: str, member: str | None) -> Reply:
        self._called("ask", where, words, member)
        return Reply(
            Card("Ledger", (), data={"lines": [{"name": "=Ann", "due_percent": 40}]}), failed=self.failed
        )


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", DATABASE)


def run(program: FakeProgram, *argv: str) -> int:
    return cli.main(argv, lambda: program)


def test_the_chart_is_written_beside_the_digest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = FakeProgram()
    program.drawn = b"picture"
    assert run(program, "digest", "--chart", "chart.png") == 0
    assert (tmp_path / "chart.png").read_bytes() == b"picture"
    assert "digest" in capsys.readouterr().out


def test_a_digest_without_a_chart_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(FakeProgram(), "digest", "--chart", "chart.png") == 1
    assert "no chart" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "chart.png").exists()


def test_a_chart_that_cannot_be_written_is_an_error_one_can_mend(capsys: pytest.CaptureFixture[str]) -> None:
    program = FakeProgram()
    program.drawn = b"picture"
    assert run(program, "digest", "--chart", "no/chart.png") == 1
    assert "cannot be written" in " ".join(capsys.readouterr().err.split())


def test_the_ledger_is_written_without_formulas(tmp_path: Path) -> None:
    assert run(Ledger(), "ledger", "--out", "ledger.csv") == 0
    assert (tmp_path / "ledger.csv").read_text("utf-8-sig") == "name,due_percent\n'=Ann,40\n"


def test_the_ledger_needs_no_file_and_a_failed_one_writes_none(tmp_path: Path) -> None:
    assert run(Ledger(), "ledger") == 0
    assert run(Ledger(failed=True), "ledger", "--out", "ledger.csv") == 1
    assert list(tmp_path.glob("*.csv")) == []
