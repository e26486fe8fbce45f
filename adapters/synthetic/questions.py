"""One question and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from adapters.synthetic import phrases
from adapters.synthetic.dice import Dice
from adapters.synthetic.people import RELIABILITY, draw_helper
from adapters.synthetic.problems import PROBLEMS, Problem
from adapters.synthetic.scene import HOUR, MINUTE, Scene
from adapters.synthetic.world import Answered, Member, Place, Post, Temper


def fill(dice: Dice, text: str) -> str:
    """A text with a version and a number drawn for its gaps."""
    return text.format(v=f"4.{dice.between(0, 6)}.{dice.between(0, 4)}", n=dice.between(4, 60))


@dataclass(slots=True)
class Conversation:
    """A question on its way: in a thread (`threaded`) or flat, where people reply or address each other."""

    scene: Scene
    place: Place
    week: int
    problem: Problem
    asker: Member
    root: Post
    threaded: bool
    clock: int

    def post(self, author: Member, text: str, to: Post, wait: tuple[int, int]) -> Post:
        """The next message, in answer to `to`, after a wait (ms)."""
        dice = self.scene.dice
        self.clock += dice.wait(*wait)
        said = fill(dice, text)
        if self.threaded:
            return self.scene.say(self.clock, self.place, author, said, after=self.root)
        # Flat: a platform's reply always addresses its target too; half of the rest only name the person.
        flat = replace(self.scene.say(self.clock, self.place, author, said), to=to.author)
        return self.scene.put(replace(flat, reply_to=to.key) if dice.chance(0.5) else flat)

    def answer(self, helper: Member, first: bool) -> tuple[Post, bool]:
        """A helper's deed, and whether it works. The patient ask back before they answer."""
        dice, to = self.scene.dice, self.root
        wait = (2 * MINUTE, 2 * HOUR) if helper.temper is not Temper.STAFF else (20 * MINUTE, 9 * HOUR)
        if first and dice.chance(0.85 if helper.temper is Temper.PATIENT else 0.12):
            asked = self.post(helper, self.problem.back, self.root, wait)
            to = self.post(self.asker, self.problem.detail, asked, (MINUTE, HOUR))
            wait = (MINUTE, 30 * MINUTE)
        works = dice.chance(RELIABILITY[helper.temper])
        text = dice.pick(self.problem.fixes) if works else self.problem.wrong
        if helper.temper is not Temper.SWIFT:
            text = dice.pick(phrases.LEAD) + text + dice.pick(phrases.TAIL)
        post = self.post(helper, text, to, wait)
        self.scene.answers.append(Answered(self.root.key, self.asker.id, helper.id, post.key, works))
        return post, works

    def thank(self, deed: Post, others: list[Member]) -> None:
        """The asker says that it worked, in words, by a reaction, by both or not at all."""
        dice = self.scene.dice
        words = dice.chance(0.62)
        if words:
            self.post(self.asker, dice.pick(phrases.THANKS), deed, (2 * MINUTE, 3 * HOUR))
        if dice.chance(0.35 if words else 0.6):
            self.scene.react(deed, dice.pick(("white_check_mark", "pray", "heart", "tada")), self.asker)
        for other in dice.some(others, dice.wait(0, 4)):
            self.scene.react(deed, dice.pick(("+1", "100", "+1", "heart")), other)


def ask(scene: Scene, place: Place, week: int, asker: Member, at: int) -> None:
    """A member asks at `at` (ms); the rest follows by chance."""
    dice = scene.dice
    problem = dice.pick(PROBLEMS)
    text = dice.pick(phrases.HELLO) + fill(dice, dice.pick(problem.asks) + dice.pick(phrases.CONTEXT))
    root = scene.say(at, place, asker, text[0].upper() + text[1:])
    if place.forum:
        root = scene.put(replace(root, title=fill(dice, problem.title)))
    scene.questions.append(root.key)
    threaded = place.forum or dice.chance(0.78)
    talk = Conversation(scene, place, week, problem, asker, root, threaded, at)
    if dice.chance(0.14):
        _me_too(talk)
    if dice.chance(0.03):
        talk.post(asker, dice.pick(phrases.WITHDRAWN), root, (10 * MINUTE, HOUR))
    elif not dice.chance(0.13):
        _help(talk)


def _me_too(talk: Conversation) -> None:
    others = talk.scene.active(talk.week, talk.asker.id)
    if others:
        text = talk.scene.dice.pick(phrases.ME_TOO)
        talk.post(talk.scene.dice.pick(others), text, talk.root, (5 * MINUTE, HOUR))


def _help(talk: Conversation) -> None:
    """Up to three people help, until something works."""
    scene, dice, tried = talk.scene, talk.scene.dice, [talk.asker.id]
    for attempt in range(3):
        helper = draw_helper(dice, scene.members, talk.problem.area, talk.week, tried)
        if helper is None:
            return
        tried.append(helper.id)
        deed, works = talk.answer(helper, first=attempt == 0)
        if works:
            _happy_end(talk, helper, deed, tried)
            return
        if dice.chance(0.25):  # the asker never comes back
            return
        talk.post(talk.asker, dice.pick(phrases.FAILED), deed, (10 * MINUTE, 4 * HOUR))


def _happy_end(talk: Conversation, helper: Member, deed: Post, tried: list[str]) -> None:
    scene, dice = talk.scene, talk.scene.dice
    others = scene.active(talk.week, *tried)
    if dice.chance(0.9):
        talk.thank(deed, others)
    else:
        talk.post(talk.asker, dice.pick(phrases.ACKNOWLEDGED), deed, (MINUTE, HOUR))
    if dice.chance(0.15):
        _follow_up(talk, helper, deed)
    if others and dice.chance(0.06):
        talk.post(dice.pick(others), dice.pick(phrases.ASIDE), deed, (MINUTE, HOUR))


def _follow_up(talk: Conversation, helper: Member, deed: Post) -> None:
    further = talk.post(talk.asker, talk.problem.followup, deed, (5 * MINUTE, 2 * HOUR))
    talk.post(helper, talk.problem.followup_fix, further, (2 * MINUTE, HOUR))
