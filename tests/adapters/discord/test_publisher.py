from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from adapters.clock import SystemClock
from adapters.discord.api import RestApi
from adapters.discord.client import Connection, Shards, point_to
from adapters.discord.publisher import DiscordPublisher
from bot.delivery_ports import Admins, PartlyError, RefusedError, TryLaterError, UnclearError
from bot.domain.delivery import Why
from bot.domain.refs import ChannelRef, CommunityId, Platform, SpaceRef
from bot.views.card import Bullets, Card, Chart, Paragraph, Series
from tests.fakes.discord_server import OWN, TOKEN, FakeDiscord, Fault

CHANNEL = ChannelRef(SpaceRef(Platform.DISCORD, "1"), "42")
STAFF = ChannelRef(CHANNEL.space, "43")
KEY = "0123456789abcdef0123"
CARD = Card(
    "Thank you", (Paragraph(("@everyone helped",)), Chart("c", ("a",), (Series("s", (1.0,)),), "One."))
)


@dataclass(frozen=True, slots=True)
class Desk:
    discord: FakeDiscord
    publisher: DiscordPublisher


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with FakeDiscord() as discord:
        point_to(discord.address)
        connection = Connection(lambda _event, _payload: None, lambda _payload: None, Shards())
        await connection.login(TOKEN)

        async def admins(community: CommunityId) -> ChannelRef | None:
            return STAFF if community == "known" else None

        api = RestApi(connection.http)
        yield Desk(discord, DiscordPublisher(api, lambda: OWN, admins, lambda _chart: b"png", SystemClock()))
        await connection.close()
        assert discord.problems == []


async def test_a_post_is_marked_pings_nobody_and_is_found_again(desk: Desk) -> None:
    external = await desk.publisher.post(CHANNEL, CARD, KEY)
    (row,) = desk.discord.history["42"]
    assert (row["nonce"], row["enforce_nonce"], row["allowed_mentions"]) == (KEY, True, {"parse": []})
    assert row["attachments"] == [{"id": 0, "filename": "chart-1.png", "description": "One."}]
    assert await desk.publisher.find(CHANNEL, KEY) == external
    assert await desk.publisher.find(CHANNEL, "another") is None


async def test_a_repeat_within_minutes_posts_nothing_new(desk: Desk) -> None:
    first = await desk.publisher.post(CHANNEL, CARD, KEY)
    assert await desk.publisher.post(CHANNEL, CARD, KEY) == first
    assert len(desk.discord.history["42"]) == 1


async def test_a_lost_answer_is_unclear_and_the_post_is_found(desk: Desk) -> None:
    desk.discord.faults.append(Fault("POST", "/messages$", 0, after=True))
    with pytest.raises(UnclearError):
        await desk.publisher.post(CHANNEL, CARD, KEY)
    assert await desk.publisher.find(CHANNEL, KEY) == desk.discord.history["42"][0]["id"]


async def test_somebody_elses_copy_of_the_marker_is_not_taken_for_ours(desk: Desk) -> None:
    row = {"id": str(5 << 60), "author": {"id": "7"}, "embeds": [{"footer": {"text": KEY}}]}
    desk.discord.history["42"].append(row)
    assert await desk.publisher.find(CHANNEL, KEY) is None


