"""What is said when somebody corrected who answered whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.facts import Correction, Verdict
from bot.views.card import Button, Buttons, Card, Paragraph, Tone
from bot.views.texts import Texts, later

_SAID: Mapping[Verdict, str] = {
    Verdict.ANSWER: later("Noted: this message answered the question."),
    Verdict.ALSO: later("Noted: they are credited, too."),
    Verdict.NOT_ANSWER: later("Noted: this message is no answer."),
    Verdict.NOT_ME: later("Noted: you are not credited for it."),
    Verdict.NOT_QUESTION: later("Noted: this message asks nothing."),
    Verdict.UNDONE: later("Taken back. What I had worked out counts again."),
}


def corrected_card(words: Sequence[Correction], t: Texts) -> Card:
    """What was noted, how to take it back, and how to see what became of it. At least one word."""
    first = words[0]
    said = [t.say(_SAID[first.verdict])]
    if first.ruling:
        said.append(t.say("As an admin you decide: it stands whatever others say."))
    said.append(t.say("It counts within a minute, and whatever comes in again later."))
    why = Button(t.say("See what I make of it"), f"why {first.message.id}")
    undo = Button(t.say("Take it back"), f"answer undo {first.message.id}")
    buttons = (why,) if first.verdict is Verdict.UNDONE else (undo, why)
    data = [
        {"message": str(w.message), "verdict": w.verdict.value, "at": w.at, "ruling": w.ruling} for w in words
    ]
    return Card(
        t.say("Done"), (Paragraph((" ".join(said),), Tone.GOOD), Buttons(buttons)), Tone.GOOD, {"noted": data}
    )
