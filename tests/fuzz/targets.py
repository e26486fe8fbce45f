"""Every door that takes what strangers send. A target raises only where Foster has a fault.

What is allowed: a `UserFacingError`, which is an answer; and for the inbound translators, nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date

from adapters.discord import buttons
from adapters.discord.inbound import EVENTS, see
from adapters.discord.render import draw
from adapters.discord.tree import grow
from adapters.discord.words import chosen
from adapters.discord.world import World
from adapters.slack import views
from adapters.slack.inbound import channel_asked, hear
from adapters.slack.render import Look, render
from adapters.slack.response_urls import is_slacks
from adapters.slack.rich import Home
from adapters.terminal.render import to_text
from bot.commands.catalogue import catalogue
from bot.commands.dates import parse_date, parse_week
from bot.commands.parse import parse
from bot.domain.errors import UserFacingError
from bot.domain.facts import Features
from bot.domain.judging import judge
from bot.domain.times import Micros
from tests.fakes.cards import filled
from tests.fakes.discord_limits import message_problems
from tests.fakes.slack_events import SPACE, deleted, edited, known, message, reaction
from tests.fakes.slack_view import complaints
from tests.fuzz.mangle import Choose, mangled, text

CATALOGUE = catalogue()
TREE = grow(CATALOGUE)
LOOK = Look(Home(SPACE, "https://example.slack.com/"))
NOW = Micros(1_800_000_000_000_000)
TODAY = date(2026, 11, 3)
SALT = b"s" * 32

COMMANDS = [word for command in CATALOGUE for word in (*command.words, *command.example.split())]
WORDS = [
    *COMMANDS,
    '"',
    "«",
    "»",
    "'",
    "\\",
    "=",
    "--",
    "@ada",
    "<@U1>",
    "<#C1|help>",
    "2026-W06",
    "last",
    "\n",
]
PROSE = [
    "How do I",
    "?",
    "？",
    "؟",
    "thanks",
    "```",
    "`",
    "> ",
    "http://",
    "<@U1>",
    "nick:",
    "\n",
    "won't",
    "für",
]

SLACK_EVENTS = [
    message(thread_ts="1700000000.000100", edited={"user": "U1", "ts": "1.1"}),
    edited(message(), "1700000100.000200"),
    deleted("1700000000.000100"),
    reaction("1700000000.000100"),
    {"type": "user_change", "user": {"id": "U1", "name": "ada", "profile": {"email": "a@b.example"}}},
    {"type": "team_join", "user": {"id": "U9", "is_bot": True}},
    {"type": "channel_rename", "channel": {"id": "C1", "name": "new"}},
    {"type": "channel_archive", "channel": "C1", "user": "U1"},
    {"type": "member_joined_channel", "user": "UBOT", "channel": "C1"},
    {"type": "app_mention", "channel": "C1", "user": "U1", "text": "hi", "ts": "1.1"},
]
_GUILD, _CHANNEL, _PERSON = (str(n << 22) for n in (1, 2, 6))
_USER = {"id": _PERSON, "username": "ana", "bot": False}
_AT = {"guild_id": _GUILD, "channel_id": _CHANNEL, "id": str(100 << 22), "message_id": str(100 << 22)}
DISCORD_EVENT = _AT | {
    "type": 0,
    "content": "How?",
    "timestamp": "2015-01-01T00:00:00.100000+00:00",
    "author": _USER,
    "user": _USER,
    "user_id": _PERSON,
    "member": {"nick": "Ana", "user": _USER, "roles": ["5"]},
    "message_reference": {"message_id": str(99 << 22), "channel_id": _CHANNEL},
    "mentions": [_USER],
    "emoji": {"id": None, "name": "✅"},
    "ids": [str(100 << 22)],
    "name": "help",
    "parent_id": _CHANNEL,
    "applied_tags": ["9"],
    "thread_metadata": {"archived": True, "locked": False},
    "channels": [{"id": _CHANNEL, "type": 0, "name": "help", "permission_overwrites": []}],
    "threads": [{"id": "29360128", "type": 11, "parent_id": _CHANNEL}],
    "roles": [{"id": _GUILD, "permissions": "1024"}],
    "role": {"id": "5", "permissions": "0"},
}
GUILD = {**DISCORD_EVENT, "id": _GUILD, "name": "Kelp"}
INTERACTION = {
    "name": "foster",
    "options": [{"type": 2, "name": "settings", "options": [{"type": 1, "name": "show", "options": []}]}],
    "custom_id": "foster:run:0:help",
    "resolved": {"users": {_PERSON: _USER}},
}
_PICKED = {
    "a": {"type": "plain_text_input", "value": "5"},
    "b": {"type": "static_select", "selected_option": {"value": "x"}},
    "c": {"type": "multi_channels_select", "selected_channels": ["C1"]},
}
VIEW = {"private_metadata": '{"channel": "C1"}', "state": {"values": {"block": _PICKED}}}


def commands(choose: Choose) -> None:
    """The words after `/foster`."""
    with suppress(UserFacingError):
        parse(text(choose, WORDS), CATALOGUE)


def dates(choose: Choose) -> None:
    """Days and weeks that people type."""
    typed = text(choose, ["last", "tuesday", "2026", "-", "W", "06", "31", ".", "march", "/"])
    for read in (parse_date, parse_week):
        with suppress(UserFacingError):
            read(typed, TODAY)


def slack_events(choose: Choose) -> None:
    """The Events API's payloads."""
    event = mangled(SLACK_EVENTS[choose(len(SLACK_EVENTS))], choose)
    if isinstance(event, dict):
        here = known()
        channel_asked(event, here)
        hear(event, here, lambda said: Features(words=len(said)))


