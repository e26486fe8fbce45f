"""Two kinds of failure: one that is shown to the person as it is, and everything else, which is a bug."""

from __future__ import annotations


class UserFacingError(Exception):
    """Something the person can mend. `message` is a translatable template, `parts` fill it.

    >>> str(UserFacingError("slots must be {low} to {high}", low=1, high=15))
    'slots must be 1 to 15'
    """

    def __init__(self, message: str, **parts: object) -> None:
        super().__init__(message, parts)
        self.message = message
        self.parts = parts

    def __str__(self) -> str:
        return self.message.format(**self.parts)


class SettingsError(UserFacingError):
    """A setting of the running program is missing or wrong, such as a key: nothing begins without it."""


class NothingYetError(UserFacingError):
    """All is well, but it is too early: there is nothing to tell yet. A greeting says that better."""


class UnsureError(UserFacingError):
    """A platform does not say just now what has to be known first; asked again, it may."""
