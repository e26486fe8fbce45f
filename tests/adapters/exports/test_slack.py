from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.exports.door import Door
from adapters.markup.slack import mentioned, words
from bot.domain.errors import UserFacingError
from bot.domain.facts import Deletion, Features, Sentiment
from bot.domain.imports import Reason
from bot.domain.refs import Platform, SpaceRef
from bot.domain.times import Micros
from tests.adapters.exports.building import (
    Json,
    Taken,
    bundle,
    seen,
    slack_files,
    slack_row,
    slack_ts,
    slack_user,
    take,
)

ReadSlack = Callable[..., Taken]
"""Reads an export with these rows in its one day, and these lists."""


@pytest.fixture
def slack(tmp_path: Path) -> ReadSlack:
    def read(*rows: Json, **files: Json) -> Taken:
        return take(bundle(tmp_path / "export.zip", slack_files(rows, **files)))

    return read


def test_a_message_becomes_a_fact_with_its_author_time_and_channel(slack: ReadSlack) -> None:
    taken = slack(slack_row(0, "U1", "hello"))
    message = taken.messages[slack_ts(0)]
    assert (message.author.id, message.at, message.ref.channel.id) == ("U1", 1_715_000_000_000_100, "C1")
    assert message.author.space == taken.space == SpaceRef(Platform.SLACK, "T1")
    assert (taken.summary.messages, taken.summary.people, taken.summary.channels) == (1, 1, 1)
    assert taken.summary.first == taken.summary.last == message.at


def test_a_folder_gives_the_same_facts_as_a_zip_and_a_second_reading_the_same_again(tmp_path: Path) -> None:
    files = slack_files([slack_row(0), slack_row(1, "U2", thread_ts=slack_ts(0))])
    nested = {f"Garden export/{name}": data for name, data in files.items()}
    zipped = take(bundle(tmp_path / "a.zip", files))
    assert take(bundle(tmp_path / "b", files)).facts == zipped.facts
    assert take(bundle(tmp_path / "c.zip", nested)).facts == zipped.facts
    assert take(tmp_path / "a.zip") == zipped


def test_replies_carry_their_root_even_one_that_is_missing_and_a_broadcast_is_one(
    slack: ReadSlack,
) -> None:
    taken = slack(
        slack_row(0, thread_ts=slack_ts(0)),
        slack_row(1, "U2", thread_ts=slack_ts(0)),
        slack_row(2, "U2", thread_ts=slack_ts(0), subtype="thread_broadcast"),
        slack_row(3, "U2", thread_ts=slack_ts(-500)),
    )
    threads = [message.thread for message in taken.messages.values()]
    assert threads == [None, slack_ts(0), slack_ts(0), slack_ts(-500)]


def test_an_author_missing_from_the_list_is_still_an_account(slack: ReadSlack) -> None:
    profile = {"display_name": "", "real_name": "Iris Stone", "team": "T1"}
    taken = slack(slack_row(0, "U8"), slack_row(1, "U9", user_profile=profile), slack_row(2, "U9"))
    assert taken.accounts["U8"].name == "U8"
    assert taken.accounts["U9"].name == "Iris Stone"
    assert taken.asides == {}


