"""The record of changes, page by page."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.views.card import Block, Button, Buttons, Card, Facts, Note, Paragraph, Row, Text
from bot.views.texts import Texts

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One change: `when` in the community's zone, `before` and `after` as settings show them."""

    when: str
    who: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some entries, the newest first; `more`: older ones follow on the next page."""

    number: int
    lines: tuple[AuditLine, ...]
    more: bool


def audit_card(page: AuditPage, t: Texts) -> Card:
    """One page. The whole entries are in `data`, for files."""
    blocks: list[Block] = []
    if page.lines:
        blocks.append(Facts(tuple(Row(f"{one.when} · {one.what}", _said(one, t)) for one in page.lines)))
    else:
        blocks.append(Paragraph((t.say("Nothing was changed here yet."),)))
    if page.more:
        blocks.append(Buttons((Button(t.say("Older ones"), f"audit {page.number + 1}"),)))
    blocks.append(Note((t.say("For admins. Entries are only ever added; old ones expire."),)))
    title = t.say("What was changed, page {n}", n=page.number)
    return Card(
        title, tuple(blocks), data={"page": page.number, "lines": [asdict(one) for one in page.lines]}
    )


def _said(line: AuditLine, t: Texts) -> Text:
    before, after = _short(line.before), _short(line.after)
    if before and after:
        return (t.say("{who}: from “{before}” to “{after}”", who=line.who, before=before, after=after),)
    if after:
        return (t.say("{who}: “{after}”", who=line.who, after=after),)
    if before:
        return (t.say("{who}: took back “{before}”", who=line.who, before=before),)
    return (line.who,)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
