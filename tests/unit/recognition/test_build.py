from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.domain.credits import QuestionState
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.recognition.build import build_digest
from bot.domain.recognition.digest import Comparison, Deed, FirstAnswer, Person, Recognition, Told, Trait
from bot.domain.recognition.ledger import Policy
from bot.domain.recognition.weekly import Roster
from bot.domain.refs import MemberRef, MessageRef, PersonId
from bot.domain.times import DAY, HOUR, MINUTE, Micros
from tests.unit.recognition.samples import (
    CHANNEL,
    WEEK,
    Sample,
    credit,
    hour,
    member,
    message,
    question,
)


def names(people: Iterable[Person | FirstAnswer | Recognition]) -> list[str]:
    return [(one if isinstance(one, Person) else one.person).member.id for one in people]


def deed_of(one: Recognition) -> Deed:
    assert one.deed is not None
    return one.deed


def test_everybody_who_helped_is_somewhere_exactly_once() -> None:
    helpers = [f"h{i}" for i in range(30)]
    facts = Sample([credit(helper, f"a{i}") for i, helper in enumerate(helpers)]).facts()
    data = build_digest(replace(facts, first_answers={member("h3"): hour(WEEK, 1)}))
    assert len(data.recognitions) == 7
    assert data.firsts is not None
    told = names(data.recognitions) + names(data.firsts) + names(data.others)
    assert sorted(told) == sorted(helpers)
    assert data.now.helping == data.now.asking == 30


def test_credits_under_the_floor_or_outside_the_week_do_not_count() -> None:
    early = credit("late", "a", week=WEEK.shift(1))
    data = build_digest(Sample([credit("ann", "a"), credit("bob", "b", confidence=499), early]).facts())
    assert names(data.recognitions) == ["ann"]
    assert data.others == ()


def test_nobody_who_opted_out_and_no_staff_is_named_anywhere() -> None:
    credits_ = [
        credit("out", "new", thanked_by=("new", "out2")),
        credit("team", "out2", thanked_by=("out2",)),
        credit("ann", "b"),
    ]
    hidden = frozenset({member("out"), member("out2"), member("team")})
    first = build_digest(Sample([credit("out", "x")]).facts()).recognitions[0]
    facts = replace(
        Sample(credits_, unnamed=hidden).facts(),
        staff=frozenset({member("team")}),
        first_messages={member("new"): message(f"q-new-{WEEK}")},
        first_answers={member("out"): hour(WEEK, 1)},
        waiting=[(first.person.member, deed_of(first).message)],
        questions=[question("out2")],
    )
    data = build_digest(facts)
    assert names(data.recognitions) == ["ann"]
    assert (data.firsts, data.others, data.welcomers, data.open_questions) == ((), (), (), ())
    assert names(data.reported_back) == ["new"]
    assert data.staff_helped == 1
    assert data.now.helping == 3


def test_who_opted_out_after_the_choice_is_left_out() -> None:
    facts = Sample([credit("ann", "a"), credit("bob", "b")], Policy(2)).facts()
    data = build_digest(replace(facts, roster=Roster(unnamed=frozenset({member("ann")}))))
    assert names(data.recognitions) == ["bob"]


def test_first_answers_are_left_out_before_four_observed_weeks_and_nobody_waiting_is_lost() -> None:
    facts = Sample([credit("ann", "a")]).facts()
    waiting = [(one.person.member, deed_of(one).message) for one in build_digest(facts).recognitions]
    new = replace(facts, observed_weeks=3, waiting=waiting, first_answers={member("ann"): hour(WEEK, 1)})
    data = build_digest(new)
    assert data.firsts is None
    assert data.queued == tuple(waiting)
    assert Told(Trait.FIRST) not in data.recognitions[0].traits


