from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.inbound import CLOSED, UNKNOWN, Heard, channel_asked, hear
from adapters.slack.known import Known
from bot.domain.facts import Account, Channel, Deletion, Fact, Features, Message, Reaction, Sentiment
from bot.domain.imports import Reason
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.times import Micros
from tests.fakes.slack_events import SPACE, deleted, edited, known, message, reaction

HELP = ChannelRef(SPACE, "C1")
TS = "1700000000.000100"


def judged(text: str) -> Features:
    return Features(words=len(text.split()))


def heard(event: dict[str, Any], here: Known) -> Heard:
    return hear(event, here, judged)


def only(event: dict[str, Any], here: Known) -> Fact:
    (fact,) = heard(event, here).facts
    return fact


def test_a_message(here: Known) -> None:
    assert only(message(TS, text="<@U2> two words"), here) == Message(
        MessageRef(HELP, TS),
        MemberRef(SPACE, "U1"),
        Micros(1_700_000_000_000_100),
        Features(words=2),
        mentions=(MemberRef(SPACE, "U2"),),
    )


@pytest.mark.parametrize("subtype", ["thread_broadcast", None])
def test_a_reply_is_one_message_also_where_it_is_broadcast(here: Known, subtype: str | None) -> None:
    root, reply = TS, "1700000001.000100"
    fact = only(message(reply, thread_ts=root, subtype=subtype, root={"text": "x"}), here)
    assert isinstance(fact, Message)
    assert (fact.ref.id, fact.thread) == (reply, root)


def test_an_edit_is_the_same_message_later(here: Known) -> None:
    before = only(message(TS, text="a"), here)
    after = only(edited(message(TS, text="a b c"), "1700000100.000200"), here)
    assert isinstance(before, Message)
    assert isinstance(after, Message)
    assert after.ref == before.ref
    assert after.version == 1_700_000_100_000_200 > before.version
    assert after.features.words == 3


def test_deletions(here: Known) -> None:
    gone = Deletion(MessageRef(HELP, TS))
    assert only(deleted(TS), here) == gone
    tombstone = message("1700000009.1", subtype="message_changed", message={"ts": TS, "subtype": "tombstone"})
    assert only(tombstone, here) == gone
    assert heard(deleted("never"), here).nothing == Reason.BAD_TIME


def test_reactions(here: Known) -> None:
    fact = only(reaction(TS, "clap::skin-tone-3", "U2"), here)
    assert isinstance(fact, Reaction)
    assert (fact.sentiment, fact.present, fact.version) == (Sentiment.HELPFUL, True, 1_700_000_500_000_100)
    gone = only(reaction(TS, type="reaction_removed"), here)
    assert isinstance(gone, Reaction)
    assert not gone.present
    assert heard(reaction(TS, "rocket"), here).facts == ()
    assert heard(reaction(TS, item={"type": "file", "file": "F1"}), here).facts == ()
    assert heard(reaction("x"), here).nothing == Reason.BAD_TIME


@pytest.mark.parametrize(
    ("event", "nothing"),
    [
        (message(subtype="bot_message", user=None, bot_id="B1", username="ci"), Reason.BOT),
        (message(user="UBOT"), Reason.BOT),
        (message(user="USLACKBOT"), Reason.BOT),
        (message(user="U99", bot_id="B9"), Reason.BOT),
        (message(subtype="channel_join"), Reason.SYSTEM),
        (message(subtype="something_new"), Reason.UNKNOWN_KIND),
        (message(user=None), Reason.NO_AUTHOR),
        (message(user="U\n1"), Reason.BAD_ID),
        (message("yesterday"), Reason.BAD_TIME),
        (message(text=5), Reason.MALFORMED),
        (message(channel=None), Reason.MALFORMED),
        (message(subtype="message_changed", message="?"), Reason.MALFORMED),
        ({"type": "team_join", "user": {"name": "x"}}, Reason.MALFORMED),
        ({"type": "channel_rename", "channel": {"id": "C1"}}, Reason.MALFORMED),
        ({"type": "channel_created", "channel": "C1"}, Reason.MALFORMED),
        ({"type": "channel_archive", "channel": "C77"}, CLOSED),
        ({"type": "app_mention"}, "no fact"),
        ({"type": "team_icon_change"}, UNKNOWN),
        ({"type": 4}, UNKNOWN),
        ({}, UNKNOWN),
    ],
    ids=str,
)
def test_what_gives_no_message_says_why(here: Known, event: dict[str, Any], nothing: str) -> None:
    result = heard(event, here)
    assert result.nothing == nothing
    assert not [fact for fact in result.facts if isinstance(fact, Message)]


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        ("C9", "group"),
        ("C9", None),
        ("D1", "im"),
        ("D1", "channel"),
        ("C5", "mpim"),
        ("G7", "group"),
        ("C5", None),
    ],
)
def test_private_channels_and_direct_messages_stay_closed(
    here: Known, channel: str, kind: str | None
) -> None:
    assert heard(message(channel=channel, channel_type=kind), here) == Heard(nothing=CLOSED)
    there = reaction(TS, item={"type": "message", "channel": channel, "ts": TS})
    assert heard(there, here) == Heard(nothing=CLOSED)
    assert heard(deleted(TS) | {"channel": channel, "channel_type": kind}, here) == Heard(nothing=CLOSED)


