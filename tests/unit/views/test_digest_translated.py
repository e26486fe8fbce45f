from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.recognition.build import build_digest
from bot.domain.recognition.digest import DigestData, Telling, Told, Trait
from bot.domain.recognition.ledger import Place, Policy, Standing
from bot.domain.recognition.merit import Merit
from bot.domain.refs import PersonId
from bot.domain.times import Micros
from bot.views.digest import digest_card
from bot.views.me import MyWeek, Unlisted, me_card
from bot.views.phrases import HERE, PHRASES
from bot.views.texts import texts
from tests.fakes.pseudo import PSEUDO, untranslated
from tests.unit.recognition.samples import WEEK, Sample, credit, hour, member, message, question


def full() -> DigestData:
    """Every part, with every kind of line."""
    credits_ = [
        credit(f"h{i}", f"a{i}", week=WEEK.shift(-back), thanked_by=(f"a{i}",))
        for back in range(12)
        for i in range(40 if back < 6 else 2)
    ]
    staff = frozenset({member("h1")})
    facts = Sample(credits_, Policy(15), staff).facts()
    on = date(2018, 2, 7)
    return build_digest(
        replace(
            facts,
            staff=staff,
            picks=replace(facts.picks, left_over=1),
            url=lambda ref: f"https://chat.example/{ref.id}",
            first_answers={member(f"h{i}"): hour(WEEK, 1) for i in range(40)},
            first_messages={member("a5"): message(f"q-a5-{WEEK}")},
            questions=[question("z")],
            evidence=[
                Evidence(EvidenceKind.TALK, on, Micros(0), member=member("h2"), title="1"),
                Evidence(EvidenceKind.UPLIFT, on, Micros(0), member=member("h3"), link="https://x.example"),
            ],
            replayed=True,
            channels_chosen=False,
        )
    )


def quiet() -> DigestData:
    return build_digest(Sample([]).facts())


def told(trait: Trait) -> DigestData:
    """Recognitions that are all told by one trait, until its phrasings are used up."""
    data = full()
    traits = (Told(trait, 5), Told(Trait.ANSWERED))
    return replace(data, recognitions=tuple(replace(one, traits=traits) for one in data.recognitions))


DIGESTS = {
    "full": full(),
    "quiet": quiet(),
    "quiet, with questions": replace(quiet(), open_questions=full().open_questions),
    "small": build_digest(Sample([credit("h", "a")]).facts()),
} | {trait.value: told(trait) for trait in Trait}


@pytest.mark.parametrize("name", DIGESTS)
def test_no_text_of_a_digest_is_left_out_of_translation(name: str) -> None:
    assert untranslated(digest_card(DIGESTS[name], PSEUDO)) == []


@pytest.mark.parametrize("standing", [None, *Standing])
@pytest.mark.parametrize("unlisted", [None, *Unlisted])
def test_no_text_of_an_explanation_is_left_out_of_translation(
    standing: Standing | None, unlisted: Unlisted | None
) -> None:
    place = Place(PersonId("p"), 1, 1, 1, standing) if standing else None
    mine = MyWeek(WEEK, Merit(500, 1, held_back=500), place, 500_000, unlisted, Telling.REPLAYED)
    assert untranslated(me_card(mine, PSEUDO)) == []


def test_phrasings_are_all_different_and_name_the_person_and_the_channel() -> None:
    elsewhere = {Trait.TALK, Trait.UPLIFT, Trait.APPRECIATED}
    for pools in (PHRASES, HERE):
        phrases = [phrase for pool in pools.values() for phrase in pool]
        assert len(set(phrases)) == len(phrases)
        assert all("{who}" in phrase for phrase in phrases)
        assert set(pools) == set(Trait)
    assert all("{channel}" in p for trait in set(Trait) - elsewhere for p in PHRASES[trait])
    assert not any("{channel}" in phrase for pool in HERE.values() for phrase in pool)


def test_a_digest_of_thousands_is_built_and_drawn() -> None:
    credits_ = [credit(f"h{i}", f"a{i}") for i in range(3_000)]
    data = build_digest(Sample(credits_).facts())
    assert len(data.recognitions) + len(data.others) == 3_000
    assert len(digest_card(data, texts("en")).blocks) > 3
