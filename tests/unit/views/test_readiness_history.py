"""Readiness over time as a card."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.domain.readiness.history import Trigger, record
from bot.domain.readiness.outcome import Criterion, Outcome, Verdict
from bot.domain.times import DAY, Micros, Week
from bot.views.card import Card, Chart, Facts
from bot.views.readiness_history import history_card, verdict_change_card
from bot.views.texts import texts
from tests.unit.readiness.samples import READY, judge
from tests.unit.views.test_readiness import words

T, UTC = texts("en"), ZoneInfo("UTC")
OLD = record(judge(replace(READY, team=1)), Week(2025, 19), Micros(20_000 * DAY), Trigger.WEEKLY)
NEW = replace(
    record(judge(READY), Week(2025, 20), Micros(20_007 * DAY), Trigger.ASKED), settings="0123456789ab"
)


def charts(card: Card) -> list[Chart]:
    return [block for block in card.blocks if isinstance(block, Chart)]


def test_newest_first_with_what_turned() -> None:
    card = history_card([NEW, OLD], T, UTC)
    rows = next(block for block in card.blocks if isinstance(block, Facts)).rows
    assert [words(row.value) for row in rows] == ["ready  – asked", "not yet "]
    assert words(rows[0].more) == "Is DevRel a team? Yes. The thresholds were changed"
    assert rows[1].more == ()


def test_charts_run_from_left_to_right() -> None:
    (yes,) = charts(history_card([NEW, OLD], T, UTC))
    assert yes.labels == ("2024-10-04", "2024-10-11")
    assert yes.series[0].values == (8.0, 9.0)
    assert yes.alt == "9 of 9 questions are answered with yes now."


def test_only_admins_see_shares_and_fingerprints() -> None:
    public, private = (history_card([NEW, OLD], T, UTC, admin=admin) for admin in (False, True))
    assert len(charts(public)) == 1
    assert [series.values for series in charts(private)[1].series] == [(75.9, 75.9), (84.6, 84.6)]
    assert "inputs" not in words(public.data)
    assert NEW.inputs in words(private.data)


def test_nothing_yet() -> None:
    card = history_card([], T, UTC)
    assert (card.data, len(card.blocks)) == ([], 1)


def test_the_note_says_from_what_to_what_and_why() -> None:
    turned = ((Criterion.T1, Outcome.NO),)
    said = words(verdict_change_card(Verdict.READY, Verdict.NOT_READY, turned, T))
    assert "changed from “ready” to “not yet”" in said
    assert "Is DevRel a team? Not yet" in said
    assert not any(
        isinstance(b, Facts) for b in verdict_change_card(Verdict.READY, Verdict.READY, (), T).blocks
    )
