"""The weekly digest in words: deeds, not scores; everybody, not ten heroes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import assert_never

from bot.domain.recognition.digest import Comparison, Deed, DigestData, FirstAnswer, Person, Telling, Work
from bot.domain.refs import ChannelRef
from bot.domain.times import moment
from bot.views.card import (
    Block,
    Bullets,
    Card,
    ChannelLink,
    Chart,
    Code,
    Heading,
    Link,
    Mention,
    Note,
    Paragraph,
    Series,
    Span,
    Strong,
    Text,
    Tone,
)
from bot.views.deeds import sentences, work_link
from bot.views.digest_data import FEW, plain, shows_chart, shows_numbers
from bot.views.look import DEFAULT, Look
from bot.views.spans import listed, rich
from bot.views.texts import Texts, later
from bot.views.when import day_text, week_text, weekday_time

_A_LINE = 10
_LINES_OPEN = 3
_MANY = 40
"""So many names stand in a line where there are more than that."""
_MOST_LISTED = 10
_EMOJI = "🌱✨🤝🎤🙋 "


def digest_card(data: DigestData, t: Texts, word: str = "foster", look: Look = DEFAULT) -> Card:
    """The seven parts; those with nothing to say are left out. `word` calls Foster in this community."""
    parts: Iterable[Block] = chain(
        _headline(data, t),
        _firsts(data, t) if look.firsts else (),
        _recognitions(data, t),
        _others(data, t, look),
        _more(data, t) if look.work else (),
        _open_questions(data, t) if look.questions else (),
        _chart(data, t) if look.chart else (),
        _footer(data, t, word),
    )
    title = look.title or t.say("Thank you for {week}", week=week_text(t, data.week))
    blocks = tuple(part if look.emoji else _without_emoji(part) for part in parts)
    return Card(title, blocks, Tone.NEUTRAL if data.quiet else Tone.GOOD, plain(data))


def _without_emoji(block: Block) -> Block:
    return Heading(block.text.lstrip(_EMOJI)) if isinstance(block, Heading) else block


def _headline(data: DigestData, t: Texts) -> Iterable[Block]:
    if data.replayed:
        yield Note((t.say("A look back: the digest as it would have been."),))
    elif data.telling is Telling.POSTED:
        told = t.say(
            "Whom this names is as it was posted. What was deleted or corrected since is left out here, and "
            "the next digest makes up for it."
        )
        yield Note((told,))
    elif data.telling is Telling.COMING:
        yield Note((t.say("Not posted yet: this is how it stands now."),))
    yield Paragraph(_headline_text(data, t))


def _headline_text(data: DigestData, t: Texts) -> Text:
    place = () if data.place is None else (" ", *_place(data.place, t))
    return (*_how_many(data, t), *place)


def _how_many(data: DigestData, t: Texts) -> Text:
    now = data.now
    if data.quiet and data.open_questions:
        return (t.say("A quiet week. A question or two would still be glad of an answer."),)
    if data.quiet:
        return (t.say("A quiet week, and that is fine. Ask away whenever something comes up."),)
    if not shows_numbers(data):
        return (t.say("A small week, and every answer in it counts."),)
    text = rich(
        t,
        later("{helpers} helped {helped}."),
        helpers=Strong(t.count("{n} person", "{n} people", now.helping)),
        helped=Strong(t.count("{n} person", "{n} people", now.asking)),
    )
    match data.comparison:
        case Comparison.BEST:
            before = t.count("{n} week", "{n} weeks", len(data.numbers) - 1)
            return (*text, " ", t.say("More got help than in any of the {weeks} before.", weeks=before))
        case Comparison.UP:
            return (*text, " ", t.say("More got help than the week before."))
        case Comparison.NONE:
            return text
        case _:
            assert_never(data.comparison)


def _place(deed: Deed, t: Texts) -> Text:
    return rich(t, later("All of it in {channel}."), channel=ChannelLink(deed.channel, deed.channel_name))


def _firsts(data: DigestData, t: Texts) -> Iterable[Block]:
    if data.firsts:
        yield Heading(t.say("🌱 First answers"))
        yield Paragraph((t.say("They answered here for the first time. Welcome, and thank you."),))
        if data.place is not None:
            yield Paragraph(_firsts_of(t, data.firsts, data.place.channel))
            return
        channels = {one.deed.channel: one.deed.channel_name for one in data.firsts}
        yield Bullets(
            tuple(
                (ChannelLink(channel, name), ": ", *_firsts_of(t, data.firsts, channel))
                for channel, name in channels.items()
            ),
            fold_after=_A_LINE,
        )


def _firsts_of(t: Texts, firsts: Iterable[FirstAnswer], channel: ChannelRef) -> Text:
    parts: list[Span] = []
    for one in firsts:
        if one.deed.channel == channel:
            link = (" (", Link(t.say("answer"), one.deed.url), ")") if one.deed.url else ()
            parts += [", ", _mention(one.person), *link]
    return tuple(parts[1:])


def _recognitions(data: DigestData, t: Texts) -> Iterable[Block]:
    if data.recognitions:
        yield Heading(t.say("✨ Thank you"))
        yield Bullets(sentences(t, data.recognitions, data.seed, here=data.place is not None))


def _others(data: DigestData, t: Texts, look: Look) -> Iterable[Block]:
    """Everybody who helped and is not told elsewhere: parts that are off leave nobody out."""
    firsts = () if look.firsts else (one.person for one in data.firsts or ())
    people = (*firsts, *data.others, *(() if look.work else data.welcomers))
    if people and look.others:
        yield Heading(t.say("🤝 Everybody else who helped"))
        size = _A_LINE if len(people) <= _MANY else _MANY
        if len(people) <= size:
            yield Paragraph(listed(map(_mention, people)))
        else:
            lines = (people[i : i + size] for i in range(0, len(people), size))
            yield Bullets(
                tuple(listed(map(_mention, line)) for line in lines),
                fold_after=_LINES_OPEN if size == _A_LINE else 1,
            )
    if data.left_over and not data.quiet:
        yield Paragraph((t.say("And one thank-you is for everybody here, those who ask included."),))


def _more(data: DigestData, t: Texts) -> Iterable[Block]:
    items = [_work(t, one) for one in data.work]
    if data.reported_back:
        items.append((t.say("Told us what worked, or said thanks:"), " ", *_some(t, data.reported_back)))
    if data.welcomers:
        items.append((t.say("Answered somebody's first message:"), " ", *_some(t, data.welcomers)))
    if data.staff_helped >= FEW:
        people = t.count("{n} person", "{n} people", data.staff_helped)
        items.append((t.say("The team answered {people}, too.", people=people),))
    elif data.staff_helped:
        items.append((t.say("The team answered, too."),))
    if items:
        yield Heading(t.say("🎤 Also this week"))
        yield Bullets(tuple(items), fold_after=_A_LINE)


def _work(t: Texts, work: Work) -> Text:
    phrase = (
        later("{who} gave a talk: {what}") if work.talk else later("{who} did something for others: {what}")
    )
    return rich(t, phrase, who=_mention(work.person), what=work_link(t, work))


def _open_questions(data: DigestData, t: Texts) -> Iterable[Block]:
    if data.open_questions:
        here = data.place is not None and {one.channel for one in data.open_questions} == {data.place.channel}
        yield Heading(t.say("🙋 Can you help?"))
        yield Bullets(
            tuple(
                (
                    *(() if here else (ChannelLink(one.channel, one.channel_name), " · ")),
                    Link(t.say("asked on {when}", when=weekday_time(t, moment(one.at, data.zone))), one.url),
                )
                for one in data.open_questions
            )
        )


def _chart(data: DigestData, t: Texts) -> Iterable[Block]:
    if not shows_chart(data):
        return
    series = (
        (t.say("people helped"), [week.asking for week in data.numbers]),
        (t.say("people helping"), [week.helping for week in data.numbers]),
    )
    few = any(0 < value < FEW for _, values in series for value in values)
    title = t.say("People helped and people helping")
    alt = t.say(
        "A line chart of {weeks}. People helped: {asking}. People helping: {helping}.",
        weeks=t.count("{n} week", "{n} weeks", len(data.numbers)),
        asking=_numbers(t, series[0][1]),
        helping=_numbers(t, series[1][1]),
    )
    yield Chart(
        t.say("{title} (fewer than {few} stand at 0)", title=title, few=FEW) if few else title,
        tuple(t.say("W{week}", week=f"{week.week.number:02d}") for week in data.numbers),
        tuple(Series(name, tuple(map(_drawn, values))) for name, values in series),
        alt,
    )


def _footer(data: DigestData, t: Texts, word: str) -> Iterable[Block]:
    dates = t.say(
        "{first}, 0:00, to {last}, 24:00 ({zone}).",
        first=day_text(t, data.week.monday()),
        last=day_text(t, data.week.sunday()),
        zone=data.zone.key,
    )
    counted = t.say(
        "What counts is people helped, not messages, and what is due to somebody carries over, so that turns "
        "come round. The order is no ranking."
    )
    every = t.say("Help channels are not chosen yet: all public ones count.")
    channels = () if data.channels_chosen else (every,)
    optout = rich(t, later("Rather not be named? {command}"), command=Code(f"/{word} optout"))
    miss = t.say("Somebody missing? Tell those who look after this community.")
    yield Note((" ".join((dates, counted, *channels)), " ", *optout, " · ", miss))


def _mention(person: Person) -> Span:
    return Mention(person.member, person.name)


def _some(t: Texts, people: Sequence[Person]) -> Text:
    """The first of many, and how many more."""
    shown = listed(map(_mention, people[:_MOST_LISTED]))
    more = len(people) - _MOST_LISTED
    return (*shown, " ", t.count("and {n} more", "and {n} more", more)) if more > 0 else shown


def _drawn(value: int) -> float:
    return float(value if value >= FEW else 0)


def _numbers(t: Texts, values: Iterable[int]) -> str:
    few = t.say("fewer than {few}", few=FEW)
    return ", ".join(str(value) if value >= FEW or not value else few for value in values)
