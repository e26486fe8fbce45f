"""What chat platforms have beside the catalogue: forms, and looks at what only they know."""

from __future__ import annotations

from bot.commands.words import split
from bot.domain.errors import UserFacingError

ONLY_IN_CHAT = (
    ("setup",),
    ("doctor",),
    ("settings", "change"),
    ("private", "on"),
    ("private", "off"),
)
"""Their words. The platforms list the commands themselves; a test holds the two together."""


def refuse_chat_only(text: str, word: str) -> None:
    """A `UserFacingError` where somebody types at the terminal what only works in chat, after `/word`."""
    typed = tuple(each.written.casefold() if each.plain else "" for each in split(text)[:3])
    if typed and typed[0].startswith("/"):
        typed = typed[1:]
    found = next((words for words in ONLY_IN_CHAT if typed[: len(words)] == words), None)
    if found is None:
        return
    name = " ".join(found)
    if found == ("doctor",):
        raise UserFacingError(
            "“{command}” is for chat. Here, run “{slack}” or “{discord}”.",
            command=name,
            slack="foster doctor slack",
            discord="foster doctor discord",
        )
    raise UserFacingError(
        "“{command}” is for chat: type “{typed}” on Slack or Discord. “help” lists what can be done here.",
        command=name,
        typed=f"/{word} {name}",
    )
