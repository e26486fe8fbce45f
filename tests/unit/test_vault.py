from __future__ import annotations

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import logs
from bot.domain.errors import UserFacingError
from bot.vault import KeyVault, new_key, vault
from bot.vault_ports import key_of

KEY, OTHER = new_key(), new_key()


@given(st.text(max_size=200))
def test_what_is_sealed_comes_back_and_does_not_show(secret: str) -> None:
    keys = KeyVault(KEY)
    sealed = keys.seal(secret)
    assert keys.unseal(sealed) == keys.unseal(keys.seal(secret.encode())) == secret
    assert sealed != keys.seal(secret)
    assert len(secret) < 4 or secret not in sealed
    assert key_of(sealed) == keys.newest


def test_several_keys_open_and_the_first_seals() -> None:
    old = KeyVault(KEY).seal("canary")
    both = KeyVault(OTHER, KEY)
    assert both.unseal(old) == "canary"
    assert both.knows(key_of(old))
    assert key_of(both.seal("x")) == KeyVault(OTHER).newest
    assert not KeyVault(OTHER).knows(key_of(old))


@pytest.mark.parametrize("text", ["", "plain", "sealed:12345678:", "sealed:12345678:gAAAAA", "sealed:é:x"])
def test_what_was_not_sealed_here_is_refused_in_words(text: str) -> None:
    with pytest.raises(UserFacingError, match="FOSTER_SECRET_KEY"):
        KeyVault(KEY).unseal(text)


def test_another_key_opens_nothing_and_a_changed_text_neither() -> None:
    sealed = KeyVault(OTHER).seal("canary")
    for wrong in (sealed, sealed[:-3] + "AA="):
        with pytest.raises(UserFacingError):
            KeyVault(KEY).unseal(wrong)


@pytest.mark.parametrize("text", ["", "  ", ",", " , "])
def test_no_key_no_vault(text: str) -> None:
    assert vault(text) is None


@pytest.mark.parametrize(
    "wrong",
    ["canary", KEY[:-1], KEY + "A", "é" * 44, "!" * 44],
    ids=["words", "short", "long", "letters", "signs"],  # the same in every worker: keys are random
)
def test_a_wrong_key_is_named_by_its_place_alone(wrong: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        vault(f"{KEY}, {wrong}")
    said = str(caught.value) + "".join(traceback.format_exception(caught.value))
    assert "Key 2 in FOSTER_SECRET_KEY" in said
    assert wrong not in str(caught.value)
    assert KEY not in said


def test_keys_show_nowhere() -> None:
    keys = vault(f"{KEY},{OTHER}")
    assert repr(keys) == "KeyVault(2 keys)"
    assert KEY not in logs.clean(f"set {KEY} now")


def test_only_sealed_text_names_a_key() -> None:
    assert [key_of(text) for text in ("", "sealed:", "sealed:abc:x", "xsealed:12345678:y")] == [""] * 4


@given(st.text(max_size=100))
def test_names_are_sealed_alike_but_for_their_cipher(name: str) -> None:
    keys = KeyVault(KEY, OTHER)
    sealed = keys.seal_name(name)
    assert keys.unseal_name(sealed) == KeyVault(OTHER, KEY).unseal_name(sealed) == name
    assert sealed != keys.seal_name(name)
    assert key_of(sealed) == keys.newest


@pytest.mark.parametrize(
    "text", ["", "plain", "sealed:12345678:", "sealed:{id}:A", "sealed:{id}:AAAA", "sealed:{id}:é"]
)
def test_a_name_that_was_not_sealed_here_is_refused_in_words(text: str) -> None:
    keys = KeyVault(KEY)
    changed = keys.seal_name("canary")[:-4] + "AAAA"
    for wrong in (
        text.format(id=keys.newest),
        changed,
        KeyVault(OTHER).seal_name("canary"),
        keys.seal("canary"),
    ):
        with pytest.raises(UserFacingError, match="FOSTER_SECRET_KEY"):
            keys.unseal_name(wrong)
