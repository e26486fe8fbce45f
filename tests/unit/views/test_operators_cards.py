"""The cards of imports, databases, the demo, previews, records and consent are translated as a whole."""

from __future__ import annotations

from datetime import date
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.domain.community import Community
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.imports import Aside, ImportSummary, Reason
from bot.domain.notices import Notice, NoticeKind
from bot.domain.recognition.digest import Person, Telling
from bot.domain.recognition.merit import Merit
from bot.domain.refs import CommunityId, MemberRef, Platform, SpaceRef
from bot.domain.times import Micros, Week
from bot.views import consent, database, demo, imported, linked, me, notices, preview, recorded
from bot.views.card import Card, Paragraph
from tests.fakes.pseudo import PSEUDO as T
from tests.fakes.pseudo import untranslated

SPACE = SpaceRef(Platform.SLACK, "1")
ANN = MemberRef(SPACE, "1")
WEEK = Week(2025, 3)
ASIDES = tuple(Aside(reason, 2, ("1",)) for reason in Reason)
FILE = ImportSummary(3, 2, 1, 1, 2, Micros(0), Micros(10**15), ASIDES)
UNDONE = (imported.Undone("5", "6", "7"),)
REPORT = imported.ImportReport("1", (("2", FILE), ("3", ImportSummary())), ZoneInfo("UTC"), "4", UNDONE)
EMPTY = imported.ImportReport("1", (), ZoneInfo("UTC"), email_domains=("1.2",), channels_chosen=True)
OLD = imported.ImportReport("1", (("2", ImportSummary(asides=ASIDES)),), ZoneInfo("UTC"))
COMMUNITY = database.CommunityReport("1", {"1": 2, "2": 1}, "3")
RECORD = Evidence(EvidenceKind.TALK_OFFER, date(2025, 3, 1), Micros(0), None, ANN, "1", "https://1.example")

CARDS: dict[str, Card] = {
    "imported": imported.imported_card(REPORT, T),
    "imported nothing": imported.imported_card(EMPTY, T),
    "imported nothing so late": imported.imported_card(OLD, T),
    "communities": database.communities_card([Community(CommunityId("1"), "2", b"")], T),
    "no communities": database.communities_card([], T),
    "upgraded": database.upgraded_card("1", "2", T),
    "set up": database.upgraded_card(None, "2", T),
    "up to date": database.upgraded_card("2", "2", T),
    "sound": database.checked_card(database.DatabaseReport("1", "2", (), (COMMUNITY,)), T),
    "unsound": database.checked_card(database.DatabaseReport("1", "2", ("3",), ()), T),
    "demo": demo.next_steps_card("1", "2", "3", WEEK, T),
    "preview": preview.preview_card(Card("1", (Paragraph(("2",)),)), T),
    "recorded": recorded.recorded_card(RECORD, T, {ANN: "1"}, "1"),
    "declined": recorded.declined_card(1, T),
    **{f"disputed {on}": recorded.changed_card(1, T, disputed=on) for on in (True, False)},
    **{f"settled {on}": recorded.settled_card(1, T, kept=on) for on in (True, False)},
    **{f"opted out {on}": consent.consent_card(T, "1", opted_out=on) for on in (True, False)},
    "unlinked": linked.unlinked_card(Person(ANN, "1"), T),
    "offers": notices.notice_card(Notice(NoticeKind.OFFERS, "1", {"number": "2"}), T, "1"),
    **{
        f"me {how} {units} {why}": me.me_card(
            me.MyWeek(WEEK, Merit(1), None, 0, why, how, carried=units, corrected=units), T, "1"
        )
        for how, units, why in product(Telling, (1, -1), (None, *me.Unlisted))
    },
}


@pytest.mark.parametrize("name", CARDS)
def test_nothing_is_left_out_of_translation(name: str) -> None:
    assert untranslated(CARDS[name]) == []
