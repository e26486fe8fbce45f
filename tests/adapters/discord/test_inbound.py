from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.inbound import EVENTS, see
from adapters.discord.world import Seen, World
from bot.domain.facts import (
    Account,
    Channel,
    Deletion,
    Fact,
    Features,
    Message,
    Reaction,
    Sentiment,
    ThreadState,
)
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.times import Micros

Payload = dict[str, Any]

GUILD, HELP, FORUM, SECRET, THREAD, ANA, BO = (str(n << 22) for n in range(1, 8))
SPACE = SpaceRef(Platform.DISCORD, GUILD)
NOW = Micros(1_800_000_000_000_000)
VIEW = str(1 << 10)
HIDDEN = [{"id": GUILD, "type": 0, "allow": "0", "deny": VIEW}]


def guild(**changes: object) -> Payload:
    channels = [
        {"id": HELP, "type": 0, "name": "help"},
        {"id": FORUM, "type": 15, "name": "ask", "available_tags": [{"id": "9", "name": "Solved"}]},
        {"id": SECRET, "type": 0, "name": "secret", "permission_overwrites": HIDDEN},
        {"id": "77", "type": 4, "name": "A category"},
    ]
    threads = [{"id": THREAD, "type": 11, "parent_id": HELP, "name": "a thread"}]
    roles = [{"id": GUILD, "permissions": VIEW}, {"id": "5", "permissions": "0"}]
    return {"id": GUILD, "name": "Kelp", "channels": channels, "threads": threads, "roles": roles, **changes}


def message(number: int = 100, **changes: object) -> Payload:
    return {
        "id": str(number << 22),
        "channel_id": HELP,
        "guild_id": GUILD,
        "type": 0,
        "content": "How?",
        "timestamp": "2015-01-01T00:00:00.100000+00:00",
        "author": {"id": ANA, "username": "ana"},
        "member": {"nick": "Ana"},
        **changes,
    }


def reaction(emoji: str = "✅", **changes: object) -> Payload:
    payload = {"message_id": str(100 << 22), "channel_id": HELP, "guild_id": GUILD, "user_id": BO}
    return {**payload, "emoji": {"id": None, "name": emoji}, **changes}


@pytest.fixture
def world() -> World:
    known = World()
    assert see(known, "GUILD_CREATE", guild(), judge, NOW).facts
    return known


def judge(_text: str) -> Features:
    return Features(question=900)


def facts(world: World, event: str, payload: Payload) -> tuple[Fact, ...]:
    return see(world, event, payload, judge, NOW).facts


def ref(id_: str, channel: str = HELP) -> MessageRef:
    return MessageRef(ChannelRef(SPACE, channel), id_)


def test_a_server_tells_its_public_channels() -> None:
    told = [fact for fact in facts(World(), "GUILD_CREATE", guild()) if isinstance(fact, Channel)]
    assert {(channel.name, channel.kind.value, channel.public) for channel in told} == {
        ("help", "flat", True),
        ("ask", "forum", True),
    }


def test_an_outage_tells_nothing() -> None:
    assert facts(World(), "GUILD_CREATE", {"id": GUILD, "unavailable": True}) == ()


def test_a_message_comes_with_its_author_once(world: World) -> None:
    account, said = facts(world, "MESSAGE_CREATE", message())
    assert isinstance(account, Account)
    assert account.name == "Ana"
    assert said == Message(ref(str(100 << 22)), MemberRef(SPACE, ANA), said.at, Features(question=900))  # type: ignore[union-attr] # it is a message
    assert len(facts(world, "MESSAGE_CREATE", message(101))) == 1
    assert len(facts(world, "MESSAGE_CREATE", message(102, member={"nick": "Ana B."}))) == 2


def test_an_edit_is_a_later_state_of_the_same_message(world: World) -> None:
    first = facts(world, "MESSAGE_CREATE", message())[-1]
    edited = message(edited_timestamp="2015-01-01T01:00:00+00:00")
    second = facts(world, "MESSAGE_UPDATE", edited)[-1]
    assert isinstance(first, Message)
    assert isinstance(second, Message)
    assert second.ref == first.ref
    assert second.version > first.version


def test_replies_and_threads_are_linked(world: World) -> None:
    back = {"type": 0, "message_id": str(99 << 22), "channel_id": HELP}
    reply = facts(world, "MESSAGE_CREATE", message(type=19, message_reference=back))[-1]
    inside = facts(world, "MESSAGE_CREATE", message(101, channel_id=THREAD))[-1]
    assert isinstance(reply, Message)
    assert isinstance(inside, Message)
    assert reply.reply_to == str(99 << 22)
    assert (inside.thread, inside.ref.channel.id) == (THREAD, HELP)


