"""What became of the digests, for admins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.domain.deliveries import Deliveries
from bot.domain.delivery import Digest, State
from bot.domain.slots import Coming
from bot.domain.times import Week, moment
from bot.views.card import Block, Card, Facts, Heading, Paragraph, Row, Tone
from bot.views.notices import why_text
from bot.views.texts import Texts
from bot.views.when import day_text, week_text, weekday_time


def history_card(found: Deliveries, t: Texts, zone: ZoneInfo, word: str = "foster") -> Card:
    """The last digests, the next posts, and what could not be delivered."""
    data = {
        "digests": [
            {"week": str(digest.week), "state": digest.state.value, "why": digest.why.value}
            for digest in found.digests
        ],
        "coming": coming_data(found.coming, zone),
        "undelivered": [{"notice": one.notice.kind.value, "why": one.why} for one in found.dead],
    }
    return Card(t.say("Digests so far"), tuple(_blocks(found, t, zone, word)), data=data)


def _blocks(found: Deliveries, t: Texts, zone: ZoneInfo, word: str) -> Iterable[Block]:
    if found.digests:
        yield Facts(tuple(_row(digest, t, word) for digest in found.digests))
    else:
        yield Paragraph((t.say("No digest was posted yet."),))
    yield from coming_blocks(found.coming, t, zone)
    if found.dead:
        yield Heading(t.say("Notices that could not be delivered"))
        yield Facts(
            tuple(Row(one.notice.key, (one.why,), Tone.BAD) for one in found.dead),
        )


def coming_blocks(coming: Sequence[Coming], t: Texts, zone: ZoneInfo) -> Iterable[Block]:
    """When the next posts come."""
    yield Heading(t.say("Next posts"))
    if coming:
        yield Facts(tuple(Row(week_text(t, one.week), (_when(t, one.at, zone),)) for one in coming))
    else:
        yield Paragraph((t.say("None: no channel is chosen. See the setting “digest-channel”."),))


def coming_data(coming: Sequence[Coming], zone: ZoneInfo) -> list[dict[str, str]]:
    """The same for programs."""
    return [{"week": str(one.week), "at": moment(one.at, zone).isoformat()} for one in coming]


def _row(digest: Digest, t: Texts, word: str) -> Row:
    label = week_text(t, digest.week)
    more = why_text(digest.why, t, word)
    match digest.state:
        case State.PENDING | State.SENDING:
            return Row(label, (t.say("on its way"),))
        case State.POSTED:
            return Row(label, (t.say("posted"),), Tone.GOOD)
        case State.SKIPPED:
            return Row(label, (t.say("left out"),), Tone.UNKNOWN, (more,))
        case State.HELD:
            return Row(label, (t.say("held"),), Tone.BAD, (more,))
        case _:
            assert_never(digest.state)


def _when(t: Texts, at: int, zone: ZoneInfo) -> str:
    when = moment(at, zone)
    return t.say("{day}, {time}", day=day_text(t, when.date()), time=weekday_time(t, when))


def queued_card(week: Week, t: Texts) -> Card:
    """A digest will go out."""
    text = t.say("The digest of {week} goes out within two minutes.", week=week_text(t, week))
    return Card(
        t.say("On its way"), (Paragraph((text,)),), Tone.GOOD, {"week": str(week), "state": "pending"}
    )


def left_out_card(week: Week, t: Texts, *, there: bool) -> Card:
    """A digest will not go out, or was there all along."""
    if there:
        text = t.say("The digest of {week} counts as posted.", week=week_text(t, week))
    else:
        text = t.say("The digest of {week} is left out.", week=week_text(t, week))
    state = "posted" if there else "skipped"
    return Card(t.say("Done"), (Paragraph((text,)),), Tone.GOOD, {"week": str(week), "state": state})
