"""Forum posts, live and in exports."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.facts import Features

_CERTAIN = 1000


def opening(judged: Features, id_: str, thread: str | None) -> Features:
    """The judge's word; but the first message of a forum post, whose id is its thread's, asks however worded.

    Elsewhere a thread's first message stands in the channel, outside the thread.
    """
    return replace(judged, question=_CERTAIN) if thread == id_ else judged
