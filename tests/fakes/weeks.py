"""A community in memory whose weeks are written down: who helped whom, without any messages to judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Reply, Role
from bot.domain.community import Community
from bot.domain.credits import Attribution, Credit, Question, QuestionState
from bot.domain.facts import Account, Channel, Features, Message
from bot.domain.refs import ChannelRef, CommunityId, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.stretches import Stretch
from bot.domain.times import DAY, HOUR, Micros, Week
from tests.fakes.memory_store import MemoryStore

SPACE = SpaceRef(Platform.SLACK, "T1")
HELP = ChannelRef(SPACE, "C1")
GARDEN = CommunityId("garden")
FIRST = Week(2025, 2)
UTC = ZoneInfo("UTC")


def member(name: str) -> MemberRef:
    """`ann` is U-ann."""
    return MemberRef(SPACE, f"U-{name}")


def at(week: int, hours: float = 10) -> Micros:
    """So many hours into the `week`-th week, counting from 0."""
    return Micros(FIRST.shift(week).bounds(UTC)[0] + int(hours * HOUR))


def helped(helper: str, asker: str, week: int, *, waited: int = HOUR) -> Credit:
    """`helper` answered `asker` in the `week`-th week."""
    answered = at(week)
    question = MessageRef(HELP, f"q-{asker}-{helper}-{week}")
    answer = MessageRef(HELP, f"a-{asker}-{helper}-{week}")
    asked = Micros(answered - waited)
    return Credit(question, member(asker), asked, member(helper), answer, answered, 1000, 900, ())


@dataclass
class Garden:
    """The community; `now` is the Monday after its last week."""

    weeks: int
    store: MemoryStore = field(default_factory=MemoryStore)

    @classmethod
    async def grown(cls, credits_: Sequence[Credit], weeks: int, more: Iterable[str] = ()) -> Garden:
        """Everybody who helped or asked, and `more`, present from the first week on."""
        garden = cls(weeks)
        await garden.store.create(Community(GARDEN, "Garden", b"salt"), [SPACE])
        people = {ref for one in credits_ for ref in (one.helper, one.asker)} | {
            member(name) for name in more
        }
        async with garden.store.writing(GARDEN) as unit:
            await unit.facts.ingest([Channel(HELP, "help")])
            await unit.facts.ingest([Account(ref, ref.id.removeprefix("U-")) for ref in sorted(people)])
            ends = (at(0, 0), Micros(at(weeks, 0) - HOUR))
            await unit.facts.ingest(
                [Message(MessageRef(HELP, f"m{end}"), sorted(people)[0], end, Features()) for end in ends]
            )
            questions = tuple(
                Question(one.question, one.asker, one.asked_at, QuestionState.ANSWERED, one.asked_at)
                for one in credits_
            )
            whole = Stretch(HELP, Micros(0), Micros(at(weeks, 0) + DAY))
            await unit.credits.replace(whole, Attribution(questions, tuple(credits_)))
        return garden

    async def say(self, words: str, who: str = "", *, role: Role | None = None, hours: float = 1) -> Reply:
        """A command by a member, or by an admin where nobody is named."""
        role = role or (Role.MEMBER if who else Role.ADMIN)
        caller = Caller(role, member(who) if who else None)
        return await run(Invocation(GARDEN, caller, words, at(self.weeks, hours)), catalogue(), self.store)

    async def account(self, name: str, *, present: bool, version: int = 1) -> None:
        """Somebody leaves, or comes back."""
        async with self.store.writing(GARDEN) as unit:
            await unit.facts.ingest([Account(member(name), name, present=present, version=version)])
