from __future__ import annotations

import json

import pytest

from adapters.slack.inbound import EVENTS as HEARD
from adapters.slack.manifest import EVENTS, SCOPES, SHORTCUTS, Mode, manifest
from adapters.slack.own_words import widened
from bot.commands.catalogue import catalogue
from bot.domain.errors import UserFacingError
from bot.wiring.slack import manifest_text
from tests.fakes.slack_view import units

URL = "https://foster.example.org/"


def test_socket_mode_needs_no_address() -> None:
    made = manifest(catalogue(), "foster", "socket")
    assert made["settings"]["socket_mode_enabled"]
    assert "http" not in json.dumps(made)


def test_http_mode_names_the_address_three_times() -> None:
    made = manifest(catalogue(), "thanks", "http", URL)
    assert json.dumps(made).count("https://foster.example.org/slack/events") == 3
    assert made["features"]["slash_commands"][0]["command"] == "/thanks"
    assert not made["settings"]["socket_mode_enabled"]


@pytest.mark.parametrize("url", ["", "http://foster.example.org", "foster.example.org"])
def test_http_mode_without_a_safe_address_says_what_to_do(url: str) -> None:
    with pytest.raises(UserFacingError, match="--url"):
        manifest(catalogue(), "foster", "http", url)


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_everything_fits(mode: Mode) -> None:
    made = manifest(catalogue(), "foster", mode, URL)
    assert units(made["display_information"]["description"]) <= 140
    (command,) = made["features"]["slash_commands"]
    assert units(command["description"]) <= 2_000
    assert units(command["usage_hint"]) <= 1_000
    assert {each.words[0] for each in catalogue()} <= set(command["usage_hint"].split(" | "))
    assert all(units(name) <= 24 and units(about) <= 150 for _, name, about in SHORTCUTS)


def test_every_event_asked_for_is_understood() -> None:
    assert {event.partition(".")[0] for event in EVENTS} <= set(HEARD)
    assert not {scope for scope in SCOPES if scope.startswith(("groups", "im:h", "mpim"))}


def test_the_program_prints_it_as_json() -> None:
    made = json.loads(manifest_text("slack", "http", URL))
    assert made == manifest(widened(catalogue()), "foster", "http", URL)
    assert " | setup | doctor | " in made["features"]["slash_commands"][0]["usage_hint"]
    with pytest.raises(UserFacingError):
        manifest_text("irc", "http", URL)
