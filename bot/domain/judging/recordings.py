"""Links to recordings in a message, found at the door: a talk, perhaps. Nothing else of the text goes on.

Only addresses at which one recording stands are taken, and rebuilt from their parts, so that nothing that
somebody hung on to them (a name, a token, where they come from) is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, parse_qs, urlsplit

MOST = 3
"""A message with more links than that is a list, and no news of a talk."""

_LINK = re.compile(r"https?://[^\s<>|\"'`)\]]{4,300}", re.IGNORECASE)
_YOUTUBE = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO = re.compile(r"/(\d{5,12})/?", re.ASCII)
_PEERTUBE = re.compile(r"/(?:w|videos/watch)/([0-9A-Za-z-]{20,36})/?", re.ASCII)
_SLUG = re.compile(r"/(?:v|video|presentations)/([\w-]{3,120})(?:/.*)?", re.ASCII)
_PLAIN_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.ASCII)


def recordings(text: str) -> tuple[str, ...]:
    """The addresses of recordings in `text`, rebuilt, each once; none where there are more than `MOST`."""
    if "://" not in text:
        return ()
    found = dict.fromkeys(address for link in _LINK.findall(text) if (address := _address(link)))
    return tuple(found) if len(found) <= MOST else ()


def host(address: str) -> str:
    """Where a recording is, to name it by until somebody says what it was."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _address(link: str) -> str:
    try:
        parts = urlsplit(link.rstrip(".,;:!?"))
        where, port = (parts.hostname or "").removeprefix("www.").removeprefix("m."), parts.port
    except ValueError:
        return ""
    if port is not None or "@" in parts.netloc or _PLAIN_HOST.fullmatch(where) is None:
        return ""
    return _SITES.get(where, _elsewhere)(where, parts)


def _youtube(_where: str, parts: SplitResult) -> str:
    if parts.path == "/watch":
        named = parse_qs(parts.query, max_num_fields=20).get("v", [""])[0]
    else:
        kind, _, named = parts.path.strip("/").partition("/")
        named = named if kind == "live" else ""
    return _watch(named)


def _youtu_be(_where: str, parts: SplitResult) -> str:
    return _watch(parts.path.strip("/"))


def _watch(named: str) -> str:
    return f"https://www.youtube.com/watch?v={named}" if _YOUTUBE.fullmatch(named) else ""


def _vimeo(_where: str, parts: SplitResult) -> str:
    match = _VIMEO.fullmatch(parts.path)
    return f"https://vimeo.com/{match[1]}" if match else ""


def _conference(where: str, parts: SplitResult) -> str:
    match = _SLUG.fullmatch(parts.path)
    return f"https://{where}{parts.path[: match.end(1)]}" if match else ""


def _elsewhere(where: str, parts: SplitResult) -> str:
    """PeerTube runs on many hosts, and tells by its paths."""
    match = _PEERTUBE.fullmatch(parts.path)
    return f"https://{where}{parts.path.rstrip('/')}" if match else ""


_SITES: Mapping[str, Callable[[str, SplitResult], str]] = {
    "youtube.com": _youtube,
    "youtu.be": _youtu_be,
    "vimeo.com": _vimeo,
    "media.ccc.de": _conference,
    "infoq.com": _conference,
    "pyvideo.org": _conference,
}
