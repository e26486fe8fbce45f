from __future__ import annotations

import random
from pathlib import Path

import pytest

from adapters.exports import neutral_lines
from adapters.exports.detect import open_export
from adapters.exports.door import Door
from bot.domain.facts import Account, Features
from bot.domain.imports import Reason
from bot.domain.refs import Platform, SpaceRef
from bot.domain.sentiments import sentiment
from bot.domain.times import Micros
from tests.adapters.exports.building import Json, bundle, by_length, lines, seen, take
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import SOUP


def row(id_: Json, **fields: Json) -> Json:
    return {"id": id_, "ts": 1_700_000_000.25, "channel": "help", "author": "ana", "text": "words", **fields}


def test_a_line_becomes_a_message_with_everything_it_says(tmp_path: Path) -> None:
    full = row(
        "b",
        reply_to="a",
        mentions=["bo", "ana", "bo"],
        platform_thread="a",
        author_name="Ana\tLee",
        reactions=[{"emoji": "👍", "users": ["bo", "bo", 7]}, {"emoji": "🍕", "users": ["bo"]}],
        gold={"anything": ["at", "all"]},
    )
    taken = take(lines(tmp_path / "garden.jsonl", full))
    message = taken.messages["b"]
    assert (message.at, message.author.id, message.ref.channel.id) == (1_700_000_000_250_000, "ana", "help")
    assert (message.thread, message.reply_to) == ("a", "a")
    assert [member.id for member in message.mentions] == ["bo"]
    assert seen(message) == "words"
    assert taken.accounts["ana"].name == "Ana Lee"
    assert taken.reactions == {("b", "bo", "👍"), ("b", "7", "👍")}
    assert taken.space == SpaceRef(Platform.FILE, "garden")


def test_only_id_time_and_author_are_needed(tmp_path: Path) -> None:
    taken = take(lines(tmp_path / "a.jsonl", {"id": 5, "ts": 1, "author": 9}))
    assert (taken.messages["5"].author.id, taken.channels["general"].name) == ("9", "general")
    assert taken.messages["5"].features.words == 0


def test_an_author_may_be_a_name_with_joined_signs(tmp_path: Path) -> None:
    taken = take(lines(tmp_path / "a.jsonl", row("a", author="Zoë \U0001f469\u200d\U0001f4bb")))
    assert taken.summary.messages == 1


def test_the_root_of_a_thread_is_in_no_thread(tmp_path: Path) -> None:
    taken = take(lines(tmp_path / "a.jsonl", row("a", platform_thread="a", reply_to="a")))
    assert (taken.messages["a"].thread, taken.messages["a"].reply_to) == (None, None)


def test_gzip_gives_the_same_facts_and_files_may_share_a_space(tmp_path: Path) -> None:
    plain = take(lines(tmp_path / "a.jsonl", row("a"), row("b")), name="garden")
    packed = take(lines(tmp_path / "b.jsonl.gz", row("a"), row("b")), name="garden")
    assert packed.facts == plain.facts
    assert plain.space.id == "garden"
    assert take(tmp_path / "a.jsonl", name="garden") == plain


def test_a_folder_of_files_is_one_space(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "garden", {"notes.txt": b"hello", "inner.zip": b"PK"})
    lines(folder / "a.jsonl", row("a"))
    lines(folder / "b.jsonl.gz", row("b", channel="chat"))
    taken = take(folder)
    assert (set(taken.messages), set(taken.channels)) == ({"a", "b"}, {"help", "chat"})
    assert taken.space.id == "garden"
    assert taken.asides == {Reason.OTHER_FILE: 1, Reason.NESTED: 1}


def test_the_latest_name_wins_and_a_bot_stays_out(tmp_path: Path) -> None:
    taken = take(
        lines(
            tmp_path / "a.jsonl",
            row("a"),
            row("b", ts=2, author_name="First"),
            row("c", ts=3, author_name="Second"),
            row("d", ts=4),
            row("e", author="robo", bot=True),
            row("f", system=True),
        )
    )
    assert [(a.name, a.version) for a in taken.of(Account) if a.ref.id == "ana"] == [
        ("ana", 0),
        ("First", 2_000_000),
        ("Second", 3_000_000),
    ]
    assert taken.accounts["robo"].bot
    assert taken.asides == {Reason.BOT: 1, Reason.SYSTEM: 1}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row("x", ts="soon"), Reason.MALFORMED),
        (row("x", ts=-5), Reason.BAD_TIME),
        (row("x", ts=1e300), Reason.BAD_TIME),
        (row("x", author=""), Reason.BAD_ID),
        (row("x\u0000"), Reason.BAD_ID),
        (row("x", author="ana\u202e"), Reason.BAD_ID),
        (row("x" * 500), Reason.BAD_ID),
        ({"id": "x"}, Reason.MALFORMED),
        (b'{"id": "x", "ts": NaN, "author": "y"}', Reason.NOT_JSON),
        (b'{"id": "x", "ts": 1', Reason.NOT_JSON),
        (b'{"id": "x", "ts": 1, "author": "\xff"}', Reason.BAD_UTF8),
        (b'{"id": "x", "ts": 1, "author": "y", "more": ' + b"[" * 10_000, Reason.TOO_DEEP),
        (b"plain words", Reason.NOT_JSON),
    ],
)
def test_a_bad_line_is_set_aside_alone(tmp_path: Path, line: Json, reason: Reason) -> None:
    taken = take(lines(tmp_path / "a.jsonl", row("a"), line, b"", row("b")))
    assert (set(taken.messages), taken.asides) == ({"a", "b"}, {reason: 1})


