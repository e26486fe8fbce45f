"""Charts as pictures in a message: uploaded first, then shown by their file's id."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.limits import ALT_TEXT, shortened
from adapters.slack.response_urls import is_slacks
from bot.commands.spec import Attached
from bot.views.card import Card, Chart

log = logging.getLogger(__name__)

Draw = Callable[[Chart], bytes]
"""A chart as PNG."""

_TIMEOUT = aiohttp.ClientTimeout(total=30)


async def upload(client: AsyncWebClient, card: Card, draw: Draw | None) -> dict[int, str]:
    """The file ids of the card's charts by their number; a chart that cannot be uploaded is left as text."""
    charts = [block for block in card.blocks if isinstance(block, Chart)]
    found: dict[int, str] = {}
    for number, chart in enumerate(charts if draw is not None else ()):
        try:
            found[number] = await _one(client, chart, await asyncio.to_thread(draw, chart)) if draw else ""
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as problem:
            log.warning("chart not uploaded", extra={"problem": type(problem).__name__})
    return {number: file for number, file in found.items() if file}


async def hand_over(client: AsyncWebClient, user: str, file: Attached) -> None:
    """A file for one person, in their conversation with Foster: only there a file stays private."""
    try:
        opened = await client.conversations_open(users=user)
        channel = str((opened.get("channel") or {}).get("id", ""))
        place = await client.files_getUploadURLExternal(filename=file.name, length=len(file.content))
        if channel and (number := await _sent(client, place.data, file.content)):
            made: list[dict[str, str | None]] = [{"id": number, "title": file.name}]
            await client.files_completeUploadExternal(files=made, channel_id=channel)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as problem:
        log.warning("file not handed over", extra={"problem": type(problem).__name__})


async def _one(client: AsyncWebClient, chart: Chart, picture: bytes) -> str:
    place = await client.files_getUploadURLExternal(
        filename="chart.png", length=len(picture), alt_txt=shortened(chart.alt, ALT_TEXT)
    )
    file = await _sent(client, place.data, picture)
    if file:
        await client.files_completeUploadExternal(files=[{"id": file, "title": shortened(chart.title, 200)}])
    return file


async def _sent(client: AsyncWebClient, place: object, content: bytes) -> str:
    """The id of a file whose content Slack has taken; empty where it has not."""
    given = place if isinstance(place, dict) else {}
    url, file = str(given.get("upload_url", "")), str(given.get("file_id", ""))
    if not is_slacks(url, client.base_url):
        return ""
    async with (
        aiohttp.ClientSession(timeout=_TIMEOUT) as session,
        session.post(url, data=content, allow_redirects=False) as answer,
    ):
        return file if answer.status == 200 else ""
