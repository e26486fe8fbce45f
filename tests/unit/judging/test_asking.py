"""The learned part of the judge: small, bounded, silent about other languages, and never alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.facts import Sign
from bot.domain.judging import asking, judge
from bot.domain.judging.plain import plain
from bot.domain.judging.signs import signs
from bot.domain.judging.wordbook import wordbook

SALT = b"salt of one community"


def score(text: str) -> int | None:
    """What the learned part makes of a text."""
    message = plain(text)
    entries = [wordbook(SALT)[word] for word in message.words]
    return asking.asked(entries, signs(message, entries))


@pytest.mark.parametrize(
    ("asks", "tells"),
    [
        ("what is the best way to mend a net", "the best way to mend a net is slowly"),
        ("is there a guide for that", "there is a guide for that"),
        ("do you know where the needle is", "i know where the needle is"),
        ("can i use it on the river", "you can use it on the river"),
    ],
)
def test_it_tells_asking_from_telling(asks: str, tells: str) -> None:
    one, other = score(asks), score(tells)
    assert one is not None
    assert other is not None
    assert one > other + asking.NAT


def test_words_alone_may_ask_where_no_rule_says_so() -> None:
    text = "so then what would you use instead"
    assert score(text) is not None
    judged = judge(text, SALT)
    assert judged.question >= 500


def test_what_only_looks_like_a_question_is_none() -> None:
    text = "he will tell me how to do it when he is back"
    judged = judge(text, SALT)
    assert Sign.QUESTION_WORD in judged.signs
    assert judged.question < 500


def test_a_mark_decides_whatever_was_learned() -> None:
    text = "the book is on the table?"
    found = score(text)
    assert found is not None
    assert found < 0
    assert judge(text, SALT).question >= 500


@pytest.mark.parametrize(
    "text",
    [
        "wie kann ich das Netz flicken",
        "comment est-ce que je répare le filet",
        "cómo puedo arreglar la red",
        "como faço para consertar a rede",
        "網はどうやって直しますか",
        "怎么补网",
        "lol",
        "",
    ],
)
def test_it_is_silent_about_what_it_did_not_learn(text: str) -> None:
    assert score(text) is None


def test_the_score_is_the_sum_of_the_places_that_training_sees() -> None:
    for words in ("what", "do you", "where did you put the net that we mended on the river last week then"):
        entries = [wordbook(SALT)[word] for word in words.split()]
        numbers = [entry.number for entry in entries[: asking.WORDS]]
        seen = asking.places(numbers, entries[-1].number) + asking.general(len(entries), 0)
        if asking.asked(entries, 0) is not None:
            assert asking.asked(entries, 0) == sum(asking.model()[place] for place in seen)


def test_its_file_is_small_and_a_damaged_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asking.FILE.stat().st_size == asking.SIZE <= 64_000
    monkeypatch.setattr(asking, "FILE", tmp_path / "torn.bin")
    (tmp_path / "torn.bin").write_bytes(b"\1" * 99)
    with pytest.raises(ValueError, match="99 places"):
        asking.model.__wrapped__()
