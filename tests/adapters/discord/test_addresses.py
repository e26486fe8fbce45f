from __future__ import annotations

import pytest

from adapters.discord.addresses import permalink
from bot.domain.refs import ChannelRef, MessageRef, Platform, SpaceRef

HELP = ChannelRef(SpaceRef(Platform.DISCORD, "11"), "22")


@pytest.mark.parametrize(("thread", "place"), [(None, "22"), ("44", "44")])
def test_a_thread_is_a_channel_of_its_own(thread: str | None, place: str) -> None:
    assert permalink(MessageRef(HELP, "33"), thread) == f"https://discord.com/channels/11/{place}/33"


@pytest.mark.parametrize(
    "elsewhere",
    [
        MessageRef(HELP, "3/../3"),
        MessageRef(ChannelRef(HELP.space, "general"), "33"),
        MessageRef(ChannelRef(SpaceRef(Platform.SLACK, "11"), "22"), "33"),
    ],
)
def test_what_is_not_on_discord_has_no_address(elsewhere: MessageRef) -> None:
    assert permalink(elsewhere, None) == ""
    assert permalink(MessageRef(HELP, "33"), "x") == ""
