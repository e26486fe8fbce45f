from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.credits import Credit, Question, QuestionState
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.readiness.facts import PlanFacts, Stage, Talk
from bot.domain.readiness.gather import PossibleAmbassadors, possible_ambassadors, readiness_facts
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.sources import Sources, bounds, window
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.times import HOUR, MINUTE, Micros, Week
from tests.fakes.help_columns import columns_of

SPACE = SpaceRef(Platform.FILE, "town")
HELP = ChannelRef(SPACE, "help")
ZONE = ZoneInfo("Europe/Berlin")
LAST = Week(2025, 20)
FIRST = LAST.shift(-11)
TODAY = date(2025, 5, 21)
POLICY = ReadinessPolicy()


def member(name: str) -> MemberRef:
    return MemberRef(SPACE, name)


def at(week: Week, hour: int) -> Micros:
    return Micros(week.bounds(ZONE)[0] + hour * HOUR)


def question(
    name: str, week: Week, hour: int = 1, asker: str = "asker", state: QuestionState = QuestionState.ANSWERED
) -> Question:
    return Question(MessageRef(HELP, name), member(asker), at(week, hour), state, at(week, hour))


def credit(
    about: Question, helper: str, minutes: int = 5, confidence: int = 800, unasked: bool = True
) -> Credit:
    when = Micros(about.at + minutes * MINUTE)
    answer = MessageRef(HELP, f"{about.ref.id}-{helper}-{minutes}")
    return Credit(
        about.ref,
        about.asker,
        about.at,
        member(helper),
        answer,
        when,
        1000,
        confidence,
        (),
        unprompted=unasked,
    )


def record(kind: EvidenceKind, about: str | None = None, days: int = 1, **details: str) -> Evidence:
    who = member(about) if about else None
    return Evidence(kind, TODAY - timedelta(days=days), Micros(1), member("admin"), who, details=details)


def sources(questions: Sequence[Question] = (), credits: Sequence[Credit] = (), **parts: object) -> Sources:  # noqa: A002 - as stored
    """What a use case would load: questions of the window, and the answers to them."""
    made = replace(Sources(TODAY, LAST, ZONE, FIRST), **parts)  # type: ignore[arg-type] # by name, for brevity
    start, end = bounds(made.last, made.first, ZONE, POLICY)
    inside = [question for question in questions if start <= question.at < end]
    return replace(made, helped=columns_of(inside, credits, floor=500, end=end))


def test_the_first_helpful_answer_counts() -> None:
    one, two, three = (question(name, LAST) for name in ("one", "two", "three"))
    four = question("four", LAST, state=QuestionState.OPEN)
    facts = readiness_facts(
        sources(
            questions=[one, two, three, four, question("five", LAST, state=QuestionState.WITHDRAWN)],
            credits=[
                credit(one, "second", 9),
                credit(one, "first", 3),
                credit(two, "crew", 1),
                credit(two, "first", 2),
                credit(three, "first", 1, confidence=499),
                credit(three, "bot", 1),
                credit(three, "asker", 1),
                credit(four, "late", 60 * 24 * 30),
                credit(question("never seen", LAST), "first"),
            ],
            evidence=[record(EvidenceKind.STAFF, "crew")],
            bots=frozenset({member("bot")}),
        ),
        POLICY,
    )
    assert (facts.asked, facts.answered, facts.answers, facts.staff_answers) == (4, 2, (1,), 1)
    assert facts.staff_known
    helpers = {person.who: person.answers for person in facts.people}
    assert helpers == {str(member("first")): 2, str(member("second")): 1}


def test_weeks_and_halves() -> None:
    asked = [question(f"{n}", FIRST.shift(n)) for n in (0, 0, 4, 11)]
    facts = readiness_facts(
        sources(
            questions=asked,
            credits=[credit(q, who) for q, who in zip(asked, ("a", "b", "a", "a"), strict=True)],
            live_since=LAST.shift(-2),
        ),
        POLICY,
    )
    assert (facts.weeks, facts.live_weeks, facts.member_weeks, facts.halves) == (12, 3, 3, (2, 1))


def test_an_odd_middle_week_is_left_out_and_one_week_has_no_halves() -> None:
    three = readiness_facts(sources(first=LAST.shift(-2)), POLICY)
    assert (three.weeks, three.halves) == (3, (0, 0))
    assert readiness_facts(sources(first=LAST), POLICY).halves is None


def test_the_window_has_only_complete_observed_weeks() -> None:
    assert window(LAST, None, POLICY) == []
    assert window(LAST, LAST.shift(1), POLICY) == []
    assert len(window(LAST, LAST.shift(-90), POLICY)) == 12
    assert bounds(LAST, FIRST, ZONE, POLICY) == (FIRST.bounds(ZONE)[0], LAST.bounds(ZONE)[1])


