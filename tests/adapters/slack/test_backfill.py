from __future__ import annotations

import pytest

from adapters.slack.backfill import SlackBackfill
from adapters.slack.directory import joined, refresh
from bot.delivery_ports import Page, RefusedError
from bot.domain.facts import Fact, Message
from bot.domain.refs import ChannelRef
from bot.domain.times import DAY, SECOND, Micros
from tests.fakes.slack_events import SPACE, edited, message, reaction
from tests.fakes.slack_server import Answer, Fault
from tests.fakes.slack_workspace import KELPLINE, NOW, Here, here

HELP = ChannelRef(SPACE, "C1")
START = Micros(NOW - 20 * DAY)


def ts(at: int) -> str:
    return f"{at // SECOND}.{at % SECOND:06d}"


def chat(days: int = 20) -> list[Answer]:
    """A question a day with two answers, the last a week later, and thanks."""
    made: list[Answer] = []
    for day in range(days):
        asked, soon, late = (START + day * DAY + after for after in (0, DAY // 7, 7 * DAY))
        root = message(ts(asked), "U1", f"question {day}?", reply_count=2, latest_reply=ts(late))
        made.append(
            root | {"thread_ts": ts(asked), "reactions": [{"name": "pray", "users": ["U2"], "count": 1}]}
        )
        made += [message(ts(when), "U2", f"answer {day}", thread_ts=ts(asked)) for when in (soon, late)]
        made.append(message(ts(asked + 1), "U3", f"by the way {day}"))
    return [each for each in made if float(each["ts"]) < NOW / SECOND]


async def filled(at: Here, after: int) -> list[Page]:
    return [page async for page in SlackBackfill(at.workspace).since(HELP, Micros(after))]


async def hash_of(at: Here) -> str:
    async with at.store.reading(KELPLINE) as unit:
        return await unit.facts.state_hash()


def facts(pages: list[Page]) -> list[Fact]:
    return [fact for page in pages for fact in page.facts]


async def test_a_gap_filled_equals_an_uninterrupted_run(at: Here) -> None:
    at.slack.history["C1"] = chat()
    at.slack.page = 7
    for event in chat():
        await at.event({key: value for key, value in event.items() if key != "reactions"})
        for each in event.get("reactions", ()):
            await at.event(reaction(event["ts"], each["name"], each["users"][0]))
    async with here() as gapped:
        gapped.slack.history["C1"] = chat()
        gapped.slack.page = 7
        gap = START + 9 * DAY
        for event in chat():
            if float(event["ts"]) * SECOND < gap:
                await gapped.event({key: value for key, value in event.items() if key != "reactions"})
        pages = await filled(gapped, gap)
        for page in pages:
            await gapped.workspace.core.observe(KELPLINE, page.facts)
        assert gapped.messages().keys() == at.messages().keys()
        assert await hash_of(gapped) == await hash_of(at)


async def test_pages_come_in_order_and_end_at_the_present(at: Here) -> None:
    at.slack.history["C1"] = chat()
    pages = await filled(at, START + 3 * DAY)
    ends = [page.up_to for page in pages]
    assert ends == sorted(ends)
    assert ends[-1] == NOW
    roots = [f.at for f in facts(pages[1:]) if isinstance(f, Message) and f.thread is None]
    assert roots == sorted(roots)


async def test_quiet_years_take_few_questions(at: Here) -> None:
    await filled(at, NOW - 400 * DAY)
    assert len(at.slack.named("conversations.history")) < 20


async def test_a_thread_is_asked_for_only_where_it_went_on(at: Here) -> None:
    at.slack.history["C1"] = chat()
    at.slack.page = 200
    await filled(at, START + 12 * DAY + DAY // 2)
    asked = {float(call["ts"]) for call in at.slack.named("conversations.replies")}
    began = [float(ts(START + day * DAY)) for day in range(20)]
    assert asked == set(began[6:])  # the last replies of the six before came sooner
    assert len(at.slack.named("conversations.replies")) == len(asked)


async def test_a_short_gap_takes_one_question(at: Here) -> None:
    at.slack.history["C1"] = chat(20)[-4:]
    at.slack.page = 200
    (page,) = await filled(at, NOW - DAY // 4)
    assert page.up_to == NOW
    assert [name for name, _ in at.slack.calls if not name.endswith("replies")] == ["conversations.history"]


async def test_it_waits_when_slack_says_so(at: Here) -> None:
    at.slack.history["C1"] = chat(2)
    at.slack.faults["conversations.history"].append(Fault(retry_after=1))
    at.slack.faults["conversations.replies"].append(Fault(retry_after=1))
    assert len([f for f in facts(await filled(at, START)) if isinstance(f, Message)]) == 8


async def test_an_edit_in_the_gap_is_seen(at: Here) -> None:
    old = message(ts(START), text="one")
    await at.event(old)
    later = edited(old, ts(START + 2 * DAY))["message"]
    at.slack.history["C1"] = [later]
    for page in await filled(at, START + DAY):
        await at.workspace.core.observe(KELPLINE, page.facts)
    (kept,) = at.messages().values()
    assert kept.edited_at == START + 2 * DAY


@pytest.mark.parametrize("channel", ["C9", "C404", "D1"])
async def test_closed_channels_are_never_read(at: Here, channel: str) -> None:
    with pytest.raises(RefusedError):
        [page async for page in SlackBackfill(at.workspace).since(ChannelRef(SPACE, channel), START)]
    assert at.slack.calls == []


async def test_a_channel_that_refuses_says_so(at: Here) -> None:
    at.slack.faults["conversations.history"].append(Fault(error="not_in_channel"))
    with pytest.raises(RefusedError):
        await filled(at, START)


async def test_everybody_and_every_public_channel_are_listed(
    at: Here, caplog: pytest.LogCaptureFixture
) -> None:
    at.slack.users = [{"id": f"U{n}", "team_id": "T1", "name": f"n{n}"} for n in range(7)] + [
        {"name": "no id"},
        {"id": "U8", "team_id": "T1", "name": "half", "\ud83d": 1},
    ]
    at.slack.channels = [{"id": f"C{n}", "name": f"c{n}", "is_member": n < 3} for n in range(5)]
    at.slack.channels.append({"id": "C99", "name": "secret", "is_private": True})
    at.slack.channels.append({"id": "C98", "name": "half", "\ud83d": 1})
    at.slack.faults["users.list"].append(Fault(retry_after=1))
    assert await refresh(at.workspace) == (7, 5)
    assert len(at.slack.named("users.list")) == 6
    assert await joined(at.workspace) == {"C0", "C1", "C2"}
    await at.workspace.ask_about_user("U8")
    await at.workspace.ask_about_channel("C98")
    assert [one.message for one in caplog.records if one.message.endswith("not read")] == [
        *("rows not read",) * 3,
        *("not read",) * 2,
    ]
    assert not {"C98", "C99", "U8"} & {*at.workspace.known.channels, *at.workspace.known.accounts}
    async with at.store.reading(KELPLINE) as unit:
        assert {channel.name for channel in await unit.facts.channels()} >= {"c0", "c4"}
