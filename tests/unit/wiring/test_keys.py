from __future__ import annotations

from pathlib import Path

import pytest

from adapters.clock import SystemClock
from adapters.terminal.program import Where
from bot.domain.errors import UserFacingError
from bot.install_ports import Installation
from bot.settings import Settings
from bot.vault import KeyVault, new_key
from bot.views.card import Tone
from bot.wiring.doctor import doctor
from bot.wiring.keys import forgotten, rotated
from bot.wiring.program import LocalProgram
from bot.wiring.running import run_forever
from storage import schema
from storage.installations import SqlInstallations
from storage.opening import open_store
from storage.store import SqlStore
from tests.fakes.soup import SOUP, SPACE
from tests.storage.test_names import CALLED, filled

KEY = new_key()


def settings(keys: str, **more: str) -> Settings:
    return Settings.model_validate({"FOSTER_SECRET_KEY": keys, **more})


async def test_rotating_needs_a_key_and_says_what_it_did(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'foster.db'}"
    with pytest.raises(UserFacingError, match="foster keys new"):
        await rotated(settings(""), database)
    await schema.upgrade(database)
    card = await rotated(settings(new_key()), database)
    assert card.data == {"sealed": 0}
    assert (await forgotten(settings(""), database)).data == {"removed": 0}


async def test_a_running_foster_refuses_a_database_that_it_cannot_open(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'foster.db'}"
    store = await open_store(database)
    await store.create(SOUP, [SPACE])
    await SqlInstallations(store.engine, KeyVault(new_key())).save(
        SOUP.id, Installation(SPACE, "xoxb-canary")
    )
    await store.close()
    for keys in ("", new_key()):
        given = settings(keys, SLACK_BOT_TOKEN="xoxb-1")  # noqa: S106 - no secret
        with pytest.raises(UserFacingError, match="FOSTER_SECRET_KEY") as caught:
            await run_forever(given, database, SystemClock(), "x")
        assert "canary" not in str(caught.value)
        with pytest.raises(UserFacingError, match="FOSTER_SECRET_KEY"):
            await doctor("slack", given, database, SystemClock())


async def test_short_commands_want_the_key_of_names_and_say_how_to_go_on_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    where, program = Where(f"sqlite:///{tmp_path / 'foster.db'}"), LocalProgram(SystemClock())
    monkeypatch.setenv("FOSTER_SECRET_KEY", "")
    await (await filled(where.database)).close()
    for key, sealed in ((KEY, 3), (f"{new_key()},{KEY}", 3), ("", None), (new_key(), None)):
        monkeypatch.setenv("FOSTER_SECRET_KEY", key)
        if sealed is None:
            for work in (
                program.communities(where),
                program.ask(where, "me", "U1"),
                program.digest(where, None, preview=False),
                program.rotate_keys(where) if key else program.db_check(where),
            ):
                with pytest.raises(UserFacingError, match=r"FOSTER_SECRET_KEY.*foster keys forget"):
                    await work
        else:
            assert (await program.rotate_keys(where)).data == {"sealed": sealed}
            assert (await program.ask(where, "optout", CALLED[0].upper())).card.tone is Tone.GOOD
    assert (await program.forget_sealed(where)).data == {"removed": 3}
    assert (await program.communities(where)).data
    monkeypatch.setenv("FOSTER_SECRET_KEY", "")
    assert "name='U2'" in str((await program.ask(where, "thank @U2", "U1")).card)


async def test_names_are_sealed_also_where_the_files_cannot_be_cleaned_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def busy(_: SqlStore) -> None:
        raise OSError

    database = f"sqlite:///{tmp_path / 'foster.db'}"
    await (await filled(database)).close()
    monkeypatch.setattr(SqlStore, "clean", busy)
    assert (await rotated(settings(KEY), database)).data == {"sealed": 3}
    assert "not cleaned yet" in caplog.text
