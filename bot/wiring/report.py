"""`foster report`: the page to pass on."""

from __future__ import annotations

from pathlib import Path

from adapters.html.render import page
from bot.domain.readiness.sources import window
from bot.domain.times import Micros
from bot.ports import Unit
from bot.usecases.report import report
from bot.views.card import Card, Code, Paragraph, Tone
from bot.views.readiness_view import ReadyView
from bot.views.report import Parts, report_card
from bot.views.texts import texts


async def report_page(unit: Unit, now: Micros) -> str:
    """The report of a community as HTML."""
    made = await report(unit, now)
    found, preferences = made.found, made.found.who.preferences
    weeks = window(found.sources.last, found.sources.first, found.policy)
    view = ReadyView(
        today=found.sources.today,
        weeks=(weeks[0], weeks[-1]) if weeks else None,
        word=preferences.text("word"),
        all_channels=not found.who.channels_chosen,
    )
    t = texts(preferences.language)
    parts = Parts(made.weeks, made.checks, made.named, preferences.zone)
    return page(report_card(found.assessment, parts, t, view), t)


def written_card(path: Path) -> Card:
    """Where the report is now."""
    t = texts("en")
    said = t.say("One page without names, to open in a browser, print or pass on:")
    return Card(
        t.say("The report is written"),
        (Paragraph((said, " ", Code(str(path)))),),
        Tone.GOOD,
        {"path": str(path)},
    )
