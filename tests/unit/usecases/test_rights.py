from __future__ import annotations

import gzip
import json

from adapters.terminal.as_json import to_json
from bot.commands.handlers import rights as handlers
from bot.domain.delivery import Digest, State
from bot.domain.forgetting import ERASED
from bot.domain.notices import NoticeKind
from bot.domain.readiness.gather import PossibleAmbassadors
from bot.domain.times import Micros
from bot.usecases.assess import _nameable
from bot.usecases.recognise import digest
from bot.usecases.standing import standing
from bot.views.card import Buttons, Card
from bot.views.rights import LABELS
from storage.naming import naming
from tests.fakes.weeks import FIRST, GARDEN, Garden, at, helped, member


def words(card: Card) -> str:
    return json.dumps(json.loads(to_json(card)), ensure_ascii=False)


async def grown() -> Garden:
    return await Garden.grown([helped("ann", "bob", 0), helped("bob", "cyd", 0), helped("ann", "cyd", 1)], 2)


async def accounts(garden: Garden) -> set[str]:
    async with garden.store.reading(GARDEN) as unit:
        return {one.id for one in await unit.people.told_of()}


def commands(card: Card) -> list[str]:
    blocks = [block for block in card.blocks if isinstance(block, Buttons)]
    return [button.command for block in blocks for button in block.buttons]


async def test_privacy_says_for_how_long_and_offers_every_right() -> None:
    garden = await grown()
    await garden.say("settings set keep-facts 365")
    reply = await garden.say("privacy", "ann")
    assert reply.private
    assert "365 days" in words(reply.card)
    assert {"export me", "optout", "forget me"} <= set(commands(reply.card))
    await garden.say("settings set consent opt-in")
    assert "only people who agreed" in words((await garden.say("privacy", "ann")).card)


async def test_export_gives_a_file_to_the_caller_alone() -> None:
    garden = await grown()
    reply = await garden.say("export me", "ann")
    assert reply.private
    (file,) = reply.files
    assert file.name == "about-me.json"
    held = json.loads(file.content)
    assert len(held["credit"]) == 2
    assert "Answers given or received" in words(reply.card)
    assert (await garden.say("export me")).failed
    stranger = await garden.say("export me", "nobody")
    assert json.loads(stranger.files[0].content) == {}


def test_a_large_export_is_compressed() -> None:
    rows = [{"id": "x" * 1000}] * 9_000
    file = handlers._file({"message": rows})
    assert file.name.endswith(".gz")
    assert json.loads(gzip.decompress(file.content)) == {"message": rows}


def test_every_table_that_is_exported_has_plain_words() -> None:
    assert {table.name for table in naming()} <= set(LABELS)


async def test_forgetting_asks_once_and_then_takes_all_linked_accounts() -> None:
    garden = await grown()
    await garden.say("link U-ann U-dee")
    asked = await garden.say("forget me", "ann")
    assert commands(asked.card) == ["forget me --yes"]
    assert "U-ann" in await accounts(garden)
    done = await garden.say("forget me --yes", "ann")
    assert not done.failed
    assert done.forgotten == (member("ann"),)
    assert "U-ann" not in await accounts(garden)
    assert len([one for one in await accounts(garden) if one.startswith(ERASED)]) == 1


async def test_linked_accounts_go_together_and_stay_one_person() -> None:
    garden = await Garden.grown([helped("ann", "bob", 0), helped("dee", "bob", 1)], 2)
    await garden.say("link U-ann U-dee")
    done = await garden.say("forget me --yes", "dee")
    assert set(done.forgotten) == {member("ann"), member("dee")}
    async with garden.store.reading(GARDEN) as unit:
        who = await standing(unit)
        (person,) = set(who.primary.values())
        assert person.id.startswith(ERASED)
        assert len(who.primary) == 2


async def test_whoever_is_forgotten_is_named_nowhere_and_others_keep_their_credit() -> None:
    garden = await grown()
    before = await garden.say("digest")
    await garden.say("forget me --yes", "cyd")
    after = await garden.say("digest")
    assert "ann" in words(after.card)
    assert "U-cyd" not in words(after.card)
    assert '"name": "cyd"' not in words(after.card)
    assert ERASED not in words(after.card)
    async with garden.store.reading(GARDEN) as unit:
        told = await digest(unit, None, at(2, 1))
    assert told.now.asking == 1
    assert words(before.card).count("ann") == words(after.card).count("ann")


