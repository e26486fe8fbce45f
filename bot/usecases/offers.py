"""Talks that Foster noticed, offered to an admin: never counted before somebody accepts them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.readiness import recording
from bot.domain.readiness.recording import Entry, Speaker
from bot.domain.refs import CommunityId
from bot.domain.times import Micros
from bot.ports import Store, Unit


@dataclass(frozen=True, slots=True)
class TalkOffer:
    """A scheduled event or a link to a recording. `key` names it once and for all, such as `event:17`."""

    key: str
    title: str
    on: date
    link: str = ""


async def offer_talk(store: Store, community: CommunityId, offer: TalkOffer, now: Micros) -> int | None:
    """Keep an offer for an admin; None where it was made before, whatever became of it, or has no title."""
    try:
        title, link = recording.text(offer.title), recording.url(offer.link)
    except UserFacingError:
        return None
    made = Evidence(
        EvidenceKind.TALK_OFFER, offer.on, now, title=title, link=link, details={"key": offer.key}
    )
    async with store.writing(community) as unit:
        known = {record.details.get("key") for record in await unit.evidence.all(EvidenceKind.TALK_OFFER)}
        return None if offer.key in known else await unit.evidence.add(made)


async def open_offers(unit: Unit) -> list[Evidence]:
    """Offers that nobody accepted or declined yet."""
    return [each for each in await unit.evidence.all(EvidenceKind.TALK_OFFER) if not each.withdrawn]


async def accept(unit: Unit, number: int, entry: Entry, speaker: Speaker) -> Evidence:
    """The offer becomes a talk by this speaker."""
    offer = await _offer(unit, number)
    made = recording.talk(entry, offer.title, speaker, offer.on, offer.link)
    await unit.evidence.withdraw(offer.id)
    return replace(made, id=await unit.evidence.add(made))


async def decline(unit: Unit, number: int) -> None:
    """The offer is none; it is not made again."""
    await unit.evidence.withdraw((await _offer(unit, number)).id)


async def _offer(unit: Unit, number: int) -> Evidence:
    for offer in await open_offers(unit):
        if offer.id == number:
            return offer
    raise UserFacingError("There is no open offer number {number}. “talk offers” lists them.", number=number)
