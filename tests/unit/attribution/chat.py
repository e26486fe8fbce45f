from __future__ import annotations

from collections.abc import Sequence

from bot.domain.attribution import AttributionPolicy, People, attribute
from bot.domain.credits import Attribution, Credit
from bot.domain.facts import Correction, Message, Reaction, Sentiment, ThreadState, Verdict
from bot.domain.judging import judge
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.times import MINUTE, Micros

SPACE = SpaceRef(Platform.FILE, "s")
CHANNEL = ChannelRef(SPACE, "help")


class Chat:
    """A channel written down line by line: `said("ana", 3, "text")` is Ana's message in minute 3."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.reactions: dict[MessageRef, list[Reaction]] = {}
        self.threads: dict[MessageRef, ThreadState] = {}
        self.corrections: list[Correction] = []
        self.bots: set[MemberRef] = set()
        self.staff: set[MemberRef] = set()
        self.policy = AttributionPolicy()

    def member(self, name: str) -> MemberRef:
        return MemberRef(SPACE, name)

    def said(
        self,
        name: str,
        minute: float,
        text: str,
        *,
        thread: Message | None = None,
        reply: Message | None = None,
        to: Sequence[str] = (),
    ) -> Message:
        message = Message(
            ref=MessageRef(CHANNEL, f"{len(self.messages)}"),
            author=self.member(name),
            at=Micros(round(minute * MINUTE)),
            features=judge(text, b"salt"),
            thread=thread.ref.id if thread else None,
            reply_to=reply.ref.id if reply else None,
            mentions=tuple(self.member(other) for other in to),
        )
        self.messages.append(message)
        return message

    def reacted(
        self, name: str, message: Message, sentiment: Sentiment = Sentiment.HELPFUL, *, present: bool = True
    ) -> None:
        reaction = Reaction(message.ref, self.member(name), "x", sentiment, present)
        self.reactions.setdefault(message.ref, []).append(reaction)

    def solved(self, root: Message) -> None:
        self.threads[root.ref] = ThreadState(root.ref, solved=True)

    def corrected(
        self,
        message: Message,
        verdict: Verdict,
        helper: str,
        question: Message | None = None,
        at: int = 1,
        *,
        by: str = "admin",
        ruling: bool = False,
    ) -> None:
        ref = question.ref if question else None
        who, teller = self.member(helper), self.member(by)
        self.corrections.append(Correction(message.ref, verdict, who, teller, Micros(at), ref, ruling))

    def people(self) -> People:
        return People(frozenset(self.bots), frozenset(self.staff))

    def attribution(self) -> Attribution:
        return attribute(
            self.messages, self.reactions, self.threads, self.corrections, self.people(), self.policy
        )

    def credit(self) -> Credit:
        (credit,) = self.attribution().credits
        return credit

    def helpers(self) -> list[str]:
        return [credit.helper.id for credit in self.attribution().credits]
