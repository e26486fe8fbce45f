"""A community's settings: what is allowed, what is stored, and typed access."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UserFacingError
from bot.domain.preference import Preference, PreferenceKind, PreferenceValue
from bot.domain.preference_groups import PRESETS, every
from bot.domain.preference_texts import write_channels
from bot.domain.preferences import Preferences
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.refs import ChannelRef, Platform, SpaceRef

KNOWN = {preference.key: preference for preference in every()}
CHANNEL = ChannelRef(SpaceRef(Platform.DISCORD, "a:b"), 'c "d"')
FLAG = Preference("flag", PreferenceKind.FLAG, "no", "Yes or no.")


@pytest.mark.parametrize("preference", every(), ids=lambda preference: preference.key)
def test_every_default_is_valid_and_written_as_it_is_read(preference: Preference) -> None:
    value = preference.parse(preference.default)
    assert preference.parse(preference.write(value)) == value
    assert preference.help


def test_keys_are_unique() -> None:
    assert len(KNOWN) == len(every())


def test_every_preset_is_valid() -> None:
    for preset in PRESETS.values():
        for key, text in preset.items():
            assert KNOWN[key].write(KNOWN[key].parse(text)) == text


@pytest.mark.parametrize(
    ("key", "text", "value", "stored"),
    [
        ("zone", " Europe/Berlin ", ZoneInfo("Europe/Berlin"), "Europe/Berlin"),
        ("language", "DE", "de", "de"),
        ("word", "Thanks", "thanks", "thanks"),
        ("digest-time", "9", time(9), "09:00"),
        ("digest-time", "23.59", time(23, 59), "23:59"),
        ("slots", "15", 15, "15"),
        ("slots", "Auto", None, "auto"),
        ("confidence-floor", ".65", 650, "0.65"),
        ("confidence-floor", "0,5", 500, "0.5"),
        ("confidence-floor", "33.3 %", 333, "0.333"),
        ("confidence-floor", "1", 1000, "1"),
        ("confidence-floor", "0", 0, "0"),
        ("ready-member-share", "30%", 0.3, "0.3"),
        ("ready-active-weeks", "2/3", 2 / 3, "2/3"),
        ("ready-green-trend", "1.05", 1.05, "1.05"),
        ("digest-channel", write_channels([CHANNEL]), (CHANNEL,), write_channels([CHANNEL])),
        ("staff-roles", "<@&12>, 34 12", "12 34", "12 34"),
        ("staff-roles", "None", "", ""),
        ("solved-tags", " Fixed,  Done ", "Fixed, Done", "Fixed, Done"),
        ("help-channels", write_channels([CHANNEL, CHANNEL]), (CHANNEL,), write_channels([CHANNEL])),
    ],
)
def test_values_are_read_as_people_type_them(
    key: str, text: str, value: PreferenceValue, stored: str
) -> None:
    preference = KNOWN[key]
    assert preference.parse(text) == value
    assert preference.write(value) == stored
    assert preference.parse(stored) == value


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("zone", "Mars/" + "x" * 90, "…” is not a time zone"),
        ("zone", "../etc/passwd", "not a time zone"),
        ("language", "fr", "language must be one of: en, de."),
        ("word", "two words", "word must be one word"),
        ("digest-time", "24:00", "not a time"),
        ("digest-time", "10:60", "not a time"),
        ("staff-roles", "@Team lead", "staff-roles takes roles: mention them, or give their ids."),
        ("staff-roles", " ".join(map(str, range(26))), "staff-roles takes at most 25."),
        ("slots", "0", "slots must be 1 to 15."),
        ("slots", "5.5", "slots must be 1 to 15."),
        ("reach", "auto", "reach must be 0 to 4."),
        ("confidence-floor", "1.1", "a share from 0.0 to 1.0"),
        ("confidence-floor", ".", "a share from"),
        ("confidence-floor", "-1", "a share from"),
        ("ready-member-share", "two", "must be 0 to 1."),
        ("ready-member-share", "1/0", "must be 0 to 1."),
        ("ready-talks", "0", "must be 1 to 100."),
        ("help-channels", "#help", "not a list of channels"),
        ("help-channels", "[1]", "not a list of channels"),
        ("help-channels", '[["irc", "a", "b"]]', "not a list of channels"),
        ("digest-channel", '[["slack", "a", "b"], ["slack", "a", "c"]]', "digest-channel takes at most 1."),
    ],
)
def test_what_is_not_allowed_is_said_with_what_is(key: str, text: str, message: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        KNOWN[key].parse(text)
    assert message in str(caught.value)


def test_flags_are_yes_or_no() -> None:
    assert [FLAG.write(FLAG.parse(text)) for text in ("on", "FALSE")] == ["yes", "no"]
    with pytest.raises(UserFacingError, match="yes or no"):
        FLAG.parse("perhaps")


@given(st.sampled_from(every()), st.text(max_size=30))
def test_any_text_is_a_value_that_survives_storage_or_a_kind_error(preference: Preference, text: str) -> None:
    try:
        value = preference.parse(text)
    except UserFacingError:
        return
    assert preference.parse(preference.write(value)) == value


@given(st.floats(0, 1), st.fractions(0, 1, max_denominator=99))
def test_numbers_survive_storage(any_number: float, simple: float) -> None:
    share = KNOWN["ready-member-share"]
    assert share.parse(share.write(float(simple))) == float(simple)
    assert share.parse(share.write(any_number)) == pytest.approx(any_number, abs=1e-9)


def test_defaults_fill_in_and_each_value_has_its_type() -> None:
    preferences = Preferences.read({"slots": "3", "help-channels": write_channels([CHANNEL])})
    assert (preferences.integer("slots"), preferences.integer_or_auto("slots")) == (3, 3)
    assert preferences.thousandths("confidence-floor") == 500
    assert preferences.number("ready-active-weeks") == 2 / 3
    assert preferences.time("digest-time") == time(10)
    assert preferences.channels("help-channels") == (CHANNEL,)
    assert preferences.channel("help-channels") == CHANNEL
    assert preferences.channel("digest-channel") is None
    assert (preferences.zone, preferences.language) == (ZoneInfo("UTC"), "en")
    assert preferences.text("digest-day") == "tuesday"
    assert preferences.chosen == {"slots", "help-channels"}
    assert Preferences.read({}).integer_or_auto("slots") is None
    assert Preferences({"f": True}).flag("f")


def test_asking_for_the_wrong_type_is_a_bug() -> None:
    with pytest.raises(TypeError, match="slots is no int"):
        Preferences.read({}).integer("slots")


def test_stored_values_that_are_no_longer_valid_fall_back_and_are_named() -> None:
    preferences = Preferences.read({"slots": "99", "gone": "1", "reach": "2"})
    assert preferences.ignored == ("gone", "slots")
    assert preferences.chosen == {"reach"}
    assert preferences.integer_or_auto("slots") is None


def test_readiness_thresholds_are_settings_with_the_rules_own_defaults() -> None:
    assert Preferences.read({}).readiness == ReadinessPolicy()
    assert Preferences.read({"ready-talks": "6"}).readiness == ReadinessPolicy(talks=6)
    contradiction = Preferences.read({"ready-enough-weeks": "52"})
    with pytest.raises(UserFacingError, match="must not be more than"):
        _ = contradiction.readiness
