from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from adapters.synthetic import neutral
from adapters.synthetic.community import START, generate
from adapters.synthetic.dice import Dice
from adapters.synthetic.recorded import commands, help_channels
from adapters.synthetic.scene import WEEK
from adapters.synthetic.world import Temper, World

GOLDEN = "22d0f159cc6af342268880fa1a2e0fbbc357fabaa8b4355e59482a06accecd94"


def digest(world: World) -> str:
    return hashlib.sha256(b"".join(neutral.lines(world))).hexdigest()


def test_a_seed_gives_the_same_bytes_on_every_python() -> None:
    # Changes with the wording, on purpose; must not change with the interpreter.
    assert digest(generate(3, weeks=2, size=12)) == GOLDEN


def test_another_seed_gives_another_community() -> None:
    assert digest(generate(4, weeks=2, size=12)) != GOLDEN


def test_posts_are_in_order_of_time_and_point_backwards_into_their_channel(world: World) -> None:
    times = [post.at for post in world.posts]
    assert times == sorted(set(times))
    assert [post.key for post in world.posts] == list(range(len(world.posts)))
    for post in world.posts:
        for target in (post.thread, post.reply_to):
            if target is not None:
                assert target < post.key
                assert world.posts[target].channel == post.channel
                assert world.posts[target].thread is None or target == post.reply_to


def test_everything_happens_within_the_weeks(world: World) -> None:
    assert world.end == START + 8 * WEEK
    assert all(START <= post.at < world.end for post in world.posts)


def test_people_speak_only_while_they_are_there(world: World) -> None:
    members = {m.id: m for m in world.members}
    newcomers = [m for m in world.members if m.joined > 0]
    assert len(newcomers) >= 10
    for post in world.posts:
        assert (post.at - START) // WEEK >= members[post.author].joined


def test_answers_are_true(world: World) -> None:
    for answer in world.answers:
        question, deed = world.posts[answer.question], world.posts[answer.answer]
        assert answer.asker == question.author != answer.helper == deed.author
        assert answer.question in world.questions
        assert deed.thread == question.key or (deed.thread is None and deed.to == answer.asker)


def test_the_whole_community_is_alive() -> None:
    world = generate(1)
    asked = len(world.questions)
    helped = {a.question for a in world.answers if a.worked}
    tempers = {m.id: m.temper for m in world.members}
    by_staff = sum(tempers[a.helper] is Temper.STAFF for a in world.answers if a.worked)
    helpers = Counter(a.helper for a in world.answers if a.worked)
    assert len(world.members) == 65
    assert 600 < asked < 1100
    assert 0.6 < len(helped) / asked < 0.9
    assert 0.08 < by_staff / len(helped) < 0.3
    assert len(helpers) >= 25
    assert max(helpers.values()) < len(helped) / 5
    assert any(not a.worked for a in world.answers)


def test_newcomers_who_were_helped_help_later() -> None:
    world = generate(1)
    joined = {m.id for m in world.members if m.joined > 0}
    asked = {world.posts[q].author for q in world.questions}
    assert joined & asked & {a.helper for a in world.answers if a.worked}


def test_every_kind_of_structure_occurs(world: World) -> None:
    flat = [p for p in world.posts if p.thread is None and p.to]
    assert any(p.reply_to is not None for p in flat)
    assert any(p.reply_to is None for p in flat)
    assert any(p.thread is not None for p in world.posts)
    assert any(p.title for p in world.posts)
    assert {p.channel for p in world.posts} == {place.id for place in world.places}


def test_nobody_reacts_to_themselves(world: World) -> None:
    for post in world.posts:
        assert all(post.author not in people for _, people in post.reactions)


def test_no_gap_in_a_text_is_left_open(world: World) -> None:
    words = ("{v}", "{n}", "{area}", "{first}", "{slug}", "{event}")
    assert not [p.text for p in world.posts if any(word in p.text for word in words)]


@pytest.mark.parametrize(("weeks", "size"), [(0, 10), (1, 0), (3, 1), (2, 200)])
def test_odd_sizes_work(weeks: int, size: int) -> None:
    world = generate(1, weeks=weeks, size=size)
    assert len(world.members) == size + 5
    assert len({m.id for m in world.members}) == size + 5
    assert bool(world.posts) == (weeks > 0)


def test_recorded_commands_name_members_of_the_community() -> None:
    world = generate(1)
    ids = {m.id for m in world.members}
    lines = commands(world)
    named = {word[1:] for line in lines for word in line.split() if word.startswith("@")}
    assert named <= ids
    assert {line.split()[0] for line in lines} == {
        "staff",
        "settings",
        "talk",
        "support",
        "uplift",
        "stage",
        "team",
    }
    assert help_channels(world) == ("help", "help-flows", "ask-the-forum")


def test_dice_stay_within_their_limits() -> None:
    dice = Dice(0)
    assert {dice.between(2, 5) for _ in range(200)} == {2, 3, 4}
    assert {dice.wait(0, 3) for _ in range(400)} == {0, 1, 2}
    assert {dice.weighted("abc", (0, 1, 0)) for _ in range(50)} == {"b"}
    assert sorted(dice.some([1, 2, 3], 9)) == [1, 2, 3]