def test_more_first_answers_than_room_wait_in_order_and_come_next_week() -> None:
    credits_ = [credit(f"h{i}", f"a{i}", at=i) for i in range(8)]
    facts = Sample(credits_, Policy(1)).facts()
    data = build_digest(replace(facts, first_answers={c.helper: c.answered_at for c in credits_}))
    assert data.firsts is not None
    assert len(data.firsts) == 3
    assert len(data.queued) == 4
    later = build_digest(replace(facts, credits=(), waiting=data.queued))
    assert [(one.person.member, one.deed.message) for one in later.firsts or ()] == list(data.queued[:3])
    assert later.queued == data.queued[3:]


def test_a_recognised_first_answer_is_told_in_that_sentence() -> None:
    facts = Sample([credit("ann", "a")]).facts()
    data = build_digest(replace(facts, first_answers={member("ann"): hour(WEEK, 1)}))
    assert data.firsts == ()
    assert data.recognitions[0].traits[0] == Told(Trait.FIRST)


def test_an_answer_by_another_account_of_the_same_person_is_not_the_first() -> None:
    persons: Mapping[MemberRef, PersonId] = dict.fromkeys((member("ann"), member("ann2")), PersonId("p"))
    facts = replace(
        Sample([credit("ann", "a")]).facts(),
        roster=Roster(persons),
        first_answers={member("ann"): hour(WEEK, 1), member("ann2"): hour(WEEK.shift(-9), 1)},
    )
    assert build_digest(facts).firsts == ()


def traits_of(**kwargs: object) -> tuple[Told, ...]:
    one = credit("ann", "a", **kwargs)  # type: ignore[arg-type] # the test's own keywords
    return build_digest(Sample([one]).facts()).recognitions[0].traits


def test_a_deed_is_told_by_what_was_special_about_it() -> None:
    answered = Told(Trait.ANSWERED)
    assert traits_of() == (answered,)
    assert traits_of(waited=5 * HOUR) == (Told(Trait.WAITED, 5), answered)
    assert traits_of(waited=4 * MINUTE) == (Told(Trait.SOON, 4), answered)
    assert traits_of(messages=8) == (Told(Trait.PATIENT, 8), answered)
    assert traits_of(thanked_by=("a", "b")) == (Told(Trait.THANKED, 2), answered)


def test_several_people_helped_are_told_with_the_best_deed() -> None:
    credits_ = [credit("ann", "a"), credit("ann", "b", thanked_by=("b",)), credit("ann", "c")]
    one = build_digest(Sample([*credits_, *(credit("x", c) for c in "abc")], Policy(4)).facts())
    ann = next(found for found in one.recognitions if found.person.member.id == "ann")
    assert deed_of(ann).message == message(f"a-ann-b-{WEEK}")
    assert ann.traits[:2] == (Told(Trait.PEOPLE, 3), Told(Trait.THANKED, 1))


def test_only_the_first_answer_ended_a_long_wait() -> None:
    credits_ = [credit("ann", "a", at=20, waited=10 * HOUR), credit("bob", "a", at=30, waited=20 * HOUR)]
    data = build_digest(Sample(credits_, Policy(2)).facts())
    told = {one.person.member.id: one.traits[0].trait for one in data.recognitions}
    assert told == {"ann": Trait.WAITED, "bob": Trait.ANSWERED}


def test_welcomes_are_answers_to_somebodys_first_message_within_a_day() -> None:
    credits_ = [credit("ann", "new"), credit("bob", "newer", waited=25 * HOUR), credit("cat", "old")]
    new: Mapping[MemberRef, MessageRef] = {
        member(who): message(f"q-{who}-{WEEK}") for who in ("new", "newer")
    }
    unnamed = build_digest(replace(Sample(credits_, Policy(0)).facts(), first_messages=new))
    assert names(unnamed.welcomers) == ["ann"]
    assert sorted(names(unnamed.others)) == ["bob", "cat"]
    data = build_digest(replace(Sample(credits_, Policy(3)).facts(), first_messages=new))
    assert data.welcomers == ()
    told = {one.person.member.id for one in data.recognitions if Told(Trait.NEWCOMER) in one.traits}
    assert told == {"ann", "bob"}


def evidence(kind: EvidenceKind, day: int, who: str = "ann") -> Evidence:
    return Evidence(kind, date(2018, 2, day), Micros(0), member=member(who), title="t")


