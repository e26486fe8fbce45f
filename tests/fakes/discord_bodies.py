"""Bodies of the fake Discord's requests and answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

Payload = dict[str, Any]


async def body_of(request: web.Request) -> tuple[Payload, list[str]]:
    """JSON, or the JSON part of an upload and its files' names."""
    if not request.content_type.startswith("multipart/"):
        return await request.json(), []
    form = await request.post()
    files = [part.filename for part in form.values() if isinstance(part, web.FileField)]
    return json.loads(str(form["payload_json"])), files


def stored(row: Payload) -> Payload:
    """As history gives it back: without what only the gateway tells, and without nonces."""
    return {
        key: value
        for key, value in row.items()
        if key not in {"guild_id", "member", "nonce", "enforce_nonce"}
    }


def archived(thread: Payload) -> bool:
    return bool(thread.get("thread_metadata", {}).get("archived"))


def as_json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """Without a charset: discord.py reads nothing else as JSON."""
    body = json.dumps(value).encode()
    return web.Response(body=body, status=status, content_type="application/json", headers=headers)
