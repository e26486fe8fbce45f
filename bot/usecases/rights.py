"""What a member may ask for themselves: everything that is held about them, and to be forgotten."""

from __future__ import annotations

import logging

from bot.domain.evidence import EvidenceKind
from bot.domain.recognition.persons import primaries
from bot.domain.refs import CommunityId, MemberRef
from bot.domain.times import Micros
from bot.ports import Store, Unit
from bot.privacy_ports import Held
from bot.usecases.amend import amend

log = logging.getLogger(__name__)


async def accounts_of(unit: Unit, member: MemberRef) -> tuple[MemberRef, ...]:
    """All accounts of the person behind one of them."""
    primary = primaries(await unit.evidence.all(EvidenceKind.LINK))
    first = primary.get(member, member)
    return tuple(sorted({member, *(one for one, person in primary.items() if person == first)}))


async def held(store: Store, community: CommunityId, member: MemberRef) -> Held:
    """Every row that names any account of the person."""
    async with store.reading(community) as unit:
        return await unit.privacy.held(await accounts_of(unit, member))


async def forget(
    store: Store, community: CommunityId, member: MemberRef, now: Micros
) -> tuple[MemberRef, ...]:
    """Forget the person behind an account; all accounts that were forgotten.

    The latest digest is edited within a tick. Where the files cannot be cleaned at once (somebody reads an
    older state), the upkeep does it later.
    """
    async with store.writing(community) as unit:
        accounts = await accounts_of(unit, member)
        await unit.privacy.forget(accounts, now)
        await amend(unit, now)
    try:
        await store.clean(accounts)
    except Exception as problem:  # noqa: BLE001 - what was erased is out of reach already; files follow
        log.warning("not cleaned yet", extra={"community": community, "problem": type(problem).__name__})
    log.info("somebody was forgotten", extra={"community": community, "accounts": len(accounts)})
    return accounts
