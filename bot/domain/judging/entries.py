"""What is known of one word."""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.judging.lexicon import Branch


class Entry(NamedTuple):
    """`mark`: its mark in a shape; `content`: what a sketch takes of it; `branch`: phrases it begins.

    `number` and `tongue` are for the learned part (`asking`).
    """

    mark: int
    hashes: tuple[bytes, ...]
    content: dict[str, bytes]
    branch: Branch | None
    number: int
    tongue: int
