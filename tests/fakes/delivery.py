"""A whole delivery over a store and a platform, with a clock that the test turns."""

from __future__ import annotations

from dataclasses import dataclass

from bot.delivery_ports import Publisher
from bot.domain.credits import Attribution, Credit, Question, QuestionState
from bot.domain.facts import Channel, Features, Message, Sign
from bot.domain.preference_texts import write_channels
from bot.domain.refs import ChannelRef, CommunityId, MemberRef, MessageRef
from bot.domain.stretches import Stretch
from bot.domain.times import HOUR, MINUTE, Micros
from bot.ports import Clock, FactWriter, Store
from bot.usecases.attempt import Sender
from bot.usecases.attend import Attendant, Derive
from bot.usecases.compose import Address, nowhere
from bot.usecases.credit import credit
from bot.usecases.outbox import Postman
from bot.usecases.tick import Ticker, Weekly
from tests.fakes.soup import CHAT, HELP


@dataclass(slots=True)
class TurnedClock:
    """`bot.ports.Clock`."""

    at: Micros = Micros(0)

    def now(self) -> Micros:
        return self.at

    def forward(self, by: int) -> None:
        self.at = Micros(self.at + by)


async def unchecked(_store: Store, _community: CommunityId, _now: Micros) -> None:
    """Without the weekly look at readiness: for tests that are about delivery."""


def ticker(
    store: Store,
    publisher: Publisher,
    clock: Clock,
    owner: str = "one",
    derive: Derive = credit,
    url: Address = nowhere,
    *,
    welcome: bool = False,
    weekly: Weekly = unchecked,
) -> Ticker:
    """Everything that one process ticks with."""
    attendant = Attendant(store, Sender(publisher, clock), clock, owner, url, derive, welcome)
    return Ticker(store, attendant, Postman(store, publisher, clock, url), clock, weekly=weekly)


async def choose(store: Store, community: CommunityId, **settings: str) -> None:
    """Set a community up as an admin would."""
    settings = {"digest-channel": write_channels((CHAT,)), **settings}
    async with store.writing(community) as unit:
        for key, value in settings.items():
            await unit.settings.put(key.replace("_", "-"), value)


async def open_channels(writer: FactWriter, community: CommunityId) -> None:
    """The channels that soup is cooked in."""
    await writer.write(community, [Channel(HELP, "help"), Channel(CHAT, "chat")])


def help_given(
    id_: str, at: int, asker: MemberRef, helper: MemberRef, channel: ChannelRef = HELP
) -> list[Message]:
    """A question with an answer in its thread."""
    question = MessageRef(channel, f"{id_}q")
    return [
        Message(question, asker, Micros(at), Features(900, Sign.QUESTION_MARK, 9)),
        Message(
            MessageRef(channel, f"{id_}a"),
            helper,
            Micros(at + 5 * MINUTE),
            Features(0, Sign.CODE, 30),
            thread=question.id,
            reply_to=question.id,
            mentions=(asker,),
        ),
        Message(
            MessageRef(channel, f"{id_}t"),
            asker,
            Micros(at + HOUR),
            Features(0, Sign.THANKS | Sign.WORKED, 4),
            thread=question.id,
        ),
    ]


async def by_replies(store: Store, community: CommunityId) -> None:
    """Credits from replies alone, in a fraction of the time: for tests that are not about attribution."""
    async with store.writing(community) as unit:
        for stretch in await unit.facts.dirty():
            part = await unit.facts.slice(stretch, before=0, after=0)
            threads = {m.ref.id: m for m in part.messages if m.thread is None}
            answers = [m for m in part.messages if m.reply_to in threads and m.thread]
            asked = [threads[str(answer.reply_to)] for answer in answers]
            questions = tuple(Question(q.ref, q.author, q.at, QuestionState.ANSWERED, q.at) for q in asked)
            credits_ = tuple(
                Credit(q.ref, q.author, q.at, a.author, a.ref, a.at, 1_000, 900, (), (q.author,))
                for q, a in zip(asked, answers, strict=True)
            )
            inside = Stretch(stretch.channel, stretch.start, stretch.end)
            await unit.credits.replace(inside, Attribution(questions, credits_))
            await unit.facts.settle([stretch])