def test_talks_and_uplifts_of_the_week_are_told_unless_taken_back() -> None:
    records = [
        evidence(EvidenceKind.TALK, 5),
        evidence(EvidenceKind.UPLIFT, 11),
        evidence(EvidenceKind.TALK, 4),
        evidence(EvidenceKind.TALK, 12),
        replace(evidence(EvidenceKind.TALK, 6), withdrawn=True),
        replace(evidence(EvidenceKind.TALK, 6), disputed=True),
        evidence(EvidenceKind.SUPPORT, 6),
        evidence(EvidenceKind.TALK, 6, who="out"),
    ]
    facts = Sample([credit("ann", "a")], unnamed=frozenset({member("out")})).facts()
    data = build_digest(replace(facts, evidence=records))
    assert [(one.traits, one.work and one.work.talk) for one in data.recognitions] == [
        ((Told(Trait.TALK),), True)
    ]
    assert [one.talk for one in data.work] == [False]
    unnamed = build_digest(replace(facts, evidence=records, picks=replace(facts.picks, named=())))
    assert [one.talk for one in unnamed.work] == [True, False]
    assert unnamed.others == ()


def test_three_unanswered_questions_the_latest_of_each_asker_hours_apart() -> None:
    asked = [question("a", 1), question("a", 2), question("b", 13), question("c", 14), question("d", 25)]
    answered = question("e", 66, QuestionState.ANSWERED)
    asked += [question("f", 35), question("g", 36)]
    facts = replace(Sample([credit("ann", "a")]).facts(), questions=[*asked, answered])
    found = [one.message.id for one in build_digest(facts).open_questions]
    assert found == ["open-c-14", "open-d-25", "open-g-36"]


def test_nobody_is_called_new_before_four_weeks_were_seen() -> None:
    new = {member("new"): message(f"q-new-{WEEK}")}
    facts = replace(Sample([credit("ann", "new")]).facts(), first_messages=new, observed_weeks=3)
    data = build_digest(facts)
    assert data.welcomers == ()
    assert Told(Trait.NEWCOMER) not in data.recognitions[0].traits


def test_numbers_go_back_as_far_as_was_observed_and_compare_only_to_encourage() -> None:
    weeks = [credit(f"h{i}", f"a{i}-{back}", week=WEEK.shift(-back)) for back in range(15) for i in range(2)]
    facts = Sample([*weeks, credit("h", "more")]).facts()
    data = build_digest(facts)
    assert [one.asking for one in data.numbers] == [2] * 11 + [3]
    assert data.numbers[-1].week == WEEK
    assert data.comparison is Comparison.BEST
    short = build_digest(replace(facts, observed_weeks=1))
    assert [one.asking for one in short.numbers] == [2, 3]
    assert short.comparison is Comparison.UP
    assert build_digest(Sample(weeks).facts()).comparison is Comparison.NONE
    assert build_digest(replace(facts, observed_weeks=0)).comparison is Comparison.NONE


def test_an_empty_week_is_quiet_and_complete() -> None:
    data = build_digest(Sample([]).facts())
    assert data.quiet
    assert (data.recognitions, data.others, data.firsts) == ((), (), ())


def test_links_and_names_come_from_the_facts() -> None:
    facts = Sample([credit("ann", "a")]).facts()
    facts = replace(facts, names={member("ann"): "Ann"}, url=lambda ref: f"https://chat.example/{ref.id}")
    one = build_digest(facts).recognitions[0]
    assert one.person.name == "Ann"
    assert deed_of(one).url == f"https://chat.example/a-ann-a-{WEEK}"
    assert (deed_of(one).channel, deed_of(one).channel_name) == (CHANNEL, "help")


def test_answers_in_the_last_hour_of_the_week_belong_to_it() -> None:
    late = credit("ann", "a", at=7 * 24 - 1)
    assert late.answered_at + HOUR == hour(WEEK, 0) + 7 * DAY
    assert names(build_digest(Sample([late]).facts()).recognitions) == ["ann"]
