"""What Foster tells admins by itself: what happened, why, and what to do."""

from __future__ import annotations

from typing import assert_never

from bot.domain.delivery import Why
from bot.domain.notices import Notice, NoticeKind
from bot.domain.readiness.outcome import Criterion, Outcome, Verdict
from bot.domain.times import Week
from bot.views.card import Button, Buttons, Card, Paragraph, Tone
from bot.views.readiness_history import verdict_change_card
from bot.views.texts import Texts
from bot.views.welcome import welcome_card
from bot.views.when import week_text


def notice_card(notice: Notice, t: Texts, word: str = "foster") -> Card:
    """One notice. `word` calls Foster in this community."""
    parts = dict(notice.parts)
    data = {"notice": notice.kind.value, **parts}
    match notice.kind:
        case NoticeKind.PREVIEW:
            text = t.say("The digest of {week} comes tomorrow.", week=_week(t, parts["week"]))
            return Card(t.say("A digest is coming"), (Paragraph((text,)),), data=data)
        case NoticeKind.MISSED:
            text = t.say("Foster could not post in time: {weeks}. These weeks are left out.", **parts)
            more = t.say("Nobody loses anything: what is owed carries over to the next digest.")
            show = Button(t.say("Show what happened"), "digest history")
            blocks = (Paragraph((text, " ", more)), Buttons((show,)))
            return Card(t.say("Digests were skipped"), blocks, Tone.CAUTION, data)
        case NoticeKind.FEW:
            text = t.say(
                "Too few people were helped in {week} for a digest. "
                "The setting “minimum” says how many it takes.",
                week=_week(t, parts["week"]),
            )
            return Card(t.say("No digest this week"), (Paragraph((text,)),), Tone.NEUTRAL, data)
        case NoticeKind.HELD:
            return _held(parts, t, word, data)
        case NoticeKind.INCOMPLETE:
            text = t.say(
                "The digest of {week} was posted although messages of some channels are still missing: {n}. "
                "What comes in late counts in the next one.",
                week=_week(t, parts["week"]),
                n=parts["channels"],
            )
            return Card(t.say("A digest went out incomplete"), (Paragraph((text,)),), Tone.CAUTION, data)
        case NoticeKind.VERDICT:
            turned = (said.split("=") for said in parts["turned"].split())
            outcomes = [(Criterion(criterion), Outcome(outcome)) for criterion, outcome in turned]
            return verdict_change_card(Verdict(parts["before"]), Verdict(parts["after"]), outcomes, t)
        case NoticeKind.OFFERS:
            number = int(parts["number"])
            text = t.count("{n} talk may have been given.", "{n} talks may have been given.", number)
            more = t.say("Nothing counts before you take it. Whatever is no talk, decline.")
            show = Button(t.say("Look through them"), "talk offers")
            return Card(t.say("Talks on offer"), (Paragraph((text, " ", more)), Buttons((show,))), data=data)
        case NoticeKind.WELCOME:
            return welcome_card(t, word)
        case NoticeKind.EDIT | NoticeKind.UNEDITED:
            text = t.say(
                "Somebody in the digest of {week} asked not to be named any more, and Foster may not edit "
                "the post. Please delete it there.",
                week=_week(t, parts["week"]),
            )
            return Card(t.say("Please delete a digest"), (Paragraph((text,)),), Tone.CAUTION, data)
        case _:
            assert_never(notice.kind)


def _held(parts: dict[str, str], t: Texts, word: str, data: object) -> Card:
    week = parts["week"]
    retry = Button(t.say("Try again"), f"digest retry {week}")
    leave = Button(t.say("Leave this week out"), f"digest skip {week}", danger=True)
    title = t.say("The digest of {week} is held", week=_week(t, week))
    blocks = (Paragraph((why_text(Why(parts["why"]), t, word),)), Buttons((retry, leave)))
    return Card(title, blocks, Tone.BAD, data)


def why_text(why: Why, t: Texts, word: str = "foster") -> str:
    """Why a digest is skipped or held, and what helps."""
    match why:
        case Why.NOTHING:
            return ""
        case Why.TOO_LATE:
            return t.say("Foster could not post within a day of the time it was due.")
        case Why.FEW:
            return t.say("Fewer people were helped than the setting “minimum” asks for.")
        case Why.ADMIN:
            return t.say("An admin left it out.")
        case Why.UNKNOWN:
            return t.say(
                "It was sent, but nobody can tell whether it arrived. Look into the channel. "
                "If it is there, say “{there}”; if not, “{anyway}”.",
                there=f"/{word} digest skip WEEK --there",
                anyway=f"/{word} digest retry WEEK --anyway",
            )
        case Why.REFUSED:
            return t.say(
                "The platform does not let Foster post there. Invite Foster to the channel, then try again."
            )
        case Why.GONE:
            return t.say(
                "There is no channel for it. Choose one with the setting “digest-channel”, then try again."
            )
        case _:
            assert_never(why)


def _week(t: Texts, week: str) -> str:
    return week_text(t, Week.parse(week))
