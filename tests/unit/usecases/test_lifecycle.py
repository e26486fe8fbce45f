"""People come, go, opt out, change sides and are linked: over whole weeks of a small community."""

from __future__ import annotations

from collections import Counter

from bot.domain.recognition.digest import DigestData
from bot.domain.recognition.slices import SLOT
from bot.domain.refs import MemberRef, PersonId
from bot.domain.times import Micros
from bot.usecases.recognise import digest, history
from tests.fakes.weeks import FIRST, GARDEN, Garden, at, helped, member

WEEKS = 12
HELPERS = ("ann", "bob", "cat", "dan", "eve", "fay")


async def garden(weeks: int = WEEKS) -> Garden:
    """Six helpers with different gifts; everybody they help is helped by several."""
    credits_ = [
        helped(who, f"a{(place + week + i) % 9}", week)
        for week in range(weeks)
        for place, who in enumerate(HELPERS)
        for i in range(1 + place)
        if (week + place) % 3
    ]
    return await Garden.grown(list({(c.question, c.helper): c for c in credits_}.values()), weeks)


async def week_of(here: Garden, week: int, now: Micros) -> DigestData:
    async with here.store.reading(GARDEN) as unit:
        return await digest(unit, FIRST.shift(week), now)


def everybody(data: DigestData) -> list[MemberRef]:
    people = [one.person for one in data.recognitions] + [one.person for one in data.firsts or ()]
    people += [one.person for one in data.work]
    people += [*data.others, *data.welcomers, *data.reported_back]
    return [person.member for person in people]


async def named(here: Garden) -> set[MemberRef]:
    """Everybody who is named in any digest as it would be made now."""
    return {ref for week in range(WEEKS) for ref in everybody(await week_of(here, week, at(WEEKS)))}


async def test_over_twelve_weeks_everybody_is_named_and_nobody_is_ahead_by_a_place() -> None:
    here = await garden()
    assert {member(name) for name in HELPERS} <= await named(here)
    async with here.store.reading(GARDEN) as unit:
        past = await history(unit, None, at(WEEKS))
    assert all(balance > -SLOT for week in past.weeks for balance in week.after.balances.values())
    assert len(past.weeks) == WEEKS


async def test_nobody_stands_twice_in_any_digest() -> None:
    here = await garden()
    for week in range(WEEKS):
        counts = Counter(everybody(await week_of(here, week, at(WEEKS))))
        assert [ref for ref, times in counts.items() if times > 1] == []


async def test_who_opts_out_is_gone_from_every_digest_and_comes_back() -> None:
    here = await garden()
    await here.say("optout", "ann")
    assert member("ann") not in await named(here)
    async with here.store.reading(GARDEN) as unit:
        past = await history(unit, None, at(WEEKS))
    assert PersonId(str(member("ann"))) not in past.ledger.balances
    await here.say("optin", "ann")
    assert member("ann") in await named(here)


async def test_staff_are_thanked_as_a_team_and_named_again_once_they_leave_the_company() -> None:
    here = await garden()
    await here.say("staff add @fay")
    data = await week_of(here, 0, at(WEEKS))
    assert member("fay") not in await named(here)
    assert data.staff_helped > 0
    await here.say("staff remove @fay")
    assert member("fay") in await named(here)


async def test_who_left_is_not_named_and_is_eligible_again_on_return() -> None:
    here = await garden()
    await here.account("bob", present=False, version=1)
    assert member("bob") not in await named(here)
    await here.account("bob", present=True, version=2)
    assert member("bob") in await named(here)


async def test_who_left_with_one_of_two_accounts_is_still_here() -> None:
    here = await garden()
    await here.say("link @ann @bob")
    await here.account("ann", present=False)
    assert await named(here) & {member("ann"), member("bob")}
    await here.account("bob", present=False)
    assert not await named(here) & {member("ann"), member("bob")}


async def test_linked_accounts_are_one_person_in_digest_and_readiness() -> None:
    here = await garden()
    before = await week_of(here, 4, at(WEEKS))
    await here.say("link @ann @bob")
    after = await week_of(here, 4, at(WEEKS))
    assert after.now.helping == before.now.helping - 1
    assert len({member("ann"), member("bob")} & set(everybody(after))) == 1
    assert not (await here.say("ready")).failed


async def test_the_opt_out_of_one_account_holds_for_the_person() -> None:
    here = await garden()
    await here.say("link @ann @bob")
    await here.say("optout", "bob")
    assert not await named(here) & {member("ann"), member("bob")}


async def test_an_opt_out_and_back_drops_what_was_owed_in_the_live_ledger() -> None:
    here = await garden()
    async with here.store.writing(GARDEN) as unit:
        past = await history(unit, None, at(WEEKS))
        owed = next(who for who, balance in past.ledger.balances.items() if balance > 0)
        await unit.ledger.freeze(past.week, past.picks, ())
        await unit.ledger.settle(past.week)
        await unit.ledger.cap([owed])
        assert (await unit.ledger.balances([owed])).balances.get(owed, 0) <= 0


async def test_talks_and_thanks_of_a_week_can_name_somebody_who_answered_nothing() -> None:
    here = await Garden.grown([helped("ann", "bob", 0), helped("dan", "cat", 0)], 1, more=("eve",))
    await here.say("settings set slots 15")
    day = FIRST.monday().isoformat()
    await here.say(f'talk add @eve {day} "On compost"')
    data = await week_of(here, 0, at(1))
    assert member("eve") in {one.person.member for one in data.recognitions}
    await here.say("settings set weight-talk 0")
    data = await week_of(here, 0, at(1))
    assert member("eve") in {one.person.member for one in data.work}
