"""Corrections after posting, over whole weeks: what was posted stands, and the next week makes up for it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.domain.recognition.carrying import CARRY_WEEKS
from bot.domain.recognition.slices import SLOT
from bot.domain.recognition.weekly import week_number
from bot.domain.times import DAY, Micros
from tests.fakes.platform import FakePlatform
from tests.fakes.season import Season, busy, gone, person
from tests.fakes.weeks import FIRST, GARDEN, at, helped, member


async def test_a_deleted_answer_counts_less_in_the_next_week_and_is_explained() -> None:
    season = await Season.begun(busy("ann", "bob", "dan"))
    await season.post(0)
    before = await season.told(f"me {FIRST}", "ann")
    await season.correct(gone("ann", 0))
    after = await season.told(f"me {FIRST}", "ann")
    assert after["data"] | {"corrected": 0} == before["data"]
    assert "taken back since" in json.dumps(after)
    await season.post(1)
    assert (await season.merit(1, "ann"), await season.merit(1, "bob")) == (1, 2000)
    assert "taken back" in json.dumps(await season.told(f"me {FIRST.shift(1)}", "ann"))
    await season.post(2)  # 1 of 2,000 could not be taken in that week
    await season.post(3)
    assert [await season.merit(week, "ann") for week in (2, 3)] == [1999, 2000]
    assert "taken back" not in json.dumps(await season.told(f"me {FIRST.shift(3)}", "ann"))
    balances = await season.balances("ann", "bob", "dan")
    assert sum(balances.values()) == 0
    assert min(balances.values()) > -SLOT


async def test_not_me_moves_the_credit_to_whoever_it_was() -> None:
    season = await Season.begun(busy("ann", "bob"), slots=2, more=["cat"])
    await season.post(0)
    first = replace(season.credits[0], helper=member("cat"))
    await season.correct(lambda one: first if one.question == first.question else one)
    await season.post(1)
    assert [await season.merit(1, who) for who in ("ann", "bob", "cat")] == [1000, 2000, 1000]
    data = (await season.told(f"digest {FIRST.shift(1)}"))["data"]
    assert "U-cat" in json.dumps(data)
    assert data["posted"]


async def test_credit_somebody_too_is_made_good_also_without_an_answer_in_the_week() -> None:
    season = await Season.begun(busy("ann"), slots=3, more=["cat"])
    await season.post(0)
    await season.correct(lambda one: one, helped("cat", "x0", 0))
    assert "makes up for it" in json.dumps(await season.told(f"me {FIRST}", "cat"))
    await season.post(1)
    assert await season.merit(1, "cat") == 1000
    digest = (await season.told(f"digest {FIRST.shift(1)}"))["data"]
    (mine,) = [one for one in digest["recognitions"] if one["name"] == "cat"]
    assert "a-x0-cat-0" in mine["deed"]["message"]
    assert "came to light" in json.dumps(await season.told(f"me {FIRST.shift(1)}", "cat"))
    await season.post(2)
    assert await season.merit(2, "cat") == 0


async def test_a_talk_recorded_late_is_told_and_counted_in_the_next_digest() -> None:
    season = await Season.begun(busy("ann", "bob"), slots=3, more=["eve"])
    await season.post(0)
    await season.told(f'talk add @eve {FIRST.sunday()} "On compost"')
    await season.post(1)
    assert await season.merit(1, "eve") == 1000
    assert "On compost" in json.dumps(await season.told(f"digest {FIRST.shift(1)}"))


async def test_staff_after_posting_takes_part_no_more_and_gains_nothing_for_it_later() -> None:
    season = await Season.begun(busy("ann", "bob"))
    await season.told("staff add @bob")
    await season.post(0)
    await season.told("staff remove @bob")
    await season.post(1)
    assert [await season.merit(week, "bob") for week in (0, 1)] == [0, 2000]
    await season.told("staff add @ann")
    await season.post(2)
    assert [await season.merit(2, who) for who in ("ann", "bob")] == [0, 2000]
    assert (await season.balances("ann"))["ann"] > -SLOT


async def test_who_opted_out_gains_nothing_by_corrections_of_that_time() -> None:
    season = await Season.begun(busy("ann", "bob"), more=["cat"])
    await season.post(0)
    await season.told("optout", "cat")
    await season.correct(lambda one: one, helped("cat", "x0", 0))
    await season.post(1)
    await season.told("optin", "cat")
    await season.post(2)
    assert [await season.merit(week, "cat") for week in (1, 2)] == [0, 0]


async def test_other_settings_hold_nothing_against_posted_weeks() -> None:
    season = await Season.begun(busy("ann", "bob"), more=["eve"])
    await season.told(f'talk add @ann {FIRST.monday()} "On compost"')
    await season.post(0)
    await season.told("settings set weight-talk 0")
    await season.post(1)
    assert [await season.merit(week, "ann") for week in (0, 1)] == [3000, 2000]


async def test_after_four_weeks_a_posted_week_is_left_alone() -> None:
    season = await Season.begun(busy("ann", "bob", "dan"))
    for week in range(CARRY_WEEKS + 1):
        await season.post(week)
    await season.correct(gone("ann", 0))
    await season.post(CARRY_WEEKS + 1)
    assert await season.merit(CARRY_WEEKS + 1, "ann") == 2000
    await season.correct(gone("ann", 2))
    await season.post(CARRY_WEEKS + 2)
    assert await season.merit(CARRY_WEEKS + 2, "ann") == 1


@pytest.mark.parametrize("who", ["ann", "bob", "cat", "x0"])
async def test_a_posted_week_is_explained_as_it_was_posted_whatever_comes(who: str) -> None:
    season = await Season.begun(busy("ann", "bob"), more=["cat"])
    await season.post(0)
    before = (await season.told(f"me {FIRST}", who))["data"]
    async with season.garden.store.reading(GARDEN) as unit:
        picks = await unit.ledger.frozen(FIRST)
    assert picks is not None
    assert before["named"] == (person(who) in picks.named)
    assert before["posted"]
    await season.correct(gone("ann", 0), helped("cat", "y0", 0))
    await season.told("settings set reach 0")
    await season.told("optout", "bob")
    await season.told("staff add @ann")
    after = (await season.told(f"me {FIRST}", who))["data"]
    same = ("week", "named", "why" if before["helped"] else "week", "helped", "posted", "replayed")
    assert [after[key] for key in same] == [before[key] for key in same]


async def test_before_its_post_a_week_is_told_as_it_stands_and_others_as_they_would_have_been() -> None:
    season = await Season.begun(busy("ann", "bob"))
    await season.tick(at(1, 1))
    assert "Not posted yet" in json.dumps(await season.told(f"digest {FIRST}"))
    mine = (await season.told(f"me {FIRST}", "ann"))["data"]
    assert (mine["posted"], mine["replayed"]) == (False, False)
    await season.post(0)
    posted = (await season.told(f"me {FIRST}", "ann"))["data"]
    assert [posted[key] for key in ("named", "why")] == [mine[key] for key in ("named", "why")]
    assert "as it was posted" in json.dumps(await season.told(f"digest {FIRST}"))
    async with season.garden.store.writing(GARDEN) as unit:
        await unit.settings.put("digest-channel", None)
    await season.tick(at(3))
    assert (await season.told(f"digest {FIRST.shift(1)}"))["data"]["replayed"]
    assert (await season.told(f"me {FIRST.shift(1)}", "ann"))["data"]["replayed"]


async def test_accounts_linked_between_freezing_and_posting_share_one_balance() -> None:
    season = await Season.begun(busy("ann", "bob"))
    platform = FakePlatform(season.clock.now)

    async def linked(point: str) -> None:
        if point == "before post":
            await season.garden.say("link @ann @bob")

    platform.between = linked
    await season.tick(Micros(at(1, 12) + DAY), platform)
    async with season.garden.store.reading(GARDEN) as unit:
        assert await unit.ledger.frozen(FIRST) is not None
        ledger = await unit.ledger.balances([person("ann"), person("bob")])
    assert dict(ledger.balances) == {person("ann"): 0}
    assert (await season.told(f"me {FIRST}", "bob"))["data"]["posted"]
    await season.post(1)
    async with season.garden.store.reading(GARDEN) as unit:
        assert list(await unit.counts.carried([FIRST.shift(1)])) == []
        counted = await unit.counts.counted([FIRST.shift(1)])
    assert set(counted[week_number(FIRST.shift(1))]) == {person("ann")}


async def test_unlinking_gives_each_account_its_own_and_its_share_of_what_came_since() -> None:
    season = await Season.begun(busy("ann", "bob", "cat", "dan"))
    await season.post(0)
    before = await season.balances("ann", "bob")
    await season.told("link @ann @bob")
    await season.told("unlink @bob")
    assert await season.balances("ann", "bob") == before
    await season.told("link @ann @bob")
    await season.post(1)
    whole = (await season.balances("ann"))["ann"]
    await season.told("unlink @bob")
    after = await season.balances("ann", "bob")
    since = whole - sum(before.values())
    assert since != 0
    assert sum(after.values()) == whole
    assert after["bob"] - before["bob"] == since // 2
    await season.post(2)
    assert await season.merit(2, "bob") == 2000


async def test_admins_see_in_the_ledger_what_the_next_digest_makes_up_for() -> None:
    season = await Season.begun(busy("ann", "bob", "dan"), more=["cat"])
    await season.post(0)
    wrong = helped("ann", "x0", 0).answer
    await season.correct(lambda one: None if one.answer == wrong else one, helped("cat", "x0", 0))
    due = {name: line["correction_due"] for name, line in (await season.lines()).items()}
    assert due == {"ann": -1, "bob": 0, "dan": 0}
    assert sum(line["times_named"] for line in (await season.lines()).values()) == 1
    assert "takes 1.0 back" in json.dumps(await season.told("ledger"))
    await season.post(1)
    lines = await season.lines()
    assert {line["correction_due"] for line in lines.values()} == {0}
    assert "cat" in lines
