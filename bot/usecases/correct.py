"""What people say about who answered whom: checked, then kept as facts that outrank the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.attribution.corrections import standing_words
from bot.domain.audit import AuditEntry
from bot.domain.errors import UserFacingError
from bot.domain.facts import OPERATOR, Correction, Message, Verdict
from bot.domain.forgetting import nothing_kept
from bot.domain.refs import MemberRef, MessageRef
from bot.domain.times import HOUR, Micros
from bot.ports import Unit
from bot.usecases.why import Around, around

AUDITED = "answer "
"""What audit entries of corrections begin with; the verdict follows."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who corrects. `member` is None for the operator at the terminal, who is an admin."""

    member: MemberRef | None
    staff: bool = False
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What is said of a message. `helper` None: its author; `of` None: whatever it most likely answers."""

    verdict: Verdict
    message: Message
    helper: MemberRef | None = None
    of: Message | None = None


async def correction(unit: Unit, wish: Wish, speaker: Speaker, now: Micros) -> Correction:
    """The correction to keep; a `UserFacingError` where it cannot be, or this person may not say so."""
    here = await around(unit, wish.message)
    helper = wish.helper or wish.message.author
    question = None if wish.verdict is Verdict.NOT_QUESTION else wish.of or _question(here)
    _allowed(wish, speaker, helper, question)
    _undecided(here, speaker, helper)
    if await unit.privacy.is_forgotten(helper):
        raise nothing_kept()
    if wish.verdict in (Verdict.ANSWER, Verdict.ALSO):
        await _answerable(unit, here, helper, question)
    by = speaker.member or MemberRef(wish.message.ref.channel.space, OPERATOR)
    ref = None if question is None else question.ref
    return Correction(wish.message.ref, wish.verdict, helper, by, now, ref, speaker.admin)


async def undoing(unit: Unit, message: Message, speaker: Speaker, now: Micros) -> list[Correction]:
    """What takes back all that this person said of a message; for an admin, all that anybody said."""
    here = await around(unit, message)
    words = [word for word in standing_words(here.part.corrections) if word.message == message.ref]
    mine = [word for word in words if speaker.admin or word.by == speaker.member]
    if not mine:
        raise UserFacingError("You said nothing about this message that could be taken back.")
    by = speaker.member or MemberRef(message.ref.channel.space, OPERATOR)
    helpers = dict.fromkeys(word.helper for word in mine)
    return [
        Correction(message.ref, Verdict.UNDONE, helper, by, now, ruling=speaker.admin) for helper in helpers
    ]


async def keep(unit: Unit, words: Sequence[Correction], speaker: Speaker) -> None:
    """Store corrections, with an audit entry each: by whom, when, of which message.

    They count once the conversation was derived again.
    """
    await unit.facts.ingest(words)
    for word in words:  # helpers stand in the facts
        entry = AuditEntry(word.at, speaker.member, AUDITED + word.verdict.value, "", str(word.message))
        await unit.audit.add(entry)


def _question(here: Around) -> Message | None:
    """The question that a message most likely answers: known or found so, its thread's, or by its link."""
    explained, message = here.explained, here.message
    by_ref = {one.ref: one for one in here.part.messages}
    answered = [deed.asked.head.ref for deed in explained.deeds]
    root = () if message.thread is None else (MessageRef(message.ref.channel, message.thread),)
    asked = [one.ref for one in here.found.attribution.questions if one.ref in by_ref]
    in_thread = [ref for ref in asked if root and by_ref[ref].thread == message.thread]
    target = [] if explained.link is None else [explained.link.to]
    found = (by_ref.get(ref) for ref in (*here.stands, *answered, *in_thread, *root, *target))
    return next((one for one in found if one is not None and one.author != message.author), None)


def _allowed(wish: Wish, speaker: Speaker, helper: MemberRef, question: Message | None) -> None:
    """Whoever asked, the team, and everybody about themselves."""
    member = speaker.member
    if wish.verdict is Verdict.NOT_ME:
        if helper != member:
            raise UserFacingError("Only the person themselves can say this.")
        return
    asker = wish.message if wish.verdict is Verdict.NOT_QUESTION else question
    own = asker is not None and member is not None and asker.author == member
    if not (own or speaker.staff or speaker.admin):
        raise UserFacingError("Only whoever asked, and the team behind this community, can say so.")
    if helper == member and wish.verdict in (Verdict.ANSWER, Verdict.ALSO) and not speaker.admin:
        raise UserFacingError("Nobody credits themselves. Ask whoever asked the question to say so.")


def _undecided(here: Around, speaker: Speaker, helper: MemberRef) -> None:
    words = standing_words(here.part.corrections)
    decided = [w for w in words if w.ruling and w.message == here.message.ref and w.helper == helper]
    if decided and not speaker.admin:
        raise UserFacingError("An admin has decided this. Ask one of them to look at it again.")


async def _answerable(unit: Unit, here: Around, helper: MemberRef, question: Message | None) -> None:
    message, window = here.message, here.who.attribution.answer_window
    if question is None:
        raise UserFacingError(
            "It is not clear what was asked. Say it with both links: answer mark ANSWER of=QUESTION."
        )
    if question.ref.channel != message.ref.channel or question.ref == message.ref:
        raise UserFacingError("A question and its answer are two messages of one channel.")
    if helper == question.author:
        raise UserFacingError("Nobody is credited in the question that they asked.")
    account = (await unit.people.accounts([helper])).get(helper)
    if account is not None and account.bot:
        raise UserFacingError("Only people can be credited.")
    in_thread = message.thread is not None and message.thread in (question.ref.id, question.thread)
    if not in_thread and not 0 <= message.at - question.at < window:
        raise UserFacingError(
            "Outside its thread, an answer comes within {hours} hours after the question. Admins may allow "
            "more: settings set answer-window.",
            hours=window // HOUR,
        )
