"""Who may do what, and where: the one table of role × command × surface.

A command's role says who may give it. Where it may be given, the table here says: what is not listed for a
surface is refused there, for whatever is clicked or sent may be forged or long out of date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.commands.spec import Caller, Command, Role, Surface
from bot.domain.errors import UserFacingError

_SHOWN = frozenset(
    {"help", "digest", "me", "ready", "explain", "questions", "talk list", "support list", "uplift list"},
)
_CLICKED = _SHOWN | frozenset(
    {
        "ready history",
        "digest preview",
        "digest post",
        "digest skip",
        "digest retry",
        "digest history",
        "settings show",
        "settings set",
        "settings reset",
        "settings preset",
        "settings history",
        "talk offers",
        "talk accept",
        "talk decline",
        "evidence undo",
        "evidence dispute",
        "evidence settle",
        "me thanks",
        "me considered on",
        "me considered off",
        "why",
        "answer undo",
        "privacy",
        "export me",
        "forget me",
        "audit",
        "optout",
        "optin",
    }
)
_FILLED_IN = frozenset({"settings set", "settings reset", "settings preset", "staff add", "staff none"})
_ON_A_MESSAGE = frozenset(
    {"thank", "why", "answer mark", "answer unmark", "answer credit", "answer notme", "answer undo"}
)

TABLE: Mapping[Surface, frozenset[str] | None] = {
    Surface.TYPED: None,
    Surface.DIRECT: None,
    Surface.TERMINAL: None,
    Surface.BUTTON: _CLICKED,
    Surface.HOME: _CLICKED,
    Surface.SHARED: _SHOWN,
    Surface.FORM: _FILLED_IN,
    Surface.MENU: _ON_A_MESSAGE,
}
"""The commands of each surface by name; None: all of the catalogue, as words are typed by somebody."""


def offered(command: Command, surface: Surface) -> bool:
    """Whether a command may be given there at all."""
    names = TABLE.get(surface, frozenset())
    return names is None or command.name in names


def may(role: Role, command: Command, surface: Surface) -> bool:
    """One cell of the table."""
    return role >= command.role and offered(command, surface)


def allow(caller: Caller, command: Command, surface: Surface = Surface.TYPED) -> None:
    """The one place that decides: a `UserFacingError` for everybody who may not, there or at all."""
    if may(caller.role, command, surface):
        return
    if caller.role >= command.role:
        raise UserFacingError(
            "“{command}” cannot be run from here. Type it after /foster.", command=command.name
        )
    if command.role is Role.ADMIN:
        raise UserFacingError(
            "“{command}” is for the admins of this community. Ask one of them to run it for you.",
            command=command.name,
        )
    raise UserFacingError(
        "“{command}” is for the team behind this community. Ask one of them to run it for you.",
        command=command.name,
    )


def matrix(catalogue: Sequence[Command]) -> list[tuple[Command, frozenset[Surface]]]:
    """Every command with the surfaces where it may be given, for the page in the docs and the tests."""
    return [
        (command, frozenset(surface for surface in Surface if offered(command, surface)))
        for command in catalogue
    ]
