from __future__ import annotations

from pathlib import Path

import pytest

from adapters.exports import blocks
from adapters.exports.door import Door
from adapters.markup.discord import DELETED_USER, snowflake, words, written
from bot.domain.errors import UserFacingError
from bot.domain.facts import Account, ChannelKind, Features, ThreadState
from bot.domain.imports import Reason
from bot.domain.refs import Platform, SpaceRef
from bot.domain.times import Micros
from tests.adapters.exports.building import (
    FORUM,
    GUILD,
    HELP,
    Json,
    Taken,
    bundle,
    discord_file,
    discord_row,
    flake,
    person,
    seen,
    take,
)

ANA, BO = person(1), person(2)


def one(tmp_path: Path, *rows: Json, **channel: Json) -> Taken:
    path = tmp_path / "help.json"
    path.write_bytes(discord_file(rows, **channel))
    return take(path)


def test_a_message_becomes_a_fact_with_the_time_of_its_id(tmp_path: Path) -> None:
    taken = one(tmp_path, discord_row(0, ANA, "hello"))
    message = taken.messages[flake(0)]
    assert message.at == ((int(flake(0)) >> 22) + 1_420_070_400_000) * 1000
    assert (message.author.id, message.ref.channel.id, message.thread) == (ANA["id"], HELP, None)
    assert taken.space == SpaceRef(Platform.DISCORD, GUILD)
    assert (taken.title, seen(message)) == ("Garden", "hello")
    assert (taken.summary.messages, taken.summary.people, taken.summary.channels) == (1, 1, 1)


def test_a_made_up_id_leaves_the_written_time(tmp_path: Path) -> None:
    row = {**discord_row(0, ANA), "id": "17", "timestamp": "2021-03-04T05:06:07.008+02:00"}
    assert one(tmp_path, row).messages["17"].at == 1_614_827_167_008_000


def test_replies_point_at_the_message_in_the_same_channel(tmp_path: Path) -> None:
    here = {"messageId": flake(0), "channelId": HELP, "guildId": GUILD}
    taken = one(
        tmp_path,
        discord_row(1, BO, type="Reply", reference=here),
        discord_row(2, BO, type="Reply", reference={"messageId": flake(0), "channelId": "5"}),
        discord_row(3, BO, reference=here),  # a forward
        discord_row(4, BO, type="Reply", reference={"messageId": None}),
        discord_row(5, BO, type="Reply", reference={"messageId": "x"}),
    )
    assert [m.reply_to for m in taken.messages.values()] == [flake(0), None, None, None, None]


def test_threads_and_posts_belong_to_their_parent_channel(tmp_path: Path) -> None:
    thread = {
        "id": flake(5),
        "type": "GuildPublicThread",
        "categoryId": HELP,
        "category": "help",
        "name": "a",
    }
    post = {
        "id": flake(9),
        "type": "GuildPublicThread",
        "categoryId": FORUM,
        "category": "ask",
        "name": "✅ b",
    }
    files = {
        "help [1].json": discord_file([discord_row(5, ANA), discord_row(6, BO)]),
        "thread.json": discord_file([discord_row(7, BO, type="21"), discord_row(8, BO)], **thread),
        "post.json": discord_file([discord_row(9, ANA), discord_row(10, BO)], **post),
    }
    taken = take(bundle(tmp_path / "e.zip", files))
    where = {id_: (m.ref.channel.id, m.thread) for id_, m in taken.messages.items()}
    assert where == {
        flake(5): (HELP, None),
        flake(6): (HELP, None),
        flake(8): (HELP, flake(5)),
        flake(9): (FORUM, None),
        flake(10): (FORUM, flake(9)),
    }
    kinds = {id_: (channel.name, channel.kind) for id_, channel in taken.channels.items()}
    assert kinds == {HELP: ("help", ChannelKind.FLAT), FORUM: ("ask", ChannelKind.FORUM)}
    assert [mark.root.id for mark in taken.of(ThreadState)] == [flake(9)]
    assert taken.asides == {Reason.SYSTEM: 1}


