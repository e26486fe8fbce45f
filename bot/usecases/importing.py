"""Bringing an export in: facts in batches, then everything that derives from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.community import Community
from bot.domain.errors import UserFacingError
from bot.domain.facts import Fact
from bot.domain.imports import ImportSummary
from bot.domain.mail import FREE_MAIL
from bot.domain.refs import ChannelRef, CommunityId, SpaceRef
from bot.domain.stretches import ChannelActivity
from bot.ports import FactWriter, Store, Unit

HELP_SHARE = 0.2
"""A channel in which this share of messages outside threads asks for help is suggested as a help channel."""

MIN_QUESTIONS = 10
MOST_SUGGESTED = 5
MOST_DOMAINS = 3
MIN_ACCOUNTS = 2
"""A domain of a single account says little about a company."""


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


async def destination(store: Store, community: Community, space: SpaceRef, *, by_name: bool) -> CommunityId:
    """Where a space's facts go: to the community that owns it, else to `community`, which need not exist yet.

    `by_name`: the person named `community`, so a space that another one owns is refused.
    """
    owner = await store.community_of(space)
    if owner is None:
        if not by_name and community.id in {known.id for known in await store.communities()}:
            raise UserFacingError(
                "There is already a community “{id}”, and this export is of another place ({space}). Nothing "
                "was imported. Give it a name of its own with --community, or --community {id} to join both.",
                id=community.id,
                space=space,
            )
        return community.id
    if by_name and owner != community.id:
        raise UserFacingError(
            "This export is of {space}, which belongs to the community “{owner}”. Nothing was imported. "
            "Leave --community out, or give {owner}.",
            space=space,
            owner=owner,
        )
    return owner


async def ensure_community(
    store: Store, community: Community, space: SpaceRef, *, by_name: bool
) -> CommunityId:
    """The `destination`, made where it is new, with the space attached."""
    chosen = await destination(store, community, space, by_name=by_name)
    if chosen in {known.id for known in await store.communities()}:
        await store.attach(chosen, space)
    else:
        await store.create(community, [space])
    return chosen


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


async def suggested_staff_domains(unit: Unit) -> tuple[str, ...]:
    """The commonest e-mail domains of people here, free providers left out: one may be the company's own."""
    counts = await unit.people.email_domains()
    found = [name for name, count in counts.items() if count >= MIN_ACCOUNTS and name not in FREE_MAIL]
    return tuple(sorted(found, key=lambda name: (-counts[name], name))[:MOST_DOMAINS])
