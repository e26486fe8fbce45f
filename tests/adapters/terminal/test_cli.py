"""The command line: words in, exit codes and text out."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from adapters.terminal import cli
from adapters.terminal.program import ImportOptions, Where
from bot.domain.errors import UserFacingError
from bot.domain.times import Week
from tests.fakes.program import FakeProgram

DATABASE = "sqlite:///somewhere.sqlite"
WHERE = Where(DATABASE)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No `.env`, no user's data folder, and logging as it was."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", DATABASE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "80")
    level, handlers = logging.root.level, list(logging.root.handlers)
    yield
    logging.root.setLevel(level)
    logging.root.handlers[:] = handlers


def run(program: FakeProgram, *argv: str) -> int:
    return cli.main(argv, lambda: program)


@pytest.mark.parametrize(
    ("argv", "call"),
    [
        (["ask", "/foster ready"], ("ask", WHERE, "/foster ready", None)),
        (["ask", "me", "--as", "ada"], ("ask", WHERE, "me", "ada")),
        (["ask", "talk", "add", "On soup"], ("ask", WHERE, 'talk add "On soup"', None)),
        (["ready"], ("ask", WHERE, "ready", None)),
        (["why", 'p"1” x'], ("ask", WHERE, "why \"p'1' x\"", None)),
        (["questions"], ("ask", WHERE, "questions", None)),
        (
            ["questions", "--channel", "help", "--older-than", "2 days", "--days", "9", "--most", "3"],
            ("ask", WHERE, 'questions --channel "help" --older-than "2 days" --days "9" --most "3"', None),
        ),
        (["digest"], ("digest", WHERE, None, False)),
        (["digest", "--week", "2018-W06", "--preview"], ("digest", WHERE, Week(2018, 6), True)),
        (["demo", "--database", DATABASE], ("demo", WHERE)),
        (["communities"], ("communities", WHERE)),
        (["doctor", "slack"], ("doctor", WHERE, "slack")),
        (["doctor", "discord"], ("doctor", WHERE, "discord")),
        (["manifest", "slack"], ("manifest", "slack", "socket", "")),
        (["db", "upgrade"], ("upgrade", WHERE)),
        (["db", "check"], ("check", WHERE)),
        (["db", "restored", "--nobody"], ("restored", WHERE, [], True)),
        (["db", "restored", "a", "b"], ("restored", WHERE, [Path("a"), Path("b")], False)),
        (["manifest", "slack", "--suggest-staff"], ("manifest", "slack", "socket", "", "suggest-staff")),
        (["keys", "new"], ("new key",)),
        (["keys", "rotate"], ("rotate", WHERE)),
        (["keys", "forget"], ("forget", WHERE)),
        (["--community", "soup", "ready"], ("ask", Where(DATABASE, "soup"), "ready", None)),
        (["ready", "--community", "soup"], ("ask", Where(DATABASE, "soup"), "ready", None)),
        (["--database", "x://y", "db", "check"], ("check", Where("x://y"))),
    ],
)
def test_each_subcommand_reaches_the_program(argv: Sequence[str], call: tuple[object, ...]) -> None:
    program = FakeProgram()
    assert run(program, *argv) == 0
    assert program.calls == [call]


def test_an_import_carries_its_options_and_shows_its_progress(capsys: pytest.CaptureFixture[str]) -> None:
    program = FakeProgram()
    argv = ["import", "a.zip", "b", "--help-channels", "help, beginners", "--help-channels", "ask"]
    argv += ["--staff", "@example.org", "--zone", "Europe/Berlin", "--since", "2026-01-31"]
    assert run(program, *argv) == 0
    options = ImportOptions(
        ("help", "beginners", "ask"), ("@example.org",), "Europe/Berlin", date(2026, 1, 31)
    )
    assert program.calls == [("import", WHERE, [Path("a.zip"), Path("b")], options)]
    printed = capsys.readouterr()
    assert printed.err.split("\n")[:3] == ["Reading …", "Reading … 30 %", "Reading … 50 %"]
    assert "About import." in printed.out


@pytest.mark.parametrize("argv", [["--format", "json", "demo"], ["demo", "--format", "json"]])
def test_json_is_one_object_or_a_list_of_them(
    argv: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(FakeProgram(), *argv) == 0
    assert [card["data"] for card in json.loads(capsys.readouterr().out)] == [
        {"about": "first"},
        {"about": "second"},
    ]
    assert run(FakeProgram(), "communities", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["title"] == "communities"


def test_an_invite_is_a_link_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["invite", "discord", "--application", "5"]
    assert run(FakeProgram(), *argv) == 0
    assert capsys.readouterr().out == "https://discord.example/5\n"
    assert run(FakeProgram(), *argv, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {"invite": "https://discord.example/5"}


def test_a_problem_card_goes_to_the_error_stream_and_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(FakeProgram(failed=True), "ask", "nonsense") == 1
    printed = capsys.readouterr()
    assert (printed.out, "About answer." in printed.err) == ("", True)


@pytest.mark.parametrize(
    ("program", "argv", "code", "error"),
    [
        (FakeProgram(failed=True), ["ask", "x"], 1, {"message": "About answer."}),
        (FakeProgram(UserFacingError("No {a}.", a="ü\x1b")), ["digest"], 1, {"message": "No ü\x1b."}),
        (
            FakeProgram(),
            ["ready", "--wat"],
            2,
            {"message": "Unrecognized arguments: --wat.", "try": "foster --help"},
        ),
        (FakeProgram(), [], 2, {"message": "There is no command.", "try": "foster --help"}),
    ],
)
@pytest.mark.parametrize("asked", [["--format", "json"], ["--format=json"]])
def test_as_json_a_failure_is_an_object_on_the_error_stream(
    program: FakeProgram,
    argv: list[str],
    code: int,
    error: dict[str, str],
    asked: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(program, *asked, *argv) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.isascii()
    assert json.loads(printed.err) == {"error": error}


def test_as_json_a_bug_ends_with_an_object_that_has_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(FakeProgram(ValueError("canary words")), "communities", "--format", "json") == 1
    last = json.loads(capsys.readouterr().err.splitlines()[-1])["error"]
    assert last["reference"] in last["message"]
    assert "canary" not in last["message"]


def test_a_doctor_who_finds_something_still_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(FakeProgram(failed=True), "doctor", "slack", "--format", "json") == 1
    assert json.loads(capsys.readouterr().out)["title"]


def test_what_the_person_can_mend_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    error = UserFacingError("There is no file {name}.", name="a\x1b[2J.zip")
    assert run(FakeProgram(error), "communities") == 1
    assert capsys.readouterr().err == "There is no file a[2J.zip.\n"


def test_a_bug_shows_a_code_that_the_log_has_too_and_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(FakeProgram(ValueError("canary words")), "communities") == 1
    err = capsys.readouterr().err
    code = err.strip().splitlines()[-1].removesuffix(".").rpartition(" ")[2]
    assert len(code) == 6
    assert err.count(code) == 2
    assert "ValueError" in err
    assert "canary" not in err


@pytest.mark.parametrize(
    "argv",
    [[], ["nonsense"], ["import"], ["ask"], ["db"], ["db", "drop"], ["ready", "--format", "xml"], ["--wat"]],
)
def test_wrong_usage_exits_2_and_says_where_to_look(
    argv: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    program = FakeProgram()
    assert run(program, *argv) == 2
    assert program.calls == []
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "help" in printed.err


@pytest.mark.parametrize("argv", [["digest", "--week", "soon"], ["import", "x", "--since", "soon"]])
def test_wrong_values_exit_1(argv: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(FakeProgram(), *argv) == 1
    assert "“soon” is not a" in capsys.readouterr().err


def test_help_names_every_subcommand(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(FakeProgram(), "--help") == 0
    out = capsys.readouterr().out
    for word in ("demo", "import", "digest", "ready", "ask", "communities", "attribute", "merit"):
        assert f" {word} " in out
    for word in ("recognise", "assess", "db", "version", "--database", "--community", "--format"):
        assert word in out


def test_control_c_exits_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(FakeProgram(KeyboardInterrupt()), "communities") == 130
    assert capsys.readouterr().err.endswith("Stopped.\n")


def test_the_version_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(FakeProgram(), "version") == 0
    assert capsys.readouterr().out.startswith("foster ")
    assert run(FakeProgram(), "version", "--format", "json") == 0
    assert set(json.loads(capsys.readouterr().out)) == {"foster", "python"}


def test_a_database_may_be_a_path_and_is_a_file_in_the_data_folder_by_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = FakeProgram()
    run(program, "communities", "--database", "here.sqlite")
    monkeypatch.delenv("DATABASE_URL")
    run(program, "communities")
    (_, given), (_, default) = program.calls
    assert given == Where(f"sqlite:///{tmp_path / 'here.sqlite'}")
    assert isinstance(default, Where)
    assert default.database.endswith("foster.sqlite")


def test_a_rule_over_files_runs_without_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing.jsonl"
    program = FakeProgram()
    assert run(program, "merit", str(missing), "--format", "json") == 1
    assert str(missing) in capsys.readouterr().err
    assert program.calls == []


def test_a_wrong_setting_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOSTER_LOG_LEVEL", "canary")
    assert run(FakeProgram(), "communities") == 2
    err = capsys.readouterr().err
    assert "FOSTER_LOG_LEVEL" in err
    assert "canary" not in err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["diggest"], "There is no “diggest”. Did you mean “digest”?\nTry: foster --help\n"),
        (["READY"], "There is no “READY”. Did you mean “ready”?"),
        (["manifest", "slak"], "Did you mean “slack”?\nTry: foster manifest --help"),
        (["--format", "jsno", "ready"], "Did you mean “json”?"),
        (["xyzzyx"], "choose from"),
    ],
)
def test_a_mistyped_word_suggests_the_nearest(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(FakeProgram(), *argv) == 2
    assert said in capsys.readouterr().err
