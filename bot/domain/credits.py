"""Who answered whom, and how we know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.refs import MemberRef, MessageRef
from bot.domain.times import Micros


class ReasonCode(StrEnum):
    """Why a credit was given, raised or lowered. `bot.views` turns codes into words."""

    IN_THREAD = "in-thread"
    REPLIED = "replied"
    MENTIONED = "mentioned"
    FLAT_GUESS = "flat-guess"
    ACCEPTED = "accepted"
    THANKED = "thanked"
    SAID_IT_WORKED = "said-it-worked"
    OTHERS_FOUND_HELPFUL = "others-found-helpful"
    SOLVED_TAG = "solved-tag"
    ASKED_BACK = "asked-back"
    SHORT = "short"
    FAILED = "failed"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `number` is what its words need: minutes waited, or people."""

    code: ReasonCode
    number: int = 0


@dataclass(frozen=True, slots=True)
class Credit:
    """One helper's help with one question.

    `weight` (0–1000) is how much help it was, `confidence` (0–1000) how sure we are, both in thousandths.
    `answer` is the deed that is linked; `messages` counts what the helper wrote in it. `thanked_by` are the
    people who confirmed. `unprompted`: no staff message addressed the helper there before the answer.
    """

    question: MessageRef
    asker: MemberRef
    asked_at: Micros
    helper: MemberRef
    answer: MessageRef
    answered_at: Micros
    weight: int
    confidence: int
    reasons: tuple[Reason, ...]
    thanked_by: tuple[MemberRef, ...] = ()
    messages: int = 1
    unprompted: bool = True


class QuestionState(StrEnum):
    """OPEN waits; ANSWERED has a credit at or over the floor; WITHDRAWN: the asker no longer needs help."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Question:
    """A message that asks for help, and what became of it.

    `anchored_at` says which stretch it is derived with: the time of its thread's root (of the earliest known
    message where the root is missing), its own time outside threads.
    """

    ref: MessageRef
    asker: MemberRef
    at: Micros
    state: QuestionState
    anchored_at: Micros
    thread: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Which earlier message a message responds to; its own `ref` where it starts a conversation."""

    message: MessageRef
    to: MessageRef
    confidence: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Everything derived from a stretch of one channel, ordered by time and id."""

    questions: tuple[Question, ...] = ()
    credits: tuple[Credit, ...] = ()
    links: tuple[Link, ...] = ()
