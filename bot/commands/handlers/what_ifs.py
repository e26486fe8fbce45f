"""What a change of settings would have meant, by the settings it touches. A new what-if is one line below."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress

from bot.domain.attribution_preferences import TUNED
from bot.domain.errors import UserFacingError
from bot.domain.preferences import Preferences
from bot.domain.times import DAY, Micros, moment
from bot.ports import Unit
from bot.usecases.assess import readiness
from bot.usecases.credit_changes import credit_changes
from bot.usecases.ledger import what_if
from bot.usecases.upkeep import days_kept
from bot.views.card import Text
from bot.views.credit_changes import credit_changes_text
from bot.views.ledger import what_if_text
from bot.views.privacy import consent_text, expiry_text
from bot.views.readiness_what_if import what_if_ready_text
from bot.views.texts import Texts

NAMING = frozenset(
    {"slots", "reach", "confidence-floor", "help-channels", "weight-talk", "weight-uplift", "weight-welcome"}
)
"""Settings on which it depends who is named: a change is shown on the last week."""

READY = "ready-"
"""What thresholds of readiness begin with: a change is shown on the verdict of now."""

DERIVED_WITH = TUNED | {"confidence-floor"}
"""Settings on which derived credits and questions depend: a change has everything derived again."""

WhatIf = Callable[[Unit, Mapping[str, str], Micros, Texts], Awaitable[Text]]
"""From the settings as they would be stored to a sentence; empty where there is nothing to say yet."""


def shown_first(key: str) -> bool:
    """Whether a change of this setting is shown before it is saved."""
    return key.startswith(READY) or key in DERIVED_WITH


async def naming(unit: Unit, wished: Mapping[str, str], now: Micros, t: Texts) -> Text:
    """Whom the last week would have named."""
    effect = await what_if(unit, wished, now)
    return what_if_text(effect, t) if effect else ()


async def verdict(unit: Unit, wished: Mapping[str, str], now: Micros, t: Texts) -> Text:
    """How the verdict would change."""
    with suppress(UserFacingError):  # nothing was said here yet
        today = await readiness(unit, now)
        then = await readiness(unit, now, policy=Preferences.read(wished).readiness)
        return what_if_ready_text(today.assessment, then.assessment, t)
    return ()


async def crediting(unit: Unit, wished: Mapping[str, str], now: Micros, t: Texts) -> Text:
    """Which credits of the last week would go or come."""
    changes = await credit_changes(unit, wished, now)
    return credit_changes_text(changes, t) if changes else ()


async def consent(unit: Unit, wished: Mapping[str, str], _now: Micros, t: Texts) -> Text:
    """How many of those who could be named have agreed."""
    if Preferences.read(wished).text("consent") != "opt-in":
        return ()
    anybody = await unit.people.told_of()
    return consent_text(len(anybody & await unit.people.agreed()), len(anybody), t)


async def expiry(unit: Unit, wished: Mapping[str, str], now: Micros, t: Texts) -> Text:
    """From which day on facts would be kept."""
    chosen = Preferences.read(wished)
    first = moment(now - days_kept(chosen) * DAY, chosen.zone).date()
    span = await unit.facts.span()
    return expiry_text(first, t, goes=span is not None and moment(span[0], chosen.zone).date() < first)


WHAT_IFS: Sequence[tuple[Callable[[str], bool], WhatIf]] = (
    (DERIVED_WITH.__contains__, crediting),
    (NAMING.__contains__, naming),
    (lambda key: key.startswith(READY), verdict),
    ("consent".__eq__, consent),
    ("keep-facts".__eq__, expiry),
)
"""Which settings each is about."""


async def effects(
    unit: Unit, keys: Sequence[str], wished: Mapping[str, str], now: Micros, t: Texts
) -> list[Text]:
    """A sentence from each what-if that is about one of these settings."""
    said = [await ask(unit, wished, now, t) for about, ask in WHAT_IFS if any(map(about, keys))]
    return [text for text in said if text]
