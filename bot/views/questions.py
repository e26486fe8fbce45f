"""Who still waits for an answer: a card of its own, and a part that other cards may hold."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.domain.times import DAY, HOUR, MINUTE, Micros, moment
from bot.domain.waiting import OpenQuestions, WaitingQuestion
from bot.views.card import Block, Bullets, Card, ChannelLink, Code, Link, Note, Paragraph, Strong, Text, Tone
from bot.views.spans import rich
from bot.views.texts import Texts, later
from bot.views.when import day_text


def questions_card(found: OpenQuestions, now: Micros, zone: ZoneInfo, t: Texts, word: str) -> Card:
    """The longest waiting first, and how many more there are."""
    blocks = [*open_questions_part(found, now, zone, t), *_notes(found, t, word)]
    return Card(
        t.say("Questions that wait for an answer"),
        tuple(blocks),
        Tone.CAUTION if found.open else Tone.GOOD,
        _plain(found, now),
    )


def open_questions_part(
    found: OpenQuestions, now: Micros, zone: ZoneInfo, t: Texts, word: str = ""
) -> tuple[Block, ...]:
    """Open questions as blocks without a title, for a card of somebody else's, such as App Home.

    `found` comes from `bot.usecases.questions.open_questions(unit, now, Wanted(most=5), address)`; `now` is
    what age is counted to, `zone` the community's. One paragraph where nothing waits, else a list of links
    and, where there are more, a line that says how many and, with `word`, the command that shows them.
    """
    if not found.questions:
        return (Paragraph((t.say("Nobody is waiting: every question has an answer."),), Tone.GOOD),)
    blocks: list[Block] = [Bullets(tuple(_item(one, now, zone, t) for one in found.questions))]
    more = found.open - len(found.questions)
    if more > 0:
        waits = t.count("{n} more waits.", "{n} more wait.", more)
        blocks.append(Note((waits, " ", Code(f"/{word} questions")) if word else (waits,)))
    return tuple(blocks)


def age_text(t: Texts, micros: int) -> str:
    """`3 days`, `5 hours`, `12 minutes`: the largest unit that fits, rounded down."""
    if micros >= 2 * DAY:
        return t.count("{n} day", "{n} days", micros // DAY)
    if micros >= HOUR:
        return t.count("{n} hour", "{n} hours", micros // HOUR)
    return t.count("{n} minute", "{n} minutes", micros // MINUTE)


def _item(one: WaitingQuestion, now: Micros, zone: ZoneInfo, t: Texts) -> Text:
    asked = moment(one.at, zone)
    when = t.say("{day}, {time}", day=day_text(t, asked.date()), time=f"{asked:%H:%M}")
    age = Strong(age_text(t, max(now - one.at, 0)))
    return (age, " · ", ChannelLink(one.channel, one.channel_name), " · ", Link(when, one.url))


def _notes(found: OpenQuestions, t: Texts, word: str) -> list[Block]:
    notes: list[Block] = []
    if found.older:
        older = t.count(
            "{n} question has waited for more than {days} days, and is left out:",
            "{n} questions have waited for more than {days} days, and are left out:",
            found.older,
            days=found.days,
        )
        notes.append(Note((older, " ", Code(f"/{word} questions days=3650"))))
    if not found.channels_chosen:
        notes.append(Note((t.say("Help channels are not chosen yet: all public ones count."),)))
    if found.questions:
        answered = later("Answered all the same? {command} says so.")
        notes.append(Note(rich(t, answered, command=Code(f"/{word} answer mark"))))
    return notes


def _plain(found: OpenQuestions, now: Micros) -> dict[str, object]:
    return {
        "open": found.open,
        "older": found.older,
        "days": found.days,
        "questions": [
            {
                "message": str(one.message),
                "channel": one.channel_name,
                "url": one.url,
                "asked_at": moment(one.at).isoformat(),
                "waiting_minutes": max(now - one.at, 0) // MINUTE,
            }
            for one in found.questions
        ],
        "channels_chosen": found.channels_chosen,
    }
