"""What an import set aside, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.domain.imports import Aside, Reason
from bot.views.texts import Texts

_EXPECTED = frozenset({Reason.BOT, Reason.SYSTEM, Reason.TOO_OLD})
"""Nobody needs to look for these in a file."""


def set_aside(aside: Aside, t: Texts) -> str:
    """One line: how many, why, and the first files it happened in."""
    why = REASONS[aside.reason](t, aside.count)
    if not aside.files or aside.reason in _EXPECTED:
        return why
    files = ", ".join(aside.files)
    if aside.count > len(aside.files):
        return t.say("{why}; for example in {files}", why=why, files=files)
    return t.say("{why}: {files}", why=why, files=files)


REASONS: Mapping[Reason, Callable[[Texts, int], str]] = MappingProxyType(
    {
        Reason.PRIVATE: lambda t, n: t.count(
            "{n} file of a private channel or direct message, which Foster does not read",
            "{n} files of private channels or direct messages, which Foster does not read",
            n,
        ),
        Reason.UNLISTED: lambda t, n: t.count(
            "{n} file of a channel that channels.json does not name: it may be private",
            "{n} files of channels that channels.json does not name: they may be private",
            n,
        ),
        Reason.BOT: lambda t, n: t.count("{n} message by a bot", "{n} messages by bots", n),
        Reason.SYSTEM: lambda t, n: t.count("{n} notice by the platform", "{n} notices by the platform", n),
        Reason.DELETED: lambda t, n: t.count("{n} deleted message", "{n} deleted messages", n),
        Reason.HIDDEN: lambda t, n: t.count(
            "{n} message that the platform's plan hides", "{n} messages that the platform's plan hides", n
        ),
        Reason.UNKNOWN_KIND: lambda t, n: t.count(
            "{n} entry of an unknown kind", "{n} entries of unknown kinds", n
        ),
        Reason.NO_AUTHOR: lambda t, n: t.count(
            "{n} message without an author", "{n} messages without an author", n
        ),
        Reason.BAD_TIME: lambda t, n: t.count(
            "{n} message without a valid time", "{n} messages without a valid time", n
        ),
        Reason.BAD_ID: lambda t, n: t.count(
            "{n} entry without a usable id", "{n} entries without usable ids", n
        ),
        Reason.MALFORMED: lambda t, n: t.count(
            "{n} entry with fields of the wrong type", "{n} entries with fields of the wrong type", n
        ),
        Reason.TOO_OLD: lambda t, n: t.count(
            "{n} message before the day asked for", "{n} messages before the day asked for", n
        ),
        Reason.ANONYMOUS_REACTION: lambda t, n: t.count(
            "{n} reaction that the export counts without a name",
            "{n} reactions that the export counts without names",
            n,
        ),
        Reason.NOT_JSON: lambda t, n: t.count(
            "{n} piece that is cut off or no JSON", "{n} pieces that are cut off or no JSON", n
        ),
        Reason.TOO_DEEP: lambda t, n: t.count("{n} piece nested too deep", "{n} pieces nested too deep", n),
        Reason.BAD_UTF8: lambda t, n: t.count(
            "{n} piece with broken characters (not UTF-8)", "{n} pieces with broken characters (not UTF-8)", n
        ),
        Reason.DAMAGED: lambda t, n: t.count(
            "{n} damaged or unreadable file", "{n} damaged or unreadable files", n
        ),
        Reason.TOO_LARGE: lambda t, n: t.count(
            "{n} file or line that is too large", "{n} files or lines that are too large", n
        ),
        Reason.BOMB: lambda t, n: t.count(
            "{n} file that unpacks to over 100 times its size",
            "{n} files that unpack to over 100 times their size",
            n,
        ),
        Reason.UNSAFE_NAME: lambda t, n: t.count(
            "{n} file whose name points out of the export", "{n} files whose names point out of the export", n
        ),
        Reason.LINK: lambda t, n: t.count("{n} symbolic link", "{n} symbolic links", n),
        Reason.NESTED: lambda t, n: t.count(
            "{n} archive inside the export: import it by itself",
            "{n} archives inside the export: import them by themselves",
            n,
        ),
        Reason.OTHER_FILE: lambda t, n: t.count(
            "{n} file that is no chat log", "{n} files that are no chat logs", n
        ),
    }
)
