"""Every command of the program on a real database: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from adapters.synthetic.world import World
from bot.domain.times import Week, zone_named
from tests.fakes.foster import Foster, inside

UTC = zone_named("UTC")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["digest"], "Thank you"),
        (["digest", "--preview"], "only you see this"),
        (["ready"], "ambassador program"),
        (["ask", "/foster help"], "foster digest"),
        (["ask", "staff list"], "Recorded"),
        (["communities"], "kelp"),
        (["db", "check"], "state hash"),
        (["db", "upgrade"], "up to date already"),
    ],
)
def test_a_command_answers_as_text_and_as_json(imported: str, words: list[str], said: str) -> None:
    text = inside("--database", imported, *words)
    assert (text.code, text.err) == (0, "")
    assert said in text.out
    data = inside("--database", imported, "--format", "json", *words)
    assert (data.code, data.err) == (0, "")
    assert isinstance(json.loads(data.out), dict | list)


def test_a_week_is_told_as_it_was(imported: str, small: World) -> None:
    week = Week.of(small.start * 1000, UTC).shift(4)
    done = inside("--database", imported, "--format", "json", "digest", "--week", str(week))
    assert done.code == 0
    assert str(week) in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["digest", "--week", "1999-W01"], "What was said here spans"),
        (["digest", "--week", "never"], "is not a week"),
        (["digest", "--week", "2099-W01"], "is not over yet"),
        (["ask", "ready", "--as", "Nobody"], "Nobody here is called"),
        (["ask", "reddy"], "ready"),
        (["ready", "--community", "other"], "There is: kelp"),
        (["import", "missing.zip"], "There is no file or folder"),
        (["import", "missing.zip", "--zone", "Moon/Base"], "Moon/Base"),
        (["import", "missing.zip", "--since", "soon"], "is not a day"),
    ],
)
def test_what_a_person_can_mend_is_said_on_the_error_stream(
    imported: str, words: list[str], said: str
) -> None:
    done = inside("--database", imported, *words)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("words", [["digest", "--wek"], ["nonsense"], ["db"], ["import"], []])
def test_wrong_usage_is_two(words: list[str]) -> None:
    done = inside(*words)
    assert (done.code, done.out) == (2, "")
    assert "foster" in done.err


def test_a_database_of_nobody_says_how_to_begin(tmp_path: Path) -> None:
    done = inside("--database", str(tmp_path / "new.sqlite"), "ready")
    assert (done.code, done.out) == (1, "")
    assert "foster import EXPORT.zip" in done.err


def test_a_member_sees_no_more_than_a_member(imported: str, small: World) -> None:
    """`ready` has a part for admins alone: what would happen without somebody, and who could be asked."""
    name = next(member.name for member in small.members if member.id not in {m.id for m in small.staff})
    admin = inside("--database", imported, "ask", "ready")
    member = inside("--database", imported, "ask", "ready", "--as", name)
    assert (admin.code, member.code) == (0, 0)
    assert "For admins only" in admin.out
    assert "For admins only" not in member.out
    refused = inside("--database", imported, "ask", "settings set slots 3", "--as", name)
    assert (refused.code, refused.out) == (1, "")
    assert "admins" in refused.err
    own = inside("--database", imported, "ask", "/foster me", "--as", name)
    assert own.code == 0


def test_the_real_program_starts_light(foster: Foster) -> None:
    """`foster --help` through `bot.__main__` imports neither a database, a console nor the core.

    Matrices take one core, unless the environment says more.
    """
    code = (
        "import os, sys, contextlib; sys.argv = ['foster', '--help']\n"
        "os.environ.pop('OPENBLAS_NUM_THREADS', None)\n"
        "import bot.__main__\n"
        "with contextlib.suppress(SystemExit): bot.__main__.main()\n"
        "heavy = {'sqlalchemy', 'sqlmodel', 'pydantic', 'rich', 'numpy', 'asyncio', 'bot.commands',"
        " 'bot.wiring', 'storage', 'msgspec', 'matplotlib', 'discord', 'slack_sdk'}\n"
        "print(sorted(heavy & sys.modules.keys()), os.environ['OPENBLAS_NUM_THREADS'])"
    )
    done = foster._run([sys.executable, "-c", code], "")
    assert done.code == 0, done.err
    assert done.out.splitlines()[-1] == "[] 1"


def test_rules_and_version_run_as_processes(foster: Foster, exports: dict[str, Path]) -> None:
    assert foster("version").out.startswith("foster")
    assert "foster" in json.loads(foster("version", "--format", "json").out)
    credited = foster("attribute", str(exports["neutral"]))
    assert credited.code == 0
    assert all(json.loads(line) for line in credited.out.splitlines())
    assert foster("merit", "missing.jsonl").code == 1
    assert foster("assess", "--nonsense").code == 2