def test_a_private_channel_opens_when_it_was_agreed() -> None:
    agreed = known(agreed=("C9",))
    assert not agreed.channels["C9"].public
    assert heard(message(channel="C9", channel_type="group"), agreed).facts


def test_a_persons_message_through_an_app_stays_theirs(here: Known) -> None:
    assert isinstance(only(message(bot_id="B7"), here), Message)


def test_people_come_and_change(here: Known) -> None:
    user = {"id": "U8", "team_id": "T2", "name": "new", "profile": {"display_name": "New"}, "updated": 9}
    fact = only({"type": "team_join", "user": user}, here)
    assert fact == Account(MemberRef(SPACE, "U8"), "New", external=True, version=9_000_000)
    gone = only({"type": "user_change", "user": user | {"deleted": True, "updated": 10}}, here)
    assert isinstance(gone, Account)
    assert not gone.present
    assert gone.version == 10_000_000


def test_unknown_authors_are_told_of_once_and_asked_about(here: Known) -> None:
    profile = {"display_name": "Eve", "team": "T3"}
    first = heard(message(user="U66", user_profile=profile), here)
    assert first.strangers == ("U66",)
    assert first.facts[0] == Account(MemberRef(SPACE, "U66"), "Eve", external=True)
    assert heard(message("1700000002.1", user="U66", user_profile=profile), here).strangers == ()


def test_channels_come_change_and_go(here: Known) -> None:
    at = {"event_ts": "1700000000.000100"}
    new = only({"type": "channel_created", "channel": {"id": "C3", "name": "news"}} | at, here)
    assert new == Channel(ChannelRef(SPACE, "C3"), "news", version=1_700_000_000_000_100)
    renamed = only({"type": "channel_rename", "channel": {"id": "C1", "name": "ask"}} | at, here)
    assert isinstance(renamed, Channel)
    assert renamed.name == "ask"
    for kind, archived in (("archive", True), ("unarchive", False), ("deleted", True)):
        fact = only({"type": f"channel_{kind}", "channel": "C1"} | at, here)
        assert fact == replace(renamed, archived=archived)


def test_a_channel_nobody_knows_is_asked_about(here: Known) -> None:
    there = reaction(TS, item={"type": "message", "channel": "C44", "ts": TS})
    assert channel_asked(there, here) == "C44"
    assert channel_asked(reaction(TS), here) == ""
    assert channel_asked(message(channel="C44"), here) == ""
    assert channel_asked(message(channel="C44", channel_type=None), here) == "C44"
    assert channel_asked({"type": "channel_archive", "channel": "C44"}, here) == ""
    assert channel_asked({"type": "message", "channel": "D4"}, here) == ""


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
samples = st.sampled_from(
    [
        message(thread_ts="1700000000.000000", edited={"ts": "1700000003.1"}, user_profile={"team": "T2"}),
        edited(message(), "1700000100.1"),
        deleted(TS),
        reaction(TS),
        {"type": "team_join", "user": {"id": "U1", "profile": {"email": "a@b.c"}}},
        {"type": "channel_rename", "channel": {"id": "C1", "name": "x"}, "event_ts": TS},
        {"type": "channel_archive", "channel": "C1", "event_ts": TS},
    ]
)


@given(event=samples, data=st.data(), value=values)
def test_any_value_in_any_field_raises_nothing(
    event: dict[str, Any], data: st.DataObject, value: object
) -> None:
    changed = dict(event)
    key = data.draw(st.sampled_from(sorted(changed)))
    inner = changed[key]
    if isinstance(inner, dict) and inner and data.draw(st.booleans()):
        changed[key] = inner | {data.draw(st.sampled_from(sorted(inner))): value}
    else:
        changed[key] = value
    here = known()
    channel_asked(changed, here)
    for fact in heard(changed, here).facts:
        assert "secret" not in str(fact)


@given(
    event=st.dictionaries(st.text(max_size=10), values, max_size=5), kind=st.sampled_from(["message", "x"])
)
def test_any_object_raises_nothing(event: dict[str, Any], kind: str) -> None:
    assert heard(event | {"type": kind}, known()).facts == ()
