"""Slack's own libraries quote whole payloads in their logs: here they say where, and never what."""

from __future__ import annotations

import logging

NAME = "adapters.slack.library"


class _Wordless(logging.Filter):
    """Replaces what a library wants to say by the place that says it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record stays, without its words."""
        record.msg, record.args = f"{record.module}.{record.funcName}", ()
        record.exc_text = None
        return True


def library_logger() -> logging.Logger:
    """The logger to hand to slack-bolt and slack-sdk; nothing below a warning passes."""
    logger = logging.getLogger(NAME)
    logger.setLevel(logging.WARNING)
    if not any(isinstance(each, _Wordless) for each in logger.filters):
        logger.addFilter(_Wordless())
    return logger
