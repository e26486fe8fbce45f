from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.readiness.assess import assess
from bot.domain.readiness.facts import PlanFacts, ReadinessFacts, Stage
from bot.domain.readiness.gather import PossibleAmbassadors
from bot.domain.readiness.outcome import Code, Criterion, Verdict
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.refs import MemberRef, Platform, SpaceRef
from bot.domain.times import Week
from bot.views.card import Bullets, Card, Facts, Mention, Paragraph, Tone
from bot.views.readiness import readiness_card, verdict_text
from bot.views.readiness_next import next_steps
from bot.views.readiness_texts import COMMANDS, QUESTIONS, REASONS, STEPS, VERDICTS
from bot.views.readiness_view import ReadyView
from bot.views.texts import texts
from tests.unit.readiness.samples import READY, STAR, judge
from tests.unit.readiness.test_properties import facts as any_facts

T = texts("en")
ANN = MemberRef(SpaceRef(Platform.FILE, "town"), "ann-id")
VIEW = ReadyView(
    date(2025, 5, 21),
    (Week(2025, 9), Week(2025, 20)),
    possible=PossibleAmbassadors((ANN,), 2),
    names={ANN: "Ann Example"},
)


def words(value: object) -> str:
    """Every text of a card in order, and what its data says."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(f"{key} {words(part)}" for key, part in value.items())
    if isinstance(value, (list, tuple)):
        return " ".join(words(part) for part in value)
    if is_dataclass(value):
        return " ".join(words(getattr(value, f.name)) for f in fields(value))
    return str(value)


def public(given_facts: ReadinessFacts, policy: ReadinessPolicy | None = None) -> Card:
    return readiness_card(judge(given_facts, policy or ReadinessPolicy()), T, VIEW)


def private(given_facts: ReadinessFacts) -> Card:
    return readiness_card(judge(given_facts), T, VIEW, admin=True)


def test_the_answer_comes_first_and_the_three_size_questions_next() -> None:
    card = public(replace(READY, team=1))
    first, sizes, _, _, steps = card.blocks[:5]
    assert isinstance(first, Paragraph)
    assert words(first.text) == "Not yet: one person is no team."
    assert card.tone is first.tone is Tone.BAD
    assert isinstance(steps, Bullets)
    assert "everybody" in words(steps.items[0])
    assert words(steps.items[1]).endswith("Record it with   /foster team set .")
    assert isinstance(sizes, Facts)
    assert [row.label for row in sizes.rows] == [
        QUESTIONS[c] for c in (Criterion.S1, Criterion.S2, Criterion.S3)
    ]


@pytest.mark.parametrize(
    ("given_facts", "says"),
    [
        (READY, "Nothing here argues against"),
        (replace(READY, plan=PlanFacts(planned=3)), "settle these first: there is no complete plan."),
        (replace(READY, people=(STAR,)), "few members could be ambassadors"),
        (
            replace(READY, stage=None, team=None),
            "We cannot say yet: nobody has recorded the product's stage or the team yet.",
        ),
        (
            replace(READY, team=1, stage=Stage.MVP, support=(), answers=(90, 1), people=()),
            "too few members answer; neither answers nor talks get support; "
            "nobody answers, speaks and raises others yet; and 3 more reasons.",
        ),
    ],
)
def test_the_verdict_in_one_sentence(given_facts: ReadinessFacts, says: str) -> None:
    assert says in verdict_text(judge(given_facts), T)


def test_each_not_yet_says_what_to_do_how_to_record_it_and_when_to_look_again() -> None:
    shown = words(public(replace(READY, team=1)))
    assert "Strengthen the team first" in shown
    assert "/foster team set" in shown
    assert "Look again from 13 August 2025." in shown
    assert "1 more person in DevRel" in shown


def test_every_criterion_has_its_words() -> None:
    for criterion in Criterion:
        assert QUESTIONS[criterion]
        assert STEPS[criterion]
        assert criterion in COMMANDS
    assert set(REASONS) == set(Code) - {Code.NEVER_RECORDED}
    assert set(VERDICTS) == set(Verdict)


def test_warnings() -> None:
    torn = replace(READY, support=(), stage=Stage.MVP, answers=(80, *[1] * 60))
    assert "missing together" in words(public(torn))
    assert "early-adopter false positive" in words(public(replace(READY, stage=Stage.BETA)))
    assert "missing together" not in words(public(READY))


def test_opinions_are_marked_and_defaults_have_sources() -> None:
    shown = words(public(READY))
    assert "Opinions of Foster's author" in shown
    for source in ("CHAOSS", "OpenSSF", "Orbit", "our judgement"):
        assert source in shown


def test_ready_names_what_ambassadors_would_strengthen() -> None:
    plan = PlanFacts(ok=True, planned=3, activities=("answers", "translations"))
    assert "Ambassadors would strengthen: answers, translations." in words(public(replace(READY, plan=plan)))
    unready = replace(READY, plan=plan, team=0)
    assert "would strengthen" not in words(public(unready))


def test_the_team_presence_is_shown_where_staff_are_known() -> None:
    assert "first answers: 53, 1 talk." in words(public(replace(READY, staff_answers=53)))
    assert "first answers: fewer than 5" in words(public(replace(READY, staff_answers=2)))
    assert "answers not known yet" in words(public(replace(READY, staff_answers=2, staff_known=False)))


def test_the_calculator() -> None:
    assert "3 ambassadors × (0.2 of a hire − 0 to manage each) ≈ 0.6 hires (generous)." in words(
        public(READY)
    )
    unplanned = replace(READY, plan=PlanFacts(ok=True))
    assert "3 ambassadors ×" in words(private(unplanned))
    assert "An ambassador amounts to 0.2 of a hire" in words(public(unplanned))


def test_unchosen_help_channels_are_said() -> None:
    card = readiness_card(judge(READY), T, replace(VIEW, all_channels=True, weeks=None, word="care"))
    assert "/care settings set help-channels" in words(card)
    assert "Chat:" not in words(card)


def test_admins_see_fragility_and_who_wishes_to_be_considered() -> None:
    shown = words(private(READY))
    assert "Without the member who answers most" in shown
    assert "not a nomination or a ranking" in shown
    assert "2 more members match and have not opted in." in shown
    mentions = [
        span
        for b in private(READY).blocks
        if isinstance(b, Paragraph)
        for span in b.text
        if isinstance(span, Mention)
    ]
    assert mentions == [Mention(ANN, "Ann Example")]


def test_fragile_is_said_in_so_many_words() -> None:
    fragile = replace(READY, top_as_staff=replace(READY, team=0))
    assert "Fragile." in words(private(fragile))
    assert "Fragile." not in words(public(fragile))
    nobody = readiness_card(judge(ReadinessFacts()), T, ReadyView(VIEW.today), admin=True)
    assert "For admins only" not in words(nobody)


@given(any_facts())
def test_no_name_and_nothing_private_reaches_a_member(given_facts: ReadinessFacts) -> None:
    shown = words(public(given_facts))
    for private_word in (
        "Ann",
        "ann-id",
        "opted in",
        "Without the member",
        "busiest",
        "step away",
        "steps away",
    ):
        assert private_word not in shown


@given(any_facts())
def test_every_card_can_be_made_for_admins_too(given_facts: ReadinessFacts) -> None:
    assert private(given_facts).blocks


def _alike(cards: list[Card]) -> None:
    for one, other in pairwise(cards):
        assert one == other


def test_small_counts_of_people_cannot_be_told_apart_in_public() -> None:
    policy = ReadinessPolicy(candidates=1)
    few = [replace(READY, people=(STAR,) * n, plan=PlanFacts(ok=True)) for n in (1, 2, 3, 4)]
    _alike([public(given_facts, policy) for given_facts in few])


@given(st.integers(0, 4), st.integers(0, 4))
def test_small_numbers_of_answers_cannot_be_told_apart_in_public(one: int, other: int) -> None:
    cards = [public(replace(READY, answers=(1,) * n, people=(), member_weeks=n)) for n in (one, other)]
    _alike(cards)


def test_who_carries_half_of_the_answers_cannot_be_told_apart_below_five() -> None:
    answers = [(50, *[1] * 49), (50, 20, *[1] * 29)]
    cards = [public(replace(READY, answers=each, plan=PlanFacts(ok=True, planned=30))) for each in answers]
    rows = [row for card in cards for b in card.blocks if isinstance(b, Facts) for row in b.rows]
    held = [row.value for row in rows if row.label == QUESTIONS[Criterion.F1]]
    assert held[0] == held[1]
    assert "fewer than 5" in words(held[0])


def test_commands_never_run_together() -> None:
    facts_ = replace(READY, talks=None, stage=None, team=0, support=None)
    steps = words(next_steps(judge(facts_), T, "foster"))
    assert "/foster talk none , /foster talk complete" in steps.replace("  ", " ")
    assert " or  /foster team set" in words(
        next_steps(judge(replace(READY, stage=None, team=None)), T, "foster")
    )


def test_an_earlier_yes_says_what_this_week_says() -> None:
    kept = assess(replace(READY, answered=19, asked=20, answers=(1,)), ReadinessPolicy(), keep_s1=True)
    row = next(block for block in readiness_card(kept, T, VIEW).blocks if isinstance(block, Facts)).rows[0]
    assert row.tone is Tone.GOOD
    assert words(row.more).startswith("This week alone says “Not known yet”")
