from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.recognition import persons
from bot.domain.recognition.ledger import Ledger
from bot.domain.recognition.slices import SLOT
from bot.domain.refs import MemberRef, PersonId
from bot.domain.times import Micros
from tests.unit.recognition.samples import WEEK, member

ANN, BOB, CAT, DAN = map(member, ("ann", "bob", "cat", "dan"))


def says(by: MemberRef | None, about: MemberRef, number: int = 1, group: str = "") -> Evidence:
    details = {persons.GROUP: group} if group else {}
    return Evidence(EvidenceKind.LINK, WEEK.monday(), Micros(0), by, about, details=details, id=number)


def withdrawn(record: Evidence) -> Evidence:
    return Evidence(record.kind, record.on, record.at, record.by, record.member, withdrawn=True, id=record.id)


def person(ref: MemberRef) -> PersonId:
    return PersonId(str(ref))


def test_one_side_alone_links_nobody_and_both_sides_do() -> None:
    assert persons.primaries([says(ANN, BOB)]) == {}
    assert persons.primaries([says(ANN, BOB), says(BOB, ANN)]) == {ANN: ANN, BOB: ANN}


def test_an_admin_links_any_two_and_groups_that_share_an_account_are_one() -> None:
    records = [says(DAN, BOB, group="1"), says(DAN, CAT, group="1"), says(None, ANN, group="2")]
    assert persons.primaries(records) == {BOB: BOB, CAT: BOB}
    records.append(says(None, CAT, group="2"))
    assert persons.primaries(records) == {ANN: ANN, BOB: ANN, CAT: ANN}
    assert persons.groups(persons.primaries(records)) == {ANN: (ANN, BOB, CAT)}


def test_what_was_withdrawn_links_nobody() -> None:
    assert persons.primaries([says(ANN, BOB), withdrawn(says(BOB, ANN))]) == {}


def test_erasing_an_account_leaves_a_group_of_one_which_links_nobody() -> None:
    assert persons.primaries([says(None, BOB, group="1")]) == {}


def test_a_claim_by_nobody_links_nobody() -> None:
    assert persons.primaries([says(None, BOB), says(BOB, ANN)]) == {}


def test_linking_an_account_with_itself_or_twice_is_refused() -> None:
    both = [says(ANN, BOB), says(BOB, ANN)]
    with pytest.raises(UserFacingError, match="same account"):
        persons.check([], ANN, ANN)
    with pytest.raises(UserFacingError, match="already"):
        persons.check(both, BOB, ANN)
    persons.check(both, ANN, CAT)


def test_unlinking_takes_back_what_was_said_by_and_about_an_account() -> None:
    records = [
        says(ANN, BOB, 1),
        says(BOB, ANN, 2),
        says(CAT, DAN, 3),
        says(ANN, CAT, 4, "g"),
        says(ANN, DAN, 5, "g"),
    ]
    assert persons.unlinking(records, BOB) == (1, 2)
    assert persons.unlinking(records, CAT) == (3, 4)


def test_balances_add_up_and_doing_it_again_changes_nothing() -> None:
    primary = {ANN: ANN, BOB: ANN}
    ledger = Ledger({person(ANN): SLOT // 2, person(BOB): SLOT // 4, person(CAT): 7}, {person(BOB): 3})
    found = persons.merged(ledger, primary)
    assert found.balances == {person(ANN): 3 * SLOT // 4, person(CAT): 7}
    assert found.named == {person(ANN): 3}
    assert persons.merged(found, primary) == found


@given(st.lists(st.tuples(*[st.sampled_from((ANN, BOB, CAT, DAN))] * 2), max_size=12))
def test_any_claims_give_a_stable_partition(said: list[tuple[MemberRef, MemberRef]]) -> None:
    records = [says(one, other) for one, other in said]
    primary = persons.primaries(records)
    assert primary == persons.primaries(records[::-1])
    for ref, first in primary.items():
        assert primary[first] == first <= ref
    for one, other in said:
        if (other, one) in said and one != other:
            assert primary[one] == primary[other]
