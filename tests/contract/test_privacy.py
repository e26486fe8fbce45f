from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.delivery_ports import Queued
from bot.domain.audit import AuditEntry
from bot.domain.credits import Attribution
from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.facts import Account, Correction, Fact, Reaction, Verdict
from bot.domain.forgetting import ERASED
from bot.domain.recognition.carrying import Carried, Counted, Counts
from bot.domain.recognition.ledger import Ledger, Place, Standing, WeekPicks
from bot.domain.recognition.merit import Merit
from bot.domain.recognition.replay import Checkpoint, KeptReplay
from bot.domain.recognition.slices import SLOT
from bot.domain.recognition.weekly import week_number
from bot.domain.refs import MemberRef, MessageRef, PersonId
from bot.domain.stretches import Stretch
from bot.domain.times import DAY, Micros, Week, zone_named
from bot.ports import Store, Unit
from bot.usecases.correct import Speaker, Wish, correction
from bot.usecases.offers import TalkOffer, offer_talk
from bot.usecases.staff import staff_by_role
from tests.fakes.soup import ADA, BEN, CYD, HELP, SOUP, SPACE, asked, at, helped, said, thanks

WEEK = Week(2024, 40)
ALWAYS = (Micros(0), Micros(2**60))
NAMES = [Account(ADA, "Ada Ångström", email_domain="soup.example"), Account(BEN, "Ben"), Account(CYD, "Cyd")]
FACTS: list[Fact] = [
    said("1", 1),
    replace(said("2", 2, BEN), mentions=(CYD, ADA)),
    replace(said("3", 3, CYD), mentions=(ADA,)),
    thanks("2", ADA),
    thanks("1", CYD),
    Correction(MessageRef(HELP, "2"), Verdict.ANSWER, BEN, ADA, at(4), MessageRef(HELP, "1")),
]


