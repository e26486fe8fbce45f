"""Facts about a small community in every order and with every contradiction, from a seed."""

from __future__ import annotations

import random
from dataclasses import replace

from bot.domain.facts import Account, Channel, Correction, Deletion, Fact, ThreadState, Verdict
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from tests.fakes.soup import ADA, BEN, CYD, GUEST, GUILD, HELP, at, said, thanks


def stream(seed: int, size: int = 120) -> list[Fact]:
    """Facts about a dozen messages of two spaces, full of contradictions."""
    dice = random.Random(seed)  # noqa: S311 - tests, not secrets
    return [_fact(dice) for _ in range(size)]


def _fact(dice: random.Random) -> Fact:
    number = dice.randrange(12)
    guild = ChannelRef(GUILD, "é" if number % 2 else "Z")
    channel = HELP if number < 8 else guild
    people = (ADA, BEN, CYD, GUEST, MemberRef(GUILD, "9"))
    ref, one, other = MessageRef(channel, str(number)), dice.choice(people), dice.choice(people)
    thread = None if number < 3 else str(number % 3)
    hours = number * 9.0
    match dice.choices(range(7), [8, 1, 6, 1, 1, 2, 2])[0]:
        case 0:
            edited = dice.choice([0, hours + 1, hours + 2])
            told = said(str(number), hours, one, channel=channel, thread=thread, edited=edited)
            return replace(told, mentions=(other,), features=replace(told.features, words=dice.randrange(3)))
        case 1:
            return Deletion(replace(ref, id=str(dice.choice([1, 5, 11]))))
        case 2:
            mark = thanks(str(number), one, present=dice.random() < 0.7, version=dice.randrange(3))
            return replace(mark, message=ref)
        case 3:
            return ThreadState(ref, solved=dice.random() < 0.5, version=dice.randrange(2))
        case 4:
            question = dice.choice([None, MessageRef(channel, "0")])
            verdict, ruling = dice.choice(list(Verdict)), dice.random() < 0.3
            return Correction(ref, verdict, one, other, at(dice.randrange(2)), question, ruling)
        case 5:
            return Channel(channel, dice.choice(["a", "b"]), public=dice.random() < 0.5, version=1)
        case _:
            return Account(one, dice.choice(["A", "B"]), bot=dice.random() < 0.2, version=dice.randrange(2))
