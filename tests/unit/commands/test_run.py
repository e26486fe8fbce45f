"""Running commands: roles, failures, settings and help."""

from __future__ import annotations

import logging
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal.render import to_text
from bot.commands.handlers import settings
from bot.commands.handlers.help import with_help
from bot.commands.parse import parse
from bot.commands.run import new_reference, run
from bot.commands.spec import Arguments, Caller, Command, Context, Invocation, Kind, Option, Reply, Role
from bot.domain.audit import AuditEntry
from bot.domain.errors import UserFacingError
from bot.domain.refs import CommunityId
from bot.domain.times import DAY, Micros
from bot.views.card import Card
from tests.fakes.one_community import ADA, SOUP, OneCommunity

NOW = Micros(20_000 * DAY)
COMMANDS = with_help(settings.COMMANDS)


async def say(
    words: str,
    community: OneCommunity | None = None,
    role: Role = Role.ADMIN,
    commands: tuple[Command, ...] = COMMANDS,
    where: CommunityId = SOUP,
) -> Reply:
    invocation = Invocation(where, Caller(role, ADA), words, NOW)
    return await run(invocation, commands, (community or OneCommunity()).store(), lambda: "CODE22")


async def shown(words: str, community: OneCommunity | None = None, role: Role = Role.ADMIN) -> str:
    reply = await say(words, community, role)
    assert not reply.failed
    return to_text(reply.card)


async def refused(words: str, community: OneCommunity | None = None, role: Role = Role.ADMIN) -> str:
    reply = await say(words, community, role)
    assert reply.failed
    assert reply.private
    return " ".join(to_text(reply.card).split())


async def test_help_lists_only_what_the_caller_may() -> None:
    assert "settings set" in await shown("help")
    assert "settings" not in await shown("help", role=Role.MEMBER)
    assert "settings set" not in await shown("", role=Role.STAFF)
    assert "settings show" in await shown("/foster help", role=Role.STAFF)


async def test_help_explains_a_command_or_a_group() -> None:
    assert "VALUE…" in await shown("help settings set")
    group = await shown("help settings")
    assert "settings reset KEY" in group
    assert "settings history" in group
    assert "merit|balanced|wide|turns" in group


async def test_help_never_explains_what_the_caller_may_not() -> None:
    assert "There is no “settings set”" in await refused("help settings set", role=Role.MEMBER)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.STAFF])
@pytest.mark.parametrize("words", ["settings set slots 5", "settings reset all", "settings history"])
async def test_everybody_below_the_role_is_refused(role: Role, words: str) -> None:
    community = OneCommunity()
    assert "for the admins" in await refused(words, community, role)
    assert community.settings.stored == {}


async def test_members_are_told_who_can_help() -> None:
    assert "for the team behind this community" in await refused("settings show", role=Role.MEMBER)


async def test_a_setting_is_set_shown_and_reset_and_each_change_is_written_down() -> None:
    community = OneCommunity()
    assert "auto → 5" in await shown("settings set slots 5", community)
    assert community.settings.stored == {"slots": "5"}
    assert "5 (default: auto)" in await shown("settings show slots", community)
    assert "Nothing changed" in await shown("settings set slots 5", community)
    await shown("settings reset slots", community)
    assert community.settings.stored == {}
    entries = [(e.at, e.by, e.what, e.before, e.after) for e in community.audit.entries]
    assert entries == [
        (NOW, ADA, "settings slots", "auto", "5"),
        (NOW, ADA, "settings slots", "5", "auto"),
    ]
    history = await shown("settings history", community)
    assert history.index("5 → auto") < history.index("auto → 5")
    assert "Ada Lovelace" in history


async def test_a_history_shows_values_that_are_no_longer_understood() -> None:
    community = OneCommunity()
    for key, value in (("gone", "old"), ("help-channels", "broken")):
        community.audit.entries.append(AuditEntry(NOW, None, f"settings {key}", value, "new"))
    text = await shown("settings history", community)
    assert "gone: old → new" in text
    assert "help-channels: broken → new" in text
    assert "at the terminal" in text