def slack_forms(choose: Choose) -> None:
    """What a form sends back."""
    view = mangled(VIEW, choose)
    if isinstance(view, dict):
        views.values(view)
        views.sent_back(view)


def response_urls(choose: Choose) -> None:
    """Nothing but Slack's own hosts gets an answer."""
    pieces = [
        "https://",
        "http://",
        "hooks.slack.com",
        ".slack.com",
        "@",
        ":",
        "/",
        "evil.example",
        "#",
        "?",
        "[",
    ]
    url = text(choose, pieces)
    if is_slacks(url, "https://slack.com/api/"):
        host = url.split("//", 1)[1].split("/", 1)[0].split("?", 1)[0].split("#", 1)[0].split(":", 1)[0]
        assert url.startswith("https://")
        assert host == "slack.com" or host.endswith(".slack.com"), url


def discord_events(choose: Choose) -> None:
    """The gateway's payloads, in any order."""
    world, names = World(), sorted(EVENTS)
    see(world, "GUILD_CREATE", GUILD, lambda said: Features(words=len(said)), NOW)
    for _ in range(1 + choose(3)):
        payload = mangled(DISCORD_EVENT, choose)
        if isinstance(payload, dict):
            see(world, names[choose(len(names))], payload, lambda said: Features(words=len(said)), NOW)


def discord_interactions(choose: Choose) -> None:
    """What a command, a button or a select sends."""
    data = mangled(INTERACTION, choose)
    if isinstance(data, dict):
        found = chosen(data, TREE)
        if found is not None:
            with suppress(UserFacingError):
                parse(found.words, CATALOGUE)
        buttons.read(str(data.get("custom_id", "")))


def judging(choose: Choose) -> None:
    """What people write."""
    features = judge(text(choose, PROSE) * (1 + choose(5)), SALT)
    assert 0 <= features.question <= 1000


def renderers(choose: Choose) -> None:
    """A card whose texts are hostile."""
    card = filled(text(choose, PROSE))
    to_text(card)
    assert not [found for draft in render(card, LOOK) for found in complaints(draft)]
    assert not [found for one in draw(card) for found in message_problems(one.payload)]


TARGETS: Mapping[str, Callable[[Choose], None]] = {
    target.__name__: target
    for target in (
        commands,
        dates,
        slack_events,
        slack_forms,
        response_urls,
        discord_events,
        discord_interactions,
        judging,
        renderers,
    )
}
