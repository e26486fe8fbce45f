"""Keeping secrets: what storage and platforms need to put one away and take it out again."""

from __future__ import annotations

from typing import Protocol


class Vault(Protocol):
    """Seals small secrets, such as tokens and names. `bot.vault` implements it."""

    @property
    def newest(self) -> str:
        """The id of the key that seals: what `key_of` finds in everything it seals."""
        ...

    def knows(self, key: str) -> bool:
        """Whether what was sealed with the key of this id can be opened."""
        ...

    def seal(self, secret: str | bytes) -> str:
        """A text that only the key's owner can open; never twice the same."""
        ...

    def unseal(self, sealed: str) -> str:
        """What was sealed, as text; a `UserFacingError` where the key is missing or the text was changed."""
        ...

    def seal_name(self, name: str) -> str:
        """The same for a name: much quicker, because there are many."""
        ...

    def unseal_name(self, sealed: str) -> str:
        """The name that `seal_name` sealed; errors as for `unseal`."""
        ...


PREFIX = "sealed:"
_ID = 8


def key_of(sealed: str) -> str:
    """The id of the key that sealed a text; empty where nothing was sealed."""
    if not sealed.startswith(PREFIX):
        return ""
    key, _, token = sealed.removeprefix(PREFIX).partition(":")
    return key if token and len(key) == _ID else ""
