from __future__ import annotations

import json
from contextlib import suppress

import aiohttp
import pytest

from adapters.slack.clients import posting
from adapters.slack.marks import marks
from adapters.slack.publisher import SlackPublisher
from bot.delivery_ports import Admins, PartlyError, RefusedError, TryLaterError, UnclearError
from bot.domain.delivery import Why
from bot.domain.refs import ChannelRef
from bot.domain.times import SECOND
from bot.views.card import Bullets, Card, Chart, Paragraph, Series, Text
from tests.fakes.slack_events import SPACE
from tests.fakes.slack_server import Fault
from tests.fakes.slack_workspace import KELPLINE, Here

NEWS = ChannelRef(SPACE, "C2")
CARD = Card("Thanks", (Paragraph(("<!channel> @everyone <@U1>",)),))
CHART = Card("Thanks", (Chart("Help", ("a", "b"), (Series("s", (1.0, 2.0)),), "It rose."),))


def folded(items: int) -> Card:
    listed: tuple[Text, ...] = tuple((f"item {n} " + "word " * 40,) for n in range(items))
    return Card("Thanks", (Bullets(listed, fold_after=1),))


def publisher(at: Here, *, picture: bytes = b"") -> SlackPublisher:
    sender = posting("xoxb-1", at.slack.url)
    return SlackPublisher(at.workspace, sender, (lambda _chart: picture) if picture else None)


async def test_a_post_is_found_again_by_its_marker(at: Here) -> None:
    carrier = publisher(at)
    external = await carrier.post(NEWS, CARD, "k1")
    await carrier.post(NEWS, CARD, "k2")
    assert await carrier.find(NEWS, "k1") == external
    assert await carrier.find(NEWS, "k3") is None
    assert await carrier.find(ChannelRef(SPACE, "C1"), "k1") is None


async def test_the_marker_survives_a_server_that_drops_metadata(at: Here) -> None:
    at.slack.metadata = False
    external = await publisher(at).post(NEWS, CARD, "k1")
    assert await publisher(at).find(NEWS, "k1") == external


async def test_a_lost_answer_is_no_second_post(at: Here) -> None:
    carrier = publisher(at)
    at.slack.faults["chat.postMessage"].append(Fault(lost=True))
    with pytest.raises(aiohttp.ClientError):
        await carrier.post(NEWS, CARD, "k1")
    assert len(at.slack.history["C2"]) == 1
    found = await carrier.find(NEWS, "k1")
    assert found is not None
    assert len(at.slack.named("chat.postMessage")) == 1


async def test_posts_ping_nobody_and_unfurl_nothing(at: Here) -> None:
    await publisher(at).post(NEWS, CARD, "k1")
    (sent,) = at.slack.named("chat.postMessage")
    assert "<" not in sent["text"]
    assert str(sent["parse"]) == "none"
    assert {str(sent[key]).lower() for key in ("unfurl_links", "unfurl_media", "link_names", "mrkdwn")} <= {
        "0",
        "false",
    }
    kinds = json.dumps(sent["blocks"])
    assert not any(kind in kinds for kind in ('"user"', '"broadcast"', '"usergroup"', "mrkdwn"))


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (Fault(retry_after=7), TryLaterError),
        (Fault(error="channel_not_found"), RefusedError),
        (Fault(error="is_archived"), RefusedError),
        (Fault(error="invalid_auth"), RefusedError),
        (Fault(error="not_in_channel", status=403), RefusedError),
        (Fault(error="fatal_error"), UnclearError),
        (Fault(status=500), UnclearError),
    ],
)
async def test_refusals_are_told_apart_and_nothing_is_repeated(at: Here, fault: Fault, raised: type) -> None:
    at.slack.faults["chat.postMessage"].append(fault)
    with pytest.raises(raised) as caught:
        await publisher(at).post(NEWS, CARD, "k1")
    assert len(at.slack.named("chat.postMessage")) == 1
    if isinstance(caught.value, TryLaterError):
        assert caught.value.after == 7 * SECOND
    if fault.error == "is_archived":
        assert isinstance(caught.value, RefusedError)
        assert caught.value.why is Why.GONE


