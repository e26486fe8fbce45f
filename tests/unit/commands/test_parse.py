"""What people type, and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.dates import parse_date, parse_week
from bot.commands.parse import parse
from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role, Value
from bot.commands.values import UnitDirectory, bind
from bot.commands.words import split
from bot.domain.errors import UserFacingError
from bot.domain.times import Week
from tests.fakes.one_community import ADA, HELP, NEWS, SOUP, OneCommunity

TODAY = date(2026, 3, 31)  # a Tuesday


async def nothing(_context: Context, _arguments: Arguments) -> Reply:
    raise AssertionError("the parser runs no handler")


def command(words: str, *options: Option) -> Command:
    return Command(tuple(words.split()), "Does it.", Role.MEMBER, nothing, options, example=f"{words} …")


COMMANDS = (
    command("help"),
    command("talk"),
    command(
        "talk add",
        Option("speaker", Kind.MEMBER, "Who.", required=True),
        Option("title", Kind.TEXT, "What.", required=True),
        Option("on", Kind.DATE, "When."),
        Option("link", Kind.TEXT, "Where to see it."),
        Option("yes", Kind.FLAG, "At once."),
    ),
    command("talk list", Option("week", Kind.WEEK, "Which.")),
    command("thank", Option("who", Kind.MEMBER, "Whom."), Option("for", Kind.TEXT, "Why.", rest=True)),
    command("slots", Option("n", Kind.INTEGER, "How many."), Option("where", Kind.CHANNEL, "In.")),
    command(
        "show",
        Option("who", Kind.MEMBER, "Who."),
        Option("on", Kind.DATE, "When."),
        Option("at", Kind.TEXT, "Where."),
    ),
    command("pot list"),
    command("pot add"),
    command("mode", Option("mode", Kind.CHOICE, "Which.", choices=("Wide", "turns"))),
)


def read(text: str) -> tuple[str, Mapping[str, str]]:
    parsed = parse(text, COMMANDS)
    return parsed.command.name, parsed.texts


def test_a_word_of_one_group_alone_is_suggested_with_its_group() -> None:
    with pytest.raises(UserFacingError, match="Did you mean “jar open”"):
        parse("open it", (*COMMANDS, command("jar open")))


@pytest.mark.parametrize(
    ("text", "name", "texts"),
    [
        ("", "help", {}),
        ("  /foster  ", "help", {}),
        ("TALK", "talk", {}),
        ("talk add @ada Soup", "talk add", {"speaker": "@ada", "title": "Soup"}),
        (
            "/x talk add @ada 'On soup' --yes",
            "talk add",
            {"speaker": "@ada", "title": "On soup", "yes": "yes"},
        ),
        (
            "talk add title=“My soup” speaker=<@U1|Ada Lovelace>",
            "talk add",
            {"title": "My soup", "speaker": "<@U1|Ada Lovelace>"},
        ),
        ("talk add a „b c“ last Tuesday", "talk add", {"speaker": "a", "title": "b c", "on": "last Tuesday"}),
        (
            "talk add a b --on 4 March 2026 —link https://x.example/?a=b",
            "talk add",
            {"speaker": "a", "title": "b", "on": "4 March 2026", "link": "https://x.example/?a=b"},
        ),
        ("talk add a b on=yesterday", "talk add", {"speaker": "a", "title": "b", "on": "yesterday"}),
        ("talk add 'a' “--yes”", "talk add", {"speaker": "a", "title": "--yes"}),
        ("talk list last week", "talk list", {"week": "last week"}),
        ("thank @ada for all – and don't stop", "thank", {"who": "@ada", "for": "for all – and don't stop"}),
        ("thank @ada 'tis --nice a=b", "thank", {"who": "@ada", "for": "'tis --nice a=b"}),
        ("thank for=you who=@ada", "thank", {"who": "@ada", "for": "you"}),
        ("show yesterday", "show", {"on": "yesterday"}),
        ("show last Tuesday 'at home'", "show", {"on": "last Tuesday", "at": "at home"}),
        ("show May yesterday", "show", {"who": "May", "on": "yesterday"}),
        ("show 'yesterday' 2026-03-04", "show", {"who": "yesterday", "on": "2026-03-04"}),
        ("Pot", "pot list", {}),
    ],
)
def test_commands_are_read(text: str, name: str, texts: Mapping[str, str]) -> None:
    assert read(text) == (name, texts)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("talk ad", "“ad” is one word too many for “talk”. “help talk” shows what it takes."),
        ("talk add", "“talk add” needs speaker. Example: talk add …"),
        ("talk add @ada ''", "“talk add” needs title."),
        ("talk add a b --speker c", "Did you mean “speaker”?"),
        ("talk add a b --xyzzy c", "“talk add” has no option “xyzzy”."),
        ("talk add a b --link", "“link” needs a value."),
        ("talk add a b yes=no --yes", "“yes” is there twice."),
        ("talk add “a", "A quotation mark is not closed."),
        ("thnk @ada", "Did you mean “thank”?"),
        ("talk lst", "one word too many"),
        ("pot lid", "Did you mean “pot list”?"),
        ("list", "There is no “list”. “help” lists"),  # of what?
        ("pot xyzzy", "After “pot” comes one of: list, add."),
        ("x" * 5000, "at most 4000 characters"),
        ("thank who=@a for=b c", "one word too many"),
        ("thank who=@a b for=c", "“for” is there twice."),
    ],
)
def test_mistakes_say_what_was_meant(text: str, message: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        parse(text, COMMANDS)
    assert message in str(caught.value)


async def value(text: str) -> Mapping[str, Value]:
    community = OneCommunity()
    async with community.store().reading(SOUP) as unit:
        return (await bind(parse(text, COMMANDS), UnitDirectory(unit), TODAY)).values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("thank @ada", None),
        ("thank <@U1>", {"who": ADA}),
        ("thank <@!U1>", {"who": ADA}),
        ("thank <@U1|whoever>", {"who": ADA}),
        ("thank 'ada lovelace' x", {"who": ADA, "for": "x"}),
        ("thank slack:T1:U1", {"who": ADA}),
        ("slots 5 #help", {"n": 5, "where": HELP}),
        ("slots -5 <#C2|other>", {"n": -5, "where": NEWS}),
        ("slots where=news", {"where": NEWS}),
        ("slots where=slack:T1:C1", {"where": HELP}),
        ("mode wide", {"mode": "Wide"}),
        ("talk add U1 <https://x.example|x> on=yesterday yes=no", None),
    ],
)
async def test_values_are_typed(text: str, values: Mapping[str, Value] | None) -> None:
    if text == "thank @ada":
        with pytest.raises(UserFacingError, match="Nobody here is called “ada”"):
            await value(text)
    elif values is None:
        found = await value(text)
        assert found == {"speaker": ADA, "title": "https://x.example", "on": date(2026, 3, 30), "yes": False}
    else:
        assert await value(text) == values


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("thank @bob", "Several people are called “bob”. Say which: slack:T1:U2, slack:T1:U3."),
        ("thank @", "Nobody here"),
        ("slots many", "“n” is a whole number, and “many” is not."),
        ("slots 1 #nowhere", "no channel “nowhere”"),
        ("mode wid", "Did you mean “Wide”?"),
        ("mode xyzzy", "“mode” is one of: Wide, turns."),
        ("talk add U1 b yes=perhaps", "“yes” is yes or no."),
        ("talk list week=2026-W99", "no week 99"),
    ],
)
async def test_wrong_values_are_named(text: str, message: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        await value(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-04", "2026-03-04"),
        ("4.3.2026", "2026-03-04"),
        ("today", "2026-03-31"),
        ("Gestern", "2026-03-30"),
        ("tomorrow", "2026-04-01"),
        ("Tuesday", "2026-03-31"),
        ("last  Tuesday", "2026-03-24"),
        ("on monday", "2026-03-30"),
        ("letzten Freitag", "2026-03-27"),
        ("3 days ago", "2026-03-28"),
        ("two weeks ago", "2026-03-17"),
        ("vor drei Tagen", "2026-03-28"),
        ("a week ago", "2026-03-24"),
        ("1 month ago", "2026-02-28"),
        ("4 months ago", "2025-11-30"),
        ("vor einer Woche", "2026-03-24"),
        ("4 March 2026", "2026-03-04"),
        ("March 4th, 2025", "2025-03-04"),
        ("4. März", "2026-03-04"),
        ("Dec 24", "2025-12-24"),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: str) -> None:
    assert parse_date(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30", "29 Feb", "30.2.2026", "4 Brumaire", "next tuesday"]
)
def test_other_words_are_no_day(text: str) -> None:
    with pytest.raises(UserFacingError, match="is not a day"):
        parse_date(text, TODAY)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("2026-W10", Week(2026, 10)),
        ("this week", Week(2026, 14)),
        ("Last Week", Week(2026, 13)),
        ("last", Week(2026, 13)),
    ],
)
def test_weeks_are_read(text: str, week: Week) -> None:
    assert parse_week(text, TODAY) == week


@given(st.text(max_size=40), st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_any_text_is_a_day_or_a_kind_error(text: str, today: date) -> None:
    for read_ in (parse_date, parse_week):
        try:
            read_(text, today)
        except UserFacingError:
            continue


@given(st.lists(st.text("abcäß-", min_size=1).filter(lambda w: not w.startswith("-")), max_size=8))
def test_plain_words_stay_as_they_are(words: Sequence[str]) -> None:
    assert [word.text for word in split("  ".join(words))] == words


def test_arguments_give_each_value_by_its_type() -> None:
    week = Week(2026, 1)
    arguments = Arguments({"t": "x", "n": 1, "f": True, "d": TODAY, "w": week, "m": ADA, "c": HELP})
    assert (arguments.text("t"), arguments.required("t"), arguments.integer("n")) == ("x", "x", 1)
    assert (arguments.flag("f"), arguments.date("d"), arguments.week("w")) == (True, TODAY, week)
    assert (arguments.member("m"), arguments.channel("c")) == (ADA, HELP)
    empty = Arguments()
    assert not any((empty.text("t"), empty.integer("n"), empty.flag("f"), empty.date("d")))
    assert not any((empty.week("w"), empty.member("m"), empty.channel("c"), arguments.integer("f")))
    with pytest.raises(UserFacingError, match="“t” is missing"):
        empty.required("t")
