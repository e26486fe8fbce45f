from __future__ import annotations

from dataclasses import replace

import pytest

from bot.delivery_ports import Mark, Queued
from bot.domain.agenda import Plan
from bot.domain.delivery import Digest, State, Why
from bot.domain.notices import Letter, Mail, Notice, NoticeKind
from bot.domain.recognition.ledger import Ledger, Policy, choose
from bot.domain.recognition.slices import SLOT
from bot.domain.recognition.weekly import week_number
from bot.domain.refs import MessageRef, PersonId
from bot.domain.times import Micros, Week
from bot.ports import Store
from tests.fakes.soup import ADA, BEN, CHAT, CYD, HELP, SOUP, STEW, at, said

WEEK = Week(2024, 40)
PEOPLE = [PersonId(str(member)) for member in (ADA, BEN, CYD)]


async def test_a_plan_is_kept_and_makes_its_community_due(store: Store) -> None:
    plan = Plan("2 10:00 UTC", at(1), WEEK, WEEK.shift(-1))
    async with store.writing(SOUP.id) as unit:
        assert await unit.digests.plan() is None
        await unit.digests.save_plan(plan, at(5))
    async with store.reading(SOUP.id) as unit:
        assert await unit.digests.plan() == plan
    assert list(await store.claim(at(4), at(9), 10)) == []
    assert not await store.anything(at(4))
    assert await store.anything(at(5))
    assert list(await store.claim(at(5), at(9), 10)) == [SOUP.id]
    assert list(await store.claim(at(6), at(9), 10)) == []
    assert list(await store.claim(at(9), at(10), 10)) == [SOUP.id]


@pytest.mark.parametrize(("planned", "due"), [(None, 5), (9, 5), (5, 5), (3, 3)])
async def test_a_look_is_never_put_off(store: Store, planned: int | None, due: int) -> None:
    async with store.writing(SOUP.id) as unit:
        if planned is not None:
            await unit.digests.look_again(at(planned))
        await unit.digests.look_by(at(5))
    assert list(await store.claim(Micros(at(due) - 1), at(99), 9)) == []
    assert list(await store.claim(at(due), at(99), 9)) == [SOUP.id]


async def test_the_longest_due_come_first_and_no_more_than_asked_for(store: Store) -> None:
    await store.create(STEW)
    for community, due in ((SOUP.id, at(3)), (STEW.id, at(2))):
        async with store.writing(community) as unit:
            await unit.digests.look_again(due)
            assert await unit.digests.plan() is None
    assert list(await store.claim(at(4), at(9), 1)) == [STEW.id]
    assert list(await store.claim(at(4), at(9), 1)) == [SOUP.id]


async def test_a_setting_that_moves_posts_has_the_community_looked_at(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.settings.put("slots", "3")
    assert list(await store.claim(at(1), at(2), 9)) == []
    async with store.writing(SOUP.id) as unit:
        await unit.settings.put("digest-day", "friday")
    assert list(await store.claim(at(1), at(2), 9)) == [SOUP.id]


async def test_digests_are_one_a_week_and_come_newest_first(store: Store) -> None:
    first = Digest(WEEK, at(1))
    second = Digest(
        WEEK.shift(1), at(2), State.POSTED, at(3), at(4), "me", 2, HELP, "17", Why.NOTHING, 3, left_over=1
    )
    held = Digest(WEEK.shift(2), at(9), State.HELD, why=Why.GONE)
    async with store.writing(SOUP.id) as unit:
        for digest in (first, second, held, replace(first, attempt=1, state=State.SENDING)):
            await unit.digests.save(digest)
    async with store.reading(SOUP.id) as unit:
        assert await unit.digests.get(WEEK.shift(1)) == second
        assert await unit.digests.get(WEEK.shift(9)) is None
        assert [digest.attempt for digest in await unit.digests.under_way()] == [1]
        assert [digest.week for digest in await unit.digests.latest(2)] == [held.week, second.week]
        assert list(await unit.digests.latest(9, State.HELD)) == [held]
    counts = await store.counts()
    assert counts["digest sending"] == counts["digest held"] == 1
    assert counts["digest pending"] == 0


async def test_a_frozen_week_is_booked_in_differences(store: Store) -> None:
    merits = dict(zip(PEOPLE, (3000, 2000, 1000), strict=True))
    picks = choose(merits, Ledger(), Policy(1), week_number(WEEK), b"salt")
    queue = [Queued(CYD, MessageRef(HELP, "7")), Queued(ADA, MessageRef(CHAT, "2"))]
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1)])  # the space is known from facts
        assert await unit.ledger.frozen(WEEK) is None
        await unit.ledger.settle(WEEK)
        await unit.ledger.freeze(WEEK, picks, queue[:1])
        await unit.ledger.freeze(WEEK, picks, queue)
    async with store.writing(SOUP.id) as unit:
        assert await unit.ledger.frozen(WEEK) == picks
        assert list(await unit.ledger.queue(WEEK)) == queue
        assert list(await unit.ledger.queue(WEEK.shift(1))) == []
        await unit.ledger.settle(WEEK)
        after = await unit.ledger.balances([*PEOPLE, PersonId("slack:T9:nobody")])
    assert dict(after.balances) == {who: place.after for who, place in picks.places.items()}
    assert sum(after.balances.values()) == picks.left_over * SLOT
    assert dict(after.named) == {picks.named[0]: week_number(WEEK)}


