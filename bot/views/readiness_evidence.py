"""Lists what people recorded, with the id by which a record is withdrawn or disputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.refs import MemberRef
from bot.views.card import Bullets, Card, Mention, Note, Paragraph, Span, Strong, Text
from bot.views.spans import titled
from bot.views.texts import Texts, later
from bot.views.when import day_text

KINDS: Mapping[EvidenceKind, str] = {
    EvidenceKind.TALK: later("talk"),
    EvidenceKind.TALK_OFFER: later("perhaps a talk"),
    EvidenceKind.TALKS_NONE: later("no talks by members"),
    EvidenceKind.TALKS_COMPLETE: later("the list of talks is complete"),
    EvidenceKind.SUPPORT: later("support"),
    EvidenceKind.UPLIFT: later("raised others"),
    EvidenceKind.STAFF: later("staff"),
    EvidenceKind.STAFF_NONE: later("no staff here"),
    EvidenceKind.TEAM: later("DevRel team"),
    EvidenceKind.STAGE: later("product stage"),
    EvidenceKind.PLAN: later("plan"),
    EvidenceKind.CONSIDERED: later("wish to be considered"),
    EvidenceKind.THANKS: later("thank-you"),
    EvidenceKind.THANKS_TO: later("where thanks arrive"),
    EvidenceKind.LINK: later("accounts of one person"),
}

_PERSONAL = frozenset({"speaker", "owner"})
_INNER = frozenset({"key", "recording"})


def evidence_card(
    title: str,
    records: Sequence[Evidence],
    t: Texts,
    names: Mapping[MemberRef, str],
    *,
    admin: bool = False,
    hint: Text = (),
) -> Card:
    """Records with their ids, newest last; withdrawn ones stay, marked. Without `admin` nobody is named."""
    if not records:
        empty = Paragraph((t.say("Nothing is recorded yet."),))
        return Card(title, (empty, Note(hint)) if hint else (empty,), data=[])
    listed = evidence_bullets(records, t, names, admin=admin)
    note = hint or (t.say("The number names the record where it is withdrawn or disputed."),)
    return Card(title, (listed, Note(note)), data=[_plain(record, admin=admin) for record in records])


def evidence_bullets(
    records: Sequence[Evidence], t: Texts, names: Mapping[MemberRef, str], *, admin: bool
) -> Bullets:
    """One line a record."""
    return Bullets(tuple(_line(record, t, names, admin=admin) for record in records), fold_after=20)


def _line(record: Evidence, t: Texts, names: Mapping[MemberRef, str], *, admin: bool) -> Text:
    spans: list[Span] = [Strong(f"#{record.id}"), f" {day_text(t, record.on)}: {t.say(KINDS[record.kind])}"]
    if record.title:
        spans += [" – ", titled(record.title, record.link)]
    details = ", ".join(f"{name} {value}" for name, value in _details(record, admin=admin).items())
    if details:
        spans.append(f" ({details})")
    offered = record.kind is EvidenceKind.TALK_OFFER
    if admin and record.member:
        spans += [t.say(", posted by ") if offered else ", ", _mention(record.member, names)]
    if admin and not (offered and record.by is None):  # noticed by Foster itself
        by = t.say("the operator") if record.by is None else _mention(record.by, names)
        spans += [t.say(", recorded by "), by]
    if record.withdrawn:
        spans.append(t.say(" – withdrawn"))
    elif record.disputed:
        spans.append(t.say(" – disputed"))
    return tuple(spans)


def _mention(member: MemberRef, names: Mapping[MemberRef, str]) -> Mention:
    return Mention(member, names.get(member, member.id))


def _details(record: Evidence, *, admin: bool) -> dict[str, str]:
    """A plan's owner and a guest speaker are people: for admins only."""
    return {
        name: value
        for name, value in record.details.items()
        if (admin or name not in _PERSONAL) and name not in _INNER
    }


def _plain(record: Evidence, *, admin: bool) -> dict[str, object]:
    plain: dict[str, object] = {
        "id": record.id,
        "kind": record.kind.value,
        "on": record.on.isoformat(),
        "title": record.title,
        "link": record.link,
        "details": _details(record, admin=admin),
        "withdrawn": record.withdrawn,
        "disputed": record.disputed,
    }
    if admin:
        plain["member"] = str(record.member) if record.member else None
        plain["by"] = str(record.by) if record.by else None
    return plain
