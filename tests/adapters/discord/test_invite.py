from __future__ import annotations

import pytest

from adapters.discord.client import base
from adapters.discord.doctor import allowed
from adapters.discord.invite import PERMISSIONS, application_of, invitation
from bot.domain.errors import UserFacingError

VIEW = PERMISSIONS["View Channels"]


def test_the_link_asks_for_exactly_what_is_needed() -> None:
    link = invitation("123456789012345678")
    assert "client_id=123456789012345678&permissions=309237763072&scope=bot%20applications.commands" in link
    assert not sum(PERMISSIONS.values()) & (1 << 3)


@pytest.mark.parametrize("wrong", ["", "foster", "12x", "1" * 30])
def test_an_id_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(UserFacingError):
        invitation(wrong)


def test_the_application_is_read_from_the_token() -> None:
    assert application_of("MTIzNDU2Nzg5MDEyMzQ1Njc4.abc.def") == "123456789012345678"


@pytest.mark.parametrize("wrong", ["", "abc", "Zm9v.x.y", "////.x", "ä"])
def test_a_token_that_is_none_says_what_to_do_and_is_not_repeated(wrong: str) -> None:
    with pytest.raises(UserFacingError, match="DISCORD_TOKEN") as refused:
        application_of(wrong)
    assert "Zm9v" not in str(refused.value)


@pytest.mark.parametrize(
    "address", ["http://h", "http://h/", "http://h/api", "http://h/api/", "http://h/api/v10/"]
)
def test_the_address_may_be_given_with_or_without_its_path(address: str) -> None:
    assert base(address) == "http://h/api/v10"


def test_a_channel_overrides_the_server_and_roles_override_everybody() -> None:
    deny, allow = {"id": "1", "deny": str(VIEW), "allow": "0"}, {"id": "5", "deny": "0", "allow": str(VIEW)}
    assert allowed(VIEW, [], "1", {"1"}) & VIEW
    assert not allowed(VIEW, [deny], "1", {"1"}) & VIEW
    assert allowed(VIEW, [allow, deny], "1", {"1", "5"}) & VIEW
    assert not allowed(VIEW, [allow, deny], "1", {"1", "6"}) & VIEW
    assert allowed(1 << 3, [deny], "1", {"1"}) & VIEW