def test_a_forward_and_a_reply_elsewhere_link_nothing(world: World) -> None:
    back = {"type": 1, "message_id": str(99 << 22), "channel_id": HELP}
    away = {"type": 0, "message_id": str(99 << 22), "channel_id": FORUM}
    for changes in ({"message_reference": back}, {"type": 19, "message_reference": away}):
        said = facts(world, "MESSAGE_CREATE", message(**changes))[-1]
        assert isinstance(said, Message)
        assert said.reply_to is None


@pytest.mark.parametrize("changes", [{"author": {"id": BO, "bot": True}}, {"webhook_id": "5"}])
def test_bots_say_nothing_but_are_known(world: World, changes: Payload) -> None:
    said = facts(world, "MESSAGE_CREATE", message(**changes))
    assert [type(fact) for fact in said] == [Account]
    assert isinstance(said[0], Account)
    assert said[0].bot


@pytest.mark.parametrize("type_", [1, 6, 7, 18, 21, 24])
def test_what_the_platform_says_is_left_out(world: World, type_: int) -> None:
    assert facts(world, "MESSAGE_CREATE", message(type=type_)) == ()


def test_deletions_one_by_one_and_together(world: World) -> None:
    one = {"id": "5", "channel_id": THREAD, "guild_id": GUILD}
    assert facts(world, "MESSAGE_DELETE", one) == (Deletion(ref("5")),)
    many = {"ids": ["5", "6", "x"], "channel_id": FORUM, "guild_id": GUILD}
    assert facts(world, "MESSAGE_DELETE_BULK", many) == (Deletion(ref("5", FORUM)), Deletion(ref("6", FORUM)))


def test_reactions_come_and_go(world: World) -> None:
    put = facts(world, "MESSAGE_REACTION_ADD", reaction())
    assert put == (Reaction(ref(str(100 << 22)), MemberRef(SPACE, BO), "✅", Sentiment.ACCEPT, version=NOW),)
    back = facts(world, "MESSAGE_REACTION_REMOVE", reaction())[0]
    assert isinstance(back, Reaction)
    assert not back.present
    assert facts(world, "MESSAGE_REACTION_ADD", reaction("🍕")) == ()


def test_removing_all_reactions_asks_for_what_was_there(world: World) -> None:
    everything = {"message_id": "5", "channel_id": THREAD, "guild_id": GUILD}
    cleared = see(world, "MESSAGE_REACTION_REMOVE_ALL", everything, judge, NOW).cleared
    assert cleared is not None
    assert (cleared.message, cleared.emoji) == (ref("5"), None)


def test_people_join_change_their_name_and_leave(world: World) -> None:
    user = {"id": BO, "username": "bo", "global_name": "Bo"}
    joined = facts(world, "GUILD_MEMBER_ADD", {"guild_id": GUILD, "user": user})
    renamed = facts(world, "GUILD_MEMBER_UPDATE", {"guild_id": GUILD, "user": user, "nick": "Bobby"})
    gone = facts(world, "GUILD_MEMBER_REMOVE", {"guild_id": GUILD, "user": user})
    known = [fact for fact in (*joined, *renamed, *gone) if isinstance(fact, Account)]
    assert [(account.name, account.present) for account in known] == [
        ("Bo", True),
        ("Bobby", True),
        ("Bo", False),
    ]


@pytest.mark.parametrize(
    ("changes", "solved"),
    [
        ({"applied_tags": ["9"]}, True),
        ({"name": "✅ a thread"}, True),
        ({"thread_metadata": {"archived": True, "locked": True}}, True),
        ({"thread_metadata": {"archived": True, "locked": False}}, False),
        ({"applied_tags": ["8"]}, False),
    ],
)
def test_a_post_is_solved_by_tag_title_or_lock(world: World, changes: Payload, *, solved: bool) -> None:
    post = {"id": "500", "type": 11, "guild_id": GUILD, "parent_id": FORUM, "name": "Why?", **changes}
    assert facts(world, "THREAD_UPDATE", post) == (
        ThreadState(ref("500", FORUM), solved=solved, version=NOW),
    )
    said = facts(world, "THREAD_CREATE", post)
    assert said == ((ThreadState(ref("500", FORUM), solved=True, version=NOW),) if solved else ())


def test_a_deleted_post_takes_its_question_along(world: World) -> None:
    post = {"id": "500", "type": 11, "guild_id": GUILD, "parent_id": FORUM, "name": "Why?"}
    facts(world, "THREAD_CREATE", post)
    assert facts(world, "THREAD_DELETE", post) == (Deletion(ref("500", FORUM)),)
    thread = {"id": THREAD, "type": 11, "guild_id": GUILD, "parent_id": HELP}
    assert facts(world, "THREAD_DELETE", thread) == ()


