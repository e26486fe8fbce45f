"""Buttons that carry their command in their id, so that they work after any restart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from adapters.discord.escape import plain
from adapters.discord.limits import CUSTOM_ID, LABEL, ROW, ROWS
from bot.views.card import Button

Json = dict[str, object]

RUN = "run"
SHARE = "share"
FORM = "form"
PICK = "pick"
CREDIT = "credit"
TRY = "try"
EDIT = "edit"
"""What an id asks for: run a command, share what it showed, open a form for it, take a choice.

A form of `TRY` shows first what its value would mean; `EDIT` opens one for the setting that was chosen.
"""

_ID = re.compile(r"foster:(run|share|form|pick|credit|try|edit):\d{1,2}:(.+)", re.DOTALL)
_MOST = ROW * ROWS
_SECONDARY, _DANGER = 2, 4


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button asks for, and the command that it carries."""

    ask: str
    command: str


def custom_id(ask: str, number: int, command: str) -> str:
    """An id, unique in its message by `number`; `read` takes it apart."""
    return f"foster:{ask}:{number}:{command}"


def read(identifier: str) -> Pressed | None:
    """What a pressed button carries; None where it is not one of ours."""
    match = _ID.fullmatch(identifier)
    return Pressed(match[1], match[2]) if match else None


def fits(button: Button) -> bool:
    """Whether Discord can show it: label and command are short enough, and neither is empty."""
    return (
        0 < len(plain(button.text)) <= LABEL
        and bool(button.command.strip())
        and button.command.isprintable()
        and len(custom_id(RUN, _MOST, button.command)) <= CUSTOM_ID
    )


def rows(buttons: Sequence[Button], share: Button | None = None) -> list[Json]:
    """Rows of at most 25 buttons that `fits` said yes to; `share` shows everybody what its command shows."""
    made = [_button(button, RUN, number) for number, button in enumerate(buttons)]
    if share is not None:
        made.append(_button(share, SHARE, len(made)))
    return [{"type": 1, "components": made[start : start + ROW]} for start in range(0, len(made), ROW)]


def shared_out(buttons: Iterable[Button]) -> tuple[list[Button], list[Button]]:
    """Those that a message can hold, with room for Share, and those that are to be written instead."""
    drawn: list[Button] = []
    written: list[Button] = []
    for button in buttons:
        (drawn if fits(button) and len(drawn) < _MOST - 1 else written).append(button)
    return drawn, written


def _button(button: Button, ask: str, number: int) -> Json:
    return {
        "type": 2,
        "style": _DANGER if button.danger else _SECONDARY,
        "label": plain(button.text),
        "custom_id": custom_id(ask, number, button.command),
    }
