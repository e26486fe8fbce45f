"""What a member reads about what is kept of them, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.views.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Code,
    Facts,
    Heading,
    Note,
    Paragraph,
    Row,
    Tone,
)
from bot.views.spans import rich
from bot.views.texts import Texts, later

LABELS: Mapping[str, str] = {
    "message": later("Messages: where and when, and what they look like; never the text"),
    "reaction": later("Reactions that thank or accept"),
    "correction": later("Corrections of who answered"),
    "question": later("Questions"),
    "credit": later("Answers given or received, and thanks"),
    "account": later("Account"),
    "name": later("Name and e-mail domain"),
    "consent": later("Choice whether to be named"),
    "evidence": later("Records, such as talks or thanks"),
    "audit": later("Changes made to settings and records"),
    "place": later("Weeks in which a place in the digest was weighed"),
    "queued": later("First answers that wait for a digest"),
    "ledger": later("Balance of turns to be named"),
    "counted": later("Weeks that counted"),
    "replay": later("Balance of turns, as past weeks would have left it"),
    "carried": later("Corrections carried on from earlier weeks"),
    "stake": later("What a linked account brought"),
    "acquainted": later("First message and first answer"),
}
"""What each table holds, in plain words."""


@dataclass(frozen=True, slots=True)
class Terms:
    """For how many days what is kept here, and whether people are named only after they agreed."""

    facts: int
    sketches: int
    audit: int
    agreed_first: bool


def privacy_card(terms: Terms, t: Texts, word: str) -> Card:
    """What is kept about the reader, for how long, who sees it, and what they can do."""
    named = (
        t.say("Here, I name only people who agreed to it.")
        if terms.agreed_first
        else t.say("I name people for help they gave, unless they do not want it.")
    )
    rows = (
        Row(t.say("Your messages' text"), (t.say("never kept; I note whether it asks, thanks or answers"),)),
        Row(
            t.say("Who wrote when and where, reactions, who answered whom"),
            (t.count("{n} day", "{n} days", terms.facts),),
        ),
        Row(t.say("Salted sketches of words"), (t.count("{n} day", "{n} days", terms.sketches),)),
        Row(t.say("Who changed which setting"), (t.count("{n} day", "{n} days", terms.audit),)),
        Row(t.say("Turns to be named, choices, records"), (t.say("until you or an admin take them back"),)),
    )
    sees = (
        (t.say("Everybody: the weekly digest, which names deeds, never scores."),),
        (t.say("Only you: “me”, “why” about your own messages, and this."),),
        (
            t.say(
                "Admins: records, and whose turn to be named is near. Nobody else, and nothing leaves here."
            ),
        ),
    )
    blocks: tuple[Block, ...] = (
        Paragraph((t.say("I count who helps whom, from what everybody here can read."), " ", named)),
        Heading(t.say("What I keep about you, and for how long")),
        Facts(rows),
        Heading(t.say("Who sees it")),
        Bullets(sees),
        _buttons(t),
        _typed(t, word),
    )
    return Card(
        t.say("Your privacy"), blocks, data={"days": _days(terms), "agreed_first": terms.agreed_first}
    )


def export_card(held: Mapping[str, Sequence[object]], t: Texts) -> Card:
    """How much is held, by kind; all of it is in the file."""
    rows = tuple(
        Row(t.say(LABELS.get(table, table)), (t.count("{n} row", "{n} rows", len(held[table])),))
        for table in sorted(held)
    )
    if not rows:
        return Card(t.say("I keep nothing about you"), (), Tone.GOOD, {})
    said = t.say("Everything that names you here. All of it is in the file, as JSON.")
    return Card(t.say("What I keep about you"), (Paragraph((said,)), Facts(rows)), data=dict(held))


def ask_card(t: Texts, word: str) -> Card:
    """What forgetting means, and the button that does it."""
    points = (
        (t.say("Your ids, name, choices, and what was noticed in your messages are erased, here and now."),),
        (t.say("A random number stands where you stood, so that nobody you helped loses anything."),),
        (t.say("What you write from now on is not counted, and imports do not bring you back."),),
        (t.say("All your linked accounts are forgotten together. It cannot be undone."),),
    )
    blocks = (
        Bullets(points),
        Buttons((Button(t.say("Forget me"), "forget me --yes", danger=True),)),
        Note(
            rich(
                t,
                later(
                    "To be named nowhere, but still be counted: {optout}. To see first what I keep: {export}."
                ),
                optout=Code(f"/{word} optout"),
                export=Code(f"/{word} export me"),
            )
        ),
    )
    return Card(t.say("Shall I forget you?"), blocks, Tone.CAUTION, {"forgotten": False})


def forgotten_card(t: Texts, word: str) -> Card:
    """Done, and what follows."""
    said = rich(
        t,
        later(
            "Nothing here names you any more; the latest digest is edited within a minute. {command} brings "
            "you back."
        ),
        command=Code(f"/{word} optin"),
    )
    backups = t.say("A backup that is put back forgets you again; until then, backups still hold you.")
    return Card(
        t.say("You are forgotten"),
        (Paragraph(said, Tone.GOOD), Note((backups,))),
        Tone.GOOD,
        {"forgotten": True},
    )


def _buttons(t: Texts) -> Buttons:
    return Buttons(
        (
            Button(t.say("Export"), "export me"),
            Button(t.say("Name me nowhere"), "optout"),
            Button(t.say("Forget me"), "forget me", danger=True),
        )
    )


def _typed(t: Texts, word: str) -> Note:
    words = [Code(f"/{word} {name}") for name in ("export me", "optout", "optin", "forget me")]
    return Note((t.say("Or typed:"), *(part for one in words for part in (" ", one))))


def _days(terms: Terms) -> dict[str, int]:
    return {"facts": terms.facts, "sketches": terms.sketches, "audit": terms.audit}
