"""Why a credit was given, raised or lowered, in words a member understands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.credits import Reason, ReasonCode
from bot.domain.facts import Sign
from bot.domain.times import MINUTE
from bot.views.questions import age_text
from bot.views.texts import Texts, later

AGAINST = frozenset({ReasonCode.FAILED, ReasonCode.SHORT, ReasonCode.ASKED_BACK})
"""Reasons that lower a credit."""


REASONS: Mapping[ReasonCode, str] = {
    ReasonCode.IN_THREAD: later("answered in the thread, {time} after the question"),
    ReasonCode.REPLIED: later("replied to the question, {time} after it"),
    ReasonCode.MENTIONED: later("addressed whoever asked, {time} after the question"),
    ReasonCode.FLAT_GUESS: later("wrote in the channel {time} after the question, and it fits"),
    ReasonCode.MARKED: later("somebody said so; it came {time} after the question"),
    ReasonCode.ACCEPTED: later("whoever asked accepted it"),
    ReasonCode.THANKED: later("whoever asked said thanks"),
    ReasonCode.SAID_IT_WORKED: later("whoever asked said that it worked"),
    ReasonCode.SOLVED_TAG: later("the thread is marked as solved, and nobody else helped in it"),
    ReasonCode.OTHERS_FOUND_HELPFUL: later("{people} found it helpful"),
    ReasonCode.ASKED_BACK: later("it was a question back, which led to the answer"),
    ReasonCode.SHORT: later("it is only a word or two"),
    ReasonCode.FAILED: later("whoever asked said that it did not work, or asked again"),
}
"""In words a member understands; `{time}` and `{people}` come from the reason's number."""


def reason_text(reason: Reason, t: Texts) -> str:
    """One reason, such as `answered in the thread, 12 minutes after the question`."""
    return t.say(
        REASONS[reason.code],
        time=age_text(t, reason.number * MINUTE),
        people=t.count("{n} person", "{n} people", reason.number),
    )


def signs_text(signs: Sign, t: Texts) -> Sequence[str]:
    """What was noticed in a message's wording; never its words."""
    told = (
        (Sign.QUESTION_MARK, t.say("a question mark")),
        (Sign.QUESTION_WORD, t.say("the wording of a question")),
        (Sign.REQUEST, t.say("a request for help")),
        (Sign.SMALL_TALK, t.say("small talk")),
        (Sign.THANKS, t.say("thanks")),
        (Sign.WORKED, t.say("that it worked")),
        (Sign.FAILED, t.say("that it did not work")),
        (Sign.ME_TOO, t.say("“same here”")),
        (Sign.ACKNOWLEDGED, t.say("an “ok”")),
        (Sign.GREETING, t.say("a greeting")),
        (Sign.WITHDRAWN, t.say("“never mind”")),
        (Sign.CODE, t.say("code")),
        (Sign.LINK, t.say("a link")),
        (Sign.QUOTE, t.say("a quote")),
    )
    return [text for sign, text in told if sign in signs]
