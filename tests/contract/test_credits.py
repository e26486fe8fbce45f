from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.credits import Attribution, QuestionState
from bot.domain.recognition.past import PastHelps
from bot.domain.refs import MessageRef
from bot.domain.stretches import Stretch
from bot.ports import Store
from tests.fakes.soup import ADA, BEN, CHAT, CYD, GUEST, HELP, SOUP, asked, at, helped

DAY_ONE = Stretch(HELP, at(0), at(24))


async def test_questions_and_credits_come_back_in_order_of_time(store: Store) -> None:
    questions = (asked("q2", 3), asked("q1", 1))
    credits_ = (helped("q2", "a2", 4), helped("q1", "a1", 2))
    async with store.writing(SOUP.id) as unit:
        await unit.credits.replace(DAY_ONE, Attribution(questions, credits_))
    async with store.reading(SOUP.id) as unit:
        assert await unit.credits.questions(at(0), at(24)) == list(questions[::-1])
        assert await unit.credits.credits(at(0), at(24)) == list(credits_[::-1])


async def test_whoever_works_beside_sees_that_something_was_put_there_or_somebody_erased(
    store: Store,
) -> None:
    async with store.reading(SOUP.id) as unit:
        seen = [await unit.credits.version()]
    for _ in range(2):
        async with store.writing(SOUP.id) as unit:
            await unit.credits.replace(DAY_ONE, Attribution((asked("q", 1),)))
            seen.append(await unit.credits.version())
    async with store.writing(SOUP.id) as unit:
        await unit.privacy.forget([ADA], at(1))
    async with store.reading(SOUP.id) as unit:
        seen += [await unit.credits.version(), await unit.credits.version()]
    assert len(set(seen)) == 4


