"""Answers by `response_url`: only to Slack, only encrypted, never where a redirect leads."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

import aiohttp

log = logging.getLogger(__name__)

_TIMEOUT = aiohttp.ClientTimeout(total=10)


def is_slacks(url: object, api_url: str) -> bool:
    """Whether an address is Slack's own, or the server's that `SLACK_API_URL` names."""
    if not isinstance(url, str) or not url.isascii() or not url.isprintable() or "\\" in url:
        return False
    try:
        parts, api = urlsplit(url), urlsplit(api_url)
        port, api_port = parts.port, api.port
    except ValueError:
        return False
    host, api_host = parts.hostname or "", api.hostname or ""
    if parts.username or parts.password:
        return False
    if api_host and not _at_slack(api_host):
        return (parts.scheme, host, port) == (api.scheme, api_host, api_port)
    return parts.scheme == "https" and _at_slack(host) and port in {None, 443}


def _at_slack(host: str) -> bool:
    return host == "slack.com" or host.endswith(".slack.com")


async def respond(url: object, message: dict[str, Any], api_url: str) -> bool:
    """Send a message; whether Slack took it. An address that is not Slack's gets nothing."""
    if not is_slacks(url, api_url):
        log.warning("response address refused")
        return False
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as session,
            session.post(str(url), json=message, allow_redirects=False) as answer,
        ):
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False
