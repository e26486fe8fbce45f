"""Who is behind a record reaches admins alone, whatever was recorded and wherever it is listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Role
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.facts import Account
from bot.domain.readiness.outcome import Criterion
from bot.domain.refs import MemberRef
from bot.domain.times import Micros, moment
from bot.views.readiness_evidence import evidence_card
from bot.views.readiness_explain import explain_card
from bot.views.texts import texts
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import SOUP, SPACE, at
from tests.unit.readiness.samples import READY, judge
from tests.unit.views.test_readiness import VIEW, words

T = texts("en")
NOW = at(24 * 30)
PEOPLE = tuple(MemberRef(SPACE, f"UQ{n}X") for n in range(6))
NAMES = {ref: f"Zaphod{n}Q" for n, ref in enumerate(PEOPLE)}
SECRETS = (*(ref.id for ref in PEOPLE), *NAMES.values(), "Guest Quixote", "Owner Quixote")
LISTS = [
    (command.name, role)
    for command in catalogue()
    for role in (Role.MEMBER, Role.STAFF)
    if command.name.endswith(" list") and command.role <= role
]

person = st.none() | st.sampled_from(PEOPLE)
details = st.fixed_dictionaries(
    {"activity": st.sampled_from(["answers", "talks"])},
    optional={
        "speaker": st.just("Guest Quixote"),
        "owner": st.just("Owner Quixote"),
        "key": st.sampled_from(SECRETS),
        "staff": st.just("yes"),
    },
)


@st.composite
def recorded(draw: st.DrawFn) -> Evidence:
    """Anything that people may record about each other."""
    day = moment(NOW).date() - timedelta(days=draw(st.integers(0, 400)))
    kind = draw(st.sampled_from(EvidenceKind))
    title = draw(st.sampled_from(["", "Broth at scale"]))
    made = Evidence(kind, day, NOW, draw(person), draw(person), title, details=draw(details))
    return replace(made, withdrawn=draw(st.booleans()), disputed=draw(st.booleans()))


records = st.lists(recorded(), min_size=1, max_size=8)


def named(card: object) -> list[str]:
    said = words(card)
    return [secret for secret in SECRETS if secret in said]


@given(records)
def test_no_list_for_members_names_anybody(evidence: Sequence[Evidence]) -> None:
    assert named(evidence_card("Recorded", evidence, T, NAMES)) == []
    found, view = judge(READY), replace(VIEW, names=NAMES)
    for criterion in Criterion:
        assert named(explain_card(criterion, found, evidence, T, view)) == []


@given(recorded().filter(lambda one: one.member or one.by))
def test_admins_see_who_it_is(one: Evidence) -> None:
    people = [ref for ref in (one.member, one.by) if ref is not None]
    said = words(evidence_card("Recorded", [one], T, NAMES, admin=True))
    assert all(NAMES[ref] in said for ref in people)


def test_the_lists_are_those_of_the_catalogue() -> None:
    assert {"talk list", "support list", "uplift list", "staff list"} <= {name for name, _ in LISTS}


@pytest.mark.parametrize(("command", "role"), LISTS)
async def test_no_command_that_lists_names_anybody_to_others(command: str, role: Role) -> None:
    store = MemoryStore()
    await store.create(SOUP, [SPACE])
    await store.write(SOUP.id, [Account(ref, name) for ref, name in NAMES.items()])
    async with store.writing(SOUP.id) as unit:
        for n, kind in enumerate(EvidenceKind):
            extra = {"speaker": "Guest Quixote", "owner": "Owner Quixote"}
            by, about = PEOPLE[n % 5], PEOPLE[(n + 1) % 5]
            made = Evidence(kind, moment(NOW).date(), Micros(n), by, about, "Broth", details=extra)
            await unit.evidence.add(made)
    caller = Caller(role, PEOPLE[5])
    reply = await run(Invocation(SOUP.id, caller, command, NOW), catalogue(), store)
    assert not reply.failed
    assert "Broth" in words(reply.card)
    assert named(reply.card) == []
