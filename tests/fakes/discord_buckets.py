"""Rate limits as Discord keeps them: a bucket for each route and place, and one for everything."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from tests.fakes.discord_bodies import as_json

_PLACE = re.compile(r"/(channels|guilds|webhooks)/(\d+)")
_NUMBER = re.compile(r"/\d+")


@dataclass(slots=True)
class Bucket:
    """How many requests are left until when."""

    left: int
    resets: float


@dataclass(slots=True)
class Buckets:
    """`limit` requests of a kind in `window` seconds, `most` of all kinds in one. `refused` counts 429s."""

    limit: int = 1_000
    window: float = 1.0
    most: int = 10_000
    refused: int = 0
    buckets: dict[str, Bucket] = field(default_factory=dict)

    def take(self, request: web.Request) -> web.Response | Mapping[str, str]:
        """The headers of an answer, or the 429 in its stead. Interactions are not counted."""
        if "/interactions/" in request.path:
            return {}
        now = time.monotonic()
        everything = self._take("", self.most, 1.0, now)
        if everything.left < 0:
            return self._refused(everything, now, {"X-RateLimit-Global": "true"}, everywhere=True)
        name = self._name(request)
        bucket = self._take(name, self.limit, self.window, now)
        headers = {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(bucket.left, 0)),
            "X-RateLimit-Reset-After": f"{max(bucket.resets - now, 0.001):.3f}",
            "X-RateLimit-Bucket": re.sub(r"\W", "", name)[-40:],
        }
        if bucket.left < 0:
            return self._refused(bucket, now, headers, everywhere=False)
        return headers

    def _take(self, name: str, limit: int, window: float, now: float) -> Bucket:
        bucket = self.buckets.get(name)
        if bucket is None or bucket.resets <= now:
            bucket = self.buckets[name] = Bucket(limit, now + window)
        bucket.left -= 1
        return bucket

    def _name(self, request: web.Request) -> str:
        place = _PLACE.search(request.path)
        return f"{request.method} {_NUMBER.sub('/:id', request.path)} {place[2] if place else ''}"

    def _refused(
        self, bucket: Bucket, now: float, headers: Mapping[str, str], *, everywhere: bool
    ) -> web.Response:
        self.refused += 1
        after = max(bucket.resets - now, 0.001)
        body = {"message": "You are being rate limited.", "retry_after": after, "global": everywhere}
        whole = {**headers, "Retry-After": f"{after:.3f}", "Via": "1.1 fake"}
        return as_json(body, 429, whole | {"X-RateLimit-Scope": "global" if everywhere else "user"})
