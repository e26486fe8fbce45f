"""One attempt at a digest: claim it, send it outside any transaction, write down what became of it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.delivery_ports import PartlyError, Publisher, RefusedError, TryLaterError, UnclearError
from bot.domain import delivery
from bot.domain.delivery import Digest, Why
from bot.domain.evidence import EvidenceKind
from bot.domain.notices import Notice, NoticeKind
from bot.domain.preferences import Preferences
from bot.domain.recognition.digest import DigestData
from bot.domain.recognition.persons import groups, primaries
from bot.domain.refs import ChannelRef, CommunityId, PersonId
from bot.domain.slots import CATCH_UP
from bot.domain.times import Micros, Week
from bot.ports import Clock, Unit
from bot.usecases.amend import amend_week
from bot.usecases.compose import Address, compose, drop_claims
from bot.usecases.standing import Standing, standing
from bot.views.card import Card
from bot.views.digest import digest_card
from bot.views.look import Look
from bot.views.texts import texts

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed digest, ready to be sent. `look`: it may be in the channel already."""

    community: CommunityId
    digest: Digest
    to: ChannelRef
    key: str
    card: Card
    look: bool


async def claim(
    unit: Unit, digest: Digest, owner: str, now: Micros, url: Address, chosen: Preferences | None = None
) -> Job | None:
    """Take a digest and freeze who is named in it. None where the week turns out too small to post.

    `chosen`, where it is read already.
    """
    who = await standing(unit, chosen)
    channel = digest.channel if digest.unclear else who.preferences.channel("digest-channel")
    if channel is None:
        await hold(unit, digest, Why.GONE, now)
        return None
    await drop_claims(unit, who)
    frozen = await unit.ledger.frozen(digest.week)
    if frozen is not None:
        frozen = replace(frozen, left_over=digest.left_over)
    composed = await compose(unit, digest.week, frozen, url, who)
    if frozen is None and digest.attempt == 0 and _too_small(composed.data, who):
        await skip(unit, digest, Why.FEW, now)
        return None
    if frozen is None:
        await unit.ledger.freeze(digest.week, composed.picks, composed.queue)
        await unit.counts.keep(digest.week, composed.counts)
    taken = replace(delivery.take(digest, owner, channel, now), left_over=composed.picks.left_over)
    await unit.digests.save(taken)
    card = digest_card(
        composed.data,
        texts(who.preferences.language),
        who.preferences.text("word"),
        Look.chosen(who.preferences),
    )
    key = delivery.marker(unit.community.salt, str(digest.week))
    return Job(unit.community.id, taken, channel, key, card, look=digest.unclear)


def _too_small(data: DigestData, who: Standing) -> bool:
    return data.now.asking < who.preferences.integer("minimum")


async def skip(unit: Unit, digest: Digest, why: Why, now: Micros) -> None:
    """This week goes without, and admins hear why."""
    await unit.digests.save(delivery.skipped(digest, why, now))
    if why is Why.FEW:
        await unit.outbox.put(Notice(NoticeKind.FEW, f"few:{digest.week}", {"week": str(digest.week)}), now)
    log.info("digest skipped", extra=_fields(unit.community.id, digest) | {"why": why.value})


async def hold(unit: Unit, digest: Digest, why: Why, now: Micros) -> None:
    """Only an admin can go on; they are told once for each attempt."""
    await unit.digests.save(replace(digest, state=delivery.State.HELD, why=why, until=Micros(0), at=now))
    parts = {"week": str(digest.week), "why": why.value}
    await unit.outbox.put(Notice(NoticeKind.HELD, f"held:{digest.week}:{digest.attempt}", parts), now)
    log.warning("digest held", extra=_fields(unit.community.id, digest) | {"why": why.value})


