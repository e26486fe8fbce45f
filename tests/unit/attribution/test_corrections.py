from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.credits import Reason, ReasonCode
from bot.domain.facts import Message, Verdict
from tests.unit.attribution.chat import Chat

ASKED = "How do I rotate the signing key?"
TOLD = "Use the vault command, it rotates the key for you."


def thread(chat: Chat) -> tuple[Message, Message]:
    root = chat.said("ana", 0, ASKED)
    return root, chat.said("bo", 1, TOLD, thread=root)


def test_marking_an_answer_makes_it_certain(chat: Chat) -> None:
    root, answer = thread(chat)
    chat.corrected(answer, Verdict.ANSWER, "bo", root)
    credit = chat.credit()
    assert (credit.weight, credit.confidence) == (1000, 1000)
    assert credit.reasons == (Reason(ReasonCode.MARKED, 1),)


def test_crediting_somebody_else_too(chat: Chat) -> None:
    root, answer = thread(chat)
    chat.corrected(answer, Verdict.ALSO, "cy", root)
    assert sorted(chat.helpers()) == ["bo", "cy"]


def test_not_me_and_not_an_answer_take_the_credit_away(chat: Chat) -> None:
    root, answer = thread(chat)
    chat.corrected(answer, Verdict.NOT_ME, "bo")
    assert chat.helpers() == []
    chat.corrections.clear()
    chat.corrected(answer, Verdict.NOT_ANSWER, "bo", root)
    assert chat.helpers() == []


def test_the_last_word_counts_whatever_the_order(chat: Chat) -> None:
    root, answer = thread(chat)
    chat.corrected(answer, Verdict.ANSWER, "bo", root, at=2)
    chat.corrected(answer, Verdict.NOT_ANSWER, "bo", root, at=1)
    assert chat.helpers() == ["bo"]
    chat.corrections.reverse()
    assert chat.helpers() == ["bo"]


def test_a_mark_makes_a_question_of_a_statement(chat: Chat) -> None:
    root = chat.said("ana", 0, "The importer stops at forty percent.")
    answer = chat.said("bo", 1, "Clear the cache folder.", thread=root)
    chat.corrected(answer, Verdict.ANSWER, "bo", root)
    attribution = chat.attribution()
    assert [question.ref for question in attribution.questions] == [root.ref]
    assert attribution.credits[0].asker == root.author


def test_nobody_is_credited_for_an_own_question_even_when_marked(chat: Chat) -> None:
    root, answer = thread(chat)
    chat.corrected(answer, Verdict.ALSO, "ana", root)
    assert chat.helpers() == ["bo"]


def test_words_about_unknown_or_far_messages_change_nothing(chat: Chat) -> None:
    root, answer = thread(chat)
    lost = chat.said("cy", 2, "This one was deleted.", thread=root)
    far = chat.said("cy", 60 * 24 * 30, "A month later, outside the thread.")
    chat.corrected(lost, Verdict.ANSWER, "cy", root)
    chat.messages.remove(lost)
    chat.corrected(far, Verdict.ANSWER, "cy", root)
    chat.corrected(answer, Verdict.ANSWER, "cy", None)
    assert chat.helpers() == ["bo"]


def test_what_was_said_can_be_taken_back(chat: Chat) -> None:
    root, answer = thread(chat)
    before = chat.attribution()
    chat.corrected(answer, Verdict.NOT_ANSWER, "bo", root, at=1)
    assert chat.helpers() == []
    chat.corrected(answer, Verdict.UNDONE, "bo", at=2)
    assert chat.attribution() == before
    chat.corrected(answer, Verdict.ANSWER, "bo", root, at=3)
    assert chat.credit().confidence == 1000


def test_only_an_admin_takes_back_what_others_said(chat: Chat) -> None:
    root, answer = thread(chat)
    chat.corrected(answer, Verdict.NOT_ANSWER, "bo", root, at=1)
    chat.corrected(answer, Verdict.UNDONE, "bo", at=2, by="cy")
    assert chat.helpers() == []
    chat.corrected(answer, Verdict.UNDONE, "bo", at=2, by="cy", ruling=True)
    assert chat.helpers() == ["bo"]


@pytest.mark.parametrize("first", [1, 3])
def test_an_admin_decides_a_dispute_whenever_they_speak(chat: Chat, first: int) -> None:
    root, answer = thread(chat)
    chat.corrected(answer, Verdict.NOT_ME, "bo", at=2, by="bo")
    chat.corrected(answer, Verdict.ANSWER, "bo", root, at=first, ruling=True)
    assert chat.helpers() == ["bo"]


def test_what_is_no_question_is_not_answered_and_does_not_wait(chat: Chat) -> None:
    root, _ = thread(chat)
    chat.said("ana", 2, "Thanks, that worked!", thread=root)
    chat.corrected(root, Verdict.NOT_QUESTION, "ana")
    assert chat.attribution().questions == ()
    assert chat.helpers() == []


def test_no_question_outside_threads_either_until_somebody_marks_its_answer(chat: Chat) -> None:
    asked = chat.said("ana", 0, ASKED)
    told = chat.said("bo", 1, TOLD, to=["ana"])
    assert chat.helpers() == ["bo"]
    chat.corrected(asked, Verdict.NOT_QUESTION, "ana", at=1)
    assert (chat.helpers(), chat.attribution().questions) == ([], ())
    chat.corrected(told, Verdict.ANSWER, "bo", asked, at=2)
    assert chat.helpers() == ["bo"]
    chat.corrected(asked, Verdict.NOT_QUESTION, "ana", at=1, ruling=True)
    assert chat.helpers() == []


@given(st.permutations(range(7)))
def test_the_order_of_arrival_of_words_changes_nothing(order: list[int]) -> None:
    chat = Chat()
    root, answer = thread(chat)
    other = chat.said("cy", 2, "Or restart the agent, that rotates it, too.", thread=root)
    chat.corrected(answer, Verdict.NOT_ME, "bo", at=1, by="bo")
    chat.corrected(answer, Verdict.ANSWER, "bo", root, at=2, by="ana")
    chat.corrected(answer, Verdict.NOT_ANSWER, "bo", root, at=3, ruling=True)
    chat.corrected(answer, Verdict.UNDONE, "bo", at=3, by="ana")
    chat.corrected(other, Verdict.ALSO, "dee", root, at=4, by="ana")
    chat.corrected(other, Verdict.UNDONE, "dee", at=3, by="ana")
    chat.corrected(root, Verdict.NOT_QUESTION, "ana", at=1)
    expected = chat.attribution()
    assert chat.helpers() == ["dee"], "the question is one by the word about dee alone"
    chat.corrections = [chat.corrections[place] for place in order]
    assert chat.attribution() == expected
