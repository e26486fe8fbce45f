"""What must hold in every world, whatever went wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from bot.domain.delivery import State, marker
from bot.domain.notices import KEPT, Mail
from bot.domain.readiness.history import Trigger
from bot.domain.recognition.slices import SLOT
from bot.domain.refs import PersonId
from bot.domain.times import Week
from bot.ports import Unit
from tests.fakes.delivery import by_replies
from tests.fakes.memory_store import MemoryStore

if TYPE_CHECKING:
    from tests.simulation.world import World


async def broken(world: World) -> list[str]:
    """Every promise that does not hold."""
    found: list[str] = []
    async with world.store.reading(world.community.id) as unit:
        for check in (_posts, _weeks, _ledger, _facts, _notices, _checks, _latest):
            found += [problem async for problem in check(world, unit)]
    early = sum(process.platform.early for process in world.processes)
    if early:
        found.append(f"{early} calls before Retry-After was over")
    return found


async def _posts(world: World, unit: Unit) -> AsyncIterator[str]:
    """At most one post a week; and where it says posted, there is one."""
    world.platform.settle()
    keys = Counter(post.key for post in world.platform.in_channels())
    for key, number in keys.items():
        if number > 1:
            yield f"{number} posts of one week ({key})"
    for digest in await unit.digests.latest(99):
        there = keys.pop(marker(world.community.salt, str(digest.week)), 0)
        if digest.state is State.POSTED and not there:
            yield f"{digest.week} says posted and is not there"
        told = digest.state is State.HELD
        if there and digest.state is not State.POSTED and not told:
            yield f"{digest.week} is there and says {digest.state} {digest.why}"
    if keys:
        yield "posts that no digest knows"


async def _weeks(world: World, unit: Unit) -> AsyncIterator[str]:
    """Every due week is posted, skipped with a reason or held; none is left out."""
    last = Week.of(world.clock.now(), world.zone).shift(-3)
    digests = {digest.week: digest for digest in await unit.digests.latest(99)}
    plan = await unit.digests.plan()
    if plan is None:
        yield "there is no plan"
        return
    if plan.week <= last:
        yield f"{plan.week} should be over by now"
    week = Week(2024, 26)
    while week < plan.week:
        digest = digests.get(week)
        if digest is None:
            yield f"{week} was forgotten"
        elif digest.open:
            yield f"{week} is still {digest.state} after two days of peace"
        elif digest.state is State.SKIPPED and not digest.why:
            yield f"{week} was skipped without a reason"
        week = week.shift(1)


async def _ledger(world: World, unit: Unit) -> AsyncIterator[str]:
    """Balances are what the posted weeks add up to, and all slots given out are accounted for."""
    expected: defaultdict[PersonId, int] = defaultdict(int)
    left_over = 0
    for digest in await unit.digests.latest(99, State.POSTED):
        picks = await unit.ledger.frozen(digest.week)
        if picks is None:
            continue
        left_over += digest.left_over
        for who, place in picks.places.items():
            expected[who] += place.slice - (SLOT if who in picks.named else 0)
    if sum(expected.values()) != left_over * SLOT:
        yield f"the sums differ: {sum(expected.values())} and {left_over} slots left over"
    known = await unit.ledger.balances(list(expected))
    moved = {PersonId(str(member)) for member in world.ever_out}
    for who, balance in expected.items():
        if who not in moved and known.balances.get(who, 0) != balance:
            yield f"{who} stands at {known.balances.get(who, 0)} instead of {balance}"


async def _facts(world: World, unit: Unit) -> AsyncIterator[str]:
    """Everything acknowledged is there, once, as if nothing had ever gone wrong."""
    missing = world.facts.keys() - world.acknowledged
    if missing:
        yield f"{len(missing)} facts were never acknowledged"
    clean = MemoryStore()
    await clean.create(world.community)
    channels = await unit.facts.channels()
    await clean.write(world.community.id, [*channels, *world.facts.values()])
    await by_replies(clean, world.community.id)
    async with clean.reading(world.community.id) as other:
        if await unit.facts.state_hash() != await other.facts.state_hash():
            yield "facts and credits differ from those of an uninterrupted run"


async def _checks(world: World, unit: Unit) -> AsyncIterator[str]:
    """Readiness was looked at once in each week with news; moving to another zone may begin another week."""
    checks = await unit.assessments.latest(999, Trigger.WEEKLY)
    weeks = Week.of(world.clock.now(), world.zone).minus(Week(2024, 25))
    if len(checks) > weeks + world.events["reschedule"]:
        yield f"{len(checks)} looks at readiness in {weeks} weeks"
    world.events["rechecks"] += len(checks)


async def _latest(world: World, unit: Unit) -> AsyncIterator[str]:
    """The latest digest, as it stands in the channel now, names nobody who does not want to be named."""
    out = await unit.people.opted_out()
    for digest in await unit.digests.latest(1, State.POSTED):
        key = marker(world.community.salt, str(digest.week))
        for post in world.platform.in_channels():
            named = [one for one in sorted(out) if f"id='{one.id}'" in str(post.card.blocks)]
            given_up = await unit.outbox.latest(99, Mail.DEAD)
            if post.key == key and named and not given_up:
                yield f"{digest.week} still names {named[0]}"


async def _notices(world: World, unit: Unit) -> AsyncIterator[str]:
    """Whatever is held was told, once."""
    keys = {letter.notice.key for letter in await unit.outbox.latest(999)}
    for digest in await unit.digests.latest(99, State.HELD):
        recent = digest.at > world.clock.now() - KEPT
        if recent and f"held:{digest.week}:{digest.attempt}" not in keys:
            yield f"nobody was told that {digest.week} is held"
    for key, number in Counter(post.key for post in world.platform.posts).items():
        if number > 3:
            yield f"a notice was sent {number} times ({key})"
