"""A change of settings that touches naming is shown on the last week, before and with saving."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.terminal.as_json import to_json
from bot.commands.spec import Reply
from bot.domain.community import Community
from bot.domain.preference_groups import PRESETS
from bot.usecases.ledger import standings, what_if
from tests.fakes.weeks import GARDEN, Garden, at, helped

WEEKS = 8


def words(reply: Reply) -> str:
    return to_json(reply.card)


def mentioned(reply: Reply) -> list[str]:
    blocks: Any = json.loads(words(reply))["blocks"]
    spans = [span for block in blocks for span in block.get("text", []) if isinstance(span, dict)]
    return [span["name"] for span in spans if "member" in span]


async def garden() -> Garden:
    """eve helps most, ann least: reach decides who is named."""
    credits_ = [
        helped(who, f"a{i}", week)
        for week in range(WEEKS)
        for place, who in enumerate(("ann", "bob", "cat", "dan", "eve"))
        for i in range(1 + 3 * place)
    ]
    return await Garden.grown(credits_, WEEKS)


async def stored(here: Garden) -> dict[str, str]:
    async with here.store.reading(GARDEN) as unit:
        return dict(await unit.settings.all())


@pytest.mark.parametrize("how", ["settings set slots 3 --preview", "settings set slots 3 preview=yes"])
async def test_trying_out_says_whom_it_would_have_named_and_saves_nothing(how: str) -> None:
    here = await garden()
    reply = await here.say(how)
    assert "would also have named" in words(reply)
    assert len(mentioned(reply)) == 2
    assert "nothing is saved" in words(reply)
    assert 'settings set slots \\"3\\"' in words(reply)
    assert await stored(here) == {}


async def test_saving_says_the_same() -> None:
    here = await garden()
    tried = await here.say("settings set slots 3 --preview")
    saved = await here.say("settings set slots 3")
    assert mentioned(tried) == mentioned(saved)
    assert await stored(here) == {"slots": "3"}
    back = await here.say("settings reset slots --preview")
    assert "would not have named" in words(back)
    assert await stored(here) == {"slots": "3"}


@pytest.mark.parametrize("name", PRESETS)
async def test_every_preset_can_be_tried_and_saved(name: str) -> None:
    here = await garden()
    assert not (await here.say(f"settings preset {name} --preview")).failed
    assert await stored(here) == {}
    assert not (await here.say(f"settings preset {name} save=yes")).failed
    assert await stored(here) == dict(PRESETS[name])


async def test_settings_that_name_nobody_are_not_tried_on_a_week() -> None:
    here = await garden()
    assert "The digest of" not in words(await here.say("settings set digest-title Our garden --preview"))


async def test_the_floor_and_the_weights_are_tried_with_all_that_follows() -> None:
    here = await garden()
    reply = await here.say("settings set confidence-floor 95% --preview")
    assert "would not have named" in words(reply)
    assert "the same people" in words(await here.say("settings set weight-talk 2 --preview"))
    assert "the same people" in words(await here.say("settings set weight-welcome 0.2 --preview"))


async def test_without_any_week_there_is_nothing_to_try_on() -> None:
    here = Garden(0)
    await here.store.create(Community(GARDEN, "Garden", b"salt"))
    assert not (await here.say("settings set slots 3")).failed
    async with here.store.reading(GARDEN) as unit:
        assert await what_if(unit, {"slots": "3"}, at(0)) is None


async def test_the_ledger_lists_whose_turn_is_near_and_nobody_who_is_not_named() -> None:
    here = await garden()
    await here.say("optout", "bob")
    reply = await here.say("ledger")
    data: Any = json.loads(words(reply))["data"]
    assert [line["name"] for line in data["lines"]].count("bob") == 0
    due = [line["due_percent"] - line["ahead_percent"] for line in data["lines"]]
    assert due == sorted(due, reverse=True)
    assert all(line["due_percent"] >= 0 and line["ahead_percent"] >= 0 for line in data["lines"])
    assert "no digest has been posted yet" in words(reply)


async def test_the_live_ledger_is_shown_once_there_is_one() -> None:
    here = await garden()
    async with here.store.writing(GARDEN) as unit:
        found = await standings(unit, at(WEEKS))
        assert found.replayed
        assert {line.person.name for line in found.lines} == {"ann", "bob", "cat", "dan", "eve"}
    reply = await here.say("ledger")
    assert "not who is worth more" in words(reply)
