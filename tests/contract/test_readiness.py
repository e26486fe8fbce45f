"""What readiness reads and keeps: columns, history, contested records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.credits import Attribution, QuestionState
from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.facts import Account
from bot.domain.readiness.columns import HelpColumns
from bot.domain.readiness.history import AssessmentRecord, Trigger
from bot.domain.readiness.outcome import Code, Criterion, Outcome, Verdict
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.stretches import Stretch
from bot.domain.times import Week
from bot.ports import Store
from tests.fakes.soup import ADA, BEN, CHAT, CYD, GUEST, GUILD, HELP, SOUP, SPACE, STEW, asked, at, helped

DAY = Stretch(HELP, at(0), at(99))
ADAS = Stretch(CHAT, at(0), at(99))
RECORD = AssessmentRecord(
    at=at(1),
    last=Week(2024, 9),
    weeks=12,
    inputs="f" * 64,
    settings="0123456789ab",
    trigger=Trigger.WEEKLY,
    verdict=Verdict.NOT_READY,
    outcomes={Criterion.S1: Outcome.YES, Criterion.F1: Outcome.NO},
    codes={Criterion.F1: Code.SMALL_BENCH},
    s1_seen=Outcome.UNKNOWN,
    numbers={"share": 0.25, "asked": 40.0},
)


def told(columns: HelpColumns) -> list[list[tuple[MemberRef, MemberRef, int, bool, bool]]]:
    """The answers of each question, questions in no particular order."""
    groups: dict[int, list[tuple[MemberRef, MemberRef, int, bool, bool]]] = {}
    for row, question in enumerate(columns.question.tolist()):
        groups.setdefault(question, []).append(
            (
                columns.accounts[columns.helper[row]],
                columns.accounts[columns.asker[row]],
                int(columns.at[row]),
                bool(columns.unprompted[row]),
                bool(columns.withdrawn[row]),
            )
        )
    return sorted(groups.values())


async def tallied(store: Store, channels: Sequence[ChannelRef] = ()) -> HelpColumns:
    async with store.reading(SOUP.id) as unit:
        return await unit.credits.tally(at(0), at(24), 500, channels)


async def test_columns_hold_each_questions_answers_by_time(store: Store) -> None:
    gone = replace(asked("q3", 3), state=QuestionState.WITHDRAWN)
    credits_ = (
        helped("q1", "a2", 5, CYD),
        replace(helped("q1", "a1", 2), unprompted=False),
        helped("q3", "a3", 4, GUEST),
        helped("q2", "a4", 4, confidence=499),
        helped("q2", "a5", 24),
        helped("q9", "a9", 25),
    )
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([Account(ADA, "Ada"), Account(BEN, "Ben")])
        questions = (asked("q1", 1), asked("q2", 2), gone, asked("q9", 24))
        await unit.credits.replace(DAY, Attribution(questions, credits_))
    found = await tallied(store)
    assert told(found) == [
        [(BEN, ADA, at(2), False, False), (CYD, ADA, at(5), True, False)],
        [(GUEST, ADA, at(4), True, True)],
    ]
    assert [found.accounts[place] for place in found.waiting] == [ADA]
    assert set(found.accounts) == {ADA, BEN, CYD, GUEST}
    assert found.unknown == 2


async def test_columns_of_some_channels(store: Store) -> None:
    gone = replace(asked("q", 1, channel=CHAT), state=QuestionState.WITHDRAWN)
    async with store.writing(SOUP.id) as unit:
        await unit.credits.replace(DAY, Attribution((asked("q", 1),), (helped("q", "a", 2),)))
        await unit.credits.replace(ADAS, Attribution((gone, asked("r", 1, channel=CHAT))))
    here, there, everywhere = [await tallied(store, some) for some in ([HELP], [CHAT], [])]
    assert [len(told(one)) for one in (here, there, everywhere)] == [1, 0, 1]
    assert [len(one.waiting) for one in (here, there, everywhere)] == [0, 1, 1]


@pytest.mark.parametrize("other", [ChannelRef(GUILD, HELP.id), ChannelRef(SPACE, f"{HELP.id}1")])
async def test_no_answer_counts_for_a_question_of_another_place(store: Store, other: ChannelRef) -> None:
    here, there = Stretch(HELP, at(0), at(99)), Stretch(other, at(0), at(99))
    async with store.writing(SOUP.id) as unit:
        await unit.credits.replace(here, Attribution((asked("1q", 1), asked("q", 2)), ()))
        given = helped("1q", "a", 3)
        given = replace(given, question=MessageRef(other, "q"), answer=MessageRef(other, "a"))
        await unit.credits.replace(there, Attribution((asked("q", 2, channel=other),), (given,)))
    found = await tallied(store)
    assert told(found) == [[(BEN, ADA, at(3), True, False)]]
    assert [found.accounts[place] for place in found.waiting] == [ADA, ADA]


async def test_columns_of_nothing(store: Store) -> None:
    found = await tallied(store)
    assert (told(found), list(found.waiting), list(found.accounts), found.unknown) == ([], [], [], 0)


async def test_assessments_are_kept_newest_first(store: Store) -> None:
    asked_for = replace(RECORD, trigger=Trigger.ASKED, at=at(2))
    later = replace(RECORD, at=at(3), numbers={}, codes={})
    async with store.writing(SOUP.id) as unit:
        for each in (RECORD, asked_for, later):
            await unit.assessments.add(each)
    async with store.reading(SOUP.id) as unit:
        assert await unit.assessments.latest(9) == [later, asked_for, RECORD]
        assert await unit.assessments.latest(1) == [later]
        assert await unit.assessments.latest(9, Trigger.WEEKLY) == [later, RECORD]


async def test_histories_of_communities_do_not_mix(store: Store) -> None:
    await store.create(STEW)
    async with store.writing(SOUP.id) as unit:
        await unit.assessments.add(RECORD)
    async with store.reading(STEW.id) as unit:
        assert await unit.assessments.latest(9) == []


async def test_a_contested_record_can_count_again(store: Store) -> None:
    talk = Evidence(EvidenceKind.TALK, date(2024, 2, 29), at(1), ADA, BEN, "Broth")
    async with store.writing(SOUP.id) as unit:
        await unit.evidence.add(talk)
        await unit.evidence.dispute(1)
        await unit.evidence.settle(1)
        assert await unit.evidence.all() == [replace(talk, id=1)]


async def test_what_is_not_there_cannot_be_settled(store: Store) -> None:
    with pytest.raises(UserFacingError, match="number"):
        async with store.writing(SOUP.id) as unit:
            await unit.evidence.settle(1)
