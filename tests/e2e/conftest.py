"""One synthetic community in all formats, and one database it was imported into."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.synthetic import discord, neutral, slack
from adapters.synthetic.community import generate
from adapters.synthetic.files import write_zip
from adapters.synthetic.world import World
from tests.fakes.databases import postgres, postgres_address  # noqa: F401 - fixtures
from tests.fakes.foster import Foster, inside


@pytest.fixture(scope="session")
def small() -> World:
    """Six weeks of a small community."""
    return generate(3, weeks=6, size=16)


@pytest.fixture(scope="session")
def exports(small: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same conversation in each format."""
    folder = tmp_path_factory.mktemp("exports")
    neutral.write_jsonl(folder / "neutral.jsonl", small)
    write_zip(folder / "slack.zip", slack.files(small))
    write_zip(folder / "discord.zip", discord.files(small))
    return {path.stem: path for path in folder.iterdir()}


@pytest.fixture
def foster(tmp_path: Path) -> Foster:
    """The program in an empty folder."""
    return Foster(tmp_path)


@pytest.fixture(scope="module")
def imported(exports: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the Slack export, set up."""
    database = str(tmp_path_factory.mktemp("imported") / "foster.sqlite")
    done = inside(
        "--database", database, "--community", "kelp", "import", str(exports["slack"]),
        "--help-channels", "help,help-flows,ask-the-forum", "--staff", "@kelpline.example",
    )  # fmt: skip
    assert done.code == 0, done.err
    return database
