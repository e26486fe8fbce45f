from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.facts import Features, Sign
from bot.domain.judging import judge

SALT = b"salt of one community"


def features(text: str) -> Features:
    return judge(text, SALT)


@pytest.mark.parametrize(
    "text",
    [
        "How do I rotate the signing key?",
        "anyone know why the build hangs",
        "hi all, is there a way to mute one channel",
        "please help, the importer stops at 40 %",
        "does it run on arm",
        "Weiß jemand, wie ich den Schlüssel tausche",
        "Wie kann ich das abschalten?",
        "est-ce que quelqu'un connaît ce module",
        "¿Cómo cambio la clave?",
        "alguien sabe como se instala",
        "alguém sabe onde fica o arquivo",
        "鍵はどうやって変えますか",
        "请问怎么安装这个插件",
        "这样可以吗？",
        "كيف أغير المفتاح؟",
        "πώς αλλάζω το κλειδί;",
        "πώς αλλάζω το κλειδί\u037e",
        "wirklich nötig？",
        "Wo finde ich das Handbuch",
        "pourquoi ça ne marche pas",
        "por qué no funciona",
        "onde fica o manual",
        "なぜ動かないのでしょうか",
        "为什么打不开",
    ],
)
def test_asks(text: str) -> None:
    assert features(text).question >= 500


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "The key lives in the vault; rotate it weekly.",
        "run `foo ? bar : baz` first",
        "```\nwhy does this print what?\n```\nthat is the whole script",
        "> how do I rotate it?\nUse the vault for that.",
        "see https://example.org/search?q=why for details",
        "<https://example.org/?how|the page> explains it",
        "thanks a lot, that worked",
        "I use it every day on two machines.",
        "ich nutze es täglich",
        "o arquivo fica na pasta de cima",
        "把文件放到上一级目录",
        "la clé se trouve dans le coffre; rien d'autre",
        "lo uso todos los días; sin problemas",
        "鍵は金庫にあります",
    ],
)
def test_does_not_ask(text: str) -> None:
    assert features(text).question < 500


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Thank you, much clearer now", Sign.THANKS),
        ("vielen Dank!", Sign.THANKS),
        ("merci beaucoup", Sign.THANKS),
        ("muchas gracias", Sign.THANKS),
        ("ありがとうございます", Sign.THANKS),
        ("谢谢", Sign.THANKS),
        ("that fixed it", Sign.WORKED),
        ("sorry, that didn’t work", Sign.FAILED),
        ("+1", Sign.ME_TOO),
        (":+1:", Sign.ME_TOO),
        ("same here", Sign.ME_TOO),
        ("ok, let me see", Sign.ACKNOWLEDGED),
        ("hello everybody", Sign.GREETING),
        ("never mind, I had a typo", Sign.WITHDRAWN),
        ("how are you?", Sign.SMALL_TALK),
        ("try `make clean`", Sign.CODE),
        ("read https://example.org", Sign.LINK),
        ("> you said so\nyes", Sign.QUOTE),
        ("i need help with the installer", Sign.REQUEST),
    ],
)
def test_signs(text: str, sign: Sign) -> None:
    assert sign in features(text).signs


def test_failure_outranks_success() -> None:
    assert Sign.WORKED not in features("still not: that worked for a minute only").signs


def test_a_lone_backtick_hides_nothing() -> None:
    assert features("the ` key is broken, how do I map it?").question >= 500


def test_words_in_common_show_in_sketches_of_one_salt_only() -> None:
    def hashes(text: str, salt: bytes) -> set[bytes]:
        sketch = judge(text, salt).sketch
        return {sketch[i : i + 4] for i in range(0, len(sketch), 4)}

    one, other = "rotate the vault key", "the vault was rotated, key lost"
    assert len(hashes(one, SALT) & hashes(other, SALT)) == 2
    assert not hashes(one, SALT) & hashes(other, b"another salt")


def test_sketch_is_sorted_and_bounded() -> None:
    sketch = features(" ".join(f"word{n}" for n in range(200))).sketch
    parts = [sketch[i : i + 4] for i in range(0, len(sketch), 4)]
    assert len(parts) == 32
    assert parts == sorted(parts)


def test_spaceless_scripts_are_sketched_too() -> None:
    assert len(features("检查配置文件").sketch) == 5 * 4


@given(st.text(max_size=300))
def test_any_text_is_judged_within_bounds(text: str) -> None:
    judged = features(text)
    assert 0 <= judged.question <= 1000
    assert judged == features(text)


@given(st.text(alphabet="`<>:?&gt;/ha \n'", max_size=300))
def test_layout_characters_never_break_the_judge(text: str) -> None:
    assert 0 <= features(text).words <= 300
