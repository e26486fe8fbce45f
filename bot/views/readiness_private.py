"""The part of the readiness card that only admins see."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.readiness.gather import PossibleAmbassadors
from bot.domain.readiness.outcome import Assessment, Fragility, Verdict
from bot.domain.refs import MemberRef
from bot.views.card import Block, Heading, Mention, Note, Paragraph, Span, Tone
from bot.views.texts import Texts, later

_SHORT: Mapping[Verdict, str] = {
    Verdict.READY: later("ready"),
    Verdict.READY_WITH_RISKS: later("ready with risks"),
    Verdict.NOT_READY: later("not yet"),
    Verdict.NOT_ENOUGH_DATA: later("not enough data"),
}


def private_blocks(
    found: Assessment, t: Texts, possible: PossibleAmbassadors, names: Mapping[MemberRef, str]
) -> list[Block]:
    """Fragility, and members who match and wish to be considered."""
    blocks: list[Block] = [Heading(t.say("For admins only"))]
    if found.fragility is not None:
        blocks.append(_fragility(found.fragility, t))
    if possible.members:
        who: list[Span] = []
        for member in possible.members:
            who += [", ", Mention(member, names.get(member, member.id))]
        lead = t.say(
            "Public activity matching your criteria; not a nomination or a ranking; ask what they want: "
        )
        blocks.append(Paragraph((lead, *who[1:])))
    if possible.more:
        more = t.count(
            "{n} more member matches and has not opted in.",
            "{n} more members match and have not opted in.",
            possible.more,
        )
        blocks.append(Note((more,)))
    return blocks if len(blocks) > 1 else []


def _fragility(fragility: Fragility, t: Texts) -> Block:
    if not fragility.fragile and fragility.without_top is fragility.top_as_staff:
        same = t.say(
            "The answer stays “{answer}” without the member who answers most, and with them on the staff.",
            answer=t.say(_SHORT[fragility.without_top]),
        )
        return Paragraph((same,))
    text = t.say(
        "Without the member who answers most, the answer would be “{without}”; with that member on the staff,"
        " “{hired}”.",
        without=t.say(_SHORT[fragility.without_top]),
        hired=t.say(_SHORT[fragility.top_as_staff]),
    )
    if not fragility.fragile:
        return Paragraph((text,))
    return Paragraph((t.say("Fragile."), " ", text), Tone.CAUTION)
