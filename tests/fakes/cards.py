"""A gallery of cards: every block, and what hostile people might write. Each renderer shows them all."""

from __future__ import annotations

from bot.domain.refs import ChannelRef, MemberRef, Platform, SpaceRef
from bot.views.card import (
    Bullets,
    Button,
    Buttons,
    Card,
    ChannelLink,
    Chart,
    Code,
    Facts,
    Heading,
    Link,
    Mention,
    Note,
    Paragraph,
    Row,
    Series,
    Strong,
    Text,
    Tone,
)

SPACE = SpaceRef(Platform.SLACK, "T1")

HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x9b2J\x9d0;t\x9c",
    "a\rb\nc\td\x00e\x7ff\x08g",
    "\u202egnp.exe",
    "\u2066isolate\u2069\u200f\u061c",
    "ze\u200bro\ufeffwidth\u2060\u00ad",
    "Z" + "\u0301\u0302\u0303" * 40 + "algo",
    "\ud800lone",
    "line\u2028para\u2029end\u0085",
    "[bold]markup[/bold] [link=https://evil.example]x[/link] [/] [",
    ":smile: <@U1> <!channel> @everyone @here <#C1> <https://evil.example|safe>",
    "**bold** `code` ~~strike~~ ||spoiler|| [mask](https://evil.example) > quote # head",
    "=HYPERLINK(1)",
    "$(reboot) `reboot` '; reboot; '",
    "wide 日本語 👩‍👩‍👧 ﷽",
    "\U000e0041\U000e0042tags\U0010ffff",
    "x" * 500,
    "{braces} {0} %s %(x)s",
    "",
)


def every_block(text: str) -> Card:
    """One card with every block and span there is, each holding `text`."""
    spans: Text = (
        text,
        Strong(text),
        Code(text),
        Mention(MemberRef(SPACE, "U1"), text),
        ChannelLink(ChannelRef(SPACE, "C1"), text),
        Link(text, "https://example.org/" + text),
        Link(text, ""),
    )
    return Card(
        text,
        (
            Heading(text),
            *(Paragraph(spans, tone) for tone in Tone),
            Bullets((spans, (text,)), fold_after=1),
            Facts(tuple(Row(text, spans, tone, spans) for tone in Tone)),
            Facts((Row(text, (text,)),)),
            Chart(text, (text, text), (Series(text, (1.0, 2.5)),), text),
            Chart(text, (text,) * 12, (Series(text, (0.0,) * 12), Series(text, (3.0,) * 12)), text),
            Note(spans),
            Buttons((Button(text, text), Button(text, text, danger=True))),
        ),
        Tone.GOOD,
        {"text": text},
    )


def filled(text: str) -> Card:
    """A card with the text wherever people's own words stand."""
    spans: Text = (
        text,
        Strong(text),
        Mention(MemberRef(SPACE, "U1"), text),
        ChannelLink(ChannelRef(SPACE, "C!"), text),
        Link(text, "https://example.org/"),
        Link("talk", text),
    )
    return Card(
        text,
        (
            Heading(text),
            Paragraph(spans, Tone.GOOD),
            Bullets((spans,), fold_after=1),
            Facts((Row(text, spans, Tone.BAD, (text,)),)),
            Note(spans),
            Buttons((Button(text, "me"),)),
        ),
    )


ODD = (
    Card("", ()),
    Card("Empty blocks", (Bullets(()), Facts(()), Buttons(()), Paragraph(()), Note(()))),
    Card("Empty chart", (Chart("", (), (), ""), Chart("", ("a",), (Series("s", ()),), ""))),
    Card("Odd numbers", (Chart("c", ("a", "b"), (Series("s", (float("nan"), -1.0)),), "alt"),)),
    Card("Huge", (Chart("c", ("a",) * 900, (Series("s", (float("inf"), 1e300) * 450),), "alt"),)),
    Card("Long", (Facts(tuple(Row(str(n), ("word " * 100,)) for n in range(300))),)),
)

GALLERY: tuple[Card, ...] = (every_block("Words"), *map(every_block, HOSTILE), *ODD)
