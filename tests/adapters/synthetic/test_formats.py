from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path

from adapters.synthetic import discord, neutral, slack
from adapters.synthetic.files import write_folder, write_zip
from adapters.synthetic.world import World


def test_neutral_lines_hold_every_post(world: World, tmp_path: Path) -> None:
    neutral.write_jsonl(tmp_path / "all.jsonl", world)
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(world.posts)
    for row, post in zip(rows, world.posts, strict=True):
        assert round(row["ts"] * 1000) == post.at
        assert row["mentions"] == ([post.to] if post.to else [])
        assert row["platform_thread"] is None or row["platform_thread"] in ids
    assert {row["author"] for row in rows if row["bot"]} == {"kelpie"}


def test_slack_has_every_post_once_in_its_day(world: World) -> None:
    files = dict(slack.files(world))
    users = {user["id"] for user in json.loads(files["users.json"])}
    names = {channel["name"] for channel in json.loads(files["channels.json"])}
    stamps: list[str] = []
    threads: Counter[str] = Counter()
    for name, data in files.items():
        if "/" in name:
            assert name.split("/")[0] in names
            for message in json.loads(data):
                assert message["user"] in users
                stamps.append(message["ts"])
                threads[message.get("thread_ts", "")] += message.get("thread_ts") != message["ts"]
                if "replies" in message:
                    assert message["reply_count"] == len(message["replies"])
    assert sorted(stamps) == sorted(slack.stamp(post.at) for post in world.posts)
    in_threads = Counter(slack.stamp(world.posts[p.thread].at) for p in world.posts if p.thread is not None)
    assert {ts: n for ts, n in threads.items() if ts and n} == in_threads


def test_discord_has_every_post_once_and_a_file_a_thread(world: World) -> None:
    ids: list[str] = []
    kinds: Counter[str] = Counter()
    for _, data in discord.files(world):
        export = json.loads(data)
        assert export["messageCount"] == len(export["messages"]) > 0
        kinds[export["channel"]["type"]] += 1
        ids += [message["id"] for message in export["messages"]]
        for message in export["messages"]:
            assert (message["type"] == "Reply") == ("reference" in message)
    assert sorted(ids) == sorted(discord.snowflake(post.at) for post in world.posts)
    roots = {p.thread for p in world.posts if p.thread is not None}
    roots |= {p.key for p in world.posts if p.channel == "ask-the-forum" and p.thread is None}
    assert kinds == {"GuildTextChat": 4, "GuildPublicThread": len(roots)}


def test_a_zip_holds_the_same_as_a_folder_and_is_the_same_to_the_byte(world: World, tmp_path: Path) -> None:
    write_folder(tmp_path / "folder", slack.files(world))
    write_zip(tmp_path / "one.zip", slack.files(world))
    write_zip(tmp_path / "two.zip", slack.files(world))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        for name in archive.namelist():
            assert archive.read(name) == (tmp_path / "folder" / name).read_bytes()


def test_every_reaction_has_a_discord_glyph(world: World) -> None:
    assert {emoji for post in world.posts for emoji, _ in post.reactions} <= discord.GLYPHS.keys()
