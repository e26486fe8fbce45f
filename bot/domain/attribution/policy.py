"""How attribution judges: every threshold in one place, whole numbers only."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.refs import MemberRef
from bot.domain.times import HOUR, MINUTE

CONTEXT_MESSAGES = 200
"""How many messages before one, outside threads, may decide what it responds to."""


@dataclass(frozen=True, slots=True)
class People:
    """Who is no person, and who is paid: bots are never credited, staff are and count apart."""

    bots: frozenset[MemberRef] = frozenset()
    staff: frozenset[MemberRef] = frozenset()


@dataclass(frozen=True, slots=True)
class AttributionPolicy:
    """Thresholds and weights; likelihoods and weights in thousandths, times in µs.

    `floor`: a credit below this confidence is not counted as an answer. `question_floor`: from which judged
    probability a message is a question. `answer_window`: how long after the question, outside its thread,
    an answer may come. `follow_up`: further questions of the asker this soon belong to the first.
    `thanks_within`: how soon after an answer, outside threads, a thank-you that names nobody is meant for it.
    `least_chance`: links less likely than this are not looked at. `least_sure`: messages that answer less
    surely than this are not taken for answers at all. `remark_counts`: how much of its chance a response to
    another message of the asker, and not to the question itself, counts for an answer;
    `replied_remark_counts`: the same for a reply, where no guess says it. `chimes_in_counts`: the same for a
    response to the answer of another helper.
    """

    floor: int = 500
    question_floor: int = 500
    answer_window: int = 72 * HOUR
    follow_up: int = 10 * MINUTE
    thanks_within: int = 30 * MINUTE
    least_chance: int = 20
    least_sure: int = 350
    remark_counts: int = 300
    replied_remark_counts: int = 500
    chimes_in_counts: int = 700
    sure_in_thread: int = 750
    sure_replied: int = 800
    sure_accepted: int = 980
    sure_worked: int = 950
    sure_thanked: int = 930
    sure_solved: int = 930
    sure_per_helpful: int = 60
    sure_stopped: int = 40
    unsure_failed: int = 200
    unsure_short: int = 300
    weight_answer: int = 600
    weight_asked_back: int = 200
    weight_short: int = 200
    weight_accepted: int = 1000
    weight_worked: int = 950
    weight_thanked: int = 900
    weight_solved: int = 900
    weight_per_helpful: int = 100
    weight_failed: int = 300
    helpful_people: int = 2

    @property
    def after(self) -> int:
        """How far behind a question (µs) messages matter to it, outside its thread."""
        return self.answer_window
