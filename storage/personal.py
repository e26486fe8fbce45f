"""Every column that holds a member's id or text from outside: where erasing and exporting must look.

A test walks the schema and fails on a text or binary column that is missing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Holds(Enum):
    """What is in a column."""

    MEMBER = "the id of a member; the space's number stands beside it, in `space` or `…_space`"
    MEMBERS = "JSON [[space number, member id], …]"
    NAME = "how a person is called"
    WORDS = "text that a person typed"
    CONTENT = "derived from a message's words, which its author may have erased"
    PLACE = "the id or name of a channel, thread or message: names nobody"
    CODE = "one of our own words, or an emoji's name"
    SECRET = "a key or token of the community, not of a person"  # noqa: S105 - a description
    HASH = "the keyed hash of a member who was forgotten: nobody can be found from it"


class Erase(Enum):
    """What forgetting a member does to the rows where a column names them."""

    ROW = "the row goes"
    OTHER = "a random id takes the member's place: the row stays, so that totals hold"
    EMPTY = "the column is emptied in the rows of the member"
    SCRUB = "the member's id and name are taken out of the text, wherever they stand"
    KEEP = "stays: says nothing about a person"


class Export(Enum):
    """Whether `export me` hands the column over."""

    YES = "rows that name the member"
    NO = "says nothing about them"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table."""

    table: str
    column: str
    holds: Holds
    erase: Erase
    export: Export = Export.YES


def _place(table: str, *columns: str) -> tuple[Column, ...]:
    return tuple(Column(table, column, Holds.PLACE, Erase.KEEP) for column in columns)


def _code(table: str, *columns: str) -> tuple[Column, ...]:
    return tuple(Column(table, column, Holds.CODE, Erase.KEEP) for column in columns)


_OUTBOX = ("key", "kind", "parts", "state", "why")

PERSONAL: tuple[Column, ...] = (
    Column("community", "slug", Holds.WORDS, Erase.KEEP, Export.NO),
    Column("community", "name", Holds.WORDS, Erase.KEEP, Export.NO),
    Column("community", "salt", Holds.SECRET, Erase.KEEP, Export.NO),
    Column("space", "platform", Holds.CODE, Erase.KEEP, Export.NO),
    Column("space", "external", Holds.PLACE, Erase.KEEP, Export.NO),
    Column("channel", "id", Holds.PLACE, Erase.KEEP, Export.NO),
    Column("channel", "name", Holds.PLACE, Erase.KEEP, Export.NO),
    Column("channel", "kind", Holds.CODE, Erase.KEEP, Export.NO),
    Column("dirty", "channel", Holds.PLACE, Erase.KEEP, Export.NO),
    Column("tombstone", "channel", Holds.PLACE, Erase.KEEP, Export.NO),
    Column("tombstone", "id", Holds.PLACE, Erase.KEEP, Export.NO),
    Column("thread", "channel", Holds.PLACE, Erase.KEEP, Export.NO),
    Column("thread", "root", Holds.PLACE, Erase.KEEP, Export.NO),
    *_place("message", "channel", "id", "thread", "reply_to"),
    Column("message", "author", Holds.MEMBER, Erase.OTHER),
    Column("message", "mentions", Holds.MEMBERS, Erase.OTHER),
    Column("message", "sketch", Holds.CONTENT, Erase.EMPTY),
    Column("message", "shape", Holds.CONTENT, Erase.EMPTY),
    *_place("reaction", "channel", "message"),
    Column("reaction", "member", Holds.MEMBER, Erase.OTHER),
    *_code("reaction", "emoji", "sentiment"),
    *_place("correction", "channel", "message", "question"),
    Column("correction", "helper", Holds.MEMBER, Erase.OTHER),
    Column("correction", "by", Holds.MEMBER, Erase.OTHER),
    *_code("correction", "verdict"),
    *_place("question", "channel", "id"),
    Column("question", "asker", Holds.MEMBER, Erase.OTHER),
    *_code("question", "state"),
    *_place("credit", "channel", "question", "answer"),
    Column("credit", "helper", Holds.MEMBER, Erase.OTHER),
    Column("credit", "asker", Holds.MEMBER, Erase.OTHER),
    Column("credit", "thanked_by", Holds.MEMBERS, Erase.OTHER),
    *_code("credit", "reasons"),
    Column("replay", "inputs", Holds.CODE, Erase.KEEP),
    Column("replay", "state", Holds.MEMBERS, Erase.ROW),
    Column("account", "id", Holds.MEMBER, Erase.OTHER),
    Column("name", "id", Holds.MEMBER, Erase.ROW),
    Column("name", "name", Holds.NAME, Erase.ROW),
    Column("name", "email_domain", Holds.NAME, Erase.ROW),
    Column("consent", "id", Holds.MEMBER, Erase.ROW),
    Column("evidence", "by", Holds.MEMBER, Erase.OTHER),
    Column("evidence", "member", Holds.MEMBER, Erase.OTHER),
    Column("evidence", "title", Holds.WORDS, Erase.SCRUB),
    Column("evidence", "link", Holds.WORDS, Erase.SCRUB),
    Column("evidence", "details", Holds.WORDS, Erase.SCRUB),
    *_code("evidence", "kind"),
    Column("setting", "key", Holds.CODE, Erase.KEEP, Export.NO),
    Column("setting", "value", Holds.WORDS, Erase.KEEP, Export.NO),
    *(
        Column("assessment", column, Holds.CODE, Erase.KEEP, Export.NO)
        for column in (
            "last_week",
            "inputs",
            "settings",
            "trigger",
            "verdict",
            "outcomes",
            "codes",
            "s1_seen",
            "numbers",
        )
    ),
    Column("audit", "by", Holds.MEMBER, Erase.OTHER),
    *_code("audit", "what"),
    Column("audit", "before", Holds.WORDS, Erase.SCRUB),
    Column("audit", "after", Holds.WORDS, Erase.SCRUB),
    Column("agenda", "schedule", Holds.CODE, Erase.KEEP, Export.NO),
    *(Column("digest", name, Holds.CODE, Erase.KEEP, Export.NO) for name in ("state", "owner", "why")),
    *(Column("digest", name, Holds.PLACE, Erase.KEEP, Export.NO) for name in ("channel", "external")),
    Column("high_water", "channel", Holds.PLACE, Erase.KEEP, Export.NO),
    *(Column("outbox", name, Holds.CODE, Erase.SCRUB, Export.NO) for name in _OUTBOX),
    Column("place", "member", Holds.MEMBER, Erase.OTHER),
    *_code("place", "standing"),
    Column("queued", "member", Holds.MEMBER, Erase.ROW),
    *_place("queued", "channel", "message"),
    Column("ledger", "member", Holds.MEMBER, Erase.OTHER),
    *(Column(table, "member", Holds.MEMBER, Erase.OTHER) for table in ("counted", "carried", "stake")),
    Column("installation", "token", Holds.SECRET, Erase.KEEP, Export.NO),
    Column("installation", "refresh", Holds.SECRET, Erase.KEEP, Export.NO),
    Column("install_state", "id", Holds.SECRET, Erase.KEEP, Export.NO),
    Column("forgotten", "hash", Holds.HASH, Erase.KEEP, Export.NO),
    Column("returned", "hash", Holds.HASH, Erase.KEEP, Export.NO),
    Column("origin", "identity", Holds.CODE, Erase.KEEP, Export.NO),
    Column("audit_permit", "instead", Holds.CODE, Erase.KEEP, Export.NO),
    Column("acquainted", "id", Holds.MEMBER, Erase.ROW),
)
