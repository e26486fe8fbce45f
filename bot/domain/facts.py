"""Facts: what a platform said, as it stands now. Text is judged at the door and never comes this far.

A later state replaces an earlier one: the greater `version` wins, whatever the order of arrival, so the same
facts in any order, or repeated, leave the same state.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag, StrEnum

from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.times import Micros

FEATURES_VERSION = 2


class Sign(IntFlag):
    """What the wording of a message shows; several at once are common."""

    NONE = 0
    QUESTION_MARK = 1
    QUESTION_WORD = 2
    REQUEST = 4  # "please help", "I can't get … to work"
    THANKS = 8
    WORKED = 16  # "that fixed it"
    FAILED = 32  # "that didn't work"
    ME_TOO = 64  # "+1", "same here", "following"
    ACKNOWLEDGED = 128  # "ok", "got it"
    GREETING = 256
    CODE = 512
    LINK = 1024
    QUOTE = 2048
    WITHDRAWN = 4096  # "never mind, solved it myself"
    SMALL_TALK = 8192  # "how are you?"


@dataclass(frozen=True, slots=True)
class Features:
    """What was judged from a message's text before the text was dropped.

    `question` is the judged probability of asking for help in thousandths (0–1000). `words` counts words, at
    most 65,535. `sketch` holds salted 32-bit hashes of content words, 4 big-endian bytes each, sorted; it
    expires. `shape` holds small integers about wording and layout, one a byte; `bot.domain.judging` alone
    knows what they mean; it expires with the sketch. `version` names the judge, so that numbers of different
    judges are never compared.
    """

    question: int = 0
    signs: Sign = Sign.NONE
    words: int = 0
    sketch: bytes = b""
    shape: bytes = b""
    version: int = FEATURES_VERSION


@dataclass(frozen=True, slots=True)
class Message:
    """A message as last edited.

    `thread` is the id of its thread's root (also for forum posts; `None` on the root itself and outside
    threads), `reply_to` the id of the message it replies to by the platform's own word, `mentions` the
    accounts it addresses, in order, without repeats.
    """

    ref: MessageRef
    author: MemberRef
    at: Micros
    features: Features
    thread: str | None = None
    reply_to: str | None = None
    mentions: tuple[MemberRef, ...] = ()
    edited_at: Micros = Micros(0)

    @property
    def version(self) -> int:
        """Orders two states of one message."""
        return self.edited_at or self.at


@dataclass(frozen=True, slots=True)
class Deletion:
    """A message is gone, for good: no later edit or re-import brings it back."""

    ref: MessageRef


class Sentiment(StrEnum):
    """What a reaction says. Reactions that say nothing about help are dropped at the door."""

    ACCEPT = "accept"
    THANKS = "thanks"
    HELPFUL = "helpful"


@dataclass(frozen=True, slots=True)
class Reaction:
    """Whether one person's reaction stands on a message.

    `version` is the platform's time of the change, 0 where it is unknown (exports): any timed change wins.
    """

    message: MessageRef
    member: MemberRef
    emoji: str
    sentiment: Sentiment
    present: bool = True
    version: int = 0


class ChannelKind(StrEnum):
    """FLAT: messages one after the other, threads optional. FORUM: every root opens a thread."""

    FLAT = "flat"
    FORUM = "forum"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as it is called now. `public`: everybody in the space can read it."""

    ref: ChannelRef
    name: str
    kind: ChannelKind = ChannelKind.FLAT
    public: bool = True
    archived: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the platform describes it now. The name lives in an erasable table.

    `external`: a guest or a person of another company (Slack Connect). `present`: neither left nor
    deactivated. `email_domain` helps to suggest staff; only admins see it.
    """

    ref: MemberRef
    name: str
    bot: bool = False
    present: bool = True
    external: bool = False
    email_domain: str = ""
    version: int = 0

    @property
    def called(self) -> str:
        """What to show: the name, or the id where it was lost with a key."""
        return self.name or self.ref.id


@dataclass(frozen=True, slots=True)
class ThreadState:
    """Whether a thread or forum post carries the platform's "solved" mark (tag, lock, title)."""

    root: MessageRef
    solved: bool
    version: int = 0


OPERATOR = "(terminal)"
"""Who speaks in corrections made at the terminal: no account of Slack or Discord is called so."""


class Verdict(StrEnum):
    """What a person said about who answered: it outranks the model."""

    ANSWER = "answer"
    NOT_ANSWER = "not-answer"
    ALSO = "also"  # "credit X too"
    NOT_ME = "not-me"
    NOT_QUESTION = "not-question"
    UNDONE = "undone"  # what was said before about this message and helper no longer counts


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's word on one message: `helper` (did not) answer `question` with it.

    `question` may be `None` for NOT_ANSWER and NOT_ME: the message answers nothing. For NOT_QUESTION the
    `helper` is the message's own author. `ruling`: an admin decided, which outranks what others say, sooner
    or later. UNDONE takes back what its author said, a ruling what anybody said.
    """

    message: MessageRef
    verdict: Verdict
    helper: MemberRef
    by: MemberRef
    at: Micros
    question: MessageRef | None = None
    ruling: bool = False


Fact = Message | Deletion | Reaction | Channel | Account | ThreadState | Correction
