from __future__ import annotations

import pytest

from bot.domain.credits import QuestionState, Reason, ReasonCode
from bot.domain.facts import Sentiment
from tests.unit.attribution.chat import Chat

ASKED = "How do I rotate the signing key?"
TOLD = "Use the vault command, it rotates the key for you."


def test_an_answer_in_a_thread_is_credited_with_its_reason(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    answer = chat.said("bo", 12, TOLD, thread=root)
    credit = chat.credit()
    assert (credit.question, credit.asker, credit.helper) == (root.ref, root.author, answer.author)
    assert credit.reasons == (Reason(ReasonCode.IN_THREAD, 12),)
    assert credit.confidence >= chat.policy.floor
    (question,) = chat.attribution().questions
    assert (question.state, question.thread, question.anchored_at) == (QuestionState.ANSWERED, True, root.at)


def test_several_helpers_are_each_credited(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    chat.said("bo", 1, TOLD, thread=root)
    chat.said("cy", 2, "There is a page about it in the handbook too.", thread=root)
    assert chat.helpers() == ["bo", "cy"]


@pytest.mark.parametrize(
    "text", ["+1", "same here", "following", "thanks!", "hi all", "👍", "What have you tried so far?"]
)
def test_chatter_is_no_help(chat: Chat, text: str) -> None:
    root = chat.said("ana", 0, ASKED)
    chat.said("bo", 1, text, thread=root)
    assert chat.helpers() == []
    assert chat.attribution().questions[0].state is QuestionState.OPEN


def test_asker_and_bots_are_never_credited(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    chat.said("ana", 1, TOLD, thread=root)
    chat.said("robo", 2, TOLD, thread=root)
    chat.bots.add(chat.member("robo"))
    assert chat.helpers() == []


def test_an_answer_to_somebody_else_in_the_thread_is_no_help_for_the_asker(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    aside = chat.said("bo", 1, "I run the old version, by the way.", thread=root)
    chat.said("cy", 2, "The old version is fine for that.", thread=root, reply=aside)
    chat.said("di", 3, "Mine is older still, I think.", thread=root, to=["bo"])
    assert chat.helpers() == ["bo"]


def test_a_question_back_that_led_to_the_answer_is_a_little_help(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    back = chat.said("bo", 1, "Did you set the vault address?", thread=root)
    chat.said("ana", 2, "I had not, that fixed it!", thread=root, reply=back)
    credit = chat.credit()
    assert credit.weight == chat.policy.weight_asked_back
    assert ReasonCode.ASKED_BACK in {reason.code for reason in credit.reasons}


@pytest.mark.parametrize(
    ("text", "code"),
    [("Thank you so much", ReasonCode.THANKED), ("that worked", ReasonCode.SAID_IT_WORKED)],
)
def test_the_askers_word_raises_weight_and_confidence(chat: Chat, text: str, code: ReasonCode) -> None:
    root = chat.said("ana", 0, ASKED)
    chat.said("bo", 1, TOLD, thread=root)
    before = chat.credit()
    chat.said("ana", 2, text, thread=root)
    after = chat.credit()
    assert after.weight > before.weight
    assert after.confidence > before.confidence
    assert code in {reason.code for reason in after.reasons}
    assert after.thanked_by == (root.author,)


def test_thanks_go_to_whom_they_name(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    chat.said("bo", 1, TOLD, thread=root)
    chat.said("cy", 2, "Or wait for the next release of it.", thread=root)
    chat.said("ana", 3, "thank you", thread=root, to=["bo"])
    thanked = {credit.helper.id: bool(credit.thanked_by) for credit in chat.attribution().credits}
    assert thanked == {"bo": True, "cy": False}


def test_failure_lowers(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    chat.said("bo", 1, TOLD, thread=root)
    before = chat.credit()
    chat.said("ana", 2, "that didn't work", thread=root)
    after = chat.credit()
    assert after.weight < before.weight
    assert after.confidence < before.confidence
    assert ReasonCode.FAILED in {reason.code for reason in after.reasons}


def test_acceptance_by_the_asker_is_the_strongest(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    chat.said("bo", 1, "First, look at the page about keys.", thread=root)
    best = chat.said("bo", 2, TOLD, thread=root)
    chat.reacted("ana", best, Sentiment.ACCEPT)
    credit = chat.credit()
    assert (credit.answer, credit.weight, credit.messages) == (best.ref, 1000, 2)
    assert ReasonCode.ACCEPTED in {reason.code for reason in credit.reasons}


def test_others_reactions_count_up_to_two_people(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    answer = chat.said("bo", 1, TOLD, thread=root)
    weights = []
    for name in ("bo", "cy", "di", "ed"):
        chat.reacted(name, answer)
        weights.append(chat.credit().weight)
    assert weights[0] < weights[1] < weights[2] == weights[3]


def test_a_reaction_taken_back_says_nothing(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    answer = chat.said("bo", 1, TOLD, thread=root)
    chat.reacted("ana", answer, Sentiment.ACCEPT, present=False)
    assert chat.credit().thanked_by == ()


def test_a_solved_mark_speaks_for_a_lone_helper(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    chat.said("bo", 1, TOLD, thread=root)
    chat.solved(root)
    assert ReasonCode.SOLVED_TAG in {reason.code for reason in chat.credit().reasons}
    chat.said("cy", 2, "The handbook has a page about it.", thread=root)
    codes = {reason.code for credit in chat.attribution().credits for reason in credit.reasons}
    assert ReasonCode.SOLVED_TAG not in codes


def test_a_statement_becomes_a_question_when_its_author_thanks_a_helper(chat: Chat) -> None:
    root = chat.said("ana", 0, "The importer stops at forty percent since yesterday.")
    chat.said("bo", 1, "Clear the cache folder and start it again.", thread=root)
    assert chat.helpers() == []
    chat.said("ana", 2, "that fixed it", thread=root)
    assert chat.helpers() == ["bo"]


def test_a_question_inside_a_thread_without_one_at_its_root(chat: Chat) -> None:
    root = chat.said("cy", 0, "Release notes for this week.")
    asked = chat.said("ana", 1, ASKED, thread=root)
    chat.said("bo", 2, TOLD, thread=root)
    assert chat.credit().question == asked.ref
    (question,) = chat.attribution().questions
    assert question.anchored_at == root.at


def test_a_thread_without_its_root_is_anchored_at_its_first_message(chat: Chat) -> None:
    root = chat.said("cy", 0, "Release notes for this week.")
    first = chat.said("di", 1, "Nice and short.", thread=root)
    chat.said("ana", 2, ASKED, thread=root)
    chat.messages.remove(root)
    assert chat.attribution().questions[0].anchored_at == first.at


def test_withdrawn_when_the_asker_needs_no_help_any_more(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    chat.said("ana", 5, "never mind, figured it out", thread=root)
    assert chat.attribution().questions[0].state is QuestionState.WITHDRAWN


def test_unprompted_until_staff_calls_the_helper(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    chat.said("sam", 1, "Maybe somebody knows the vault well enough.", thread=root)
    answer = chat.said("bo", 3, TOLD, thread=root)
    chat.staff.add(chat.member("sam"))
    given = {credit.helper: credit for credit in chat.attribution().credits}
    assert given[answer.author].unprompted
    chat.said("sam", 2, "This one is for you.", thread=root, to=["bo"])
    given = {credit.helper: credit for credit in chat.attribution().credits}
    assert not given[answer.author].unprompted


def test_a_deleted_answer_leaves_nothing(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    answer = chat.said("bo", 1, TOLD, thread=root)
    chat.messages.remove(answer)
    assert chat.helpers() == []


def test_helpers_who_talk_among_themselves_add_nothing_to_their_answers(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    chat.said("bo", 1, TOLD, thread=root)
    chat.said("cy", 2, "We had lunch at the harbour meanwhile.", thread=root)
    chat.said("bo", 3, "The harbour was crowded when we were there.", thread=root)
    messages = {credit.helper.id: credit.messages for credit in chat.attribution().credits}
    assert messages == {"bo": 1, "cy": 1}


@pytest.mark.parametrize("kind", ["shared word", "named", "after the asker", "nobody between"])
def test_further_words_add_to_an_answer_where_they_go_to_the_asker(chat: Chat, kind: str) -> None:
    root = chat.said("ana", 0, ASKED)
    chat.said("bo", 1, TOLD, thread=root)
    if kind != "nobody between":
        chat.said("cy", 2, "We had lunch at the harbour meanwhile.", thread=root)
    if kind == "after the asker":
        chat.said("ana", 3, "The menu is still empty here.", thread=root)
    text = "Restart the daemon once that is done" + (" with the new key." if kind == "shared word" else ".")
    chat.said("bo", 4, text, thread=root, to=["ana"] if kind == "named" else [])
    messages = {credit.helper.id: credit.messages for credit in chat.attribution().credits}
    assert messages["bo"] == 2


def test_a_first_answer_counts_however_many_have_spoken(chat: Chat) -> None:
    root = chat.said("ana", 0, ASKED)
    for minute, name in enumerate(("bo", "cy", "di"), 1):
        chat.said(name, minute, f"Somebody wrote {minute} pages on such things.", thread=root)
    chat.said("ed", 9, "Restart the daemon, wait, and look again.", thread=root)
    assert chat.helpers() == ["bo", "cy", "di", "ed"]
