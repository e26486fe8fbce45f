"""Where the data is, and how the commands that are printed begin."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from adapters.terminal import arguments
from adapters.terminal.place import started, where
from adapters.terminal.program import Where
from bot.settings import Settings, load


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(sys, "argv", ["/nowhere/foster"])
    return load()


def place(settings: Settings, *argv: str) -> Where:
    return where(arguments.parse(argv), settings)


def test_without_a_word_it_is_one_file_in_the_data_folder(settings: Settings, tmp_path: Path) -> None:
    found = place(settings, "ready")
    assert found.database == f"sqlite:///{tmp_path}/data/foster/foster.sqlite"
    assert (found.command, found.throwaway) == ("/nowhere/foster", False)


@pytest.mark.parametrize("given", ["my data.sqlite", "./my data.sqlite"])
def test_a_path_is_a_sqlite_file(settings: Settings, tmp_path: Path, given: str) -> None:
    found = place(settings, "--database", given, "ready")
    assert found.database == f"sqlite:///{tmp_path}/my data.sqlite"
    assert found.command == f"/nowhere/foster --database '{given}'"


def test_a_password_is_not_repeated(settings: Settings) -> None:
    found = place(settings, "ready", "--database", "postgresql://me:canary@db/foster")
    assert found.database == "postgresql://me:canary@db/foster"
    assert found.command == "/nowhere/foster --database URL"


@pytest.mark.parametrize("setting", ["", "sqlite:///precious.sqlite"])
def test_the_demo_has_a_file_of_its_own(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", setting)
    found = place(load(), "demo")
    assert found.database.endswith("/data/foster/demo.sqlite")
    assert found.throwaway
    later = place(settings, *found.command.split()[1:], "ready")
    assert (later.database, later.throwaway) == (found.database, False)


def test_a_database_that_was_named_is_kept(settings: Settings) -> None:
    assert not place(settings, "demo", "--database", "mine.sqlite").throwaway


def test_a_program_on_the_path_is_called_by_its_name() -> None:
    found = shutil.which("sh")
    assert found is not None
    assert started(found) == "sh"


def test_a_program_below_the_folder_is_called_from_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert started(str(tmp_path / ".venv/bin/foster")) == ".venv/bin/foster"
    assert started(".venv/bin/foster") == ".venv/bin/foster"
    assert started("/else where/foster") == "'/else where/foster'"


def test_a_module_is_called_by_its_interpreter() -> None:
    assert started("/x/bot/__main__.py").endswith(f"{Path(sys.executable).name} -m bot")
