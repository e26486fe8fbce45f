"""Discord's REST API in one call, so that everything above it can be tried without discord.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Protocol

import discord
from discord.http import HTTPClient, Route
from discord.utils import _to_json

from bot.domain.times import SECOND

Json = Mapping[str, Any]
File = tuple[str, bytes]


class NoError(Exception):
    """Discord said no: `status` 401, 403 or 404."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class LaterError(Exception):
    """Discord wants us to come back after `after` µs."""

    def __init__(self, after: int) -> None:
        super().__init__(after)
        self.after = after


class LostError(Exception):
    """No answer came, or none that says what happened."""


class Api(Protocol):
    """One request. `path` is a template: its ids are what rate limits are counted by."""

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        files: Sequence[File] = (),
        query: Mapping[str, str] | None = None,
        **ids: str,
    ) -> Any:  # noqa: ANN401 - whatever JSON the endpoint answers
        """The decoded answer; `NoError`, `LaterError` or `LostError`."""
        ...


class RestApi:
    """Through discord.py, which keeps to every bucket and waits where it is told to."""

    def __init__(self, http: HTTPClient) -> None:
        self._http = http

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        files: Sequence[File] = (),
        query: Mapping[str, str] | None = None,
        **ids: str,
    ) -> Any:  # noqa: ANN401 - whatever JSON the endpoint answers
        """One request."""
        parameters: dict[str, Any] = dict(ids)
        route = Route(method, path, **parameters)
        options: dict[str, Any] = {} if query is None else {"params": dict(query)}
        if files:
            sent = [discord.File(BytesIO(data), name) for name, data in files]
            options |= {"files": sent, "form": _form(body, files)}
        elif body is not None:
            options["json"] = body
        try:
            return await self._http.request(route, **options)
        except discord.RateLimited as later:
            raise LaterError(int(later.retry_after * SECOND)) from None
        except discord.HTTPException as problem:
            raise _said(problem) from None
        except (OSError, TimeoutError, ValueError) as problem:  # aiohttp's errors are OSErrors or ValueErrors
            raise LostError(type(problem).__name__) from None
        except Exception as problem:
            if type(problem).__module__.startswith("aiohttp"):
                raise LostError(type(problem).__name__) from None
            raise


def _said(problem: discord.HTTPException) -> Exception:
    match problem.status:
        case 401 | 403 | 404:
            return NoError(problem.status)
        case 429:
            header = problem.response.headers.get("Retry-After", "")
            return LaterError((int(header) if header.isdecimal() else 60) * SECOND)
        case status if status >= 500:
            return LostError(str(status))
        case _:
            return problem


def _form(body: object, files: Sequence[File]) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = [{"name": "payload_json", "value": _to_json(body)}]
    parts += [
        {
            "name": f"files[{number}]",
            "value": data,
            "filename": name,
            "content_type": "application/octet-stream",
        }
        for number, (name, data) in enumerate(files)
    ]
    return parts