def test_bots_become_accounts_and_their_messages_stay_out(slack: ReadSlack) -> None:
    taken = slack(
        slack_row(0, None, subtype="bot_message", bot_id="B1", username="deploys"),
        slack_row(1, "USLACKBOT"),
        slack_row(2, "U7", bot_id="B2"),
        slack_row(3, "U4"),
        slack_row(4, "U1", bot_id="B3"),  # a person who posts through an app
        slack_row(5, None, subtype="bot_message"),
        users=[slack_user("U1"), slack_user("U4", is_bot=True)],
    )
    assert [message.author.id for message in taken.messages.values()] == ["U1"]
    assert {id_ for id_, account in taken.accounts.items() if account.bot} == {"B1", "USLACKBOT", "U7", "U4"}
    assert taken.accounts["B1"].name == "deploys"
    assert taken.asides == {Reason.BOT: 5}
    assert taken.summary.bots == 4


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"subtype": "channel_join"}, Reason.SYSTEM),
        ({"subtype": "channel_leave"}, Reason.SYSTEM),
        ({"subtype": "huddle_thread"}, Reason.SYSTEM),
        ({"subtype": "a_new_thing"}, Reason.UNKNOWN_KIND),
        ({"type": "presence"}, Reason.UNKNOWN_KIND),
        ({"subtype": "hidden_by_limit"}, Reason.HIDDEN),
        ({"is_hidden_by_limit": 1}, Reason.HIDDEN),
        ({"subtype": "file_comment", "user": None}, Reason.NO_AUTHOR),
        ({"user": None}, Reason.NO_AUTHOR),
        ({"user": "U\u0000"}, Reason.BAD_ID),
        ({"ts": None}, Reason.BAD_TIME),
        ({"ts": "yesterday"}, Reason.BAD_TIME),
        ({"user": 7}, Reason.MALFORMED),
    ],
)
def test_what_is_no_message_is_set_aside_and_counted(slack: ReadSlack, fields: Json, reason: Reason) -> None:
    taken = slack({**slack_row(0), **fields}, slack_row(1))
    assert list(taken.messages) == [slack_ts(1)]
    assert taken.asides == {reason: 1}
    assert taken.summary.asides[0].files == ("help/2024-05-06.json",)


def test_a_tombstone_deletes_the_message_it_stands_for(slack: ReadSlack) -> None:
    taken = slack(
        slack_row(0, "USLACKBOT", subtype="tombstone", hidden=True), slack_row(1, thread_ts=slack_ts(0))
    )
    assert [deletion.ref.id for deletion in taken.of(Deletion)] == [slack_ts(0)]
    assert taken.asides == {Reason.DELETED: 1}


def test_files_actions_and_comments_on_files_are_messages_of_their_writers(slack: ReadSlack) -> None:
    upload = "<@U1> uploaded a file: <https://x.example/f|plan.pdf> and commented: does this fit?"
    comment = {"user": "U2", "comment": "page two is off"}
    taken = slack(
        slack_row(0, "U1", upload, subtype="file_share"),
        slack_row(1, "U3", "waves", subtype="me_message"),
        slack_row(2, None, "<@U2> commented", subtype="file_comment", comment=comment),
    )
    assert [(m.author.id, seen(m).strip()) for m in taken.messages.values()] == [
        ("U1", "does this fit?"),
        ("U3", "waves"),
        ("U2", "page two is off"),
    ]


def test_an_edit_gives_the_message_its_later_version(slack: ReadSlack) -> None:
    taken = slack(slack_row(0, edited={"user": "U1", "ts": slack_ts(60)}), slack_row(1, edited=None))
    edited, plain = taken.messages.values()
    assert (edited.edited_at, edited.version) == (edited.at + 60_000_000, edited.at + 60_000_000)
    assert plain.edited_at == 0


