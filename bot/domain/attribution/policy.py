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
    """

    floor: int = 500
    question_floor: int = 500
    answer_window: int = 72 * HOUR
    follow_up: int = 10 * MINUTE
    own_link: int = 10 * MINUTE
    guess_link: int = 30 * MINUTE
    near: int = 5 * MINUTE
    sure_in_thread: int = 750
    sure_replied: int = 800
    sure_mentioned: int = 700
    sure_guess_near: int = 500
    sure_guess_far: int = 400
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
