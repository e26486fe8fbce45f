"""What the judge says must not change by accident: stored features and the trained model rely on it.

A change on purpose raises `FEATURES_VERSION`, trains the model again and renews this table.
"""

from __future__ import annotations

from hashlib import blake2b

import pytest

from bot.domain.facts import Sign
from bot.domain.judging import judge
from bot.domain.judging.wordbook import wordbook

SALT = b"golden salt" * 3
_TREES = (
    "root stem flower seed soil rain sun wind frost bud shoot twig branch trunk bark sap moss fern oak elm "
)
_MORE = "ash fir pine yew hazel alder birch maple cedar larch "
GOLDEN = [
    ("", 20, 0, 0, "8b7dcf2a"),
    ("?", 560, 1, 0, "615447cc"),
    ("How do I rotate the key?", 930, 3, 6, "6a53592e"),
    ("hey all, quick question: can anyone tell me why the gate won't open", 720, 262, 13, "4cd7340f"),
    ("Thanks, that worked!", 20, 24, 3, "0d955727"),
    ("ana: try `run --now`, then look again", 20, 512, 4, "e604e5a1"),
    ("@bo, did you see https://example.org/page?x=1 already", 720, 1026, 5, "41e6bbd7"),
    ("> a quoted line\nand an answer below it", 20, 2048, 5, "db70c864"),
    ("```\ncode only\n```", 20, 512, 0, "8b7dcf2a"),
    ("+1", 20, 64, 1, "b675c4fa"),
    ("^ this", 20, 64, 1, "85a31a67"),
    ("same here, still not working :(", 20, 96, 5, "c68a4776"),
    ("never mind, figured it out", 20, 4096, 5, "159463fd"),
    ("i'm trying to graft an apple, but i keep getting leaves ...", 560, 4, 11, "44bb2155"),
    ("so, what's the best way to prune - and when?", 930, 3, 9, "b529eec6"),
    ("It's 'fine', isn't it''s", 20, 0, 5, "b8769ba3"),
    ("WHO knows? Anyone?", 930, 3, 3, "0174dc2e"),
    ("good morning everybody", 20, 256, 3, "7d576a79"),
    ("lol :) haha", 20, 128, 2, "c9e2c20f"),
    ("est-ce que quelqu'un peut m'aider ?", 930, 3, 6, "0d97a5f1"),
    ("Weiß jemand, wie man das gießt?", 930, 3, 6, "9e212a7c"),
    ("¿Alguien sabe cómo podar un manzano?", 930, 3, 6, "bbef2004"),
    ("これはどうすれば直りますか", 930, 3, 6, "56249996"),
    ("感謝します、動きました", 20, 24, 5, "f1cbb766"),
    ("怎么修剪苹果树？谢谢", 930, 11, 4, "9c8505ed"),
    ("Alguém sabe como podar? obrigado", 930, 11, 5, "0453f806"),
    ("τι είναι αυτό; δεν ξέρω", 830, 1, 5, "78b08db8"),
    ("<@U1> please see <#C1|garden> and <https://example.org|the page>", 20, 1024, 3, "e51534fc"),
    (":tada: :+1: done", 20, 64, 2, "7dec1e29"),
    ("a:b c:d, e", 20, 0, 5, "cf93738f"),
    ("not sure how to stop it; is there a way? or a trick!", 930, 3, 13, "77ff4f05"),
    ("ok", 20, 128, 1, "dbb2a4e9"),
    (
        "okay so who is watering the beds this week and why are they dry, does anyone know",
        720,
        130,
        17,
        "b8c2b9d5",
    ),
    ("İstanbul'da ne var", 20, 0, 3, "0616c46e"),
    ("no. yes. maybe, who am i. what now. " * 30, 720, 130, 240, "358e5534"),
    ("leaf " * 50 + (_TREES + _MORE) * 3, 20, 0, 140, "50d8196f"),
    ("x" * 9000 + " who is it?", 830, 1, 5, "caace473"),
    ("naïve café – who serves it?", 930, 3, 5, "4e3d021c"),
    ("/me waters the fern", 20, 0, 4, "6b1ccafd"),
    ('- first\n- second = 3 ~ 4 * 5 (six) "seven"', 20, 0, 7, "9bb5a714"),
    ("does it\tgrow?now", 720, 2, 4, "aedad366"),
    ("&gt; quoted\nDanke, das war's", 20, 2072, 3, "59870785"),
]


@pytest.mark.parametrize(("text", "question", "signs", "words", "rest"), GOLDEN)
def test_the_judge_says_what_it_always_said(
    text: str, question: int, signs: int, words: int, rest: str
) -> None:
    found = judge(text, SALT)
    digest = blake2b(found.sketch + b"/" + found.shape, digest_size=4).hexdigest()
    assert (found.question, found.signs, found.words, digest) == (question, Sign(signs), words, rest)
    assert isinstance(found.signs, Sign)


def test_what_the_judge_remembers_of_words_is_bounded_and_changes_nothing() -> None:
    book = wordbook(b"a small book")
    before = judge("watering ferns", b"a small book")
    for number in range(70_000):
        assert book[f"w{number}"].branch is None
    assert len(book) <= 1 << 15
    assert book["y" * 500].mark == 0
    assert "y" * 500 not in book
    assert judge("watering ferns", b"a small book") == before