async def test_nothing_that_a_forgotten_member_does_is_kept_until_they_come_back() -> None:
    garden = await grown()
    await garden.say("forget me --yes", "ann")
    for typed in ("thank U-bob", "optout", "me thanks thread", "link U-bob"):
        reply = await garden.say(typed, "ann")
        assert reply.failed
        assert "optin" in words(reply.card)
    assert not (await garden.say("help", "ann")).failed
    assert (await garden.say("export me", "ann")).card.title == "I keep nothing about you"
    assert not (await garden.say("optin", "ann")).failed
    async with garden.store.reading(GARDEN) as unit:
        assert not await unit.privacy.is_forgotten(member("ann"))
    await garden.account("ann", present=True, version=5)
    assert not (await garden.say("thank U-bob", "ann")).failed


async def test_where_consent_comes_first_only_those_who_agreed_are_named() -> None:
    garden = await grown()
    await garden.say("settings set consent opt-in")
    nobody = await garden.say("digest")
    assert [name for name in ("ann", "bob", "cyd") if f"U-{name}" in words(nobody.card)] == []
    async with garden.store.reading(GARDEN) as unit:
        assert (await digest(unit, None, at(2, 1))).now.asking == 1
    await garden.say("optin", "ann")
    assert "U-ann" in words((await garden.say("digest")).card)
    async with garden.store.reading(GARDEN) as unit:
        assert (await standing(unit)).opted_out == {member("bob"), member("cyd")}


async def test_one_account_that_agrees_speaks_for_its_person() -> None:
    garden = await Garden.grown([helped("ann", "bob", 0), helped("dee", "bob", 1)], 2)
    await garden.say("link U-ann U-dee")
    await garden.say("settings set consent opt-in")
    await garden.say("optin", "dee")
    async with garden.store.reading(GARDEN) as unit:
        assert (await standing(unit)).opted_out == {member("bob")}


async def test_forgetting_has_the_latest_digest_edited() -> None:
    garden = await grown()
    async with garden.store.writing(GARDEN) as unit:
        await unit.digests.save(Digest(FIRST.shift(1), Micros(0), State.POSTED, external="1"))
    await garden.say("forget me --yes", "ann")
    async with garden.store.reading(GARDEN) as unit:
        letters = await unit.outbox.ready(at(9), 9)
    assert [one.notice.kind for one in letters] == [NoticeKind.EDIT]


async def test_what_is_missing_is_marked_where_evidence_is_weighed() -> None:
    garden = await grown()
    for command in ("ready", "ledger"):
        assert "Evidence reduced" not in words((await garden.say(command)).card)
    await garden.say("forget me --yes", "ann")
    for command in ("ready", "ledger"):
        assert "Evidence reduced" in words((await garden.say(command)).card)


async def test_privacy_settings_say_first_what_they_would_mean() -> None:
    garden = await grown()
    await garden.say("optin", "ann")
    tried = await garden.say("settings set consent opt-in --preview")
    assert "1 of 3 people" in words(tried.card)
    assert "optin" not in words((await garden.say("settings set consent opt-out --preview")).card)
    assert "nothing is older" in words((await garden.say("settings set keep-facts 300")).card)
    late = await garden.say("settings set keep-facts 200 --preview", hours=24 * 400)
    assert "goes within a day" in words(late.card)
    history = words((await garden.say("audit")).card)
    assert "settings keep-facts" in history
    assert (await garden.say("audit 0")).failed
    assert (await garden.say("audit", "ann")).failed


async def test_no_possible_ambassador_is_named_who_must_not_be() -> None:
    matching = PossibleAmbassadors((member("ann"), member("bob")), 1)
    garden = await grown()
    await garden.say("optout", "ann")
    async with garden.store.reading(GARDEN) as unit:
        who = await standing(unit)
    assert _nameable(matching, who) == PossibleAmbassadors((member("bob"),), 2)
