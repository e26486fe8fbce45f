from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.judging import judge
from bot.domain.judging.shape import SIZE


def test_the_address_in_front_shows() -> None:
    plain, addressed = (judge(text, b"salt").shape for text in ("try it", "bo: try it"))
    assert int.from_bytes(addressed, "big") - int.from_bytes(plain, "big") == 1


def test_little_words_show_and_content_does_not() -> None:
    one, other, third = (
        judge(text, b"salt").shape for text in ("use the hammer", "use the pliers", "you need the pliers")
    )
    assert one == other != third


@given(st.text(max_size=200))
def test_every_shape_has_one_size(text: str) -> None:
    assert len(judge(text, b"salt").shape) == SIZE
