"""What the commands about databases say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.community import Community
from bot.views.card import Block, Bullets, Card, Code, Facts, Heading, Paragraph, Row, Tone
from bot.views.texts import Texts


@dataclass(frozen=True, slots=True)
class CommunityReport:
    """One community: rows per kind and its state hash."""

    id: str
    counts: Mapping[str, int]
    state_hash: str


@dataclass(frozen=True, slots=True)
class DatabaseReport:
    """What was found. `problems` are the database's own words; empty where all is well."""

    kind: str
    revision: str
    problems: tuple[str, ...]
    communities: tuple[CommunityReport, ...]


def none_yet(found: Card, path: str, t: Texts) -> Card:
    """What a doctor found, where there is no database to look at: one more row."""
    label = t.say("Database")
    mend = t.say(
        "Before the first start that is right: {command} makes it. Later, look at its name in {option} or "
        "{setting}.",
        command="foster run",
        option="--database",
        setting="DATABASE_URL",
    )
    row = Row(label, (t.say("there is none at {path}", path=path),), Tone.UNKNOWN, (mend,))
    data = [*found.data, {"check": label, "good": False}] if isinstance(found.data, list) else found.data
    return replace(found, blocks=(*found.blocks, Facts((row,))), data=data)


def communities_card(communities: Sequence[Community], t: Texts) -> Card:
    """Every community by its short name."""
    data = [{"id": community.id, "name": community.name} for community in communities]
    if not communities:
        text = t.say("There is no community yet. Bring one in:")
        return Card(
            t.say("Communities"), (Paragraph((text, " ", Code("foster import EXPORT.zip"))),), data=data
        )
    rows = tuple(Row(community.id, (community.name,)) for community in communities)
    return Card(t.say("Communities"), (Facts(rows),), data=data)


def upgraded_card(before: str | None, after: str, t: Texts) -> Card:
    """What an upgrade did."""
    if before == after:
        text = t.say("The database was up to date already.")
    elif before is None:
        text = t.say("The database is set up.")
    else:
        text = t.say("The database is up to date now.")
    data = {"before": before, "after": after}
    return Card(t.say("Database"), (Paragraph((text,), Tone.GOOD),), Tone.GOOD, data)


def checked_card(report: DatabaseReport, t: Texts) -> Card:
    """Whether a database is sound, and each community's state hash."""
    blocks: list[Block] = []
    if report.problems:
        text = t.say("Something is wrong. Restore a backup, or ask for help with these lines:")
        blocks += [Paragraph((text,), Tone.BAD), Bullets(tuple((problem,) for problem in report.problems))]
    else:
        blocks.append(Paragraph((t.say("Everything is as it should be."),), Tone.GOOD))
    blocks.append(Facts((Row(t.say("database"), (report.kind,)), Row(t.say("schema"), (report.revision,)))))
    for community in report.communities:
        blocks.append(Heading(community.id))
        rows = [Row(name, (f"{count:,}",)) for name, count in community.counts.items()]
        blocks.append(Facts((*rows, Row(t.say("state hash"), (Code(community.state_hash),)))))
    data = {
        "kind": report.kind,
        "revision": report.revision,
        "problems": list(report.problems),
        "communities": [
            {"id": each.id, "counts": dict(each.counts), "state_hash": each.state_hash}
            for each in report.communities
        ],
    }
    tone = Tone.BAD if report.problems else Tone.GOOD
    return Card(t.say("Database"), tuple(blocks), tone, data)
