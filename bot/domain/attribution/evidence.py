"""What speaks for and against one helper's deeds for one question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.attribution.deeds import Deed
from bot.domain.attribution.policy import AttributionPolicy, People
from bot.domain.attribution.questions import Asked, repeats
from bot.domain.attribution.stream import Stream, instant
from bot.domain.credits import Link
from bot.domain.facts import Message, Reaction, Sentiment, Sign
from bot.domain.refs import MemberRef, MessageRef

_ABOUT_HELP = Sign.THANKS | Sign.WORKED | Sign.FAILED


@dataclass(slots=True)
class Help:
    """One helper's deeds for one question, and what was said of them. Filled step by step, then weighed."""

    helper: MemberRef
    deeds: list[Deed] = field(default_factory=list)
    accepted: set[str] = field(default_factory=set)
    thanked: bool = False
    worked: bool = False
    failed: bool = False
    stopped: bool = False
    solved: bool = False
    others: set[MemberRef] = field(default_factory=set)

    @property
    def confirmed(self) -> bool:
        """Whether the asker or the platform's mark said that it helped."""
        return bool(self.accepted) or self.thanked or self.worked or self.solved


@dataclass(frozen=True, slots=True)
class Case:
    """A question and its helpers, in the order of their first deeds."""

    asked: Asked
    helps: dict[MemberRef, Help] = field(default_factory=dict)


def cases(questions: Iterable[Asked], deeds: Iterable[Deed]) -> list[Case]:
    """Deeds put to their questions, everything in order of time."""
    by_head = {asked.head.ref.id: Case(asked) for asked in questions}
    for deed in sorted(deeds, key=lambda deed: instant(deed.message)):
        case = by_head.get(deed.asked.head.ref.id)
        if case is None:
            continue
        case.helps.setdefault(deed.message.author, Help(deed.message.author)).deeds.append(deed)
    return sorted(by_head.values(), key=lambda case: instant(case.asked.head))


def hear_reactions(case: Case, reactions: Mapping[MessageRef, Sequence[Reaction]], people: People) -> None:
    """Reactions on the helpers' messages: the asker's accept or thank, others' only say "helpful"."""
    asker = case.asked.head.author
    for help_ in case.helps.values():
        for deed in help_.deeds:
            for reaction in reactions.get(deed.message.ref, ()):
                if not reaction.present or reaction.member == help_.helper or reaction.member in people.bots:
                    continue
                if reaction.member != asker:
                    help_.others.add(reaction.member)
                elif reaction.sentiment is Sentiment.ACCEPT:
                    help_.accepted.add(deed.message.ref.id)
                else:
                    help_.thanked = True


def hear_asker(
    case: Case, said: Sequence[Message], stream: Stream, links: Mapping[str, Link], policy: AttributionPolicy
) -> None:
    """What the asker wrote afterwards. `said`: the asker's messages of the conversation, in order."""
    head = case.asked.head
    trouble = before = instant(head)
    again = {part.ref.id for part in case.asked.parts[1:]}
    for message in said:
        now, signs = instant(message), message.features.signs
        if now <= instant(head):
            continue
        if message.ref.id in again or Sign.FAILED in signs:
            trouble = now
        if message.ref.id in again and repeats(head, message):
            for help_ in _until(case, now):
                help_.failed = True
        elif signs & _ABOUT_HELP:
            for help_ in _addressed(message, case, before, stream, links, policy):
                _note(help_, signs)
        before = now
    for help_ in case.helps.values():
        help_.stopped = trouble < instant(help_.deeds[-1].message)


def _note(help_: Help, signs: Sign) -> None:
    help_.failed = help_.failed or Sign.FAILED in signs
    help_.worked = help_.worked or Sign.WORKED in signs
    help_.thanked = help_.thanked or (Sign.THANKS in signs and Sign.FAILED not in signs)


def _until(case: Case, now: tuple[int, int, str]) -> list[Help]:
    return [help_ for help_ in case.helps.values() if instant(help_.deeds[0].message) < now]


def _addressed(
    message: Message,
    case: Case,
    before: tuple[int, int, str],
    stream: Stream,
    links: Mapping[str, Link],
    policy: AttributionPolicy,
) -> list[Help]:
    """The helpers an asker's word goes to: named ones, else who wrote since the asker's last message."""
    helped = _until(case, instant(message))
    named = set(message.mentions)
    if message.reply_to is not None and message.reply_to in stream.by_id:
        named.add(stream.by_id[message.reply_to].author)
    link = links.get(message.ref.id)
    if link is not None and not named:
        named.add(stream.by_id[link.to.id].author)
    named.discard(message.author)
    direct = [help_ for help_ in helped if help_.helper in named]
    if direct or (named and link is not None):
        return direct
    if link is not None:
        helped = [h for h in helped if message.at - _last(h, message).message.at <= policy.thanks_within]
    return [h for h in helped if before < instant(_last(h, message).message)] or helped[-1:]


def _last(help_: Help, until: Message) -> Deed:
    """The helper's last deed before a message; there is one."""
    return next(deed for deed in reversed(help_.deeds) if instant(deed.message) < instant(until))


def mark_solved(case: Case, *, solved: bool, policy: AttributionPolicy) -> None:
    """The platform's "solved" mark speaks for a helper who is alone in the thread."""
    able = [h for h in case.helps.values() if any(deed.sure >= policy.floor for deed in h.deeds)]
    if solved and len(able) == 1:
        able[0].solved = True
