"""Who is who in a community, and how it is set up: what every use case needs to know before it decides."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.attribution import AttributionPolicy, People
from bot.domain.evidence import EvidenceKind
from bot.domain.preferences import Preferences
from bot.domain.readiness import records
from bot.domain.recognition.ledger import Policy
from bot.domain.refs import ChannelRef, MemberRef
from bot.ports import Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """`help_channels`: where people ask for help, the chosen ones or else every public one."""

    preferences: Preferences
    staff: records.Staff
    bots: frozenset[MemberRef]
    opted_out: frozenset[MemberRef]
    help_channels: tuple[ChannelRef, ...]

    @property
    def channels_chosen(self) -> bool:
        """Whether an admin said where people ask for help."""
        return bool(self.preferences.channels("help-channels"))

    @property
    def people(self) -> People:
        """What attribution needs to know of people."""
        return People(bots=self.bots, staff=self.staff.members)

    @property
    def floor(self) -> int:
        """The confidence from which a credit counts, in thousandths."""
        return self.preferences.thousandths("confidence-floor")

    @property
    def attribution(self) -> AttributionPolicy:
        """How strict attribution is here."""
        return replace(AttributionPolicy(), floor=self.floor)

    @property
    def recognition(self) -> Policy:
        """How many people a digest names, and how widely."""
        return Policy(self.preferences.integer_or_auto("slots"), self.preferences.integer("reach"))


async def standing(unit: Unit) -> Standing:
    """Load it all in a handful of queries."""
    preferences = Preferences.read(await unit.settings.all())
    evidence = await unit.evidence.all(EvidenceKind.STAFF, EvidenceKind.STAFF_NONE)
    channels = preferences.channels("help-channels")
    if not channels:
        channels = tuple(channel.ref for channel in await unit.facts.channels() if channel.public)
    return Standing(
        preferences=preferences,
        staff=records.staff(evidence),
        bots=await unit.people.bots(),
        opted_out=await unit.people.opted_out(),
        help_channels=channels,
    )
