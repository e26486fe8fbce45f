"""Who answered whom: flat channels with the link model over 100 candidates, threads, and hostile messages."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from bot.domain.attribution import AttributionPolicy, People, attribute
from bot.domain.facts import Message
from bot.domain.judging import judge
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.times import MINUTE, Micros
from tests.bench.measure import Figure, seconds

FLAT = 10_000
THREADED = 30_000
HOSTILE = 100_000
_SPACE = SpaceRef(Platform.FILE, "bench")
_CHANNEL = ChannelRef(_SPACE, "help")
_ASKED = ("How do I oil the {} gate?", "does anybody know why the {} kettle hums", "is there a {} map?")
_TOLD = (
    "try the {} oil from the shed",
    "the {} one hums when it is cold, that is fine",
    "thanks, that worked",
)
_WORDS = ("iron", "green", "north", "small", "river", "garden", "copper", "winter", "paper", "stone")


def run(_: Path) -> Iterator[Figure]:
    """Messages a second on one core, and the time that a hostile message takes."""
    for name, flat, count in (("flat channel", True, FLAT), ("threads", False, THREADED)):
        messages = _messages(count, flat=flat)

        def work(messages: list[Message] = messages) -> None:
            attribute(messages, {}, {}, (), People(), AttributionPolicy())

        limit = count / (5_000 if flat else 30_000)
        yield Figure(f"attribution, {name}", seconds(work), limit, "allowed", count, most=1)
    for unit in ("`", "how do i ", "<https:", ":a", "é", "か"):
        text = (unit * HOSTILE)[:HOSTILE]

        def hostile(text: str = text) -> None:
            judge(text, b"salt")

        yield Figure(f"a hostile message of {unit!r}", seconds(hostile), 0.05, "allowed", most=1)


def _messages(count: int, *, flat: bool) -> list[Message]:
    dice = random.Random(2)  # noqa: S311 - made-up chat keeps no secret
    people = [MemberRef(_SPACE, f"u{number}") for number in range(60)]
    asked, told = (
        [judge(text.format(word), b"salt") for text in texts for word in _WORDS] for texts in (_ASKED, _TOLD)
    )
    made: list[Message] = []
    for number in range(count):
        begins = number % 6 == 0
        author = dice.choice(people)
        made.append(
            Message(
                ref=MessageRef(_CHANNEL, str(number)),
                author=author,
                at=Micros(number * MINUTE),
                features=dice.choice(asked if begins else told),
                thread=None if flat or begins else str(number - number % 6),
                mentions=(dice.choice(people),) if flat and dice.random() < 0.3 else (),
            )
        )
    return made