async def test_windows_are_half_open(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.credits.replace(DAY_ONE, Attribution((asked("q", 1),), (helped("q", "a", 2),)))
        assert len(await unit.credits.questions(at(1), at(2))) == 1
        assert await unit.credits.questions(at(0), at(1)) == []
        assert len(await unit.credits.credits(at(2), at(3))) == 1
        assert await unit.credits.credits(at(0), at(2)) == []


async def test_only_the_channels_asked_for(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.credits.replace(DAY_ONE, Attribution((asked("q", 1),), (helped("q", "a", 2),)))
        other = Stretch(CHAT, at(0), at(24))
        await unit.credits.replace(other, Attribution((asked("q", 1, channel=CHAT),)))
        found = [await unit.credits.questions(at(0), at(9), [c]) for c in (HELP, CHAT)]
        assert [q.ref.channel for part in found for q in part] == [HELP, CHAT]
        assert await unit.credits.credits(at(0), at(9), [CHAT]) == []
        assert len(await unit.credits.questions(at(0), at(9), [CHAT, HELP])) == 2


async def test_replacing_takes_what_was_anchored_there_and_nothing_else(store: Store) -> None:
    inside = Attribution((asked("q1", 30, anchor=1),), (helped("q1", "a1", 31),))
    outside = Attribution((asked("q2", 26),), (helped("q2", "a2", 27),))
    elsewhere = Attribution((asked("q3", 1, channel=CHAT),))
    async with store.writing(SOUP.id) as unit:
        await unit.credits.replace(DAY_ONE, inside)
        await unit.credits.replace(Stretch(HELP, at(24), at(48)), outside)
        await unit.credits.replace(Stretch(CHAT, at(0), at(48)), elsewhere)
        await unit.credits.replace(DAY_ONE, Attribution())
        assert [q.ref.id for q in await unit.credits.questions(at(0), at(99))] == ["q3", "q2"]
        assert [c.question.id for c in await unit.credits.credits(at(0), at(99))] == ["q2"]


async def test_a_question_may_move_to_another_anchor(store: Store) -> None:
    early = Attribution((asked("q", 30, anchor=1),), (helped("q", "a", 31, CYD), helped("q", "b", 32)))
    late = Attribution((asked("q", 30),), (helped("q", "b", 32, confidence=1),))
    async with store.writing(SOUP.id) as unit:
        await unit.credits.replace(DAY_ONE, early)
        await unit.credits.replace(Stretch(HELP, at(24), at(48)), late)
        await unit.credits.replace(DAY_ONE, Attribution())
        assert await unit.credits.questions(at(0), at(99)) == list(late.questions)
        assert await unit.credits.credits(at(0), at(99)) == list(late.credits)


async def test_first_answers_count_from_the_floor(store: Store) -> None:
    questions = tuple(asked(f"q{n}", n) for n in range(4))
    credits_ = (
        helped("q0", "a0", 2, confidence=499),
        helped("q1", "a1", 3, confidence=500),
        helped("q2", "a2", 4, confidence=900),
        helped("q3", "a3", 5, GUEST),
        helped("q3", "a4", 5, CYD),
    )
    async with store.writing(SOUP.id) as unit:
        await unit.credits.replace(DAY_ONE, Attribution(questions, credits_))
        found = await unit.credits.first_answers([BEN, GUEST], 500)
    assert found == {BEN: at(3), GUEST: at(5)}


async def test_help_comes_as_columns_by_time_too(store: Store) -> None:
    credits_ = (
        helped("q2", "a2", 4),
        helped("q1", "a1", 2, GUEST),
        replace(helped("q1", "a3", 3), thanked_by=(), weight=700, messages=1),
    )
    unsure = helped("q3", "a4", 5, CYD, confidence=499)
    async with store.writing(SOUP.id) as unit:
        await unit.credits.replace(DAY_ONE, Attribution(credits=(*credits_, unsure)))
    async with store.reading(SOUP.id) as unit:
        found = await unit.credits.helps(at(0), at(24), 500)
        assert len(set(found.people)) == len(found.people) == 3
        assert [found.people[n] for n in found.helper] == [GUEST, BEN, BEN]
        assert [found.people[n] for n in found.asker] == [ADA] * 3
        assert (list(found.at), list(found.weight)) == ([at(2), at(3), at(4)], [900, 700, 900])
        assert (list(found.messages), list(found.thanked_by)) == ([2, 1, 2], [(CYD,), (), (CYD,)])
        assert len((await unit.credits.helps(at(0), at(24), 499)).at) == 4
        assert list((await unit.credits.helps(at(2), at(3), 500, [HELP])).at) == [at(2)]
        assert await unit.credits.helps(at(0), at(24), 500, [CHAT]) == PastHelps([], [], [], [], [], [], [])


async def test_when_questions_were_answered_first(store: Store) -> None:
    credits_ = (helped("q1", "a1", 2, GUEST, confidence=1), helped("q1", "a2", 3), helped("q2", "a3", 4))
    q1, q2, q3 = (MessageRef(HELP, id_) for id_ in ("q1", "q2", "q3"))
    async with store.writing(SOUP.id) as unit:
        await unit.credits.replace(DAY_ONE, Attribution(credits=credits_))
    async with store.reading(SOUP.id) as unit:
        assert await unit.credits.answered([q1, q2, q3], at(0)) == {q1: at(2), q2: at(4)}
        assert await unit.credits.answered([q1, MessageRef(CHAT, "q2")], at(2.5)) == {q1: at(3)}
        assert await unit.credits.answered([], at(0)) == {}


async def test_one_question_with_all_its_credits(store: Store) -> None:
    other = helped("q2", "a3", 2)
    credits_ = (helped("q1", "a2", 4, CYD), helped("q1", "a1", 3), other)
    async with store.writing(SOUP.id) as unit:
        await unit.credits.replace(DAY_ONE, Attribution((asked("q1", 1), asked("q2", 1)), credits_))
        assert await unit.credits.of(MessageRef(HELP, "q1")) == (asked("q1", 1), [credits_[1], credits_[0]])
        assert await unit.credits.of(MessageRef(CHAT, "q1")) == (None, [])


async def test_who_waits_longest_comes_first_and_the_rest_are_counted(store: Store) -> None:
    told = replace(asked("q4", 1), state=QuestionState.ANSWERED)
    here = (asked("q3", 3), asked("q1", 1), asked("q2", 2), told)
    async with store.writing(SOUP.id) as unit:
        await unit.credits.replace(DAY_ONE, Attribution(here))
        elsewhere = Stretch(CHAT, at(0), at(24))
        await unit.credits.replace(elsewhere, Attribution((asked("q9", 0.5, channel=CHAT),)))
        found, count = await unit.credits.waiting(at(0), at(24), [HELP], 2)
        assert ([q.ref.id for q in found], count) == (["q1", "q2"], 3)
        found, count = await unit.credits.waiting(at(1), at(3), [HELP, CHAT], 9)
        assert ([q.ref.id for q in found], count) == (["q1", "q2"], 2)
        found, count = await unit.credits.waiting(at(0), at(24), [], 1)
        assert ([q.ref.id for q in found], count) == (["q9"], 4)


async def test_an_answer_in_another_channel_is_refused(store: Store) -> None:
    odd = replace(helped("q", "a", 2), answer=MessageRef(CHAT, "a"))
    with pytest.raises(ValueError, match="channel"):
        async with store.writing(SOUP.id) as unit:
            await unit.credits.replace(DAY_ONE, Attribution((asked("q", 1),), (odd,)))
