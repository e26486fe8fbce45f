"""Bringing an export in: facts in batches, then everything that derives from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.community import Community
from bot.domain.facts import Fact
from bot.domain.imports import ImportSummary
from bot.domain.refs import ChannelRef, CommunityId, SpaceRef
from bot.ports import ChannelActivity, FactWriter, Store, Unit

HELP_SHARE = 0.2
"""A channel in which this share of messages outside threads asks for help is suggested as a help channel."""

MIN_QUESTIONS = 10
MOST_SUGGESTED = 5


class FactSource(Protocol):
    """An opened export."""

    @property
    def space(self) -> SpaceRef:
        """Where its facts come from."""
        ...

    @property
    def summary(self) -> ImportSummary:
        """What was read so far."""
        ...

    def batches(self, progress: Callable[[int, int], None] | None = None) -> Iterator[list[Fact]]:
        """Facts in batches."""
        ...


async def ensure_community(
    store: Store, community: Community, space: SpaceRef, *, by_name: bool
) -> CommunityId:
    """The community for a space: the one that owns it, else `community`, which is made where it is new.

    `by_name`: the person named `community`, so a space that another one owns is refused.
    """
    owner = await store.community_of(space)
    if owner is not None and not by_name:
        return owner
    if community.id in {known.id for known in await store.communities()}:
        await store.attach(community.id, space)
    else:
        await store.create(community, [space])
    return community.id


async def bring_in(
    writer: FactWriter,
    community: CommunityId,
    source: FactSource,
    progress: Callable[[int, int], None] | None = None,
) -> ImportSummary:
    """Write every batch. Interrupted and run again, the same facts merge into the same state."""
    for batch in source.batches(progress):
        await writer.write(community, batch)
    return source.summary


@dataclass(frozen=True, slots=True)
class SuggestedChannel:
    """A channel that looks like a help channel; `share` of its messages outside threads ask for help."""

    channel: ChannelRef
    name: str
    share: float


async def suggested_help_channels(unit: Unit) -> Sequence[SuggestedChannel]:
    """Where people seem to ask for help, the busiest first."""
    names = {channel.ref: channel.name for channel in await unit.facts.channels() if channel.public}
    asking = [place for place in await unit.facts.activity() if place.channel in names and _asks(place)]
    asking.sort(key=lambda place: (-place.questions, place.channel))
    return [
        SuggestedChannel(place.channel, names[place.channel], place.questions / place.messages)
        for place in asking[:MOST_SUGGESTED]
    ]


def _asks(place: ChannelActivity) -> bool:
    return place.questions >= max(MIN_QUESTIONS, HELP_SHARE * place.messages)