def test_a_duplicate_key_counts_once_with_its_last_value(tmp_path: Path) -> None:
    taken = take(lines(tmp_path / "a.jsonl", b'{"id": "a", "ts": 1, "author": "x", "author": "y"}'))
    assert taken.messages["a"].author.id == "y"


def test_many_blocks_give_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lines(tmp_path / "a.jsonl", *(row(n, text="é" * n) for n in range(60)))
    whole = take(path)
    monkeypatch.setattr(neutral_lines, "BLOCK", 100)
    cut = take(path)
    assert cut.facts == whole.facts
    assert cut.progress[-1] == (path.stat().st_size, path.stat().st_size)


def test_a_gigantic_line_is_set_aside_without_keeping_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neutral_lines, "BLOCK", 100)
    monkeypatch.setattr(neutral_lines, "LONGEST_LINE", 1000)
    taken = take(lines(tmp_path / "a.jsonl", row("a"), row("b", text="x" * 9000), row("c")))
    assert (list(taken.messages), taken.asides) == (["a", "c"], {Reason.TOO_LARGE: 1})
    ends = take(lines(tmp_path / "b.jsonl", row("a"), row("b", text="x" * 9000)))
    assert (list(ends.messages), ends.asides) == (["a"], {Reason.TOO_LARGE: 1})


def test_a_truncated_gzip_gives_what_came_before_the_damage(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl.gz", *(row(n, text=str(n * 7919)) for n in range(30_000)))
    path.write_bytes(path.read_bytes()[:-9000])
    taken = take(path)
    assert taken.asides[Reason.DAMAGED] == 1
    assert 10_000 < taken.summary.messages < 30_000


def test_a_gzip_bomb_is_left_early(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl.gz", row("a"), b" " * 30_000_000)
    assert take(path).asides == {Reason.BOMB: 1}


def test_messages_before_the_day_asked_for_are_left_out(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", row("a", ts=1), row("b", ts=3))
    assert list(take(path, Door(lambda _: Features(), since=Micros(2_000_000))).messages) == ["b"]


CHAT: tuple[Json, ...] = (
    row("1", author="oldtimer", text="newbie: did you rotate it?"),
    row("2", author="newbie", text="yes oldtimer, twice"),
    row("3", author="newbie", text="oldtimr, thanks"),
    row("4", author="u7", author_name="Grace", channel="other", text="newbie and oldtimer, hello"),
    row("5", author="u8", channel="other", text="ask grace, she knows"),
    row("6", author="oldtimer", text="newbie: look here", mentions=["u9"]),
)


def addressed(path: Path) -> dict[str, list[str]]:
    return {id_: [one.id for one in message.mentions] for id_, message in take(path).messages.items()}


def test_people_of_the_channel_are_known_by_their_names(tmp_path: Path) -> None:
    """Also those who write later, and those whose name misses a letter; whom the platform marks, first."""
    found = addressed(lines(tmp_path / "a.jsonl", *CHAT))
    assert found == {
        "1": ["newbie"],
        "2": ["oldtimer"],
        "3": ["oldtimer"],
        "4": [],
        "5": ["u7"],
        "6": ["u9", "newbie"],
    }


@pytest.mark.parametrize("seed", range(3))
def test_whom_a_text_names_depends_on_no_order_of_lines_or_files(tmp_path: Path, seed: int) -> None:
    expected = addressed(lines(tmp_path / "all.jsonl", *CHAT))
    dice = random.Random(seed)  # noqa: S311 - tests, not secrets
    shuffled = dice.sample(CHAT, len(CHAT))
    (tmp_path / "parts").mkdir()
    lines(tmp_path / "parts" / "b.jsonl", *shuffled[:3])
    lines(tmp_path / "parts" / "a.jsonl", *shuffled[3:], shuffled[0])
    assert addressed(tmp_path / "parts") == expected


def test_of_two_people_with_one_name_the_same_one_is_meant_whatever_the_order(tmp_path: Path) -> None:
    twins = (row("1", author="u2", author_name="Sam"), row("2", author="u1", author_name="sam"))
    asked = row("3", author="u3", text="sam, is it on?")
    for number, chat in enumerate((twins, twins[::-1])):
        assert addressed(lines(tmp_path / f"{number}.jsonl", asked, *chat))["3"] == ["u1"]


def test_lines_that_cannot_be_read_name_nobody_and_hide_nobody(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", *CHAT)
    path.write_bytes(path.read_bytes() + b'{broken\n{"author": [1]}\n')
    assert addressed(path)["1"] == ["newbie"]


async def test_parts_and_whole_imported_in_any_order_end_alike(tmp_path: Path) -> None:
    """What a part alone could not know is known once the whole was read, before or after."""
    parts = [lines(tmp_path / f"{n}.jsonl", one) for n, one in enumerate(CHAT)]
    whole = lines(tmp_path / "whole.jsonl", *CHAT)
    hashes = set()
    for order in ([*parts, whole], [whole, *parts], [parts[0], whole, *parts[1:]]):
        store = MemoryStore()
        await store.create(SOUP)
        async with store.writing(SOUP.id) as unit:
            for path in order:
                with open_export(path, Door(by_length, sentiment), name="garden") as export:
                    for batch in export.batches():
                        await unit.facts.ingest(batch)
            hashes.add(await unit.facts.state_hash())
    assert len(hashes) == 1
