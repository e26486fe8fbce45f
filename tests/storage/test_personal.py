from __future__ import annotations

from sqlalchemy import LargeBinary, String

from storage.personal import PERSONAL, Erase, Holds
from storage.tables import METADATA


def test_every_column_that_can_hold_text_is_on_the_map() -> None:
    free = {
        (table.name, column.name)
        for table in METADATA.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | LargeBinary)
    }
    mapped = [(one.table, one.column) for one in PERSONAL]
    assert set(mapped) == free
    assert len(mapped) == len(set(mapped))


def test_whoever_is_named_can_be_forgotten() -> None:
    people = {Holds.MEMBER, Holds.MEMBERS, Holds.NAME}
    assert [
        one for one in PERSONAL if one.holds in people and one.erase not in {Erase.ROW, Erase.OTHER}
    ] == []


def test_what_is_emptied_or_scrubbed_is_text_that_somebody_wrote_or_what_came_of_it() -> None:
    held = {Holds.CONTENT, Holds.WORDS, Holds.CODE}
    assert {one.holds for one in PERSONAL if one.erase in {Erase.EMPTY, Erase.SCRUB}} == held
    emptied = {one.table for one in PERSONAL if one.erase is Erase.EMPTY}
    naming = {one.table for one in PERSONAL if one.holds is Holds.MEMBER}
    assert emptied <= naming


def test_every_member_column_has_the_number_of_its_space_beside_it() -> None:
    for one in PERSONAL:
        if one.holds is Holds.MEMBER:
            beside = {f"{one.column}_space"} if one.column != "id" else {"space"}
            assert beside <= set(METADATA.tables[one.table].columns.keys())
