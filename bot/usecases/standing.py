"""Who is who in a community, and how it is set up: what every use case needs to know before it decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.attribution import AttributionPolicy, People
from bot.domain.attribution_preferences import FIELDS, WINDOW, tuned
from bot.domain.evidence import EvidenceKind
from bot.domain.preferences import Preferences
from bot.domain.readiness import records
from bot.domain.recognition.ledger import Policy
from bot.domain.recognition.persons import primaries
from bot.domain.recognition.recorded import Weights
from bot.domain.refs import ChannelRef, MemberRef, PersonId
from bot.ports import Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """`help_channels`: where people ask for help, the chosen ones or else every public one.

    `primary`: from each linked account to its person's first. `opted_out`: all who are not to be named; where
    consent comes first, everybody who did not agree is among them.
    """

    preferences: Preferences
    staff: records.Staff
    bots: frozenset[MemberRef]
    opted_out: frozenset[MemberRef]
    help_channels: tuple[ChannelRef, ...]
    primary: Mapping[MemberRef, MemberRef] = field(default_factory=dict)

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
        chosen = self.preferences
        shares = {key: chosen.thousandths(key) for key in FIELDS}
        return tuned(chosen.integer(WINDOW), shares, self.floor)

    @property
    def recognition(self) -> Policy:
        """How many people a digest names, and how widely."""
        return Policy(self.preferences.integer_or_auto("slots"), self.preferences.integer("reach"))

    @property
    def weights(self) -> Weights:
        """What recorded work adds to merit here."""
        talk, uplift, welcome = (
            round(self.preferences.number(f"weight-{what}") * 1000) for what in ("talk", "uplift", "welcome")
        )
        return Weights(talk, uplift, welcome)

    @property
    def persons(self) -> Mapping[MemberRef, PersonId]:
        """The person behind each linked account; all others stand for themselves."""
        return {member: PersonId(str(first)) for member, first in self.primary.items()}


async def standing(unit: Unit, preferences: Preferences | None = None) -> Standing:
    """Load it all in a handful of queries; with other `preferences` as it would be with those."""
    preferences = preferences or Preferences.read(await unit.settings.all())
    evidence = await unit.evidence.all(EvidenceKind.STAFF, EvidenceKind.STAFF_NONE, EvidenceKind.LINK)
    channels = preferences.channels("help-channels")
    if not channels:
        channels = tuple(channel.ref for channel in await unit.facts.channels() if channel.public)
    primary = primaries(evidence)
    return Standing(
        preferences=preferences,
        staff=records.staff(evidence),
        bots=await unit.people.bots(),
        opted_out=await _unnamed(unit, preferences, primary),
        help_channels=channels,
        primary=primary,
    )


async def _unnamed(
    unit: Unit, preferences: Preferences, primary: Mapping[MemberRef, MemberRef]
) -> frozenset[MemberRef]:
    """Whoever opted out; where consent comes first, everybody else who did not agree by any account."""
    opted_out = await unit.people.opted_out()
    if preferences.text("consent") != "opt-in":
        return opted_out
    agreed = {primary.get(member, member) for member in await unit.people.agreed()}
    anybody = {*await unit.people.told_of(), *primary}
    return opted_out | {member for member in anybody if primary.get(member, member) not in agreed}
