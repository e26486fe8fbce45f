"""What an import brought in, what it set aside, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.imports import ImportSummary, Reason
from bot.domain.times import Week, moment
from bot.views.card import Block, Bullets, Card, Code, Facts, Heading, Note, Paragraph, Row, Text, Tone
from bot.views.imports import set_aside
from bot.views.texts import Texts


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A channel that looks like a help channel; `share` of what is said there asks for help."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Undone:
    """An option that could not be done, as it was `typed`; `near` is the name that was meant, perhaps."""

    typed: str
    why: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`files` by name; `problems` are options that could not be done (a name that nobody has).

    `command` starts this program again on the same data.
    """

    community: str
    files: tuple[tuple[str, ImportSummary], ...]
    zone: ZoneInfo
    command: str = "foster"
    problems: tuple[Undone, ...] = ()
    channels_chosen: bool = False
    staff_known: bool = False
    suggested: tuple[Suggestion, ...] = ()
    email_domains: tuple[str, ...] = ()


def imported_card(report: ImportReport, t: Texts) -> Card:
    """A summary for each file, then what to do next."""
    blocks: list[Block] = []
    for name, summary in report.files:
        blocks += _file(name, summary, report.zone, t)
    empty = not any(summary.messages for _, summary in report.files)
    if empty:
        blocks.append(Paragraph((_nothing(report, t),), Tone.CAUTION))
    if report.problems:
        text = t.say("These could not be done; check the names:")
        blocks += [
            Paragraph((text,), Tone.CAUTION),
            Bullets(tuple(_undone(each, t) for each in report.problems)),
        ]
    if not empty:
        blocks += [Heading(t.say("What to do next")), Bullets(tuple(_next_steps(report, t)))]
    title = t.say("Imported into {community}", community=report.community)
    tone = Tone.CAUTION if report.problems or empty else Tone.GOOD
    return Card(title, tuple(blocks), tone, _data(report))


def imported_cards(reports: Sequence[ImportReport], t: Texts) -> Card:
    """The same for exports of several communities, one after the other; there is at least one."""
    cards = [imported_card(report, t) for report in reports]
    if len(cards) == 1:
        return cards[0]
    blocks = [block for card in cards for block in (Heading(card.title), *card.blocks)]
    title = t.say("Imported into {community}", community=", ".join(report.community for report in reports))
    tone = Tone.CAUTION if any(card.tone is Tone.CAUTION for card in cards) else Tone.GOOD
    return Card(title, tuple(blocks), tone, {"communities": [_data(report) for report in reports]})


def _undone(problem: Undone, t: Texts) -> Text:
    why = (f": {problem.why}",) if problem.why else ()
    near = (" ", t.say("Did you mean “{near}”?", near=problem.near)) if problem.near else ()
    return (Code(problem.typed), *why, *near)


def _nothing(report: ImportReport, t: Texts) -> str:
    if any(aside.reason is Reason.TOO_OLD for _, summary in report.files for aside in summary.asides):
        return t.say(
            "No message is left: all are older than the day you asked for. Import the same again with an "
            "earlier --since, or without it."
        )
    return t.say("There is no message of a person in it.")


def _file(name: str, summary: ImportSummary, zone: ZoneInfo, t: Texts) -> list[Block]:
    rows = [
        Row(t.say("messages"), (f"{summary.messages:,}",)),
        Row(t.say("people"), (f"{summary.people:,}",)),
        Row(t.say("channels"), (f"{summary.channels:,}",)),
    ]
    if summary.first is not None and summary.last is not None:
        first, last = Week.of(summary.first, zone), Week.of(summary.last, zone)
        days = f"{moment(summary.first, zone):%Y-%m-%d} – {moment(summary.last, zone):%Y-%m-%d}"
        weeks = t.count("{n} week", "{n} weeks", last.minus(first) + 1)
        rows.append(Row(t.say("time"), (f"{days}, {weeks}",)))
    blocks: list[Block] = [Heading(name), Facts(tuple(rows))]
    if summary.asides:
        blocks.append(Note((t.say("Set aside:"),)))
        blocks.append(Bullets(tuple((set_aside(aside, t),) for aside in summary.asides), fold_after=10))
    return blocks


def _next_steps(report: ImportReport, t: Texts) -> Iterator[Text]:
    def command(words: str) -> Code:
        return Code(f"{report.command} {words} --community {report.community}")

    if not report.channels_chosen:
        names = ",".join(each.name for each in report.suggested) or "CHANNEL"
        said = t.say("Say where people ask for help, so that nothing else counts:")
        yield (
            f"{said}\n",
            command(f'ask "/foster settings set help-channels {names}"'),
            *_because(report, t),
        )
    if not report.staff_known:
        said = t.say("Say who works for you, so that the verdict can tell members from staff:")
        yield (f"{said}\n", command('ask "/foster staff add @NAME"'))
        if report.email_domains:
            domains = ", ".join(f"@{domain}" for domain in report.email_domains)
            said = t.say(
                "Many people here have an address at {domains}. Is one of these yours? "
                "Import the same again with it, and everybody there is staff:",
                domains=domains,
            )
            yield (f"{said}\n", Code(f"--staff @{report.email_domains[0]}"))
    yield (t.say("See last week's thank-you:") + "\n", command("digest"))
    yield (t.say("See whether an ambassador program makes sense:") + "\n", command("ready"))


def _because(report: ImportReport, t: Texts) -> Text:
    if not report.suggested:
        return ()
    said = ", ".join(
        t.say("{name} {share} %", name=each.name, share=round(100 * each.share)) for each in report.suggested
    )
    return ("\n", t.say("(how much of it asks for help: {said})", said=said))


def _data(report: ImportReport) -> dict[str, object]:
    return {
        "community": report.community,
        "files": [
            {
                "name": name,
                "messages": summary.messages,
                "people": summary.people,
                "bots": summary.bots,
                "channels": summary.channels,
                "reactions": summary.reactions,
                "set_aside": {aside.reason.value: aside.count for aside in summary.asides},
            }
            for name, summary in report.files
        ],
        "problems": [each.typed for each in report.problems],
        "did_you_mean": {each.typed: each.near for each in report.problems if each.near},
        "suggested_help_channels": [each.name for each in report.suggested],
        "suggested_staff_domains": [f"@{domain}" for domain in report.email_domains],
    }
