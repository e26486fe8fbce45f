"""Questions in other languages and in scripts without spaces: particles, fullwidth marks, look-alikes."""

from __future__ import annotations

import pytest

from bot.domain.facts import Sign
from bot.domain.judging import judge

SALT = b"salt of one community"


@pytest.mark.parametrize(
    "text",
    [
        "この網はどこにありますか。",
        "これで合っていますか？はい",
        "針を替えたのに進まないのはなぜ",
        "誰か知っていたら教えてください",
        "もう少し待った方がいいのかな",
        "これで大丈夫でしょうか…",
        "糸は何色ですか(笑)",
        "这样可以了吗",
        "這樣可以嗎，謝謝",
        "有人知道哪里有针吗？",
        "你们用的是哪个网",
        "这张网能不能补",
        "請問如何更換網線",
        "是这样么",
        "我用的是红色的，你呢",
    ],
)
def test_particles_and_question_words_ask_where_nothing_is_spaced(text: str) -> None:
    assert judge(text, SALT).question >= 560


@pytest.mark.parametrize(
    "text",
    [
        "いつも同じ場所に置いています",
        "何も変わりませんでした",
        "なぜなら古いからです",
        "昨日とかは動いていた",
        "誰かが持って行ったみたいです",
        "针在抽屉里",
        "没什么问题",
        "什么都没变",
        "那么就这样吧",
        "不怎么好用",
        "多少有点慢",
        "大家好",
    ],
)
def test_what_holds_a_question_word_need_not_ask(text: str) -> None:
    assert judge(text, SALT).question < 500


def test_a_particle_is_as_good_as_a_mark() -> None:
    plain, marked = judge("明日は開いていますか", SALT), judge("明日は開いていますか？", SALT)
    assert plain.question == marked.question == 930
    assert plain.signs == marked.signs == Sign.QUESTION_MARK | Sign.QUESTION_WORD


def test_asking_whether_it_worked_is_not_saying_so() -> None:
    assert Sign.WORKED in judge("可以了，谢谢", SALT).signs
    assert Sign.WORKED not in judge("现在可以了吗", SALT).signs


def test_length_is_told_without_spaces_too() -> None:
    assert judge("网在河边的小屋里，钥匙在门后面", SALT).words == 7
    assert judge("the net is in the shed 网", SALT).words == 7
    assert judge("le filet est là-bas", SALT).words == 5


@pytest.mark.parametrize(
    "text",
    [
        "Weiß zufällig jemand, wo die Nadeln liegen",
        "Gibt es eine Möglichkeit, das Netz zu flicken",
        "Kann mir jemand helfen",
        "quelqu'un sait où sont les aiguilles",
        "comment on fait pour réparer le filet",
        "alguien sabe dónde están las agujas",
        "cómo hago para arreglar la red",
        "alguém sabe onde estão as agulhas",
        "como faço para consertar a rede",
    ],
)
def test_questions_need_no_mark(text: str) -> None:
    assert judge(text, SALT).question >= 560


@pytest.mark.parametrize(
    "text",
    [
        "Die Nadeln liegen in der Schublade, nimm die großen.",
        "Ich habe es gestern genauso gemacht.",
        "les aiguilles sont dans le tiroir",
        "je l'ai fait hier de la même façon",
        "las agujas están en el cajón",
        "ayer lo hice de la misma manera",
        "as agulhas estão na gaveta",
        "ontem fiz da mesma maneira",
    ],
)
def test_statements_stay_statements(text: str) -> None:
    assert judge(text, SALT).question < 500


@pytest.mark.parametrize("unit", ["か", "かー", "吗 ", "什么", "没什", "ー", "いつ"])
def test_hostile_runs_are_bounded(unit: str) -> None:
    assert judge(unit * 50_000, SALT).words <= 65_535
