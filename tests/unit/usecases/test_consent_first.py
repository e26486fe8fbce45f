"""Where consent comes first, nobody is in any card who did not agree."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.terminal.as_json import to_json
from tests.fakes.weeks import Garden, helped, member

NAMES = ("ann", "bob", "cyd", "dee", "eve")
WEEKS = 3

help_given = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(0, WEEKS - 1)).filter(
    lambda one: one[0] != one[1]
)


@settings(max_examples=15)
@given(
    helps=st.lists(help_given, min_size=1, max_size=10, unique=True),
    agreed=st.sets(st.sampled_from(NAMES)),
    willing=st.sets(st.sampled_from(NAMES)),
)
def test_no_card_shows_anybody_who_did_not_agree(
    helps: list[tuple[str, str, int]], agreed: set[str], willing: set[str]
) -> None:
    asyncio.run(_holds(helps, agreed, willing))


async def _holds(helps: list[tuple[str, str, int]], agreed: set[str], willing: set[str]) -> None:
    garden = await Garden.grown([helped(*one) for one in helps], WEEKS, NAMES)
    await garden.say("settings set consent opt-in")
    for name in sorted(agreed):
        await garden.say("optin", name)
    for name in sorted(willing):
        await garden.say("me considered on", name)
    silent = [str(member(name)) for name in NAMES if name not in agreed]
    for command in ("digest", "digest preview", "ledger", "ready"):
        reply = await garden.say(command)
        assert not reply.failed, command
        shown = to_json(reply.card)
        assert [one for one in silent if f'"{one}"' in shown] == []