async def test_help_shows_how_each_kind_of_option_is_typed() -> None:
    async def handler(_context: Context, _arguments: Arguments) -> Reply:
        return Reply(Card("", ()))

    kinds = (Kind.MEMBER, Kind.CHANNEL, Kind.FLAG, Kind.INTEGER)
    options = tuple(Option(kind.value, kind, "Helps.") for kind in kinds)
    commands = with_help([Command(("go",), "Goes.", Role.MEMBER, handler, options)])
    reply = await say("help go", commands=commands)
    assert "/foster go [@member] [#channel] [--flag] [INTEGER]" in to_text(reply.card)


async def test_an_empty_history_says_so() -> None:
    assert "Nobody has changed" in await shown("settings history")


async def test_channels_are_given_by_name_and_shown_by_name() -> None:
    community = OneCommunity()
    assert "– → #help, #News" in await shown("settings set help-channels #help <#C2|news> help", community)
    assert "#help, #News" in await shown("settings show", community)
    assert "takes at most 1" in await refused("settings set digest-channel #help #news", community)
    assert "no channel “nowhere”" in await refused("settings set help-channels #nowhere", community)


async def test_a_preset_changes_several_settings_at_once() -> None:
    community = OneCommunity()
    assert "3 → 0" in await shown("settings preset Turns", community)
    assert community.settings.stored == {"reach": "0"}
    await shown("settings reset all", community)
    assert community.settings.stored == {}


async def test_settings_that_are_no_longer_valid_are_named() -> None:
    community = OneCommunity()
    community.settings.stored = {"slots": "99", "gone": "x"}
    text = " ".join((await shown("settings show", community)).split())
    assert "no longer valid, so their defaults apply: gone, slots." in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("settings set slots 99", "slots must be 1 to 15"),
        ("settings set slot 5", "Did you mean “slots”?"),
        ("settings show xyzzy", "“settings show” lists all"),
        ("settings set language fr", "one of: en, de"),
        ("settings set zone Mars/Base", "not a time zone"),
        ("settings set ready-enough-weeks 52", "must not be more than"),
        ("settings preset wid", "Did you mean “wide”?"),
        ("nonsense", "“help” lists everything"),
        ("/foster settigns", "There is no “settigns”. Did you mean “settings”?"),
        ("settigns st slots 5", "Did you mean “settings set”?"),
        ("settings shw", "There is no “settings shw”. Did you mean “settings show”?"),
        ("settings xyzzy", "After “settings” comes one of"),
        ("settngs rset", "Did you mean “settings reset”?"),
        ("settings set digest-channel", "“settings set” needs value."),
    ],
)
async def test_mistakes_say_what_to_do_and_change_nothing(words: str, message: str) -> None:
    community = OneCommunity()
    assert message in await refused(words, community)
    assert community.settings.stored == {}
    assert community.audit.entries == []


async def test_an_unknown_community_is_a_problem_card() -> None:
    reply = await say("help", where=CommunityId("stew"))
    assert reply.failed


async def test_the_language_is_the_communitys() -> None:
    community = OneCommunity()
    await shown("settings set language de", community)
    seen: list[str] = []

    async def handler(context: Context, _arguments: Arguments) -> Reply:
        seen.append(context.texts.language)
        return Reply(Card("", ()))

    await say("go", community, commands=(Command(("go",), "Goes.", Role.MEMBER, handler),))
    assert seen == ["de"]


async def test_a_bug_is_logged_once_under_the_code_that_the_card_shows(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def handler(_context: Context, _arguments: Arguments) -> Reply:
        raise ValueError("canary")

    with caplog.at_level(logging.INFO):
        reply = await say("go", commands=(Command(("go",), "Goes.", Role.MEMBER, handler),))
    assert "CODE22" in to_text(reply.card)
    assert "canary" not in to_text(reply.card)
    assert [vars(record)["reference"] for record in caplog.records] == ["CODE22"]


def test_reference_codes_are_short_and_differ() -> None:
    codes = {new_reference() for _ in range(50)}
    assert len(codes) > 45
    assert {len(code) for code in codes} == {6}


_PIECES = st.sampled_from(
    [
        *" \"'“”„‘’«»<>@#|=—–-\\\n\t\0\u202e\ud800",
        "settings",
        "set",
        "show",
        "help",
        "key=",
        "--value",
        "<@U1>",
    ]
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=30).map(" ".join) | st.text())
def test_nothing_that_is_typed_breaks_the_parser(text: str) -> None:
    with suppress(UserFacingError):
        parsed = parse(text, COMMANDS)
        assert parsed.texts.keys() <= {option.name for option in parsed.command.options}
