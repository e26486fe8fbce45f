from __future__ import annotations

import pytest

from bot.delivery_ports import Admins
from bot.domain.delivery import SETTLING, State
from bot.domain.notices import Mail, NoticeKind
from bot.domain.refs import MemberRef
from bot.domain.times import DAY, HOUR, MINUTE, SECOND
from bot.usecases.amend import amend
from tests.fakes.delivery import help_given
from tests.fakes.platform import Fault
from tests.fakes.soup import ADA, BEN, CYD, SOUP
from tests.unit.delivery.test_steering import say
from tests.unit.delivery.test_tick import SLOT, START, WEEK, Scene


@pytest.fixture
async def scene() -> Scene:
    """Ben and Cyd helped Ada."""
    scene = await Scene().begin()
    await scene.store.write(SOUP.id, help_given("2", START + DAY + HOUR, ADA, CYD))
    await scene.at(SLOT - DAY)
    return scene


async def out(scene: Scene, member: MemberRef = BEN) -> None:
    """As `optout` does it."""
    async with scene.store.writing(SOUP.id) as unit:
        await unit.people.set_opted_out(member, opted_out=True, at=scene.clock.now())
        await amend(unit, scene.clock.now())


def shown(scene: Scene) -> set[str]:
    """Who is in the post."""
    (post,) = scene.platform.in_channels()
    return {member.id for member in (ADA, BEN, CYD) if f"id='{member.id}'" in str(post.card.blocks)}


async def test_the_latest_digest_is_edited_within_a_minute(scene: Scene) -> None:
    await scene.at(SLOT)
    assert {BEN.id, CYD.id} <= shown(scene)
    before = shown(scene)
    await out(scene)
    await scene.at(SLOT + MINUTE)
    assert shown(scene) == before - {BEN.id}
    assert await scene.state() is State.POSTED
    assert scene.posts == 1


async def test_the_command_has_it_edited(scene: Scene) -> None:
    await scene.at(SLOT)
    reply = await say(scene, "optout", member=BEN)
    assert not reply.failed
    await scene.at(SLOT + MINUTE)
    assert BEN.id not in shown(scene)
    await say(scene, "optin", member=BEN)
    await scene.at(SLOT + 2 * MINUTE)
    assert BEN.id not in shown(scene)  # the post stays as it is; the next one may name them


async def test_who_opts_out_while_the_post_is_on_its_way_is_edited_out_of_it(scene: Scene) -> None:
    async def in_between(point: str) -> None:
        if point == "after post":
            await out(scene)

    scene.platform.between = in_between
    await scene.at(SLOT)
    await scene.at(SLOT + MINUTE)
    assert BEN.id not in shown(scene)
    assert CYD.id in shown(scene)


async def test_a_post_that_is_found_later_says_nothing_that_it_may_not_say_any_more(scene: Scene) -> None:
    scene.platform.faults = [Fault.LOST_RESPONSE]
    await scene.at(SLOT)
    async with scene.store.writing(SOUP.id) as unit:  # erased or out: not even asked for an edit
        await unit.people.set_opted_out(BEN, opted_out=True, at=scene.clock.now())
    await scene.at(SLOT + SETTLING)
    await scene.at(SLOT + SETTLING + 30 * SECOND)
    assert (await scene.state(), scene.posts) == (State.POSTED, 1)
    assert BEN.id not in shown(scene)


async def test_a_post_that_only_an_admin_saw_is_looked_up_and_edited(scene: Scene) -> None:
    scene.platform.faults = [Fault.LOST_RESPONSE, Fault.UNSEARCHABLE]
    await scene.at(SLOT)
    await scene.at(SLOT + SETTLING)
    await out(scene)
    assert not (await say(scene, f"digest skip {WEEK} --there")).failed
    await scene.at(SLOT + HOUR)
    assert BEN.id not in shown(scene)


async def test_two_edits_at_once_end_with_neither_name(scene: Scene) -> None:
    await scene.at(SLOT)
    await out(scene, BEN)

    async def in_between(point: str) -> None:
        if point == "before edit":  # somebody else is out of it meanwhile, and was edited out already
            async with scene.store.writing(SOUP.id) as unit:
                await unit.people.set_opted_out(CYD, opted_out=True, at=scene.clock.now())

    scene.platform.between = in_between
    await scene.at(SLOT + MINUTE)
    await scene.at(SLOT + 2 * MINUTE)
    assert not {BEN.id, CYD.id} & shown(scene)


async def test_where_foster_may_not_edit_admins_are_told_once(scene: Scene) -> None:
    await scene.at(SLOT)
    for n, member in enumerate((BEN, CYD)):
        await out(scene, member)
        scene.platform.faults = [Fault.FORBIDDEN]
        await scene.at(SLOT + (2 * n + 1) * MINUTE)
        await scene.at(SLOT + (2 * n + 2) * MINUTE)
    async with scene.store.reading(SOUP.id) as unit:
        dead = await unit.outbox.latest(9, Mail.DEAD)
    assert {letter.notice.kind for letter in dead} == {NoticeKind.EDIT}
    told = [post for post in scene.platform.posts if post.to == Admins(SOUP.id)]
    assert [post.card.title for post in told].count("Please delete a digest") == 1


async def test_without_a_digest_there_is_nothing_to_edit(scene: Scene) -> None:
    await out(scene)
    assert not [key for key in await scene.notices() if key.startswith("edit")]
    await say(scene, f"digest skip {WEEK}")
    await scene.at(SLOT + DAY)
    assert scene.posts == 0


async def test_a_post_that_lacks_its_end_is_completed_from_the_outbox_and_never_posted_twice(
    scene: Scene,
) -> None:
    scene.platform.faults.append(Fault.PARTLY)
    await scene.at(SLOT)
    assert await scene.state() is State.POSTED
    scene.platform.faults.append(Fault.BUSY)
    for minutes in range(1, 6):
        await scene.at(SLOT + minutes * MINUTE)
    assert {BEN.id, CYD.id} <= shown(scene)
    assert scene.posts == 1
