"""A small community and short ways to say facts about it."""

from __future__ import annotations

from bot.domain.community import Community
from bot.domain.credits import Credit, Question, QuestionState, Reason, ReasonCode
from bot.domain.facts import Features, Message, Reaction, Sentiment, Sign
from bot.domain.refs import ChannelRef, CommunityId, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.times import DAY, HOUR, Micros

SOUP = Community(CommunityId("soup"), "Soup", b"s" * 32)
STEW = Community(CommunityId("stew"), "Stew", b"t" * 32)
SPACE = SpaceRef(Platform.SLACK, "T1")
GUILD = SpaceRef(Platform.DISCORD, "77")
ELSEWHERE = SpaceRef(Platform.SLACK, "T9")
ADA, BEN, CYD = (MemberRef(SPACE, name) for name in ("U1", "U2", "U3"))
GUEST = MemberRef(ELSEWHERE, "U1")
HELP, CHAT = (ChannelRef(SPACE, name) for name in ("C1", "C2"))
FIRST_DAY = Micros(20_000 * DAY)


def at(hours: float) -> Micros:
    """So many hours into the first day, which begins at midnight UTC."""
    return Micros(FIRST_DAY + int(hours * HOUR))


def said(
    id_: str,
    hours: float,
    author: MemberRef = ADA,
    *,
    channel: ChannelRef = HELP,
    thread: str | None = None,
    edited: float = 0,
    question: int = 0,
) -> Message:
    """A message."""
    return Message(
        MessageRef(channel, id_),
        author,
        at(hours),
        Features(question, Sign.CODE if question else Sign.NONE, 7, b"\0\0\0\1", b"\2"),
        thread,
        edited_at=at(edited) if edited else Micros(0),
    )


def thanks(message: str, member: MemberRef = BEN, *, present: bool = True, version: int = 0) -> Reaction:
    """A reaction in `HELP`."""
    return Reaction(MessageRef(HELP, message), member, "heart", Sentiment.THANKS, present, version)


def asked(id_: str, hours: float, *, channel: ChannelRef = HELP, anchor: float | None = None) -> Question:
    """A question by `ADA`."""
    anchored = at(hours if anchor is None else anchor)
    return Question(MessageRef(channel, id_), ADA, at(hours), QuestionState.OPEN, anchored)


def helped(
    question: str, answer: str, hours: float, helper: MemberRef = BEN, *, confidence: int = 800
) -> Credit:
    """A credit for answering `ADA` one hour after she asked."""
    return Credit(
        MessageRef(HELP, question),
        ADA,
        at(hours - 1),
        helper,
        MessageRef(HELP, answer),
        at(hours),
        900,
        confidence,
        (Reason(ReasonCode.IN_THREAD, 60), Reason(ReasonCode.THANKED, 1)),
        (CYD,),
        2,
    )
