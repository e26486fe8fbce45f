"""A few conversations in a soup kitchen's channels, with the real attribution behind every command."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Reply, Role
from bot.domain.audit import AuditEntry
from bot.domain.credits import Credit
from bot.domain.facts import Account, Channel, Fact, Message
from bot.domain.judging import judge
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.times import Micros
from bot.ports import Store
from bot.usecases.credit import credit
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import CHAT, HELP, SOUP, SPACE, at

ADA, BEN, CYD, DEE, BOT = (MemberRef(SPACE, f"U{n}") for n in range(1, 6))
PEOPLE = {"ada": ADA, "ben": BEN, "cyd": CYD, "dee": DEE}
LATER = at(100)

QUESTION = "1700000000.000100"
ANSWER = "1700000000.000200"
THANKS = "1700000000.000300"
FLAT = "1700000000.000400"
REPLY = "1700000000.000500"
HUSHED = "1700000000.000600"

HIDDEN = ChannelRef(SPACE, "C9")


def wrote(
    id_: str,
    hours: float,
    who: MemberRef,
    text: str,
    *,
    thread: str | None = None,
    to: MemberRef | None = None,
    channel: ChannelRef = HELP,
) -> Message:
    """A message, judged as live."""
    mentions = () if to is None else (to,)
    ref = MessageRef(channel, id_)
    return Message(ref, who, at(hours), judge(text, SOUP.salt), thread, mentions=mentions)


CONVERSATION: tuple[Fact, ...] = (
    *(Channel(HELP, "help"), Channel(CHAT, "chat"), Channel(HIDDEN, "secret", public=False)),
    *(Account(ADA, "Ada"), Account(BEN, "Ben"), Account(CYD, "Cyd"), Account(DEE, "Dee")),
    Account(BOT, "Robot", bot=True),
    wrote(QUESTION, 1, ADA, "How do I keep the lentils from burning?"),
    wrote(ANSWER, 1.2, BEN, "Use a flame tamer and stir every few minutes.", thread=QUESTION),
    wrote(THANKS, 1.5, ADA, "Thank you so much, that worked!", thread=QUESTION),
    wrote(FLAT, 50, CYD, "Does anybody know where the large ladle is?"),
    wrote(REPLY, 50.1, BEN, "It hangs behind the door of the pantry.", to=CYD),
    wrote(HUSHED, 1, ADA, "What shall we cook for the surprise?", channel=HIDDEN),
)


@dataclass
class Kitchen:
    """The community; commands run as somebody by name, as an admin where nobody is named."""

    store: Store = field(default_factory=MemoryStore)

    @classmethod
    async def opened(cls, *more: Fact, store: Store | None = None) -> Kitchen:
        """With the conversations, and what `more` there is."""
        kitchen = cls(store or MemoryStore())
        await kitchen.store.create(SOUP, [SPACE])
        await kitchen.hear(*CONVERSATION, *more)
        return kitchen

    async def hear(self, *facts: Fact) -> None:
        """Facts come in, and are worked out."""
        async with self.store.writing(SOUP.id) as unit:
            await unit.facts.ingest(facts)
        await credit(self.store, SOUP.id)

    async def say(self, words: str, who: str = "", role: Role | None = None, now: Micros = LATER) -> Reply:
        """A command; what it changed is worked out at once."""
        role = role or (Role.MEMBER if who else Role.ADMIN)
        caller = Caller(role, PEOPLE[who] if who else None)
        return await self.give(Invocation(SOUP.id, caller, words, now))

    async def give(self, invocation: Invocation) -> Reply:
        """A command, wherever it is given."""
        reply = await run(invocation, catalogue(), self.store)
        await credit(self.store, SOUP.id)
        return reply

    async def data(self, words: str, who: str = "") -> Any:  # noqa: ANN401 - whatever the card holds
        """The data of the card that answers."""
        return (await self.say(words, who)).card.data

    async def credits(self) -> list[Credit]:
        """All there are."""
        async with self.store.reading(SOUP.id) as unit:
            return list(await unit.credits.credits(Micros(0), at(999)))

    async def helpers(self) -> set[tuple[str, str]]:
        """Who is credited for which question."""
        return {(one.question.id, one.helper.id) for one in await self.credits()}

    async def audited(self) -> list[AuditEntry]:
        """Every entry, newest first."""
        async with self.store.reading(SOUP.id) as unit:
            return list(await unit.audit.latest(99))

    async def state(self) -> str:
        """The state hash."""
        async with self.store.reading(SOUP.id) as unit:
            return await unit.facts.state_hash()