def test_mentions_are_addressed_accounts_once_each_without_oneself(slack: ReadSlack) -> None:
    taken = slack(slack_row(0, "U1", "<@U22|iris> and <@U33>, <@U22> not <@U1> nor <!channel>"))
    assert [member.id for member in taken.messages[slack_ts(0)].mentions] == ["U22", "U33"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hi <@U0AB1> & you &amp; me", "hi   & you & me"),
        ("<!channel> see <#C1|general>", "  see  "),
        ("<https://a.example/b>", "https://a.example/b"),
        ("<http://a.example|a.example>", "http://a.example"),
        ("<https://a.example/b|the guide>", "the guide https://a.example/b"),
        ("if a &lt; b", "if a < b"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_markup_is_not_text(text: str, expected: str) -> None:
    assert words(text) == expected


def test_a_mention_needs_an_id() -> None:
    assert mentioned("<@> <@here> <@W0AB1|x>") == ["W0AB1"]


def test_reactions_keep_who_reacted_even_when_they_are_gone(slack: ReadSlack) -> None:
    reactions = [
        {"name": "+1::skin-tone-3", "users": ["U2", "UGONE", "U2", None], "count": 4},
        {"name": "white_check_mark", "users": ["U1"], "count": 1},
        {"name": "pizza", "users": ["U3"], "count": 1},
        {"name": None, "users": None, "count": 2},
    ]
    taken = slack(slack_row(0, reactions=reactions), slack_row(1, "USLACKBOT", reactions=reactions))
    assert taken.reactions == {
        (slack_ts(0), "U2", "+1::skin-tone-3"),
        (slack_ts(0), "UGONE", "+1::skin-tone-3"),
        (slack_ts(0), "U1", "white_check_mark"),
    }
    assert taken.asides[Reason.ANONYMOUS_REACTION] == 2
    assert taken.summary.reactions == 3


def test_sentiments_come_from_the_door(tmp_path: Path) -> None:
    row = slack_row(0, reactions=[{"name": "pizza", "users": ["U2"], "count": 1}])
    door = Door(lambda _: Features(), lambda emoji: Sentiment.THANKS if emoji == "pizza" else None)
    assert take(bundle(tmp_path / "e", slack_files([row])), door).reactions == {(slack_ts(0), "U2", "pizza")}


def test_accounts_say_who_is_gone_foreign_or_a_guest_and_at_which_domain(slack: ReadSlack) -> None:
    profile = {"display_name": "Ana\u202e\n ", "email": "a@Firm.example"}
    taken = slack(
        users=[
            slack_user("U1", updated=1_700_000_000, profile=profile),
            slack_user("U2", deleted=True, real_name="Bo", profile=None),
            slack_user("U3", team_id="T2"),
            slack_user("U4", is_restricted=True),
            slack_user("U5", profile={"email": "nobody"}),
        ]
    )
    one, two, three, four, five = (taken.accounts[f"U{n}"] for n in range(1, 6))
    assert (one.name, one.email_domain, one.version) == ("Ana", "firm.example", 1_700_000_000_000_000)
    assert (two.name, two.present) == ("Bo", False)
    assert (one.external, three.external, four.external) == (False, True, True)
    assert five.email_domain == ""


def test_only_channels_listed_as_public_are_read(tmp_path: Path) -> None:
    files = slack_files(
        [slack_row(0)],
        channels=[
            {"id": "C1", "name": "help"},
            {"id": "C2", "name": "board", "is_private": True},
            {"id": "C3", "name": "twice"},
        ],
        groups=[{"id": "G1", "name": "secret"}, {"id": "G2", "name": "twice"}],
        mpims=[{"id": "G3", "name": "mpdm-a--b-1"}],
        dms=[{"id": "D1", "members": ["U1", "U2"]}],
    )
    closed = ("board", "secret", "twice", "mpdm-a--b-1", "D1")
    files |= {f"{name}/2024-05-06.json": [slack_row(9)] for name in (*closed, "nowhere")}
    taken = take(bundle(tmp_path / "e.zip", files))
    assert list(taken.channels) == ["C1"]
    assert list(taken.messages) == [slack_ts(0)]
    assert taken.asides == {Reason.PRIVATE: 5, Reason.UNLISTED: 1}


def test_the_space_is_the_team_and_else_a_name_that_every_export_gives_again(tmp_path: Path) -> None:
    named = slack_files([slack_row(0, team="T5")], users=[])
    unnamed = slack_files([slack_row(0)], users=[])
    later = slack_files(
        [slack_row(7)], users=[], channels=[{"id": "C0", "name": "new"}, *unnamed["channels.json"]]
    )
    assert take(bundle(tmp_path / "a", named)).space.id == "T5"
    assert take(bundle(tmp_path / "b", unnamed)).space.id == "export-C1"
    assert take(bundle(tmp_path / "c", later)).space.id == "export-C1"


def test_messages_before_the_day_asked_for_are_left_out(tmp_path: Path) -> None:
    path = bundle(tmp_path / "e", slack_files([slack_row(0), slack_row(100)]))
    taken = take(path, Door(lambda _: Features(), since=Micros(1_715_000_050_000_000)))
    assert (list(taken.messages), taken.asides) == ([slack_ts(100)], {Reason.TOO_OLD: 1})


@pytest.mark.parametrize("channels", [[], {"a": 1}, b"[", [{"id": "C1", "name": "\u0000"}]])
def test_without_a_sound_channel_list_nothing_is_read(tmp_path: Path, channels: Json) -> None:
    path = bundle(tmp_path / "e.zip", slack_files([slack_row(0)], channels=channels))
    with pytest.raises(UserFacingError, match="public channels from private"):
        take(path)
