"""How credits are judged can be tuned: shown on the last week first, then derived again."""

from __future__ import annotations

import pytest

from adapters.terminal.render import to_text
from bot.commands.spec import Reply
from bot.domain.attribution import AttributionPolicy
from bot.domain.attribution_preferences import ATTRIBUTION, FIELDS, TUNED
from bot.domain.credit_changes import CreditChanges
from bot.domain.preferences import Preferences
from bot.domain.times import HOUR, Micros, Week
from bot.usecases import credit_changes as module
from bot.usecases.credit_changes import credit_changes
from bot.usecases.standing import standing
from bot.views.credit_changes import credit_changes_text
from bot.views.texts import texts
from tests.fakes.kitchen import CONVERSATION, CYD, DEE, FLAT, LATER, QUESTION, Kitchen, wrote
from tests.fakes.soup import SOUP, SPACE

WEEK = Week(2024, 40)


def words(reply: Reply) -> str:
    return " ".join(to_text(reply.card).split())


async def changes(kitchen: Kitchen, **wished: str) -> CreditChanges | None:
    stored = {key.replace("_", "-"): value for key, value in wished.items()}
    async with kitchen.store.reading(SOUP.id) as unit:
        return await credit_changes(unit, stored, LATER)


async def test_without_any_choice_the_policy_is_the_one_that_was_measured() -> None:
    kitchen = await Kitchen.opened()
    async with kitchen.store.reading(SOUP.id) as unit:
        assert (await standing(unit)).attribution == AttributionPolicy()
        chosen = Preferences.read(dict.fromkeys(FIELDS, "0.123") | {"answer-window": "5"})
        policy = (await standing(unit, chosen)).attribution
    assert {getattr(policy, name) for name in FIELDS.values()} == {123}
    assert policy.answer_window == 5 * HOUR


def test_every_setting_has_a_field_and_every_field_a_setting() -> None:
    assert {preference.key for preference in ATTRIBUTION.preferences} == FIELDS.keys() | {"answer-window"}
    assert len(set(FIELDS.values())) == len(FIELDS)


async def test_it_says_what_would_go_come_and_count_otherwise() -> None:
    kitchen = await Kitchen.opened()
    assert await changes(kitchen) == CreditChanges(WEEK, same=2)
    assert await changes(kitchen, confidence_floor="0.9") == CreditChanges(WEEK, gone=1, same=1)
    assert await changes(kitchen, counts_answer="0.3") == CreditChanges(WEEK, otherwise=1, same=1)
    elsewhere = await changes(kitchen, help_channels='[["slack", "T1", "C2"]]')
    assert elsewhere == CreditChanges(WEEK, gone=2)
    await kitchen.say("settings set confidence-floor 0.9 save=yes")
    assert await changes(kitchen) == CreditChanges(WEEK, new=1, same=1)


async def test_a_shorter_window_takes_what_came_late() -> None:
    late = wrote("9", 53, DEE, "The ladle is in the second drawer from the left.", to=CYD)
    kitchen = await Kitchen.opened(late)
    assert (FLAT, DEE.id) in await kitchen.helpers()
    found = await changes(kitchen, answer_window="1")
    assert found is not None
    assert (found.gone, found.new) == (1, 0)


async def test_it_is_shown_first_then_saved_audited_and_derived_again_as_it_said() -> None:
    kitchen = await Kitchen.opened()
    tried = await kitchen.say("settings set confidence-floor 0.9")
    assert "In 30 September – 6 October 2024, 1 credit would go." in words(tried)
    assert "nothing is saved" in words(tried)
    assert await kitchen.audited() == []
    before = {one.question.id for one in await kitchen.credits() if one.confidence >= 900}
    saved = await kitchen.say("settings set evidence-thread 10% save=yes")
    assert not saved.failed
    (entry,) = await kitchen.audited()
    assert (entry.what, entry.before, entry.after) == ("settings evidence-thread", "0.75", "0.1")
    assert before == {QUESTION}


@pytest.mark.parametrize("key", sorted(TUNED))
async def test_each_has_everything_derived_again_just_as_if_it_had_always_been_so(key: str) -> None:
    value = "3" if key == "answer-window" else "0.45"
    later, always = await Kitchen.opened(), Kitchen()
    assert not (await later.say(f"settings set {key} {value} save=yes")).failed
    await always.store.create(SOUP, [SPACE])
    async with always.store.writing(SOUP.id) as unit:
        await unit.settings.put(key, value)
    await always.hear(*CONVERSATION)
    assert await later.state() == await always.state()


async def test_a_channel_with_too_much_in_it_is_left_out_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kitchen = await Kitchen.opened()
    monkeypatch.setattr(module, "MOST", 3)
    found = await changes(kitchen, confidence_floor="0.9")
    assert found == CreditChanges(WEEK, left_out=1)
    told = words(await kitchen.say("settings set confidence-floor 0.9"))
    assert "no credit either way. 1 channel is too busy" in told


async def test_before_the_first_week_is_over_there_is_nothing_to_tell() -> None:
    kitchen = await Kitchen.opened()
    async with kitchen.store.reading(SOUP.id) as unit:
        assert await credit_changes(unit, {}, Micros(LATER - 60 * HOUR)) is None
    empty = Kitchen()
    await empty.store.create(SOUP, [SPACE])
    assert await changes(empty) is None
    assert not (await empty.say("settings set confidence-floor 0.9 save=yes")).failed


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (CreditChanges(WEEK, same=1), "the one credit there is would stay as it is"),
        (CreditChanges(WEEK, same=4), "all 4 credits would stay as they are"),
        (CreditChanges(WEEK, 12, 3, 1), "12 credits would go, 3 credits would come, 1 credit would count"),
        (CreditChanges(WEEK), "no credit either way"),
    ],
)
def test_it_is_said_in_a_sentence(found: CreditChanges, said: str) -> None:
    assert said in str(credit_changes_text(found, texts("en"))[0])
