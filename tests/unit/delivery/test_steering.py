from __future__ import annotations

import pytest

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Reply, Role
from bot.delivery_ports import RefusedError
from bot.domain.delivery import SETTLING, State, Why
from bot.domain.notices import Mail, Notice, NoticeKind
from bot.domain.refs import MemberRef
from bot.domain.times import DAY, Micros
from bot.views.notices import notice_card, why_text
from bot.views.texts import texts
from tests.fakes.platform import Fault
from tests.fakes.soup import SOUP
from tests.unit.delivery.test_tick import SLOT, WEEK, Scene


@pytest.fixture
async def scene() -> Scene:
    return await Scene().begin()


async def say(scene: Scene, words: str, member: MemberRef | None = None) -> Reply:
    caller = Caller(Role.ADMIN, member)
    return await run(Invocation(SOUP.id, caller, words, scene.clock.now()), catalogue(), scene.store)


async def test_preview_shows_and_posts_nothing(scene: Scene) -> None:
    scene.clock.at = Micros(SLOT - DAY // 2)
    reply = await say(scene, "digest preview")
    assert not reply.failed
    assert "Preview" in reply.card.title
    assert scene.posts == 0


async def test_post_now_then_never_again(scene: Scene) -> None:
    await scene.at(SLOT - DAY // 2)
    assert not (await say(scene, "digest post")).failed
    await scene.at(SLOT - DAY // 2 + 1)
    assert scene.posts == 1
    assert (await say(scene, f"digest post {WEEK}")).failed
    assert (await say(scene, f"digest skip {WEEK}")).failed
    assert (await say(scene, f"digest post {WEEK.shift(1)}")).failed  # not over yet
    await scene.at(SLOT)
    assert scene.posts == 1


async def test_a_week_left_out_stays_out_until_it_is_tried_again(scene: Scene) -> None:
    assert not (await say(scene, f"digest skip {WEEK}")).failed
    assert (await say(scene, f"digest skip {WEEK}")).failed
    await scene.at(SLOT)
    assert scene.posts == 0
    assert not (await say(scene, f"digest retry {WEEK}")).failed
    await scene.at(SLOT + 1)
    assert scene.posts == 1
    assert (await say(scene, "digest retry 2020-W01")).failed
    assert (await say(scene, "digest retry")).failed


async def held(scene: Scene) -> None:
    await scene.at(SLOT - DAY)
    scene.platform.faults = [Fault.LOST_RESPONSE, Fault.UNSEARCHABLE]
    await scene.at(SLOT)
    assert (await say(scene, f"digest skip {WEEK}")).failed  # it may be under way
    await scene.at(SLOT + SETTLING)
    assert await scene.state() is State.HELD


async def test_an_admin_who_saw_it_says_so_and_the_ledger_goes_on(scene: Scene) -> None:
    await held(scene)
    assert not (await say(scene, f"digest skip {WEEK} --there")).failed
    assert await scene.state() is State.POSTED
    assert (await say(scene, f"digest skip {WEEK} --there")).failed
    async with scene.store.reading(SOUP.id) as unit:
        picks = await unit.ledger.frozen(WEEK)
        assert picks is not None
        assert (await unit.ledger.balances(list(picks.named))).named


async def test_trying_again_looks_first(scene: Scene) -> None:
    await held(scene)
    assert not (await say(scene, f"digest retry {WEEK}")).failed
    await scene.at(SLOT + DAY // 2)
    assert scene.posts == 1
    assert await scene.state() is State.POSTED


async def test_history_tells_states_reasons_next_posts_and_lost_notices(scene: Scene) -> None:
    await held(scene)
    async with scene.store.writing(SOUP.id) as unit:
        await unit.outbox.put(Notice(NoticeKind.MISSED, "missed:1", {"weeks": "x", "number": "1"}), Micros(0))
    scene.platform.faults = [Fault.LOST_REQUEST] * 9
    scene.platform.faults = [Fault.FORBIDDEN] * 9
    await scene.at(SLOT + DAY // 4)
    data = (await say(scene, "digest history")).card.data
    assert isinstance(data, dict)
    assert data["digests"][0] == {"week": str(WEEK), "state": "held", "why": Why.UNKNOWN.value}
    assert len(data["coming"]) == 3
    assert {"notice": "missed", "why": "refused"} in data["undelivered"]
    async with scene.store.reading(SOUP.id) as unit:
        assert await unit.outbox.latest(9, Mail.DEAD)


async def test_without_a_channel_nothing_is_coming_and_posting_says_what_to_do(scene: Scene) -> None:
    await say(scene, "settings reset digest-channel")
    reply = await say(scene, "digest history")
    assert isinstance(reply.card.data, dict)
    assert reply.card.data["coming"] == []
    scene.clock.at = Micros(SLOT)
    assert (await say(scene, "digest post")).failed
    await scene.at(SLOT + 1)
    assert scene.posts == 0


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_has_words(why: Why) -> None:
    assert bool(why_text(why, texts("en"))) is bool(why)
    assert RefusedError(why).why is why


@pytest.mark.parametrize(("day", "due"), [("tuesday", "2024-07-02"), ("friday", "2024-07-05")])
async def test_the_settings_show_the_next_three_posts(scene: Scene, day: str, due: str) -> None:
    await say(scene, f"settings set digest-day {day}")
    reply = await say(scene, "settings show")
    posts = reply.card.data["coming"]  # type: ignore[index] # a mapping, as everything() makes it
    assert [post["week"] for post in posts] == [str(WEEK.shift(n)) for n in range(3)]
    assert posts[0]["at"].startswith(due)
    await say(scene, "settings reset digest-channel")
    assert "no channel is chosen" in str((await say(scene, "settings show")).card.blocks)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_notice_has_words(kind: NoticeKind) -> None:
    parts = {"week": str(WEEK), "weeks": str(WEEK), "number": "1", "why": "gone", "channels": "2"}
    parts |= {"before": "READY", "after": "NOT_READY", "turned": "S1=NO T1=UNKNOWN"}
    card = notice_card(Notice(kind, "key", parts), texts("en"))
    assert card.title
    assert card.blocks
