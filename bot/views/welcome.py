"""What everybody is told once, where Foster arrives."""

from __future__ import annotations

from bot.views.card import Bullets, Card, Code, Note, Paragraph
from bot.views.spans import rich
from bot.views.texts import Texts, later


def welcome_card(t: Texts, word: str) -> Card:
    """What is counted, that no text is kept, and how to opt out."""
    intro = t.say("I am Foster. Once a week I thank people here for the help they give each other.")
    points = (
        (t.say("I count who answers whom in public channels, and reactions that say thanks."),),
        (t.say("I keep no text of what you write, and read no private messages."),),
        (t.say("I name deeds, not scores: there are no ranks and no points."),),
        rich(
            t,
            later("Rather not be named? {optout}. To see, take or erase what I keep about you: {privacy}."),
            optout=Code(f"/{word} optout"),
            privacy=Code(f"/{word} privacy"),
        ),
    )
    more = rich(t, later("This is said once. {help} shows what else there is."), help=Code(f"/{word} help"))
    return Card(t.say("Hello!"), (Paragraph((intro,)), Bullets(points), Note(more)), data={"welcome": True})
