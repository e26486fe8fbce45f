"""A server's database that was put back from a copy."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.domain.errors import UserFacingError
from bot.settings import Settings
from bot.views.card import Card
from bot.views.copies import put_back_card
from bot.views.texts import texts
from bot.wiring.open import journal_of, keys_of
from storage import existing, journal
from storage.opening import restored


async def put_back(settings: Settings, database: str, journals: Sequence[Path], *, nobody: bool) -> Card:
    """Forget again whom these journals, and its own, name; it counts as the true database from then on.

    A `UserFacingError` where there is no journal at all, unless `nobody` was forgotten since.
    """
    existing.look(database)
    own = journal_of(database, settings)
    await asyncio.to_thread(_look, own, journals, nobody=nobody)
    gone = await restored(database, keys_of(settings.secret_key), own, journals)
    return put_back_card(len(gone), texts("en"))


def _look(own: Path | None, journals: Sequence[Path], *, nobody: bool) -> None:
    for path in journals:
        if not journal.kept(path):
            raise UserFacingError("There is no file {path}.", path=path)
        if not journal.states(path) and path.stat().st_size:
            raise UserFacingError("{path} is no journal of erasures.", path=path)
    if not (journals or nobody or (own is not None and journal.kept(own))):
        raise UserFacingError(
            "Name the journal of the Foster that was here before, a file that ends with {ending}. Was nobody "
            "forgotten since the copy was made? Then say {nobody}.",
            ending=journal.ENDING,
            nobody="--nobody",
        )
