from __future__ import annotations

from bot.domain.attribution import AttributionPolicy
from bot.domain.credits import QuestionState, ReasonCode
from bot.domain.times import DAY, MINUTE
from tests.unit.attribution.chat import Chat

ASKED = "How do I rotate the signing key?"
TOLD = "Use the vault command, it rotates the key for you."


def codes(chat: Chat) -> set[ReasonCode]:
    return {reason.code for reason in chat.credit().reasons}


def test_a_reply_is_an_answer(chat: Chat) -> None:
    asked = chat.said("ana", 0, ASKED)
    chat.said("cy", 1, "Good morning everybody and welcome.")
    chat.said("bo", 90, TOLD, reply=asked)
    assert codes(chat) == {ReasonCode.REPLIED}


def test_a_mention_is_an_answer_and_carries_on(chat: Chat) -> None:
    chat.said("ana", 0, ASKED)
    chat.said("bo", 2, TOLD, to=["ana"])
    chat.said("bo", 3, "The handbook has the details of it.")
    assert codes(chat) == {ReasonCode.MENTIONED}
    assert chat.credit().messages == 2


def test_a_guess_says_that_it_is_one(chat: Chat) -> None:
    chat.said("ana", 0, ASKED)
    chat.said("bo", 2, TOLD)
    credit = chat.credit()
    assert codes(chat) == {ReasonCode.FLAT_GUESS}
    assert credit.confidence < 1000
    assert credit.weight == chat.policy.weight_answer
    chat.said("ana", 3, "thank you", to=["bo"])
    assert chat.credit().confidence > credit.confidence
    assert chat.credit().weight > credit.weight


def test_doubtful_answers_leave_a_question_open(chat: Chat) -> None:
    chat.policy = AttributionPolicy(floor=990)
    chat.said("ana", 0, ASKED)
    chat.said("bo", 2, TOLD)
    assert chat.credit().confidence < chat.policy.floor
    assert chat.attribution().questions[0].state is QuestionState.OPEN


def test_a_reply_to_a_deleted_message_is_no_answer_to_another(chat: Chat) -> None:
    gone = chat.said("cy", 0, "Something that was deleted later.")
    chat.said("ana", 1, ASKED)
    chat.said("bo", 2, TOLD, reply=gone)
    chat.messages.remove(gone)
    assert chat.helpers() == []


def test_follow_ups_belong_to_the_first_question(chat: Chat) -> None:
    asked = chat.said("ana", 0, ASKED)
    chat.said("ana", 1, "Or is there a page about it?")
    chat.said("bo", 2, TOLD, to=["ana"])
    assert [question.ref for question in chat.attribution().questions] == [asked.ref]
    assert chat.credit().question == asked.ref


def test_a_repeated_question_counts_against_the_answer_before(chat: Chat) -> None:
    chat.said("ana", 0, ASKED)
    chat.said("bo", 1, TOLD, to=["ana"])
    before = chat.credit()
    chat.said("ana", 60, "So how do I rotate that signing key?")
    assert len(chat.attribution().questions) == 1
    assert chat.credit().confidence < before.confidence
    assert ReasonCode.FAILED in codes(chat)


def test_a_question_back_is_no_question_of_its_own(chat: Chat) -> None:
    asked = chat.said("ana", 0, ASKED)
    chat.said("bo", 1, "Which version do you have?", to=["ana"])
    chat.said("ana", 2, "The newest one from last week.", to=["bo"])
    attribution = chat.attribution()
    assert [question.ref for question in attribution.questions] == [asked.ref]
    assert attribution.credits == ()


def test_late_answers_count_within_the_window_only(chat: Chat) -> None:
    asked = chat.said("ana", 0, ASKED)
    window = chat.policy.after / MINUTE
    chat.said("bo", window - 1, TOLD, reply=asked)
    chat.said("cy", window, TOLD, reply=asked)
    assert chat.helpers() == ["bo"]
    assert chat.policy.after == 3 * DAY


def test_small_talk_asks_for_no_help(chat: Chat) -> None:
    chat.said("ana", 0, "Hi all, how are you?")
    chat.said("bo", 1, "I am doing quite fine today.", to=["ana"])
    assert chat.attribution().questions == ()


def test_what_bots_ask_is_no_question(chat: Chat) -> None:
    chat.said("robo", 0, ASKED)
    chat.bots.add(chat.member("robo"))
    assert chat.attribution().questions == ()


def test_a_word_is_hardly_an_answer_until_it_is_thanked_for(chat: Chat) -> None:
    asked = chat.said("ana", 0, "Is the key rotated by the nightly job?")
    chat.said("bo", 1, "yes", reply=asked)
    assert ReasonCode.SHORT in codes(chat)
    assert chat.credit().weight == chat.policy.weight_short
    chat.said("ana", 2, "great, thanks", to=["bo"])
    assert chat.credit().weight == chat.policy.weight_thanked


def test_links_name_the_message_that_is_responded_to(chat: Chat) -> None:
    first = chat.said("ana", 0, ASKED)
    second = chat.said("bo", 1, TOLD, to=["ana"])
    inside = chat.said("cy", 2, "Also see the handbook for it.", thread=first)
    links = {link.message: link.to for link in chat.attribution().links}
    assert links == {first.ref: first.ref, second.ref: first.ref, inside.ref: first.ref}


def test_staff_prompting_outside_threads(chat: Chat) -> None:
    asked = chat.said("ana", 0, ASKED)
    told = chat.said("bo", 5, TOLD, to=["ana"])
    chat.staff.add(chat.member("sam"))
    assert chat.credit().unprompted
    own = chat.said("bo", 1, "I am around today, all of you.")
    chat.said("sam", 2, "Please have a look.", reply=own)
    given = [credit for credit in chat.attribution().credits if credit.helper == told.author]
    assert given[0].question == asked.ref


def test_chiming_in_after_another_helper_is_help_too(chat: Chat) -> None:
    chat.said("ana", 0, ASKED)
    told = chat.said("bo", 1, TOLD, to=["ana"])
    chat.said("cy", 2, "And restart the agent afterwards, or it keeps the old one.", reply=told)
    assert sorted(chat.helpers()) == ["bo", "cy"]


def test_a_long_answer_that_asks_in_passing_is_an_answer(chat: Chat) -> None:
    asked = chat.said("ana", 0, ASKED)
    long = f"{TOLD} Do it on a quiet day, and tell everybody first, or who will know why it broke? {TOLD}"
    chat.said("bo", 1, long, reply=asked)
    assert ReasonCode.ASKED_BACK not in codes(chat)


def test_a_reply_to_what_the_asker_added_is_an_answer_and_a_guess_is_not(chat: Chat) -> None:
    chat.said("ana", 0, ASKED)
    added = chat.said("ana", 1, "It says that the vault is closed.")
    reply = chat.said("bo", 90, TOLD, reply=added)
    assert [credit.answer for credit in chat.attribution().credits] == [reply.ref]
    chat.policy = AttributionPolicy(replied_remark_counts=chat.policy.remark_counts)
    assert chat.attribution().credits == ()