def test_questions_outside_the_window_do_not_count() -> None:
    early, late = question("early", FIRST.shift(-1)), question("late", LAST.shift(1))
    facts = readiness_facts(sources(questions=[early, late], credits=[credit(early, "a")]), POLICY)
    assert (facts.asked, facts.answered, facts.without_top) == (0, 0, None)
    assert readiness_facts(sources(first=None, questions=[early]), POLICY).weeks == 0


def test_linked_accounts_are_one_person() -> None:
    asked = [question("one", LAST), question("two", LAST)]
    facts = readiness_facts(
        sources(
            questions=asked,
            credits=[credit(asked[0], "here"), credit(asked[1], "there")],
            primary={member("there"): member("here")},
        ),
        POLICY,
    )
    assert facts.answers == (2,)
    assert [person.who for person in facts.people] == [str(member("here"))]


def test_without_the_top_answerer_others_answers_move_up() -> None:
    asked = [question(f"{n}", LAST) for n in range(3)]
    credits_ = [credit(q, "top") for q in asked] + [credit(asked[0], "next", 30)]
    facts = readiness_facts(sources(questions=asked, credits=credits_), POLICY)
    assert facts.without_top is not None
    assert facts.top_as_staff is not None
    assert (facts.without_top.answers, facts.without_top.answered, facts.without_top.asked) == ((1,), 1, 3)
    assert (facts.top_as_staff.answers, facts.top_as_staff.answered) == ((), 3)


def test_recorded_evidence() -> None:
    facts = readiness_facts(
        sources(
            evidence=[
                record(EvidenceKind.TALK, "a", 10),
                record(EvidenceKind.TALK, "crew", 20),
                record(EvidenceKind.TALK, None, 30, speaker="A. Guest"),
                record(EvidenceKind.TALK, None, 30, speaker="A. Colleague", staff="yes"),
                record(EvidenceKind.TALKS_COMPLETE),
                record(EvidenceKind.STAFF, "crew"),
                record(EvidenceKind.SUPPORT, days=3, **{"for": "both"}),
                record(EvidenceKind.TEAM, size="2"),
                record(EvidenceKind.STAGE, stage="ga", ga="2024-11-22"),
                record(
                    EvidenceKind.PLAN,
                    owner="o",
                    exit="e",
                    benefit="b",
                    planned="4",
                    serves="Sales, community",
                    cost="0.1",
                ),
            ]
        ),
        POLICY,
    )
    assert facts.talks == (
        Talk(str(member("a")), 10),
        Talk(str(member("crew")), 20, staff=True),
        Talk("a. guest", 30),
        Talk("a. colleague", 30, staff=True),
    )
    assert facts.talks_complete
    assert sorted((s.activity.value, s.days) for s in facts.support or ()) == [("answers", 3), ("talks", 3)]
    assert (facts.team, facts.stage, facts.ga_months) == (2, Stage.GA, 5)
    assert facts.plan == PlanFacts(ok=True, planned=4, serves=("sales", "community"), cost=0.1)


def test_nothing_recorded_is_unknown() -> None:
    facts = readiness_facts(sources(), POLICY)
    assert (facts.talks, facts.support, facts.stage, facts.team, facts.staff_known) == (None,) * 4 + (False,)


def test_possible_ambassadors_are_named_only_when_they_asked_for_it() -> None:
    asked = [
        question(f"{who}{n}", FIRST.shift(n), asker=f"asker{n}") for who in ("a", "b", "c") for n in range(12)
    ]
    shining = [record(kind, who) for who in "abc" for kind in (EvidenceKind.TALK, EvidenceKind.UPLIFT)]
    wish = Evidence(
        EvidenceKind.CONSIDERED, TODAY, Micros(1), member("b"), member("b"), details={"state": "on"}
    )
    forged = replace(wish, member=member("a"))
    given = sources(
        questions=asked,
        credits=[credit(q, q.ref.id[0]) for q in asked],
        evidence=[*shining, wish, forged],
    )
    facts = readiness_facts(given, POLICY)
    assert possible_ambassadors(given, facts, POLICY) == PossibleAmbassadors((member("b"),), 2)
    short = replace(facts, weeks=4)
    assert possible_ambassadors(given, short, POLICY) == PossibleAmbassadors()


def test_the_share_of_unprompted_answers() -> None:
    asked = [question(f"{n}", LAST) for n in range(4)]
    facts = readiness_facts(
        sources(questions=asked, credits=[credit(q, "a", unasked=q is not asked[0]) for q in asked]), POLICY
    )
    assert facts.people[0].unprompted == 0.75


def test_a_bots_question_and_a_talk_to_come_do_not_count() -> None:
    asked = question("one", LAST, asker="bot")
    facts = readiness_facts(
        sources(
            questions=[asked],
            credits=[credit(asked, "a")],
            bots=frozenset({member("bot")}),
            evidence=[record(EvidenceKind.TALK, "a", days=-3)],
        ),
        POLICY,
    )
    assert (facts.asked, facts.answered, facts.talks) == (0, 0, ())
