"""A community whose people, channel and talks are named by hostile hands: every command on every renderer."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

import pytest

from adapters.discord.render import draw as draw_for_discord
from adapters.slack.render import Look, render
from adapters.slack.rich import Home
from adapters.terminal.as_json import to_json
from adapters.terminal.render import to_text
from bot.commands.catalogue import catalogue
from bot.commands.spec import Command, Reply
from bot.domain.facts import Account, Channel
from tests.fakes.discord_limits import message_problems
from tests.fakes.payloads import PAYLOADS
from tests.fakes.slack_view import complaints, leaves
from tests.fakes.weeks import GARDEN, HELP, SPACE, Garden, helped, member

LOOK = Look(Home(SPACE, "https://example.slack.com/"))
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
PING = re.compile(r"(?<!\\)@(?:everyone|here)|(?<!\\)<(?:@&|@[^!\dU]|#[^\d]|a?:|/|t:|id:)")
WEEKS = 8
NAMES = [text for text in PAYLOADS if len(text) < 200]


@pytest.fixture(scope="module")
async def garden() -> Garden:
    """Half of the hostile names helped the other half; talks are titled like it, too."""
    half = len(NAMES) // 2
    credits_ = [helped(f"{n}", f"{n + half}", n % WEEKS) for n in range(half)]
    garden = await Garden.grown(credits_, WEEKS)
    async with garden.store.writing(GARDEN) as unit:
        await unit.facts.ingest([Account(member(f"{n}"), name, version=2) for n, name in enumerate(NAMES)])
        await unit.facts.ingest([Channel(HELP, "<!channel> @everyone **help**", version=2)])
    await garden.say("staff none")
    for number, text in enumerate(NAMES[:40]):
        title = text.replace('"', "").replace("\\", "").replace("\n", " ").strip() or "talk"
        await garden.say(f'talk add <@U-{number}> 2025-01-0{number % 8 + 1} "{title}"', who=f"{number}")
    return garden


def harmless(reply: Reply) -> None:
    """On every platform: no control, no ping, no markup that is not ours, within the limits."""
    shown = to_text(reply.card)
    assert {sign for sign in shown if unicodedata.category(sign) in UNSEEN} <= set("\n\u200c\u200d")
    json.loads(to_json(reply.card))
    for draft in render(reply.card, LOOK):
        assert complaints(draft) == []
        assert not re.search(r"[<>]", draft.text)
        for block in draft.blocks:
            for element in leaves(block) if block["type"] == "rich_text" else ():
                assert element["type"] in ("text", "link", "channel")
    for one in draw_for_discord(reply.card):
        assert message_problems(one.payload) == []
        embeds: Sequence[dict[str, str]] = json.loads(json.dumps(one.payload["embeds"]))
        for embed in embeds:
            assert not PING.search(embed.get("title", "") + embed.get("description", ""))


@pytest.mark.parametrize("who", ["", "3"])
@pytest.mark.parametrize("command", catalogue(), ids=lambda command: command.name)
async def test_every_answer_is_harmless(garden: Garden, command: Command, who: str) -> None:
    words = (command.example or command.name).replace("@ana-work", "<@U-5>").replace("@ana", "<@U-4>")
    harmless(await garden.say(words.replace("2026-W06", "2025-W05"), who=who))


@pytest.mark.parametrize("text", ["@everyone", "<!channel>", "[x](https://evil.example)", "\u202egpj.exe"])
async def test_every_refusal_is_harmless(garden: Garden, text: str) -> None:
    for words in (
        text,
        f"help {text}",
        f"settings set {text} 1",
        f"settings set word {text}",
        f"thank {text}",
    ):
        reply = await garden.say(words)
        assert reply.failed
        harmless(reply)


async def test_the_hostile_names_are_shown(garden: Garden) -> None:
    shown = "".join([to_text((await garden.say(words)).card) for words in ("ledger", "talk list", "digest")])
    assert sum(name in shown for name in NAMES if len(name) > 3) > 20