def test_a_thread_without_a_known_parent_stands_for_itself(tmp_path: Path) -> None:
    taken = one(tmp_path, discord_row(1, ANA), id=flake(0), type="GuildPublicThread", name="alone")
    assert taken.channels[flake(0)].name == "alone"
    assert taken.messages[flake(1)].thread is None


def test_partitions_of_a_channel_come_in_order_of_time(tmp_path: Path) -> None:
    files = {
        "help [part 10].json": discord_file([discord_row(30, ANA)]),
        "help [part 2].json": discord_file([discord_row(20, ANA)]),
        "help.json": discord_file([discord_row(10, ANA)]),
        "empty.json": discord_file([]),
    }
    taken = take(bundle(tmp_path / "e", files))
    assert list(taken.messages) == [flake(10), flake(20), flake(30)]
    assert taken.summary.channels == 1
    assert take(tmp_path / "e") == taken


def test_private_messages_and_threads_are_never_read(tmp_path: Path) -> None:
    direct = {"id": "0", "name": "Direct Messages"}
    files = {
        "a.json": discord_file([discord_row(0, ANA)]),
        "b.json": discord_file([discord_row(1, ANA)], id="5", type="GuildPrivateThread", categoryId=HELP),
        "c.json": discord_file([discord_row(2, ANA)], direct, type="DirectTextChat", id="6"),
        "d.json": discord_file([discord_row(3, ANA)], direct, type="DirectGroupTextChat", id="7"),
    }
    taken = take(bundle(tmp_path / "e", files))
    assert (list(taken.messages), taken.asides) == ([flake(0)], {Reason.PRIVATE: 3})
    (tmp_path / "e" / "a.json").unlink()
    with pytest.raises(UserFacingError, match="only direct messages"):
        take(tmp_path / "e")


@pytest.mark.parametrize(
    "fields", [{"guild": {"id": "x"}}, {"id": "x"}, {"categoryId": "x", "type": "GuildPublicThread"}]
)
def test_a_file_whose_ids_are_no_ids_is_none_of_ours(tmp_path: Path, fields: Json) -> None:
    files = {
        "a.json": discord_file([discord_row(0, ANA)]),
        "b.json": discord_file([discord_row(1, ANA)], **fields),
    }
    taken = take(bundle(tmp_path / "e", files))
    assert (list(taken.messages), taken.asides) == ([flake(0)], {Reason.OTHER_FILE: 1})


def test_a_file_whose_messages_start_late_is_still_known(tmp_path: Path) -> None:
    assert one(tmp_path, discord_row(0, ANA), topic="x" * 100_000).summary.messages == 1


def test_files_of_two_servers_are_not_mixed(tmp_path: Path) -> None:
    files = {"a.json": discord_file([]), "b.json": discord_file([], {"id": "77", "name": "Other"})}
    with pytest.raises(UserFacingError, match="2 Discord servers"):
        take(bundle(tmp_path / "e", files))


def test_nicknames_come_before_names_and_the_latest_export_wins(tmp_path: Path) -> None:
    later = person(1, nickname="Ana the Later")
    files = {
        "a.json": discord_file([discord_row(0, ANA), discord_row(1, person(3, nickname=None))]),
        "b.json": discord_file([discord_row(5, later)], exported="2024-07-01T00:00:00Z", id=FORUM, name="b"),
    }
    taken = take(bundle(tmp_path / "e", files))
    assert [account.name for account in taken.of(Account)] == ["Nick1", "name3", "Ana the Later"]
    assert taken.accounts[ANA["id"]].name == "Ana the Later"
    assert taken.accounts[person(3)["id"]].name == "name3"


def test_bots_and_the_platform_are_set_aside_and_the_deleted_user_is_nobody_present(tmp_path: Path) -> None:
    taken = one(
        tmp_path,
        discord_row(0, person(9, isBot=True)),
        discord_row(1, ANA, type="GuildMemberJoin"),
        discord_row(2, ANA, type="ChannelPinnedMessage"),
        discord_row(3, ANA, type="HologramProjected"),
        discord_row(4, person(0, id=DELETED_USER)),
    )
    assert list(taken.messages) == [flake(4)]
    assert taken.asides == {Reason.BOT: 1, Reason.SYSTEM: 2, Reason.UNKNOWN_KIND: 1}
    assert taken.accounts[person(9)["id"]].bot
    assert not taken.accounts[DELETED_USER].present


