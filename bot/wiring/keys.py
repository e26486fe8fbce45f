"""The key in the settings and the database that is sealed with it."""

from __future__ import annotations

from bot.domain.errors import UserFacingError
from bot.settings import Settings
from bot.vault import SETTING, vault
from bot.views.card import Card
from bot.views.keys import forgotten_card, rotated_card
from bot.views.texts import texts
from bot.wiring.open import opened
from storage.sealed import forget_unknown, reseal


async def rotated(settings: Settings, database: str) -> Card:
    """Seal every stored secret anew with the first key; the program may run meanwhile."""
    keys = vault(settings.secret_key)
    if keys is None:
        raise UserFacingError(
            "There is no {name} yet. Make one with “{command}” and put it into the file .env, before the "
            "old one and a comma.",
            name=SETTING,
            command="foster keys new",
        )
    async with opened(database) as store:
        return rotated_card(await reseal(store.engine, keys), texts("en"))


async def forgotten(settings: Settings, database: str) -> Card:
    """Remove what no key in the settings opens."""
    async with opened(database) as store:
        return forgotten_card(await forget_unknown(store.engine, vault(settings.secret_key)), texts("en"))
