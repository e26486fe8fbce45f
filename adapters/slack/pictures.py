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


async def _one(client: AsyncWebClient, chart: Chart, picture: bytes) -> str:
    place = await client.files_getUploadURLExternal(
        filename="chart.png", length=len(picture), alt_txt=shortened(chart.alt, ALT_TEXT)
    )
    url, file = str(place.get("upload_url", "")), str(place.get("file_id", ""))
    if not is_slacks(url, client.base_url):
        return ""
    async with (
        aiohttp.ClientSession(timeout=_TIMEOUT) as session,
        session.post(url, data=picture, allow_redirects=False) as answer,
    ):
        if answer.status != 200:
            return ""
    await client.files_completeUploadExternal(files=[{"id": file, "title": shortened(chart.title, 200)}])
    return file