def test_reactions_need_to_say_whose_they_are(tmp_path: Path) -> None:
    row = discord_row(
        0,
        ANA,
        reactions=[
            {"emoji": {"id": "", "name": "✅"}, "count": 1, "users": [ANA]},
            {"emoji": {"name": "👍🏽"}, "count": 3, "users": [BO, None, person(0, id="x")]},
            {"emoji": {"name": "🙏"}, "count": 4},
            {"emoji": {"name": "🍕"}, "count": 9},
            {"emoji": None, "count": 9},
            None,
        ],
    )
    taken = one(tmp_path, row)
    assert taken.reactions == {(flake(0), ANA["id"], "✅"), (flake(0), BO["id"], "👍🏽")}
    assert taken.asides == {Reason.ANONYMOUS_REACTION: 6}
    assert BO["id"] in taken.accounts


def test_mentions_address_people_and_are_no_words(tmp_path: Path) -> None:
    row = discord_row(0, ANA, "@Nick2 @name1 like <@!800000000000000002> said", mentions=[BO, ANA, BO, None])
    message = one(tmp_path, row).messages[flake(0)]
    assert [member.id for member in message.mentions] == [BO["id"]]
    assert seen(message).split() == ["like", "said"]


def test_an_edit_gives_the_message_its_later_version(tmp_path: Path) -> None:
    row = discord_row(0, ANA, timestampEdited="2024-01-01T00:00:00+00:00")
    assert one(tmp_path, row).messages[flake(0)].version == 1_704_067_200_000_000


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"id": "abc"}, Reason.BAD_ID),
        ({"id": "9" * 30}, Reason.BAD_ID),
        ({"author": None}, Reason.NO_AUTHOR),
        ({"author": person(0, id="²")}, Reason.BAD_ID),
        ({"timestamp": None}, Reason.BAD_TIME),
        ({"timestamp": "1969-01-01"}, Reason.BAD_TIME),
        ({"content": 7}, Reason.MALFORMED),
        ({"type": None}, Reason.UNKNOWN_KIND),
    ],
)
def test_what_is_no_sound_message_is_set_aside_alone(tmp_path: Path, fields: Json, reason: Reason) -> None:
    taken = one(tmp_path, {**discord_row(0, ANA), **fields}, discord_row(1, ANA))
    assert (list(taken.messages), taken.asides) == ([flake(1)], {reason: 1})


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_a_long_file_is_read_in_blocks_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newline: bytes
) -> None:
    rows = [discord_row(n, ANA, "},\n    }, and ] or \\n", mentions=[BO]) for n in range(200)]
    whole = one(tmp_path, *rows)
    path = tmp_path / "help.json"
    path.write_bytes(path.read_bytes().replace(b"\n", newline))
    monkeypatch.setattr(blocks, "BLOCK", 4096)
    cut = take(path)
    assert cut.facts == whole.facts
    assert len(cut.progress) > 10
    assert cut.progress[-1] == (path.stat().st_size, path.stat().st_size)


def test_messages_before_the_day_asked_for_are_left_out(tmp_path: Path) -> None:
    path = bundle(tmp_path / "e", {"a.json": discord_file([discord_row(0, ANA), discord_row(9, ANA)])})
    since = written("2024-01-01T00:00:00Z")
    assert since is not None
    taken = take(path, Door(lambda _: Features(), since=Micros(since)))
    assert taken.asides == {Reason.TOO_OLD: 2}


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("@Ann Lee @Ann hi", {"Ann", "Ann Lee"}, "    hi"),
        ("<#12> <@&34> <t:170:R> <a:wave:99> <:ok:1>", set(), "      :wave: :ok:"),
        ("a <b> c@d", set(), "a <b> c@d"),
    ],
)
def test_markup_is_not_text(text: str, names: set[str], expected: str) -> None:
    assert words(text, names) == expected


def test_only_digits_are_ids_and_times_without_an_offset_are_utc() -> None:
    assert (snowflake("12"), snowflake("٣"), snowflake(""), snowflake("-1")) == (12, None, None, None)
    assert written("1970-01-01T00:00:01") == 1_000_000
    assert written("not a day") is None
