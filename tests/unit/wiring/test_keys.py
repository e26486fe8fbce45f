from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import UserFacingError
from bot.settings import Settings
from bot.vault import new_key
from bot.wiring.keys import forgotten, rotated


def settings(keys: str) -> Settings:
    return Settings.model_validate({"FOSTER_SECRET_KEY": keys})


async def test_rotating_needs_a_key_and_says_what_it_did(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'foster.db'}"
    with pytest.raises(UserFacingError, match="foster keys new"):
        await rotated(settings(""), database)
    card = await rotated(settings(new_key()), database)
    assert card.data == {"sealed": 0}
    assert (await forgotten(settings(""), database)).data == {"removed": 0}
