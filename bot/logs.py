"""Logging: one line an event, as text or JSON. No token, and no text that people wrote, ever gets in.

An exception is logged by its type and where it happened. Its message stays out: it may quote anything.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import IO

from bot.domain.errors import UserFacingError

_TOKENS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe\.[\w.-]+"  # Slack
    r"|[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,40}"  # Discord
    r"|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"  # user and password in a URL
    r"|(?i:(?:bearer|bot)\s+)[\w.~+/-]{16,}=*"
    r"|[\w-]{43}="  # a Fernet key
)
_GIVEN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_HANDLER = "foster"

_TALKATIVE = ("aiosqlite", "asyncpg", "sqlalchemy", "slack_sdk", "slack_bolt", "discord", "aiohttp")
"""What these say while debugging holds ids, names, texts and tokens."""
_CHATTY = {"sqlalchemy": logging.WARNING, "aiohttp.access": logging.WARNING, "apscheduler": logging.ERROR}
"""What these say below that: every statement, every look at /healthz, every tick while a long one goes on."""


def set_up(level: str, form: str, stream: IO[str]) -> None:
    """Log to `stream` from `level` on, as `json` or `text`. A second call replaces the first."""
    handler = logging.StreamHandler(stream)
    handler.set_name(_HANDLER)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger()
    for old in [h for h in root.handlers if h.get_name() == _HANDLER]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.INFO, root.level))
    for name, least in _CHATTY.items():
        logging.getLogger(name).setLevel(max(least, root.level))


def clean(text: str) -> str:
    """`text` on one line and without anything that looks like a token."""
    return _TOKENS.sub("[secret]", text).replace("\r", " ").replace("\n", " ")


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, the event's own fields, and what broke."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        entry: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": clean(record.getMessage()),
        }
        entry.update(_fields(record))
        if (broken := _exception(record)) is not None:
            entry["error"], entry["at"] = _kind(broken), _places(broken)
        return json.dumps(entry)


class TextLines(logging.Formatter):
    """The same for people: `time level logger: message (field=value)`, then where it broke."""

    def format(self, record: logging.LogRecord) -> str:
        """The lines."""
        fields = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        line = f"{_time(record)} {record.levelname.lower()} {record.name}: {clean(record.getMessage())}"
        lines = [f"{line} ({fields})" if fields else line]
        if (broken := _exception(record)) is not None:
            lines += [f"  {_kind(broken)}", *(f"    {place}" for place in _places(broken))]
        return "\n".join(lines)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _fields(record: logging.LogRecord) -> dict[str, str | int | float | bool]:
    """What the event carries of its own (`extra=`)."""
    own = {name: value for name, value in vars(record).items() if name not in _GIVEN}
    return {
        name: value if isinstance(value, int | float) else clean(str(value)) for name, value in own.items()
    }


def _exception(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def _kind(broken: BaseException) -> str:
    """The type's name; our own errors also say their template, which holds nothing that people wrote."""
    name = type(broken).__qualname__
    return f"{name}: {clean(broken.message)}" if isinstance(broken, UserFacingError) else name


def _places(broken: BaseException) -> list[str]:
    """`file:line in function`, the outermost first; then the same for what caused it."""
    places = _frames(broken.__traceback__)
    cause = broken.__cause__ or (None if broken.__suppress_context__ else broken.__context__)
    return places if cause is None else [*places, f"caused by {_kind(cause)}", *_places(cause)]


def _frames(trace: TracebackType | None) -> list[str]:
    found = traceback.extract_tb(trace, limit=-40)
    return [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in found]
