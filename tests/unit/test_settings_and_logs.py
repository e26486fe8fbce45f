"""The program's settings and its log."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from bot import logs
from bot.domain.errors import UserFacingError
from bot.settings import Settings, load

ROOT = Path(__file__).resolve().parents[2]
NAMES = {str(field.validation_alias): field for field in Settings.model_fields.values()}
log = logging.getLogger("foster.test")


@pytest.fixture
def stream() -> Iterator[StringIO]:
    level, handlers = logging.root.level, list(logging.root.handlers)
    yield StringIO()
    logging.root.setLevel(level)
    logging.root.handlers[:] = handlers


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_nothing_needs_to_be_set() -> None:
    settings = load()
    assert (settings.database_url, settings.log_level, settings.log_format) == ("", "warning", "text")


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=file.sqlite\nFOSTER_LOG_FORMAT=json\nOTHER=1\n")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:canary@h/d")
    settings = load()
    assert (settings.database_url, settings.log_format) == ("postgresql://u:canary@h/d", "json")
    assert "canary" not in repr(settings)


@pytest.mark.parametrize("name", ["FOSTER_LOG_LEVEL", "FOSTER_LOG_FORMAT"])
def test_a_wrong_value_is_refused_by_name_alone(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "canary")
    with pytest.raises(UserFacingError) as caught:
        load()
    assert name in str(caught.value)
    assert "canary" not in str(caught.value)


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    example = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    docs = set(re.findall(r"^\| `([A-Z_]+)` ", (ROOT / "docs/settings.md").read_text("utf-8"), re.MULTILINE))
    assert example == docs == set(NAMES)
    assert all(field.description for field in NAMES.values())


def lines(stream: StringIO) -> list[str]:
    return stream.getvalue().splitlines()


def test_a_line_of_json_for_each_event(stream: StringIO) -> None:
    logs.set_up("info", "json", stream)
    log.debug("unseen")
    log.info("digest posted", extra={"community": "soup\nstew", "names": 3})
    (line,) = lines(stream)
    entry = json.loads(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", entry.pop("time"))
    assert entry == {
        "level": "info",
        "logger": "foster.test",
        "message": "digest posted",
        "community": "soup stew",
        "names": 3,
    }


def test_a_line_of_text_for_each_event(stream: StringIO) -> None:
    logs.set_up("warning", "text", stream)
    logs.set_up("info", "text", stream)
    log.info("started")
    log.warning("late by %s s", 5, extra={"week": "2018-W06"})
    first, second = lines(stream)
    assert first.endswith(" info foster.test: started")
    assert second.endswith(" warning foster.test: late by 5 s (week=2018-W06)")


SECRETS = (
    "xoxb-123456789012-abcdefABCDEF",
    "xapp-1-A111-222-abcdef",
    "xoxe.xoxp-1-Mi0yLTEyMzQ1Njc4OTAx",
    "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789",
    "Bearer abcdefghijklmnop.qrst",
    "postgresql://user:hunter2@host/db",
    "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
)


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("secret", SECRETS)
def test_no_token_gets_into_the_log(stream: StringIO, form: str, secret: str) -> None:
    logs.set_up("info", form, stream)
    log.info("got %s", secret, extra={"header": f"it is {secret}!"})
    assert stream.getvalue().count("[secret]") == 2
    assert secret.partition("@")[0].rpartition(" ")[2] not in stream.getvalue()
    assert "hunter2" not in stream.getvalue()


def broken() -> None:
    try:
        dict[str, int]()["canary one"]
    except KeyError as cause:
        raise ValueError("canary two") from cause


def refused() -> None:
    raise UserFacingError("“{text}” is wrong", text="canary")


@pytest.mark.parametrize("form", ["json", "text"])
def test_what_broke_is_named_without_its_words(stream: StringIO, form: str) -> None:
    logs.set_up("info", form, stream)
    try:
        broken()
    except ValueError:
        log.exception("failed", extra={"reference": "ABC234"})
    text = stream.getvalue()
    for part in ("ValueError", "caused by KeyError", "in broken", "ABC234"):
        assert part in text
    assert "canary" not in text


def test_our_own_errors_say_their_template_only(stream: StringIO) -> None:
    logs.set_up("info", "text", stream)
    try:
        refused()
    except UserFacingError:
        log.exception("refused")
    assert "UserFacingError: “{text}” is wrong" in stream.getvalue()
    assert "canary" not in stream.getvalue()


def test_what_libraries_say_while_debugging_stays_out(caplog: pytest.LogCaptureFixture) -> None:
    out = StringIO()
    level, handlers = logging.root.level, list(logging.root.handlers)
    try:
        logs.set_up("debug", "text", out)
        logging.getLogger("aiosqlite").debug("executing INSERT … U7CANARY")
        logging.getLogger("discord.gateway").debug("received U7CANARY")
        logging.getLogger("sqlalchemy.engine.Engine").info("SELECT … U7CANARY")
        logging.getLogger("apscheduler.scheduler").warning("skipped … U7CANARY")
        logging.getLogger("bot.core").debug("ours")
    finally:
        logging.root.setLevel(level)
        logging.root.handlers[:] = handlers
    assert "ours" in out.getvalue()
    assert "U7CANARY" not in out.getvalue() + caplog.text
