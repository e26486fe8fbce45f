"""What Foster says when something did not work: what to do about it, plainly."""

from __future__ import annotations

from bot.domain.errors import UserFacingError
from bot.views.card import Block, Button, Buttons, Card, Note, Paragraph, Tone
from bot.views.texts import Texts


def problem(t: Texts, error: UserFacingError, *, try_next: str = "") -> Card:
    """A problem the person can mend; `try_next` is a command that helps."""
    message = t.say(error.message, **error.parts)
    blocks: list[Block] = [Paragraph((message,), Tone.CAUTION)]
    if try_next:
        blocks.append(Buttons((Button(t.say("Help"), try_next),)))
    return Card(t.say("That did not work"), tuple(blocks), Tone.CAUTION, {"problem": message})


def bug(t: Texts, reference: str) -> Card:
    """Something broke on our side; the log has more under `reference`."""
    text = t.say("Something went wrong on our side. Nothing was changed, and it is not your fault.")
    note = t.say("If it happens again, tell an admin this code: {reference}", reference=reference)
    return Card(
        t.say("Something went wrong"),
        (Paragraph((text,), Tone.BAD), Note((note,))),
        Tone.BAD,
        {"problem": text, "reference": reference},
    )
