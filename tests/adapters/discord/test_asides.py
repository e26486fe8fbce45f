from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from adapters.discord.api import File, NoError
from adapters.discord.asides import pass_on
from bot.commands.spec import Aside
from bot.domain.refs import MemberRef, Platform, SpaceRef
from bot.views.card import Card, Paragraph

TO = MemberRef(SpaceRef(Platform.DISCORD, "1"), "42")


@dataclass
class Calls:
    """Answers every request, but for channels that are closed."""

    closed: frozenset[str] = frozenset()
    made: list[tuple[str, str]] = field(default_factory=list)

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        files: Sequence[File] = (),
        query: Mapping[str, str] | None = None,
        **ids: str,
    ) -> Any:  # noqa: ANN401 - as in the port
        where = ids.get("channel_id", path)
        assert (method, files, query) == ("POST", (), None)
        if where in self.closed:
            raise NoError(403)
        self.made.append((where, str(body)))
        return {"id": "900"}


def aside(*, here: bool) -> Aside:
    return Aside(TO, Card("A thank-you", (Paragraph(("for the tidal trick",)),)), here=here)


@pytest.mark.parametrize(
    ("here", "closed", "places"),
    [
        (False, (), ["/users/@me/channels", "900"]),
        (True, (), ["7"]),
        (True, ("7",), ["/users/@me/channels", "900"]),
        (False, ("900",), ["/users/@me/channels"]),
        (False, ("/users/@me/channels",), []),
    ],
)
async def test_a_card_for_somebody_else_goes_where_they_like_it(
    here: bool, closed: tuple[str, ...], places: list[str]
) -> None:
    calls = Calls(frozenset(closed))
    await pass_on(calls, aside(here=here), "7")
    assert [where for where, _ in calls.made] == places
    if places and places[-1] in ("900", "7"):
        assert "the tidal trick" in calls.made[-1][1]


async def test_nobody_is_pinged() -> None:
    calls = Calls()
    await pass_on(calls, aside(here=True), "7")
    assert "'parse': []" in calls.made[0][1]
