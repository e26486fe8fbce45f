from __future__ import annotations

import json
from gettext import NullTranslations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.suggest import suggestions
from adapters.discord.tree import ADMIN_NAME, NAME, Tree, grow, size
from adapters.discord.words import chosen
from bot.commands.catalogue import catalogue
from bot.commands.parse import parse
from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.domain.times import DAY, Micros
from bot.views.card import Card
from bot.views.texts import Texts
from tests.fakes.discord_limits import command_problems

NOW = Micros(20_000 * DAY)  # 2024-10-04
TREE = grow(catalogue())


async def handler(_context: Context, _arguments: Arguments) -> Reply:
    return Reply(Card("", ()))


names = st.from_regex(r"[a-z]{1,12}", fullmatch=True)
options = st.builds(
    Option,
    name=names,
    kind=st.sampled_from(Kind),
    help=st.sampled_from(["", "short", "long words " * 30]),
    required=st.booleans(),
    choices=st.sampled_from([(), ("a", "b"), tuple(f"c{n}" for n in range(40))]),
)
commands = st.builds(
    Command,
    words=st.lists(names, min_size=1, max_size=3).map(tuple),
    summary=st.sampled_from(["", "short", "long words " * 30]),
    role=st.sampled_from(Role),
    handler=st.just(handler),
    options=st.lists(options, max_size=4, unique_by=lambda option: option.name).map(tuple),
)


def data(*path: str, **values: tuple[int, object]) -> dict[str, Any]:
    """An interaction's data: the path down the tree, then options as (type, value)."""
    inner: list[dict[str, Any]] = [{"name": n, "type": t, "value": v} for n, (t, v) in values.items()]
    for depth, name in reversed(list(enumerate(path[1:], 1))):
        inner = [{"name": name, "type": 1 if depth == len(path) - 1 else 2, "options": inner}]
    return {"name": path[0], "options": inner}


def test_the_catalogue_fits_discords_limits() -> None:
    assert command_problems(TREE.payload) == []
    assert all(size(command) <= 8_000 for command in TREE.payload)


@given(made=st.lists(commands, min_size=1, max_size=30, unique_by=lambda command: command.words))
def test_any_catalogue_fits_and_no_command_is_lost(made: list[Command]) -> None:
    tree = grow(made)
    assert command_problems([c for c in tree.payload if c["options"]]) == []
    assert sorted(c.name for c in tree.paths.values()) == sorted(c.name for c in made)


def test_many_commands_of_one_kind_are_split() -> None:
    many = [Command(("talk", f"n{n}"), "x", Role.MEMBER, handler) for n in range(60)]
    many += [Command((f"single{n}",), "x", Role.MEMBER, handler) for n in range(40)]
    tree = grow(many)
    assert command_problems(tree.payload) == []
    assert len(tree.paths) == 100


def test_too_much_for_discord_is_said_at_once() -> None:
    long = tuple(Option("o" * 20 + str(n), Kind.TEXT, "") for n in range(25))
    with pytest.raises(ValueError, match="more commands than"):
        grow([Command((f"w{n}",), "x", Role.MEMBER, handler, long) for n in range(20)])


def test_what_only_admins_may_do_is_hidden_from_others() -> None:
    open_, closed = TREE.payload
    assert (open_["name"], open_["default_member_permissions"]) == (NAME, None)
    assert (closed["name"], closed["default_member_permissions"]) == (ADMIN_NAME, "32")
    roles = {path[0]: set[Role]() for path in TREE.paths}
    for path, command in TREE.paths.items():
        roles[path[0]].add(command.role)
    assert roles == {NAME: {Role.MEMBER, Role.STAFF}, ADMIN_NAME: {Role.ADMIN}}


class Shouting(NullTranslations):
    """A language that anybody can check."""

    def gettext(self, message: str) -> str:
        return message.upper()


def test_names_and_descriptions_are_there_in_german() -> None:
    tree = grow(catalogue(), german=Texts(Shouting(), "de"))
    assert command_problems(tree.payload) == []
    groups = {option["name"]: option for option in tree.payload[1]["options"]}
    assert groups["settings"]["name_localizations"] == {"de": "einstellungen"}
    slot = next(o for o in groups["settings"]["options"] if o["name"] == "set")
    assert slot["description_localizations"] == {"de": slot["description"].upper()}


def test_the_digest_changes_only_with_the_tree() -> None:
    assert grow(catalogue()).digest == TREE.digest
    assert grow(catalogue()[:-1]).digest != TREE.digest
    assert json.loads(json.dumps(TREE.payload))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (data("foster", "help"), "help"),
        (data("foster", "me", "show", week=(3, "2026-W06")), "me week=«2026-W06»"),
        (data("foster", "me", "considered-on"), "me considered on"),
        (
            data("foster-admin", "settings", "set", key=(3, "slots"), value=(3, "5")),
            "settings set key=«slots» value=«5»",
        ),
        (
            data("foster-admin", "staff", "add", member=(6, "42"), paid=(5, True)),
            "staff add member=«<@42>» paid=«yes»",
        ),
        (data("foster-admin", "team", "set", size=(4, 7)), "team set size=«7»"),
    ],
)
def test_what_was_chosen_is_what_would_have_been_typed(given: dict[str, Any], words: str) -> None:
    found = chosen(given, TREE)
    assert found is not None
    assert found.words == words
    assert parse(found.words, catalogue()).command is not None


@given(value=st.text(max_size=60))
def test_no_value_gets_out_of_its_quotes(value: str) -> None:
    given = data(
        "foster", "uplift", "add", member=(6, "4"), on=(3, "today"), title=(3, "x" + value), link=(3, "l")
    )
    found = chosen(given, TREE)
    assert found is not None
    read = parse(found.words, catalogue())
    assert read.texts["title"] == "x" + value.replace("»", "”")
    assert read.texts["link"] == "l"


@pytest.mark.parametrize(
    "odd",
    [{}, {"name": "other"}, {"name": "foster"}, {"name": "foster", "options": "x"}, data("foster", "gone")],
)
def test_commands_that_are_not_there_are_not_run(odd: dict[str, Any]) -> None:
    assert chosen(odd, TREE) is None


def typed(tree: Tree, path: tuple[str, ...], option: str, text: str, **more: tuple[int, object]) -> list[str]:
    payload = data(*path, **{**more, option: (3, text)})
    found = payload
    while found["options"][0]["type"] in (1, 2):
        found = found["options"][0]
    next(o for o in found["options"] if o["name"] == option)["focused"] = True
    read = chosen(payload, tree)
    assert read is not None
    return suggestions(read, catalogue(), NOW)


SET = ("foster-admin", "settings", "set")


def test_settings_weeks_and_commands_are_suggested() -> None:
    assert typed(TREE, SET, "key", "digest-")[:2] == ["digest-channel", "digest-day"]
    assert typed(TREE, SET, "value", "tu", key=(3, "digest-day"))[0] == "tuesday"
    assert typed(TREE, SET, "value", "berlin", key=(3, "zone")) == ["Europe/Berlin"]
    assert typed(TREE, SET, "value", "", key=(3, "reach")) == ["0", "1", "2", "3", "4"]
    assert "auto" in typed(TREE, SET, "value", "", key=(3, "slots"))
    assert typed(TREE, SET, "value", "", key=(3, "nothing")) == []
    assert typed(TREE, ("foster", "digest"), "week", "2024")[0] == "2024-W39"
    assert typed(TREE, ("foster", "help"), "command", "settings s") == ["settings show", "settings set"]
    assert len(typed(TREE, SET, "value", "a", key=(3, "zone"))) == 25