Outcome = Callable[[Unit], Awaitable[None]]
"""Writes down what became of a job. Doing it again changes nothing."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Carries jobs out. Nothing here is inside a transaction but the last word, and that is the caller's."""

    publisher: Publisher
    clock: Clock

    async def send(self, job: Job) -> Outcome:
        """Look first where it may be there; then post. What became of it is for the caller to write down."""
        try:
            external = await self._find(job) if job.look else None
            found = external is not None
            if external is None:
                now = self.clock.now()
                if now >= job.digest.until:
                    return _nothing  # too slow: the lease is over, somebody else may have it by now
                if now - job.digest.slot > CATCH_UP:
                    return partial(_too_late, job, now)
                external = await self.publisher.post(job.to, job.card, job.key)
        except TryLaterError as later:
            return partial(_unsent, job, later.after, self.clock.now())
        except RefusedError as refused:
            return partial(_refused, job, refused.why, self.clock.now())
        except PartlyError as partly:
            return partial(_posted, job, partly.external, self.clock.now(), complete=False)
        except _UnknownError:
            return partial(_refused, job, Why.UNKNOWN, self.clock.now())
        except Exception as problem:  # noqa: BLE001 - whatever it was, the post may have arrived
            return partial(_unclear, job, type(problem).__name__, self.clock.now())
        return partial(_posted, job, external, self.clock.now(), complete=not found)

    async def _find(self, job: Job) -> str | None:
        """The post, where it is there. A platform that cannot be searched needs an admin."""
        try:
            return await self.publisher.find(job.to, job.key)
        except UnclearError:
            raise _UnknownError from None


async def _nothing(_: Unit) -> None:
    """Nothing became of it."""


async def _posted(job: Job, external: str, now: Micros, unit: Unit, *, complete: bool) -> None:
    """One that was found says what it was allowed to say at an earlier attempt, or lacks its end.

    The outbox has it edited then, as often as it takes.
    """
    known = await unit.digests.get(job.digest.week)
    if known is None or known.state is delivery.State.POSTED:
        return  # somebody else found it
    await confirm(unit, known, external, now)
    if not complete:
        await amend_week(unit, known.week, now)
    log.info("digest posted", extra=_fields(job.community, job.digest))


async def _unsent(job: Job, after: int, now: Micros, unit: Unit) -> None:
    """A first post that was not taken is simply due again; a look-up leaves the digest unclear."""
    known = await _mine(unit, job)
    if known is not None and job.look:
        await unit.digests.save(replace(known, until=Micros(now + after)))
    elif known is not None:
        await unit.digests.save(delivery.unsent(known, job.digest.attempt, after, now))
    await unit.digests.look_again(Micros(now + after))
    log.info("digest put off", extra=_fields(job.community, job.digest) | {"seconds": after // 1_000_000})


async def _too_late(job: Job, now: Micros, unit: Unit) -> None:
    """Looked for after all this time and not there: the next look at the community skips it."""
    known = await _mine(unit, job)
    if known is not None:
        await unit.digests.save(delivery.absent(known, job.digest.attempt, now))
    await unit.digests.look_again(now)


async def _refused(job: Job, why: Why, now: Micros, unit: Unit) -> None:
    known = await _mine(unit, job)
    if known is not None:
        await hold(unit, known, why, now)


async def _unclear(job: Job, problem: str, now: Micros, unit: Unit) -> None:
    known = await _mine(unit, job)
    if known is not None:
        await unit.digests.save(delivery.unclear(known, job.digest.attempt, now))
    await unit.digests.look_again(Micros(now + delivery.SETTLING))
    extra = _fields(job.community, job.digest) | {"problem": problem}
    log.warning("digest unclear", extra=extra)


class _UnknownError(Exception):
    """The platform cannot be searched."""


async def confirm(unit: Unit, digest: Digest, external: str, now: Micros) -> None:
    """It is there: from now on it is frozen, and the ledger goes on from it."""
    await unit.digests.save(delivery.posted(digest, external, now))
    await unit.ledger.settle(digest.week)
    await _join(unit, digest.week)
    if digest.missing:
        parts = {"week": str(digest.week), "channels": str(digest.missing)}
        await unit.outbox.put(Notice(NoticeKind.INCOMPLETE, f"incomplete:{digest.week}", parts), now)


async def _join(unit: Unit, week: Week) -> None:
    """Accounts that were linked after the naming was frozen: what was just booked on each adds up."""
    several = groups(primaries(await unit.evidence.all(EvidenceKind.LINK)))
    booked = await unit.ledger.frozen(week) if several else None
    for first, members in several.items():
        people = [PersonId(str(member)) for member in members]
        if booked is not None and any(who in booked.places for who in people[1:]):
            await unit.ledger.merge(PersonId(str(first)), people)


async def _mine(unit: Unit, job: Job) -> Digest | None:
    """The digest, if this attempt is still the one under way."""
    known = await unit.digests.get(job.digest.week)
    same = known is not None and known.attempt == job.digest.attempt
    return known if same and known is not None and known.unclear else None


def _fields(community: CommunityId, digest: Digest) -> dict[str, str | int]:
    return {"community": community, "week": str(digest.week), "attempt": digest.attempt}
