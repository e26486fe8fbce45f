"""Talks that Foster noticed, offered to an admin: never counted before somebody accepts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.judging.recordings import host
from bot.domain.readiness import recording
from bot.domain.readiness.recording import Entry, Speaker
from bot.domain.refs import CommunityId, MemberRef
from bot.domain.times import Micros
from bot.ports import Store, Unit

MOST_RECORDINGS = 10
"""So many links wait for an admin at most: a list is looked through, a heap is not."""

_RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class TalkOffer:
    """A scheduled event or a link to a recording. `key` names it once and for all, such as `event:17`.

    `by` posted the link: forgetting them takes title and link with them. `untitled`: whoever takes it says
    what it was.
    """

    key: str
    title: str
    on: date
    link: str = ""
    by: MemberRef | None = None
    untitled: bool = False


async def offer_recordings(
    store: Store, community: CommunityId, links: Sequence[str], by: MemberRef, on: date, now: Micros
) -> None:
    """Offer links that somebody posted (`bot.domain.judging.recordings`), a few a week and each once."""
    for link in links:
        key = "recording:" + sha256(link.encode()).hexdigest()[:32]
        async with store.reading(community) as unit:
            waiting = [one for one in await open_offers(unit) if _RECORDING in one.details]
        if len(waiting) >= MOST_RECORDINGS:
            return
        await offer_talk(store, community, TalkOffer(key, host(link), on, link, by, untitled=True), now)


async def offer_talk(store: Store, community: CommunityId, offer: TalkOffer, now: Micros) -> int | None:
    """Keep an offer for an admin; None where it was made before, whatever became of it, or has no title."""
    try:
        title, link = recording.text(offer.title), recording.url(offer.link)
    except UserFacingError:
        return None
    made = Evidence(
        EvidenceKind.TALK_OFFER,
        offer.on,
        now,
        member=offer.by,
        title=title,
        link=link,
        details={"key": offer.key, **({_RECORDING: "yes"} if offer.untitled else {})},
    )
    async with store.writing(community) as unit:
        if offer.by is not None and await unit.privacy.is_forgotten(offer.by):
            return None
        known = {record.details.get("key") for record in await unit.evidence.all(EvidenceKind.TALK_OFFER)}
        return None if offer.key in known else await unit.evidence.add(made)


async def open_offers(unit: Unit) -> list[Evidence]:
    """Offers that nobody accepted or declined yet."""
    return [each for each in await unit.evidence.all(EvidenceKind.TALK_OFFER) if not each.withdrawn]


async def accept(unit: Unit, number: int, entry: Entry, speaker: Speaker, title: str = "") -> Evidence:
    """The offer becomes a talk by this speaker, under this title where one is given."""
    offer = await _offer(unit, number)
    if not title and _RECORDING in offer.details:
        raise UserFacingError("Please say what the talk was called: title=“…”.")
    made = recording.talk(entry, title or offer.title, speaker, offer.on, offer.link)
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
