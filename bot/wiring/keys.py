"""The key in the settings and the database that is sealed with it."""

from __future__ import annotations

import logging

from bot.domain.errors import SettingsError
from bot.settings import Settings
from bot.vault import SETTING, vault
from bot.views.card import Card
from bot.views.keys import forgotten_card, rotated_card
from bot.views.texts import texts
from bot.wiring.open import opened
from storage import existing
from storage.opening import up_to_date
from storage.sealed import forget_unknown, reseal

log = logging.getLogger(__name__)


async def rotated(settings: Settings, database: str) -> Card:
    """Seal every stored secret and name anew with the first key; the program may run meanwhile."""
    keys = vault(settings.secret_key)
    if keys is None:
        raise SettingsError(
            "There is no {name} yet. Make one with “{command}” and put it into the file .env, before the "
            "old one and a comma.",
            name=SETTING,
            command="foster keys new",
        )
    async with opened(database, settings) as store:
        done = await reseal(store.engine, keys)
        try:
            await store.clean()
        except Exception as problem:  # noqa: BLE001 - all is sealed; a running Foster cleans the files later
            log.warning("not cleaned yet", extra={"problem": type(problem).__name__})
        return rotated_card(done, texts("en"))


async def forgotten(settings: Settings, database: str) -> Card:
    """Remove what no key in the settings opens; nobody else opens such a database."""
    keys = vault(settings.secret_key)
    existing.look(database)
    made = await up_to_date(database)
    try:
        return forgotten_card(await forget_unknown(made, keys), texts("en"))
    finally:
        await made.dispose()
