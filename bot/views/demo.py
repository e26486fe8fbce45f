"""What a newcomer may try after the demo."""

from __future__ import annotations

from shlex import quote

from bot.domain.times import Week
from bot.views.card import Bullets, Card, Code, Paragraph, Text
from bot.views.texts import Texts


def next_steps_card(foster: str, here: str, member: str, week: Week, t: Texts) -> Card:
    """Commands to type next: `foster` is how the program is started, `here` the same on the demo's data.

    `member` is the name of somebody who was named, `week` an earlier week.
    """
    steps: tuple[tuple[str, str], ...] = (
        (t.say("Why was I (not) named?"), f'{here} ask "/foster me" --as {quote(member)}'),
        (t.say("How was that counted?"), f'{here} ask "/foster explain S1"'),
        (t.say("An earlier week"), f"{here} digest --week {week}"),
        (t.say("Everything it can do"), f'{here} ask "/foster help"'),
    )
    own = (t.say("Your own community"), f"{foster} import EXPORT.zip")
    items: tuple[Text, ...] = tuple((f"{what}\n", Code(command)) for what, command in (*steps, own))
    note = t.say("Everybody above is invented. Try next:")
    return Card(
        t.say("What to try next"),
        (Paragraph((note,)), Bullets(items)),
        data={"commands": [command for _, command in steps], "own": own[1]},
    )