def test_a_deleted_channel_is_archived(world: World) -> None:
    (gone,) = facts(world, "CHANNEL_DELETE", {"id": HELP, "type": 0, "guild_id": GUILD})
    assert isinstance(gone, Channel)
    assert gone.archived
    assert see(world, "MESSAGE_CREATE", message(), judge, NOW) == Seen(unknown=HELP)


def test_private_places_and_direct_messages_say_nothing(world: World) -> None:
    private = {"id": "600", "type": 12, "guild_id": GUILD, "parent_id": HELP, "name": "x"}
    assert facts(world, "THREAD_CREATE", private) == ()
    assert see(world, "MESSAGE_CREATE", message(channel_id="600"), judge, NOW) == Seen()
    assert see(world, "MESSAGE_CREATE", message(channel_id=SECRET), judge, NOW) == Seen()
    assert see(world, "MESSAGE_REACTION_ADD", reaction(channel_id=SECRET), judge, NOW) == Seen()
    direct = message()
    del direct["guild_id"]
    assert see(world, "MESSAGE_CREATE", direct, judge, NOW) == Seen()


def test_a_private_channel_speaks_once_an_admin_agreed(world: World) -> None:
    world.places.agreed.add(SECRET)
    assert len(facts(world, "MESSAGE_CREATE", message(channel_id=SECRET))) == 2


def test_a_channel_that_turns_private_falls_silent_and_keeps_its_old_name(world: World) -> None:
    changed = {"id": HELP, "type": 0, "guild_id": GUILD, "name": "plot", "permission_overwrites": HIDDEN}
    (channel,) = facts(world, "CHANNEL_UPDATE", changed)
    assert isinstance(channel, Channel)
    assert (channel.name, channel.public) == ("help", False)
    assert see(world, "MESSAGE_CREATE", message(), judge, NOW) == Seen()
    assert facts(world, "CHANNEL_UPDATE", {**changed, "name": "plot again"}) == ()


def test_a_server_that_hides_everything_is_read_only_where_a_channel_opens(world: World) -> None:
    role = {"guild_id": GUILD, "role": {"id": GUILD, "permissions": "0"}}
    told = facts(world, "GUILD_ROLE_UPDATE", role)
    assert {fact.public for fact in told if isinstance(fact, Channel)} == {False}
    assert see(world, "MESSAGE_CREATE", message(), judge, NOW) == Seen()
    opened = [{"id": GUILD, "allow": VIEW, "deny": "0"}]
    facts(world, "CHANNEL_UPDATE", {"id": HELP, "guild_id": GUILD, "permission_overwrites": opened})
    assert len(facts(world, "MESSAGE_CREATE", message())) == 2


def test_another_servers_channel_is_not_read(world: World) -> None:
    assert facts(world, "MESSAGE_CREATE", message(guild_id="12345")) == ()


def test_an_unknown_channel_is_asked_for(world: World) -> None:
    assert see(world, "MESSAGE_CREATE", message(channel_id="4242"), judge, NOW) == Seen(unknown="4242")


def test_history_knows_people_without_overriding_their_names(world: World) -> None:
    facts(world, "MESSAGE_CREATE", message())
    old = message(90)
    del old["member"]
    assert [type(fact) for fact in facts(world, "MESSAGE_CREATE", old)] == [Message]
    stranger = message(91, author={"id": BO, "username": "bo"})
    del stranger["member"]
    account = facts(world, "MESSAGE_CREATE", stranger)[0]
    assert isinstance(account, Account)
    assert account.version == 0


FIELDS = [
    *("id", "channel_id", "guild_id", "type", "content", "timestamp", "edited_timestamp", "author", "member"),
    *("mentions", "message_reference", "user_id", "message_id", "emoji", "ids", "user", "channels", "roles"),
    *("threads", "parent_id", "name", "applied_tags", "thread_metadata", "permission_overwrites", "role"),
]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from([GUILD, HELP, ANA]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)
payloads = st.dictionaries(st.sampled_from(FIELDS), anything, max_size=9)


@given(event=st.sampled_from(sorted(EVENTS)), changes=payloads)
def test_no_payload_makes_it_stumble(event: str, changes: Payload) -> None:
    known = World()
    see(known, "GUILD_CREATE", guild(), judge, NOW)
    for payload in (changes, message() | changes, reaction() | changes, guild() | changes):
        for fact in see(known, event, payload, judge, NOW).facts:
            assert "id=''" not in repr(fact)
