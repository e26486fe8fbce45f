"""The rows of `make soak`: every fault and attack that Foster is held to, and what pytest runs for it.

Speed under load (30,000 events an hour, a burst, acknowledgements) is for `make bench` and no row here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_TICK = "tests/unit/delivery/test_tick.py"
_AMENDING = "tests/unit/delivery/test_amending.py"
_SLACK = "tests/adapters/slack"
_DISCORD = "tests/adapters/discord"

FAULTS: Mapping[str, Sequence[str]] = {
    "events permuted, repeated, late: one state": ("tests/contract/test_state_hash.py",),
    "simulation: crash, drop, delay, repeat, jumps (10,000 seeds)": ("tests/simulation",),
    "kill -9 at every point of the post, its repetition and the writer": ("tests/crash/test_crashes.py",),
    "the answer to a post is lost: found again, else held": (_TICK, "-k", "lost or nobody_can_tell"),
    "down for minutes, days, weeks: caught up, or skipped and told": (
        _TICK,
        "tests/unit/delivery/test_agenda.py",
        "tests/unit/wiring/test_running.py",
        "-k",
        "missed or late or day",
    ),
    "520 weeks in five zones, DST both ways": ("tests/unit/delivery/test_slots.py",),
    "the clock goes back 2 h, ±10 min: no second post": (
        f"{_TICK}::test_a_clock_that_jumps_back_posts_nothing_again",
    ),
    "schedule changed: no week skipped or doubled": ("tests/unit/delivery/test_agenda.py",),
    "gap, then backfill: equal state hash": (
        "tests/unit/delivery/test_backfill.py",
        f"{_SLACK}/test_backfill.py",
        f"{_DISCORD}/test_backfill.py",
    ),
    "429 waits, 401 and 403 stop and tell": ("tests/unit/delivery/test_pacing.py",),
    "disk full, database locked, torn page, killed: 1,000 times": ("tests/crash/test_faults.py",),
    "channel deleted, bot removed while posting: told once": (
        f"{_TICK}::test_a_refusal_is_told_once_and_not_repeated",
    ),
    "unavailable for a while: nothing deleted; removed: purged, tokens at once": (
        f"{_DISCORD}/test_removal.py",
        f"{_DISCORD}/test_live.py::test_an_outage_deletes_nothing_and_a_removal_purges",
        f"{_SLACK}/test_oauth.py",
        "tests/storage/test_departures.py",
        "tests/storage/test_installations.py",
    ),
    "upgrade from every released schema": ("tests/storage/test_schema.py",),
    "backup and restore: equal state hash, erasures applied again": (
        "tests/storage/test_copies.py",
        "tests/storage/test_forgetting.py",
    ),
    "clean stop within 10 s, a second process refused": (
        "tests/crash/test_running.py",
        "tests/unit/delivery/test_stopping.py",
    ),
    "databases: schema, damage, back-pressure": (
        "tests/storage",
        "--ignore=tests/storage/test_large_rights.py",
    ),
}
"""What goes wrong by itself."""

ATTACKS: Mapping[str, Sequence[str]] = {
    "bad, stale or missing signature, re-encoded body, replay; response_url elsewhere": (
        f"{_SLACK}/test_app.py",
        f"{_SLACK}/test_requests.py",
        f"{_SLACK}/test_events.py",
    ),
    "canaries in logs, errors, metrics, database, exports; connections of a whole run": (
        "tests/e2e/test_canary.py",
        "tests/e2e/test_slack.py",
        "tests/e2e/test_discord.py",
        "tests/adapters/exports/test_canary.py",
    ),
    "pings, markup, masked links, controls, spreadsheets: inert on every renderer": (
        "tests/contract/test_hostile_text.py",
        "tests/contract/test_hostile_community.py",
        "tests/adapters/terminal/test_csv_file.py",
    ),
    "role × command, guest, bot, another's button: refused by default": (
        "tests/unit/commands/test_access.py",
        "tests/unit/commands/test_roles.py",
        f"{_SLACK}/test_matrix.py",
        f"{_DISCORD}/test_matrix.py",
    ),
    "two communities with the same ids: 10,000 operations": ("tests/contract/test_tenants.py",),
    "zip bombs, traversal, JSON that is deep or broken: refused or set aside": (
        "tests/adapters/exports/test_hostile.py",
        "tests/adapters/exports/test_fuzz.py",
        "tests/e2e/test_hostile_imports.py",
    ),
    "the same export twice, overlapping live: equal state hash": ("tests/e2e/test_after_live.py",),
    "imports killed at random, Ctrl-C, disk full: equal state hash": (
        "tests/e2e/test_interrupted_imports.py",
    ),
    "a gigabyte of Slack, of Discord in one file, one line, parts: < 400 MB": (
        "tests/e2e/test_large_exports.py",
    ),
}
"""What somebody does on purpose, or brings along."""

RIGHTS: Mapping[str, Sequence[str]] = {
    "forget me: 0 bytes left, stays forgotten; export me: every table": (
        "tests/contract/test_privacy.py",
        "tests/storage/test_forgetting.py",
        "tests/storage/test_personal.py",
    ),
    "export me within 60 s, forget me 0 bytes, in a community of 1,200,000 messages": (
        "tests/storage/test_large_rights.py",
    ),
    "opted out: in nothing new, and out of the latest digest within a minute": (
        _AMENDING,
        "tests/unit/usecases/test_lifecycle.py",
    ),
    "private channels and direct messages: never, but where an admin said so": (
        f"{_SLACK}/test_inbound.py",
        f"{_SLACK}/test_private.py",
        f"{_DISCORD}/test_inbound.py",
        "tests/adapters/exports/test_discord.py",
    ),
    "a key that is missing or wrong: refuses to start, and says what mends it": (
        "tests/unit/wiring/test_keys.py",
        "tests/unit/wiring/test_wrong_keys.py",
        "tests/storage/test_sealed.py",
    ),
}
"""What people are promised."""

REST: Mapping[str, Sequence[str]] = {
    "everything else that is long": (
        "tests",
        "-m",
        "soak",
        "--ignore=tests/simulation",
        "--ignore=tests/crash",
        "--ignore=tests/contract",
        "--ignore=tests/storage/test_large_rights.py",
        "--ignore=tests/e2e/test_interrupted_imports.py",
        "--ignore=tests/e2e/test_large_exports.py",
        "--ignore=tests/e2e/test_hostile_imports.py",
    ),
}

ROWS: Mapping[str, Sequence[str]] = {**FAULTS, **ATTACKS, **RIGHTS, **REST}

RUNS: Mapping[str, str] = {"a whole run of a week before a real local Slack": "tests.e2e.slack_whole_run"}
"""Programs of their own: as a person would, from a question to the digest. 77: it cannot be had here."""
