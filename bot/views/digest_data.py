"""The digest as plain data, for `--format json`: what the card says, and no more."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.recognition.digest import Deed, DigestData, Person, Telling

Plain = dict[str, object]

FEW = 5
"""Smaller counts of people are put in words in public."""

_CHART_FROM = 4


def shows_numbers(data: DigestData) -> bool:
    """Whether the week's numbers are large enough to be told."""
    return data.now.helping >= FEW and data.now.asking >= FEW


def shows_chart(data: DigestData) -> bool:
    """Whether there are weeks and people enough for a line to say something."""
    large = sum(min(week.asking, week.helping) >= FEW for week in data.numbers)
    return len(data.numbers) >= _CHART_FROM and 2 * large >= len(data.numbers)


def plain(data: DigestData) -> Plain:
    """Numbers, names and deeds, JSON-ready."""
    return {
        "week": str(data.week),
        "zone": data.zone.key,
        "replayed": data.replayed,
        "posted": data.telling is Telling.POSTED,
        "helping": data.now.helping if shows_numbers(data) else None,
        "helped": data.now.asking if shows_numbers(data) else None,
        "comparison": data.comparison.value,
        "first_answers": None
        if data.firsts is None
        else [_person(one.person) | {"deed": _deed(one.deed)} for one in data.firsts],
        "recognitions": [
            _person(one.person)
            | {
                "deed": _deed(one.deed) if one.deed else None,
                "why": [{"what": told.trait.value, "number": told.number} for told in one.traits],
            }
            for one in data.recognitions
        ],
        "others": _people(data.others),
        "work": [_person(one.person) | {"title": one.title, "url": one.url} for one in data.work],
        "reported_back": _people(data.reported_back),
        "welcomers": _people(data.welcomers),
        "open_questions": [
            {"message": str(one.message), "url": one.url, "channel": one.channel_name}
            for one in data.open_questions
        ],
        "weeks": [
            {"week": str(one.week), "helping": _told(one.helping), "helped": _told(one.asking)}
            for one in data.numbers
            if shows_chart(data)
        ],
        "channels_chosen": data.channels_chosen,
    }


def _told(count: int) -> int | None:
    return count if count >= FEW or not count else None


def _people(people: Iterable[Person]) -> list[Plain]:
    return [_person(one) for one in people]


def _person(person: Person) -> Plain:
    return {"member": str(person.member), "name": person.name}


def _deed(deed: Deed) -> Plain:
    return {"message": str(deed.message), "url": deed.url, "channel": deed.channel_name}