async def test_looking_up_waits_and_tells_what_it_cannot_know(at: Here) -> None:
    at.slack.faults["conversations.history"].append(Fault(error="not_in_channel"))
    with pytest.raises(RefusedError):
        await publisher(at).find(NEWS, "k1")
    with pytest.raises(UnclearError):
        await publisher(at).find(Admins(KELPLINE), "k1")


async def test_what_does_not_fit_goes_into_the_thread_and_is_edited_there(at: Here) -> None:
    carrier = publisher(at)
    external = await carrier.post(NEWS, folded(120), "k1")
    ts = external.partition(":")[2]
    below = [m for m in at.slack.history["C2"] if m.get("thread_ts") == ts]
    assert len(below) >= 2
    assert "item 119" in json.dumps(below)
    await carrier.edit(NEWS, external, folded(3), "k1")
    assert "item 119" not in json.dumps(at.slack.history["C2"])
    assert len(at.slack.named("chat.delete")) == len(below) - 1
    await carrier.edit(NEWS, external, folded(120), "k1")
    assert "item 119" in json.dumps(at.slack.history["C2"])
    at.slack.history["C2"].clear()
    with pytest.raises(UnclearError):
        await carrier.edit(NEWS, external, CARD, "k1")


async def test_a_thread_that_fails_does_not_repeat_the_post(at: Here) -> None:
    at.slack.faults["chat.postMessage"].extend((Fault(), Fault(error="fatal_error")))
    with pytest.raises(PartlyError) as partly:
        await publisher(at).post(NEWS, folded(120), "k1")
    assert len(at.slack.history["C2"]) == 1
    at.slack.faults["chat.postMessage"].extend((Fault(), Fault(lost=True)))
    for _ in range(3):  # as the outbox does until it went well; markers keep what is there from coming twice
        with suppress(Exception):
            await publisher(at).edit(NEWS, partly.value.external, folded(120), "k1")
    below = [marks(m) for m in at.slack.history["C2"] if m.get("thread_ts")]
    assert len(below) == len(set(below)) >= 2
    assert "item 119" in json.dumps(at.slack.history["C2"])


async def test_a_notice_whose_end_is_missing_is_not_sent_again(at: Here) -> None:
    at.slack.faults["chat.postMessage"].extend((Fault(), Fault(error="fatal_error")))
    assert (await publisher(at).post(Admins(KELPLINE), folded(120), "k1")).startswith("DU1:")


async def test_a_chart_is_uploaded_with_its_words(at: Here) -> None:
    await publisher(at, picture=b"png").post(NEWS, CHART, "k1")
    (upload,) = at.slack.named("files.getUploadURLExternal")
    assert (upload["alt_txt"], str(upload["length"])) == ("It rose.", "3")
    assert at.slack.uploads == [b"png"]
    (sent,) = at.slack.named("chat.postMessage")
    assert sent["blocks"][1]["slack_file"] == {"id": "F0"}


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("files.getUploadURLExternal", Fault(error="missing_scope")),
        ("files.completeUploadExternal", Fault(lost=True)),
        ("chat.postMessage", Fault(error="invalid_blocks")),
    ],
)
async def test_without_its_picture_a_chart_is_said_in_numbers(at: Here, method: str, fault: Fault) -> None:
    at.slack.faults[method].append(fault)
    await publisher(at, picture=b"png").post(NEWS, CHART, "k1")
    assert "a 1, b 2" in json.dumps(at.slack.named("chat.postMessage")[-1])
    assert len(at.slack.history["C2"]) == 1


async def test_admins_are_told_in_direct_messages(at: Here) -> None:
    external = await publisher(at).post(Admins(KELPLINE), CARD, "k1")
    assert external.startswith("DU1:")
    assert [asked["users"] for asked in at.slack.named("conversations.open")] == ["U1"]
    await publisher(at).edit(Admins(KELPLINE), external, folded(2), "k1")
    at.slack.faults["conversations.open"].append(Fault(error="missing_scope"))
    with pytest.raises(RefusedError):
        await publisher(at).post(Admins(KELPLINE), CARD, "k2")
    at.workspace.known.standings.clear()
    with pytest.raises(RefusedError):
        await publisher(at).post(Admins(KELPLINE), CARD, "k3")
