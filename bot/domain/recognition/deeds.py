"""Which of a helper's answers to tell, and what about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.credits import Credit
from bot.domain.recognition.digest import Told, Trait
from bot.domain.refs import MemberRef, MessageRef
from bot.domain.times import DAY, HOUR, MINUTE, Micros

LONG_WAIT = 3 * HOUR
SOON = 15 * MINUTE
PATIENT = 6
SEVERAL = 3


def choose_deed(credits_: Sequence[Credit], first_messages: Mapping[MemberRef, MessageRef]) -> Credit:
    """The answer that says most: for a newcomer, confirmed, of weight, to a question that had waited.

    `credits_` are one helper's week and not empty.
    """
    return max(
        credits_,
        key=lambda credit: (
            len(credit.thanked_by) > 0,
            is_welcome_question(credit, first_messages),
            has_waited(credit),
            credit.weight,
            credit.confidence,
            -credit.answered_at,
            str(credit.answer),
        ),
    )


def traits(
    deed: Credit,
    credits_: Sequence[Credit],
    first_messages: Mapping[MemberRef, MessageRef],
    *,
    first: bool,
    earliest: Micros,
) -> tuple[Told, ...]:
    """What to tell about a helper's week, best first; ANSWERED is always true and last.

    `earliest`: when the question got its first answer. Only that one ended a long wait.
    """
    waited = deed.answered_at - deed.asked_at
    people = len({credit.asker for credit in credits_})
    candidates = (
        (first, Told(Trait.FIRST)),
        (is_welcome_question(deed, first_messages), Told(Trait.NEWCOMER)),
        (deed.messages >= PATIENT, Told(Trait.PATIENT, deed.messages)),
        (has_waited(deed) and deed.answered_at == earliest, Told(Trait.WAITED, waited // HOUR)),
        (people >= SEVERAL, Told(Trait.PEOPLE, people)),
        (bool(deed.thanked_by), Told(Trait.THANKED, len(deed.thanked_by))),
        (0 <= waited <= SOON, Told(Trait.SOON, max(waited // MINUTE, 1))),
    )
    return (*(told for applies, told in candidates if applies), Told(Trait.ANSWERED))


def has_waited(credit: Credit) -> bool:
    """Whether the question had waited long. Only then it matters who answered it first."""
    return credit.answered_at - credit.asked_at >= LONG_WAIT


def is_welcome(credit: Credit, first_messages: Mapping[MemberRef, MessageRef]) -> bool:
    """Whether it answered somebody's first message here, within a day."""
    return credit.answered_at - credit.asked_at < DAY and is_welcome_question(credit, first_messages)


def is_welcome_question(credit: Credit, first_messages: Mapping[MemberRef, MessageRef]) -> bool:
    """Whether the question was its asker's first message here."""
    return first_messages.get(credit.asker) == credit.question
