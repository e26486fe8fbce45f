"""A believable community from a seed: who asks, who helps, what works, who arrives and who leaves."""

from __future__ import annotations

from dataclasses import replace

from adapters.synthetic.chatter import arrival, notes, show, small_talk
from adapters.synthetic.dice import Dice
from adapters.synthetic.people import cast
from adapters.synthetic.questions import ask
from adapters.synthetic.scene import DAY, HOUR, WEEK, Scene
from adapters.synthetic.world import Member, Place, Temper, World

START = 1_767_571_200_000
"""Monday 2026-01-05T00:00Z in milliseconds."""

HELP, FLOWS, GENERAL, SHOW, FORUM = PLACES = (
    Place("help", help=True),
    Place("help-flows", help=True),
    Place("general"),
    Place("show-and-tell"),
    Place("ask-the-forum", help=True, forum=True),
)

_DAYS = tuple(range(7))
_DAY_WEIGHTS = (18, 19, 19, 18, 14, 5, 7)


def generate(seed: int = 1, *, weeks: int = 26, size: int = 60, start: int = START) -> World:
    """The community of a seed: the same to the byte on every machine.

    `size` counts members without the four staff and the bot, `start` is a Monday midnight in ms UTC.
    """
    dice = Dice(seed)
    scene = Scene(dice, cast(dice, size, weeks))
    for week in range(weeks):
        _week(scene, week, start + week * WEEK, size)
    end = start + weeks * WEEK
    posts, keys = scene.settle(end)
    answers = [
        replace(a, question=keys[a.question], answer=keys[a.answer])
        for a in scene.answers
        if a.answer in keys
    ]
    return World(
        members=scene.members,
        places=PLACES,
        posts=posts,
        questions=tuple(sorted(keys[q] for q in scene.questions if q in keys)),
        answers=tuple(sorted(answers, key=lambda a: (a.question, a.answer))),
        start=start,
        end=end,
    )


def _week(scene: Scene, week: int, monday: int, size: int) -> None:
    dice = scene.dice
    notes(scene, GENERAL, week, monday)
    askers = _askers(scene, week)
    for newcomer in (m for m in scene.members if m.joined == week and week > 0):
        at = _moment(dice, monday)
        arrival(scene, GENERAL, week, newcomer, at)
        ask(scene, HELP, week, newcomer, at + dice.wait(HOUR, DAY))
    for _ in range(dice.between(size * 5 // 12, size * 7 // 12 + 1) if askers else 0):
        place = dice.weighted((HELP, FLOWS, FORUM), (5, 3, 2))
        ask(scene, place, week, dice.pick(askers), _moment(dice, monday))
    for _ in range(dice.between(size // 6, size // 4 + 1)):
        small_talk(scene, GENERAL, week, _moment(dice, monday))
    if askers:
        for _ in range(dice.between(1, 4)):
            show(scene, SHOW, week, _moment(dice, monday))


def _askers(scene: Scene, week: int) -> list[Member]:
    """Who may ask: everybody who is around, those that answer a lot more rarely."""
    around = [m for m in scene.active(week) if m.temper is not Temper.STAFF]
    keen = [m for m in around if m.temper in (Temper.ASKER, Temper.OCCASIONAL)]
    return keen * 3 + around


def _moment(dice: Dice, monday: int) -> int:
    """A moment of the week when people are awake, rather on working days."""
    day = dice.weighted(_DAYS, _DAY_WEIGHTS)
    return monday + day * DAY + dice.between(7 * HOUR, 21 * HOUR)
