"""Everything that is no question: small talk that interleaves, arrivals, show and tell, the staff's notes."""

from __future__ import annotations

from dataclasses import replace

from adapters.synthetic import phrases
from adapters.synthetic.people import AREAS, BOT
from adapters.synthetic.questions import fill
from adapters.synthetic.scene import DAY, HOUR, MINUTE, Scene
from adapters.synthetic.world import Member, Place, Post, Temper


def small_talk(scene: Scene, place: Place, week: int, at: int) -> None:
    """One flat conversation of a few people; several at a time interleave."""
    dice = scene.dice
    people = dice.some(scene.active(week), dice.between(2, 5))
    if len(people) < 2:
        return
    lines = dice.pick(phrases.CHATTER)
    last: Post | None = None
    for line in lines[: dice.between(3, len(lines) + 1)]:
        speaker = dice.pick([p for p in people if last is None or p.id != last.author])
        post = scene.say(at, place, speaker, line)
        if last is not None and dice.chance(0.35):
            post = scene.put(replace(post, to=last.author, reply_to=last.key if dice.chance(0.4) else None))
        if dice.chance(0.15):
            scene.react(
                post, dice.pick(("joy", "heart", "seedling")), dice.pick(scene.active(week, speaker.id))
            )
        last = post
        at += dice.wait(MINUTE // 6, 9 * MINUTE)


def arrival(scene: Scene, place: Place, week: int, who: Member, at: int) -> None:
    """Somebody introduces themselves; the bot and a person or two answer."""
    dice, first = scene.dice, who.name.split()[0]
    hello = scene.say(at, place, who, dice.pick(phrases.ARRIVAL).format(first=first))
    scene.put(replace(scene.say(at + 3_000, place, BOT, phrases.BOT_WELCOME), to=who.id))
    for other in dice.some(scene.active(week, who.id), dice.between(1, 4)):
        if dice.chance(0.5):
            scene.react(hello, "wave", other)
        else:
            text = dice.pick(phrases.WELCOME).format(first=first)
            welcome = scene.say(at + dice.wait(2 * MINUTE, 6 * HOUR), place, other, text)
            scene.put(replace(welcome, to=who.id, reply_to=hello.key))


def show(scene: Scene, place: Place, week: int, at: int) -> None:
    """Somebody shows what they made, or tells of a talk; others are glad in the thread."""
    dice = scene.dice
    author = dice.pick([m for m in scene.active(week) if m.temper is not Temper.STAFF])
    area = dice.pick(AREAS)
    if dice.chance(0.2):
        text = dice.pick(phrases.TALKING).format(area=area, event=dice.pick(phrases.EVENTS))
    else:
        text = dice.pick(phrases.SHOWS).format(
            n=dice.between(5, 60), area=area, slug=f"{author.id}-{area}-{week}"
        )
    root = scene.say(at, place, author, text)
    for other in dice.some(scene.active(week, author.id), dice.between(1, 5)):
        scene.react(root, dice.pick(("tada", "heart", "fire")), other)
        if dice.chance(0.6):
            at += dice.wait(5 * MINUTE, 5 * HOUR)
            scene.say(at, place, other, dice.pick(phrases.PRAISE), after=root)


def notes(scene: Scene, place: Place, week: int, monday: int) -> None:
    """The bot's release note every other week and a line of the staff."""
    dice = scene.dice
    if week % 2 == 0:
        text = phrases.RELEASE.format(v=f"4.{week // 8}.{week % 8}")
        scene.say(monday + DAY + 9 * HOUR, place, BOT, text)
    staff = [m for m in scene.members if m.temper is Temper.STAFF]
    line = fill(dice, dice.pick(phrases.OFFICE_HOURS).replace("{area}", dice.pick(AREAS)))
    scene.say(monday + 2 * DAY + 10 * HOUR + dice.wait(0, HOUR), place, dice.pick(staff), line)
