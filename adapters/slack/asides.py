"""Cards for somebody else, such as a thank-you: sent once, at once, and kept nowhere."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from adapters.slack.render import render
from bot.commands.spec import Aside

if TYPE_CHECKING:
    from adapters.slack.replies import Place

log = logging.getLogger(__name__)


async def pass_on(place: Place, aside: Aside) -> None:
    """Say it where it was said, or privately; privately, too, where Foster may not write in the channel."""
    if aside.here and place.channel and await _post(place, place.channel, aside, place.thread or None):
        return
    await _post(place, aside.to.id, aside)


async def _post(place: Place, channel: str, aside: Aside, thread: str | None = None) -> bool:
    """Whether Slack took it. A member's id as channel is their conversation with Foster."""
    for draft in render(aside.card, await place.workspace.look()):
        try:
            await place.workspace.client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                text=draft.text,
                blocks=list(draft.blocks),
                mrkdwn=False,
                parse="none",
                link_names=False,
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as refused:
            log.warning("not passed on", extra={"problem": str(refused.response.get("error", ""))})
            return False
    return True
