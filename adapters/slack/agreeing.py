"""Private channels: read only where an admin let Foster in and said, in that very channel, that it may."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from adapters.slack.own_words import READ, UNREAD
from adapters.slack.workspace import Workspace
from bot.commands.access import allow
from bot.commands.spec import Reply
from bot.domain.audit import AuditEntry
from bot.domain.errors import UserFacingError
from bot.domain.preference_groups import every
from bot.domain.preferences import Preferences
from bot.domain.refs import ChannelRef
from bot.views.card import Card, Paragraph, Tone

KEY = "private-channels"


async def agree(workspace: Workspace, user: str, channel: str, *, read: bool) -> Reply:
    """Keep an admin's word on the channel it was said in."""
    caller = await workspace.caller(user)
    allow(caller, READ if read else UNREAD)
    if read:
        await _let_in(workspace, channel)
    here = workspace.known.ref(channel)
    async with workspace.core.store.writing(workspace.community) as unit:
        stored = await unit.settings.all()
        before = Preferences.read(stored).channels(KEY)
        after = tuple(dict.fromkeys([*before, here])) if read else tuple(ref for ref in before if ref != here)
        if after != before:
            await unit.settings.put(KEY, _written(after) if after else None)
            entry = AuditEntry(
                workspace.clock.now(),
                caller.member,
                f"settings {KEY}",
                stored.get(KEY, "[]"),
                _written(after),
            )
            await unit.audit.add(entry)
    workspace.known.agree(ref.id for ref in after if ref.space == workspace.space)
    t = await workspace.texts()
    said = (
        t.say("From now on I read this channel, as an admin asked me to. “private off” ends it.")
        if read
        else t.say("I read nothing here any more.")
    )
    return Reply(Card(t.say("Done"), (Paragraph((said,), Tone.GOOD),), Tone.GOOD))


async def remember(workspace: Workspace) -> None:
    """What was agreed to, here or by another process, or taken back."""
    chosen = (await workspace.preferences()).channels(KEY)
    workspace.known.agree(ref.id for ref in chosen if ref.space == workspace.space)


async def _let_in(workspace: Workspace, channel: str) -> None:
    """Foster must have been invited: it cannot let itself into a private channel, and does not try."""
    try:
        answer = await workspace.client.conversations_info(channel=channel)
        told = answer.get("channel") or {}
    except SlackApiError:
        told = {}
    if told.get("is_im") or told.get("is_mpim") or channel.startswith("D"):
        raise UserFacingError("I never read direct messages.")
    if not told.get("is_private"):
        if told:
            raise UserFacingError("This channel is public: I read it wherever I am a member.")
        raise UserFacingError(
            "I am not in this channel, or may not see private ones. Type /invite @Foster here; the app needs "
            "{scopes} (foster manifest slack --private-channels).",
            scopes="groups:read, groups:history",
        )
    if not told.get("is_member"):
        raise UserFacingError("I am not in this channel. Type /invite @Foster first.")


def _written(refs: tuple[ChannelRef, ...]) -> str:
    preference = next(one for one in every() if one.key == KEY)
    return preference.write(refs)
