from __future__ import annotations

from pathlib import Path

import pytest

from adapters.clock import SystemClock
from adapters.terminal.program import Where
from bot.domain.errors import UserFacingError
from bot.settings import Settings
from bot.wiring.copies import put_back
from bot.wiring.open import journal_of
from bot.wiring.program import LocalProgram
from storage import journal
from storage.opening import open_store
from tests.fakes.soup import ADA, SOUP, SPACE, at, said


async def test_a_copy_forgets_again_whom_a_journal_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    where, path = Where(f"sqlite:///{tmp_path / 'foster.db'}"), tmp_path / "foster.db.erasures"
    store = await open_store(where.database)
    await store.create(SOUP, [SPACE])
    async with store.writing(SOUP.id) as unit:
        await unit.privacy.forget([ADA], at(1))
        await unit.privacy.let_back(ADA)
        await unit.facts.ingest([said("1", 2)])
        await unit.privacy.forget([ADA], at(3))
        await unit.privacy.let_back(ADA)
        await unit.facts.ingest([said("2", 4)])
    await store.close()
    kept = tmp_path / "kept.erasures"
    lines = [line for line in path.read_bytes().splitlines(keepends=True) if b"back" not in line]
    kept.write_bytes(lines[-1].replace(str(at(3)).encode(), str(at(5)).encode()))
    env = tmp_path / ".env"
    env.write_text("X=1\n")
    program = LocalProgram(SystemClock())
    for journals, problem in (
        ([], "--nobody"),
        ([tmp_path / "none"], "no file"),
        ([env], "no journal"),
    ):
        with pytest.raises(UserFacingError, match=problem):
            await program.db_restored(where, journals, nobody=False)
    assert (await program.db_restored(where, [], nobody=True)).data == {"forgotten": 0}
    assert (await program.db_restored(where, [kept], nobody=False)).data == {"forgotten": 1}
    assert (await put_back(Settings(), where.database, [kept], nobody=False)).data == {"forgotten": 0}


def test_a_server_has_its_journal_where_one_says_or_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    address = "postgresql://me:canary@host/name"
    settings = Settings.model_validate({"FOSTER_ERASURES": "/x/y.erasures"})
    assert journal_of("sqlite:////x.db", settings) is None
    assert journal_of(address, settings) == Path("/x/y.erasures")
    found = journal_of(address, Settings())
    assert found is not None
    assert found.suffix == journal.ENDING
    assert "canary" not in str(found)
    others = {journal_of(f"postgresql://host{n}/name", Settings()) for n in range(3)}
    assert len(others) == 3


async def test_a_journal_that_cannot_be_written_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    address = f"sqlite:///{tmp_path / 'foster.db'}"
    store = await open_store(address)
    await store.create(SOUP, [SPACE])
    (tmp_path / "foster.db.erasures").mkdir()
    async with store.writing(SOUP.id) as unit:
        await unit.privacy.forget([ADA], at(1))
    assert "erasure not noted yet" in caplog.text
    with pytest.raises(UserFacingError, match="FOSTER_ERASURES"):
        await store.clean([ADA])
    (tmp_path / "foster.db.erasures").rmdir()
    await store.clean([ADA])
    assert len(journal.read(tmp_path / "foster.db.erasures")) == 1
    await store.close()
