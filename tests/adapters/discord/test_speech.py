"""Commands in cards are named as a person types them on Discord."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest

from adapters.discord import setup
from adapters.discord.render import draw
from adapters.discord.speech import PLAIN, Speech
from adapters.discord.tree import grow
from adapters.discord.words import chosen
from bot.commands.catalogue import catalogue
from bot.commands.parse import parse
from bot.commands.run import run
from bot.commands.spec import Caller, Command, Invocation, Kind, Role
from bot.domain.community import Community
from bot.domain.delivery import Why
from bot.domain.facts import Account
from bot.domain.refs import CommunityId, MemberRef, Platform, SpaceRef
from bot.domain.times import Micros
from bot.views.card import Button, Buttons, Card, Code, Facts, Heading, Note, Paragraph, Row
from bot.views.notices import why_text
from bot.views.texts import texts
from tests.fakes.memory_store import MemoryStore

COMMANDS = (*catalogue(), *setup.COMMANDS)
TREE = grow(COMMANDS)
SPEECH = Speech.of(TREE)
CLICKS = Speech(SPEECH.commands, {"foster": "1", "foster-admin": "2"})
PATHS = {" ".join(path) for path in TREE.paths}
SHOWN = re.compile(r"(?<![\w</])/(?:foster(?:-admin)?)((?: [a-z-]+)*)")
CLICKED = re.compile(r"</([^:>]+):\d+>")
SPACE = SpaceRef(Platform.DISCORD, "77")


def drawn(card: Card, speech: Speech = SPEECH) -> str:
    return "\n".join(str(embed) for one in draw(card, speech=speech) for embed in _embeds(one.payload))


def _embeds(payload: dict[str, object]) -> Sequence[object]:
    found = payload["embeds"]
    assert isinstance(found, list)
    return found


def wrong(text: str) -> Iterator[str]:
    """Commands in a text that are none on Discord."""
    for match in SHOWN.finditer(text):
        path = match[0].removeprefix("/").split(" ")
        if not any(" ".join(path[:length]) in PATHS for length in range(len(path), 1, -1)):
            yield match[0]
    yield from (name for name in CLICKED.findall(text) if name not in PATHS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_every_example_is_typed_as_discord_takes_it(command: Command) -> None:
    """What stands there, filled in, gives the same words again."""
    typed = SPEECH.typed(f"/foster {command.example or command.name}")
    path = next(path for path, known in TREE.paths.items() if known is command)
    assert typed.startswith("/" + " ".join(path))
    given = parse(command.example or command.name, COMMANDS).texts
    options = [
        {"name": name, "type": 5 if kind is Kind.FLAG else 3, "value": kind is Kind.FLAG or given[name]}
        for name, kind in ((o.name, o.kind) for o in command.options if o.name in given)
    ]
    data: dict[str, object] = {"name": path[-1], "options": options, "type": 1}
    for name in reversed(path[:-1]):
        data = {"name": name, "options": [data], "type": 1}
    found = chosen(data, TREE)
    assert found is not None
    assert parse(found.words, COMMANDS).texts == given
    for name, value in given.items():
        assert f"{name}:{'True' if value == 'yes' and _flag(command, name) else value}" in typed


def _flag(command: Command, name: str) -> bool:
    return any(option.name == name and option.kind is Kind.FLAG for option in command.options)


def test_a_command_is_named_wherever_it_stands_in_a_card() -> None:
    card = Card(
        "t",
        (
            Heading("/word settings set KEY VALUE [preview=yes]"),
            Paragraph(("Say “settings set digest-channel NAME” or /foster ready, ", Code("/foster ready"))),
            Facts((Row("/foster talk none", ("attests it",)),)),
            Note((Code("/f settings set slots 5"), Code("foster import X"), Code("x/foster ready"))),
            Buttons((Button("Add it", "talk complete " + "x" * 90),)),
        ),
    )
    shown = drawn(card)
    assert "/foster-admin settings set key:KEY value:VALUE" in shown
    assert "[preview" not in shown
    assert "“/foster-admin settings set key:digest-channel value:NAME”" in shown
    assert "or /foster ready show, `/foster ready show`" in shown
    assert "**/foster-admin talk none**" in shown
    assert "`/foster-admin settings set key:slots value:5``foster import X``x/foster ready`" in shown
    assert "`/foster-admin talk complete" in shown
    clickable = drawn(card, CLICKS)
    assert "</foster ready show:1>" in clickable
    assert "**</foster-admin talk none:2>**" in clickable
    assert "</foster-admin settings set:2> `key:slots value:5`" in clickable
    assert list(wrong(shown)) == list(wrong(clickable)) == []


def test_what_names_no_command_stays_as_it_is() -> None:
    for text in (
        "/foster",
        "/foster nothing",
        "and/foster ready",
        "“ready”",
        "/foster readyish",
        "a / b",
        "",
    ):
        assert SPEECH.prose(text) == text
        assert PLAIN.typed(text) == PLAIN.prose(text) == text


def test_the_check_finds_a_command_that_is_none_here() -> None:
    found = wrong("type /foster settings set, </foster talk none:1> or /foster")
    assert list(found) == ["/foster settings set", "/foster", "foster talk none"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_held_digest_says_what_to_type(language: str) -> None:
    said = SPEECH.prose(why_text(Why.UNKNOWN, texts(language)))
    assert "/foster-admin digest skip week:WEEK there:True" in said
    assert "/foster-admin digest retry week:WEEK anyway:True" in said


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("speech", [SPEECH, CLICKS], ids=["plain", "clickable"])
async def test_no_answer_names_a_command_that_discord_does_not_have(speech: Speech, language: str) -> None:
    """Every command, as an admin would try it and with nothing filled in, in a new community."""
    store, soup, ada = MemoryStore(), CommunityId("soup"), MemberRef(SPACE, "5")
    await store.create(Community(soup, "Soup", b"salt"), [SPACE])
    await store.write(soup, [Account(ada, "Ada"), Account(MemberRef(SPACE, "6"), "Grace")])
    async with store.writing(soup) as unit:
        await unit.settings.put("language", language)
    named = 0
    for command in COMMANDS:
        for words in (command.example or command.name, command.name, f"help {command.name}"):
            asked = Invocation(soup, Caller(Role.ADMIN, ada), words, Micros(1_790_000_000_000_000))
            shown = drawn((await run(asked, COMMANDS, store)).card, speech)
            assert list(wrong(shown)) == [], words
            named += len(SHOWN.findall(shown)) + len(CLICKED.findall(shown))
    assert named > 100