async def test_what_is_owed_to_whoever_opts_out_is_dropped_and_debt_is_kept(store: Store) -> None:
    picks = choose(dict.fromkeys(PEOPLE, 1000), Ledger(), Policy(1), week_number(WEEK), b"salt")
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1)])
        await unit.ledger.freeze(WEEK, picks, [])
        await unit.ledger.settle(WEEK)
        await unit.ledger.cap(PEOPLE)
        after = await unit.ledger.balances(PEOPLE)
    assert sorted(after.balances.values())[1:] == [0, 0]
    assert min(after.balances.values()) < 0


async def test_notices_are_kept_once_a_key(store: Store) -> None:
    notice = Notice(NoticeKind.MISSED, "missed:1", {"weeks": "2024-W40"})
    async with store.writing(SOUP.id) as unit:
        assert await unit.outbox.put(notice, at(2))
        assert not await unit.outbox.put(notice, at(3))
        assert await unit.outbox.put(Notice(NoticeKind.HELD, "held:1"), at(1))
    assert list(await store.mail_due(at(0), 9)) == []
    assert not await store.anything(at(0))
    assert await store.anything(at(1))
    assert list(await store.mail_due(at(1), 9)) == [SOUP.id]
    async with store.writing(SOUP.id) as unit:
        ready = await unit.outbox.ready(at(2), 9)
        assert [letter.notice.key for letter in ready] == ["held:1", "missed:1"]
        await unit.outbox.save(replace(ready[0], state=Mail.SENT))
        await unit.outbox.save(replace(ready[1], state=Mail.DEAD, attempt=3, why="gone"))
    async with store.writing(SOUP.id) as unit:
        dead = Letter(notice, at(2), Mail.DEAD, 3, "gone")
        assert list(await unit.outbox.latest(9, Mail.DEAD)) == [dead]
        assert await unit.outbox.get("missed:1") == dead
        await unit.outbox.prune(at(9))
        assert [letter.notice.key for letter in await unit.outbox.latest(9)] == ["missed:1"]
    assert (await store.counts())["mail dead"] == 1
    assert list(await store.mail_due(at(9), 9)) == []


async def test_the_notice_that_waits_longest_goes_first(store: Store) -> None:
    await store.create(STEW)
    for community, due in ((SOUP.id, at(2)), (STEW.id, at(1))):
        async with store.writing(community) as unit:
            await unit.outbox.put(Notice(NoticeKind.HELD, "held:1"), due)
    assert list(await store.mail_due(at(3), 1)) == [STEW.id]
    assert list(await store.mail_due(at(3), 2)) == [SOUP.id, STEW.id]


@pytest.mark.parametrize("last", [HELP, CHAT])
async def test_the_last_gap_that_closes_wakes_the_digest(store: Store, last: object) -> None:
    marks = [Mark(CHAT, at(1), at(2), gap=True), Mark(HELP, at(1), at(1), gap=True)]
    async with store.writing(SOUP.id) as unit:
        await unit.marks.save(marks)
        await unit.digests.look_again(at(99))
    async with store.writing(SOUP.id) as unit:
        assert list(await unit.marks.all()) == sorted(marks, key=lambda mark: mark.channel)[::1]
        await unit.marks.save([replace(mark, gap=False) for mark in marks if mark.channel != last])
    assert list(await store.claim(at(3), at(4), 9)) == []
    async with store.writing(SOUP.id) as unit:
        await unit.marks.save([replace(mark, gap=False) for mark in marks if mark.channel == last])
    assert list(await store.claim(at(3), at(4), 9)) == [SOUP.id]


async def test_communities_with_changed_facts_are_found(store: Store) -> None:
    assert list(await store.unsettled(9)) == []
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1)])
    assert list(await store.unsettled(9)) == [SOUP.id]
    assert await store.anything(Micros(0))
    async with store.writing(SOUP.id) as unit:
        await unit.facts.settle(await unit.facts.dirty())
    assert list(await store.unsettled(9)) == []


async def test_an_instant_far_away_fits(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.digests.look_again(Micros(1 << 62))
    assert list(await store.claim(at(9), at(10), 9)) == []
