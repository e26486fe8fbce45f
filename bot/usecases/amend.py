"""The latest digest, edited: whoever must not be named any more is out of it within a tick."""

from __future__ import annotations

from dataclasses import dataclass

from bot.delivery_ports import Publisher
from bot.domain.delivery import Digest, State, marker
from bot.domain.notices import Notice, NoticeKind
from bot.domain.refs import ChannelRef
from bot.domain.times import MINUTE, Micros, Week
from bot.ports import Unit
from bot.usecases.compose import Address
from bot.usecases.standing import standing
from bot.usecases.telling import retold
from bot.views.card import Card
from bot.views.digest import digest_card
from bot.views.look import Look
from bot.views.texts import texts

SOON = MINUTE // 2
"""How long to wait for a digest that is being sent while somebody wants to be out of it."""

_NOTHING = Card("", ())


async def amend(unit: Unit, now: Micros) -> None:
    """Have the latest digest edited with the next tick, so that it names nobody who must not be named.

    Call it in the transaction in which somebody opted out or in which their rows were erased. A digest that
    is being sent is edited once it is there; where there is none, nothing happens. What else the digest says
    stays: it is told again by the naming that was kept for its week, as far as that may still be said.
    """
    for state in (State.POSTED, State.SENDING):
        for digest in await unit.digests.latest(1, state):
            await amend_week(unit, digest.week, now)


async def amend_week(unit: Unit, week: Week, now: Micros) -> None:
    """The same for the digest of one week."""
    notice = Notice(NoticeKind.EDIT, f"edit:{week}:{now}", {"week": str(week)})
    await unit.outbox.put(notice, Micros(0))  # before everything else that waits


@dataclass(frozen=True, slots=True)
class Edit:
    """A digest as it may be shown now. `to` is None where there is nothing to edit."""

    week: Week
    to: ChannelRef | None
    key: str
    external: str
    card: Card


async def redrawn(unit: Unit, week: Week, url: Address) -> Edit | None:
    """The edit of a week's digest; None while nobody knows yet whether it is there."""
    digest = await unit.digests.get(week)
    if digest is not None and digest.open:
        return None
    key = marker(unit.community.salt, str(week))
    if digest is None or digest.state is not State.POSTED:
        return Edit(week, None, key, "", _NOTHING)
    return Edit(week, digest.channel, key, digest.external, await _card(unit, digest, url))


async def carry_out(edit: Edit, publisher: Publisher) -> None:
    """Edit the post; one that an admin saw in the channel is looked up first."""
    if edit.to is None:
        return
    external: str | None = edit.external or await publisher.find(edit.to, edit.key)
    if external is not None:
        await publisher.edit(edit.to, external, edit.card, edit.key)


async def give_up(unit: Unit, week: Week, now: Micros) -> None:
    """Foster may not edit it: admins can, and are told once for each week."""
    await unit.outbox.put(Notice(NoticeKind.UNEDITED, f"unedited:{week}", {"week": str(week)}), now)


async def _card(unit: Unit, digest: Digest, url: Address) -> Card:
    data = await retold(unit, digest, url)
    who = await standing(unit)
    word, look = who.preferences.text("word"), Look.chosen(who.preferences)
    return digest_card(data, texts(who.preferences.language), word, look)