async def test_it_is_found_far_below_what_was_said_since(desk: Desk) -> None:
    desk.discord.now = (SystemClock().now() // 1_000_000 - 1_420_070_400) * 1000
    external = await desk.publisher.post(CHANNEL, CARD, KEY)
    start = int(external) + 1
    desk.discord.history["42"] += [
        {"id": str(start + n), "author": {"id": "7"}, "embeds": []} for n in range(250)
    ]
    assert await desk.publisher.find(CHANNEL, KEY) == external


@pytest.mark.parametrize(("status", "why"), [(403, Why.REFUSED), (401, Why.REFUSED), (404, Why.GONE)])
async def test_a_refusal_is_not_tried_again(desk: Desk, status: int, why: Why) -> None:
    body = {"message": "no", "code": 50001}
    desk.discord.faults += [Fault("POST", "/messages$", status, body=body)]
    before = len(desk.discord.requests)
    with pytest.raises(RefusedError) as refused:
        await desk.publisher.post(CHANNEL, CARD, KEY)
    assert refused.value.why is why
    assert len(desk.discord.requests) == before + 1


@pytest.mark.parametrize("headers", [{"Via": "1.1 google", "Retry-After": "99"}, {"Retry-After": "99"}])
async def test_a_long_wait_is_handed_back(desk: Desk, headers: dict[str, str]) -> None:
    """With a `Via` header Discord itself answers, without it the network in front of it does."""
    body = {"message": "slow down", "retry_after": 99.0, "global": False}
    desk.discord.faults.append(Fault("POST", "/messages$", 429, headers, body))
    with pytest.raises(TryLaterError) as later:
        await desk.publisher.post(CHANNEL, CARD, KEY)
    assert later.value.after == 99_000_000


async def test_a_short_local_wait_is_waited_out(desk: Desk) -> None:
    body = {"message": "slow down", "retry_after": 0.1, "global": False}
    desk.discord.faults.append(Fault("POST", "/messages$", 429, {"Via": "1.1 google"}, body))
    await desk.publisher.post(CHANNEL, CARD, KEY)
    assert len(desk.discord.history["42"]) == 1


async def test_what_is_folded_goes_into_a_thread(desk: Desk) -> None:
    folded = Card("t", (Bullets((("one",), ("two",)), fold_after=1),))
    external = await desk.publisher.post(CHANNEL, folded, KEY)
    assert [row["embeds"][0]["description"] for row in desk.discord.history[external]] == ["- two"]


async def test_a_fold_that_fails_leaves_the_post_and_is_told(desk: Desk) -> None:
    refusal = Fault("POST", "/threads$", 403, body={"message": "no", "code": 1})
    folded = Card("t", (Bullets((("one",), ("two",)), fold_after=1),))
    desk.discord.faults.append(refusal)
    with pytest.raises(PartlyError) as partly:
        await desk.publisher.post(CHANNEL, folded, KEY)
    assert [row["id"] for row in desk.discord.history["42"]] == [partly.value.external]
    desk.discord.faults.append(refusal)
    assert await desk.publisher.post(Admins(CommunityId("known")), folded, KEY)


async def test_an_edit_keeps_the_marker(desk: Desk) -> None:
    external = await desk.publisher.post(CHANNEL, CARD, KEY)
    await desk.publisher.edit(CHANNEL, external, Card("Changed", ()), KEY)
    assert desk.discord.history["42"][0]["embeds"][0]["title"] == "Changed"
    assert await desk.publisher.find(CHANNEL, KEY) == external
    with pytest.raises(RefusedError):
        await desk.publisher.edit(CHANNEL, "1", CARD, KEY)


async def test_admins_are_told_where_they_chose(desk: Desk) -> None:
    await desk.publisher.post(Admins(CommunityId("known")), CARD, KEY)
    assert len(desk.discord.history["43"]) == 1
    with pytest.raises(RefusedError):
        await desk.publisher.post(Admins(CommunityId("other")), CARD, KEY)


def folded(desk: Desk, external: str) -> list[str]:
    return [str(row["embeds"][0]["description"]) for row in desk.discord.history[external]]


def long(*names: str) -> Card:
    return Card("Thanks", (Bullets(tuple((name,) for name in names), fold_after=1),))


async def test_an_edit_leaves_no_old_word_in_the_thread_below(desk: Desk) -> None:
    """Somebody who is not to be named any more goes from the fold, too."""
    external = await desk.publisher.post(CHANNEL, long("Ann", "Ben", "Cat"), KEY)
    assert "Ben" in folded(desk, external)[0]
    await desk.publisher.edit(CHANNEL, external, long("Ann", "Cat"), KEY)
    assert [("Ben" in text, "Cat" in text) for text in folded(desk, external)] == [(False, True)]
    await desk.publisher.edit(CHANNEL, external, long("Ann"), KEY)
    assert folded(desk, external) == []


async def test_an_edit_completes_a_fold_that_failed(desk: Desk) -> None:
    """What others wrote in the thread stays."""
    desk.discord.faults.append(Fault("POST", "/threads$", 403))
    card = long("Ann", *(f"{number} " + "word " * 400 for number in range(3)))
    with pytest.raises(PartlyError) as partly:
        await desk.publisher.post(CHANNEL, card, KEY)
    external = partly.value.external
    assert folded(desk, external) == []
    await desk.publisher.edit(CHANNEL, external, card, KEY)
    whole = folded(desk, external)
    assert len(whole) > 1
    theirs = {"id": str(6 << 60), "author": {"id": "7"}, "embeds": [{"description": "hello"}]}
    desk.discord.history[external].append(theirs)
    await desk.publisher.edit(CHANNEL, external, card, KEY)
    assert folded(desk, external) == [*whole, "hello"]


async def test_an_edit_that_is_not_allowed_below_is_told(desk: Desk) -> None:
    external = await desk.publisher.post(CHANNEL, long("Ann", "Ben"), KEY)
    desk.discord.faults.append(Fault("PATCH", f"/channels/{external}/", 403))
    with pytest.raises(RefusedError):
        await desk.publisher.edit(CHANNEL, external, long("Ann", "Cat"), KEY)


async def test_it_keeps_to_every_bucket(desk: Desk) -> None:
    """Discord says how many requests are left: the next one waits, and none is ever refused."""
    desk.discord.buckets.limit, desk.discord.buckets.window = 2, 0.2
    for number in range(5):
        await desk.publisher.find(CHANNEL, f"{number}")
    assert desk.discord.buckets.refused == 0


async def test_it_waits_where_everything_is_limited(desk: Desk) -> None:
    desk.discord.buckets.most = 1
    desk.discord.buckets.buckets.clear()
    for number in range(2):
        await desk.publisher.find(CHANNEL, f"{number}")
    assert 1 <= desk.discord.buckets.refused <= 2
