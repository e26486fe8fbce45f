"""How Slack writes things down: whom a text addresses, the words that a person wrote, times, who speaks."""

from __future__ import annotations

import html
import re

from adapters.markup.slack_rows import Row
from bot.domain.times import SECOND, Micros

SPOKEN = frozenset({None, "file_share", "me_message", "thread_broadcast", "file_comment"})
"""Subtypes in which a person speaks."""

SYSTEM = frozenset(
    f"{where}_{what}"
    for where in ("channel", "group")
    for what in ("join", "leave", "topic", "purpose", "name", "archive", "unarchive", "posting_permissions")
) | {
    "app_conversation_join", "assistant_app_thread", "bot_add", "bot_disable", "bot_enable", "bot_remove",
    "channel_convert_to_private", "channel_convert_to_public", "document_mention", "file_mention",
    "huddle_thread", "joiner_notification", "joiner_notification_for_inviter", "message_replied",
    "pinned_item", "reminder_add", "reminder_delete", "reply_broadcast", "sh_room_created",
    "slackbot_response", "tabbed_canvas_updated", "unpinned_item",
}  # fmt: skip
"""Subtypes in which Slack itself speaks."""

_TS = re.compile(r"(\d{1,10})\.(\d{1,6})")
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>")
_MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_UPLOAD = re.compile(
    r"^<@[^<>]*> (?:uploaded|shared) a file:? <[^<>]*>(?: and (?:commented|added this comment):)?"
)


def instant(ts: str | None) -> Micros | None:
    """The instant of a Slack `ts` such as `1517528027.000018`; None where it is none."""
    match = _TS.fullmatch(ts) if ts else None
    if match is None:
        return None
    return Micros(int(match[1]) * SECOND + int(match[2].ljust(6, "0")))


def mentioned(text: str) -> list[str]:
    """The ids of the accounts that a text addresses, in order, each once."""
    return list(dict.fromkeys(_MENTION.findall(text))) if "<@" in text else []


def words(text: str) -> str:
    """The text without mentions and channel links, with links as label and address, entities decoded."""
    if "<" in text:
        text = _MARKUP.sub(_plain, _UPLOAD.sub(" ", text))
    return html.unescape(text) if "&" in text else text


def _plain(markup: re.Match[str]) -> str:
    target, label = markup[1], markup[2]
    if target.startswith(("@", "#", "!")):
        return " "
    if not label or label in target:
        return target
    return f"{label} {target}"


def words_of(row: Row) -> tuple[str | None, str]:
    """Who speaks, and what they say: a comment on a file carries both apart from the message."""
    if row.subtype != "file_comment":
        return row.user, row.text or ""
    return (row.comment.user, row.comment.comment or "") if row.comment else (None, "")
