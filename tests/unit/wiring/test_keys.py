from __future__ import annotations

from pathlib import Path

import pytest

from adapters.clock import SystemClock
from bot.domain.errors import UserFacingError
from bot.install_ports import Installation
from bot.settings import Settings
from bot.vault import KeyVault, new_key
from bot.wiring.doctor import doctor
from bot.wiring.keys import forgotten, rotated
from bot.wiring.running import run_forever
from storage.installations import SqlInstallations
from storage.opening import open_store
from tests.fakes.soup import SOUP, SPACE


def settings(keys: str, **more: str) -> Settings:
    return Settings.model_validate({"FOSTER_SECRET_KEY": keys, **more})


async def test_rotating_needs_a_key_and_says_what_it_did(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'foster.db'}"
    with pytest.raises(UserFacingError, match="foster keys new"):
        await rotated(settings(""), database)
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