async def filled(unit: Unit) -> None:
    """ADA asks, BEN answers, CYD thanks; ADA stands in every kind of row."""
    await unit.facts.ingest([*NAMES, *FACTS])
    credit = replace(helped("1", "2", 2), thanked_by=(ADA, CYD))
    stretch = Stretch(HELP, *ALWAYS)
    await unit.credits.replace(stretch, Attribution((asked("1", 1),), (credit, helped("1", "3", 3, CYD))))
    today = date(2024, 10, 1)
    kinds = (EvidenceKind.TALK, EvidenceKind.CONSIDERED)
    for kind in kinds:
        await unit.evidence.add(
            Evidence(kind, today, at(5), BEN, ADA, "By Ada Ångström", "https://x.example")
        )
    await unit.evidence.add(
        Evidence(EvidenceKind.TALK, today, at(5), ADA, BEN, "With U1", details={"note": "ask Ada Ångström"})
    )
    await unit.audit.add(AuditEntry(at(6), ADA, "settings digest-title", "", "Ada Ångström’s week"))
    await unit.people.set_opted_out(ADA, opted_out=False, at=at(7))
    people = [PersonId(str(one)) for one in (ADA, BEN)]
    places = {one: Place(one, 1000, SLOT // 2, 0, Standing.OWED) for one in people}
    picks = WeekPicks(week_number(WEEK), (people[0],), places, 0)
    await unit.ledger.freeze(WEEK, picks, [Queued(ADA, MessageRef(HELP, "1"))])
    await unit.ledger.settle(WEEK)


async def other(unit: Unit) -> MemberRef:
    """Who stands in ADA's place."""
    (question,) = await unit.credits.questions(*ALWAYS)
    return question.asker


async def test_a_random_account_takes_the_place_and_nobody_else_loses_anything(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await filled(unit)
        before = await unit.credits.credits(*ALWAYS)
        await unit.privacy.forget([ADA], at(8))
    await store.clean([ADA])
    async with store.reading(SOUP.id) as unit:
        erased = await other(unit)
        assert erased.space == ADA.space
        assert erased.id.startswith(ERASED)
        after = await unit.credits.credits(*ALWAYS)
        assert after == [
            replace(one, asker=erased, thanked_by=tuple(erased if w == ADA else w for w in one.thanked_by))
            for one in before
        ]
        assert await unit.people.accounts([ADA]) == {}
        assert await unit.people.find("Ada Ångström") == []
        assert erased in await unit.people.opted_out()
        account = (await unit.people.accounts([erased]))[erased]
        assert (account.name, account.present, account.email_domain) == (erased.id, False, "")
        picks = await unit.ledger.frozen(WEEK)
        assert picks is not None
        assert picks.named == (PersonId(str(erased)),)
        ledger = await unit.ledger.balances([PersonId(str(one)) for one in (erased, BEN)])
        assert sum(ledger.balances.values()) == 0
        assert not await unit.ledger.queue(WEEK)
        messages = await unit.facts.slice(Stretch(HELP, *ALWAYS), before=0, after=0)
        assert [one.author for one in messages.messages] == [erased, BEN, CYD]
        assert [one.mentions for one in messages.messages] == [(), (CYD, erased), (erased,)]
        assert [bool(one.features.sketch) for one in messages.messages] == [False, True, True]


async def test_what_people_typed_loses_the_name_and_wishes_go(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await filled(unit)
        await unit.privacy.forget([ADA], at(8))
        erased = await other(unit)
        records = await unit.evidence.all()
        assert [one.kind for one in records] == [EvidenceKind.TALK, EvidenceKind.TALK]
        assert (records[0].member, records[0].title, records[0].link) == (erased, "…", "")
        assert records[1].by == erased
        assert (await unit.audit.latest(1))[0].by == erased
        held = await unit.privacy.held([ADA])
        assert held == {}


async def test_forgotten_means_that_nothing_comes_back(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await filled(unit)
        await unit.privacy.forget([ADA], at(8))
        before = await unit.facts.state_hash()
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([*NAMES, *FACTS])
        later: list[Fact] = [
            said("9", 9),
            Reaction(MessageRef(HELP, "3"), ADA, "tada", thanks("3").sentiment),
        ]
        await unit.facts.ingest(later)
    async with store.reading(SOUP.id) as unit:
        assert await unit.facts.state_hash() == before
        assert await unit.privacy.held([ADA]) == {}
        assert await unit.privacy.is_forgotten(ADA)
        assert not await unit.privacy.is_forgotten(BEN)
        assert await unit.privacy.reduced()


async def test_news_that_mention_somebody_forgotten_come_in_without_the_mention(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await filled(unit)
        await unit.privacy.forget([ADA], at(8))
    edited = replace(said("3", 3, CYD, edited=9), mentions=(ADA, BEN))
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([edited, replace(said("10", 10, CYD), mentions=(ADA,))])
    async with store.reading(SOUP.id) as unit:
        found = await unit.facts.slice(Stretch(HELP, *ALWAYS), before=0, after=0)
        mentions = {one.ref.id: one.mentions for one in found.messages}
        assert mentions["3"] == (BEN,)
        assert mentions["10"] == ()
        assert len(mentions["2"]) == 2


async def test_whoever_comes_back_is_counted_from_then_on(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await filled(unit)
        await unit.privacy.forget([ADA], at(8))
    async with store.writing(SOUP.id) as unit:
        assert await unit.privacy.let_back(ADA)
        assert not await unit.privacy.let_back(ADA)
        assert not await unit.privacy.reduced()
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("11", 11)])
    async with store.reading(SOUP.id) as unit:
        assert list(await unit.privacy.held([ADA])) == ["message"]


async def test_old_facts_go_in_bounded_steps_and_first_times_stay_known(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await filled(unit)
        await unit.facts.ingest([said("20", 60 * 24, BEN), said("21", 60 * 24, CYD)])
        steps = 1
        while await unit.keeping.expire(Micros(at(0) + 2 * DAY), 500, 2):
            steps += 1
        assert steps > 1
        assert await unit.credits.credits(*ALWAYS) == []
        assert await unit.credits.questions(*ALWAYS) == []
        assert await unit.credits.first_answers([BEN, CYD], 500) == {BEN: at(2), CYD: at(3)}
        assert await unit.facts.first_messages([BEN, CYD], Micros(at(0) + DAY)) == {}
        assert set(await unit.facts.first_messages([BEN], at(0))) <= {BEN}
        assert await unit.facts.span() == (at(60 * 24), at(60 * 24))
        ledger = await unit.ledger.balances([PersonId(str(ADA)), PersonId(str(BEN))])
        assert sorted(ledger.balances.values()) == [-SLOT // 2, SLOT // 2]


async def test_sketches_fade_and_old_audit_entries_go(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await filled(unit)
        assert await unit.keeping.faded() == 0
        assert await unit.keeping.fade(at(2.5), 1)
        while await unit.keeping.fade(at(2.5), 1):
            pass
        assert await unit.keeping.faded() == at(2.5)
        found = await unit.facts.slice(Stretch(HELP, *ALWAYS), before=0, after=0)
        assert [(one.features.sketch, one.features.shape) for one in found.messages][:2] == [(b"", b"")] * 2
        assert found.messages[2].features.sketch
        await unit.audit.add(AuditEntry(at(30), None, "settings slots", "1", "2"))
        while await unit.keeping.expire_audit(at(20), 1):
            pass
        assert [one.at for one in await unit.audit.latest(9)] == [at(30)]


async def test_nobody_records_anything_about_somebody_who_was_forgotten(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await filled(unit)
        await unit.privacy.forget([ADA], at(8))
    day = date(2024, 10, 2)
    for by, member in ((BEN, ADA), (ADA, BEN), (None, ADA)):
        with pytest.raises(UserFacingError, match="forgotten"):
            async with store.writing(SOUP.id) as unit:
                await unit.evidence.add(Evidence(EvidenceKind.STAFF, day, at(9), by, member))
    offer = TalkOffer("recording:1", "vimeo.com", day, "https://vimeo.com/1", ADA)
    assert await offer_talk(store, SOUP.id, offer, at(9)) is None
    change = await staff_by_role(store, SOUP.id, SPACE, [ADA, BEN], at(9))
    assert change.joined == (BEN,)
    async with store.writing(SOUP.id) as unit:
        wish = Wish(Verdict.ANSWER, said("3", 3, CYD), helper=ADA, of=said("2", 2, BEN))
        with pytest.raises(UserFacingError, match="forgotten"):
            await correction(unit, wish, Speaker(None, admin=True), at(9))
    async with store.reading(SOUP.id) as unit:
        assert await unit.privacy.held([ADA]) == {}


async def test_what_was_worked_out_before_somebody_was_forgotten_is_not_kept(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await filled(unit)
        begun = KeptReplay(Checkpoint(1, Ledger()), at(1), "begun")
        await unit.replays.keep([begun])
        version = await unit.credits.version()
        await unit.privacy.forget([BEN], at(8))
    async with store.reading(SOUP.id) as unit:
        assert await unit.replays.kept() == {}  # so whoever began it keeps nothing
        assert await unit.credits.version() != version


async def test_what_weeks_counted_goes_with_the_facts(store: Store) -> None:
    person = PersonId(str(BEN))
    async with store.writing(SOUP.id) as unit:
        for week in (WEEK, WEEK.shift(60)):
            carried = (Carried(week_number(week), week_number(week) - 1, person, 5),)
            await unit.counts.keep(week, Counts({person: Counted(Merit(1000), 1)}, carried))
        while await unit.keeping.expire(WEEK.shift(30).bounds(zone_named("UTC"))[0], 500, 100):
            pass
    async with store.reading(SOUP.id) as unit:
        weeks = [WEEK, WEEK.shift(60)]
        assert list(await unit.counts.counted(weeks)) == [week_number(weeks[1])]
        assert [one.week for one in await unit.counts.carried(weeks)] == [week_number(weeks[1])]
