"""What Foster made of one message, and why; nothing of its text, because there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.domain.attribution.deeds import Kind
from bot.domain.attribution.explaining import Explained, NoAnswer, QuestionTold
from bot.domain.credits import Credit, QuestionState
from bot.domain.facts import OPERATOR, Correction, Verdict
from bot.domain.refs import MemberRef, MessageRef
from bot.domain.times import moment
from bot.views.card import (
    Block,
    Bullets,
    Card,
    ChannelLink,
    Code,
    Facts,
    Heading,
    Link,
    Mention,
    Note,
    Row,
    Span,
    Text,
    Tone,
)
from bot.views.reasons import AGAINST, reason_text, signs_text
from bot.views.spans import rich
from bot.views.texts import Texts, later
from bot.views.when import day_text


@dataclass(frozen=True, slots=True)
class Why:
    """One message with the questions it concerns. `names`: whom this card may name; `you` read it.

    `floor` is the confidence from which a credit counts here, in thousandths; `url` addresses messages.
    """

    explained: Explained
    questions: tuple[QuestionTold, ...]
    channel_name: str
    names: Mapping[MemberRef, str]
    url: Callable[[MessageRef], str]
    zone: ZoneInfo
    floor: int
    you: MemberRef | None = None


def why_card(why: Why, t: Texts, word: str) -> Card:
    """For whoever asked alone."""
    message = why.explained.message
    rows = [
        Row(t.say("Message"), _message(why, message.ref, t)),
        Row(t.say("Written by"), (_who(why, message.author, t),)),
        _asks(why, t),
        _responds(why, t),
        *_answers(why, t),
    ]
    blocks: list[Block] = [Facts(tuple(rows))]
    for told in why.questions:
        blocks += _question(why, told, t)
    if why.explained.words:
        said = sorted(why.explained.words, key=lambda one: one.at)
        blocks += [Heading(t.say("What people said")), Bullets(tuple(_said(why, one, t) for one in said))]
    blocks += [Heading(t.say("What would change it")), Bullets(tuple(_changes(why, t, word)))]
    blocks.append(Note((t.say("I keep no text. This is what I noticed when the message came, and since."),)))
    return Card(t.say("What I made of this message"), tuple(blocks), Tone.NEUTRAL, plain(why))


def _who(why: Why, member: MemberRef, t: Texts) -> Span:
    if member == why.you:
        return t.say("you")
    name = why.names.get(member)
    return t.say("a member") if name is None else Mention(member, name)


def _message(why: Why, ref: MessageRef, t: Texts) -> Text:
    url = why.url(ref)
    link: Text = (" · ", Link(t.say("Read it"), url)) if url else ()
    return (ChannelLink(ref.channel, why.channel_name), " · ", Code(ref.id), *link)


def _asks(why: Why, t: Texts) -> Row:
    explained = why.explained
    features = explained.message.features
    sure = t.say("{percent} % sure", percent=features.question // 10)
    if explained.small_talk and explained.asks:
        value = t.say("Small talk, which asks for no help.")
    elif explained.asks:
        value = t.say("A question ({sure}).", sure=sure)
    else:
        value = t.say("No question ({sure} that it is one).", sure=sure)
    signs = ", ".join(signs_text(features.signs, t))
    more = t.say("I noticed: {signs}.", signs=signs) if signs else t.say("Nothing in its wording asks.")
    return Row(t.say("Read as"), (value,), more=(more,))


def _responds(why: Why, t: Texts) -> Row:
    label, link = t.say("Responds to"), why.explained.link
    if link is None or link.to == why.explained.message.ref:
        return Row(label, (t.say("Nothing: it starts a conversation."),))
    target = _message(why, link.to, t)
    if why.explained.by_platform:
        return Row(label, target, more=(t.say("By the thread or the reply itself."),))
    sure = t.say("{percent} % sure", percent=link.confidence // 10)
    return Row(label, target, more=(t.say("By what was said before, and by whom: {sure}.", sure=sure),))


def _answers(why: Why, t: Texts) -> Iterable[Row]:
    explained = why.explained
    label = t.say("Answers")
    if explained.no_answer is not None:
        yield Row(label, (_no_answer(explained.no_answer, t),))
    for deed in explained.deeds:
        kinds = {
            Kind.ANSWER: t.say("It tells something."),
            Kind.SHORT: t.say("It is a word or two: on its own it counts for little."),
            Kind.BACK: t.say("It asks back: that counts a little, where it leads to the answer."),
        }
        yield Row(label, _message(why, deed.asked.head.ref, t), more=(kinds[deed.kind],))
    if explained.back:
        yield Row(label, (t.say("It asks somebody back who has asked: part of their conversation."),))


def _no_answer(reason: NoAnswer, t: Texts) -> str:
    match reason:
        case NoAnswer.BOT:
            return t.say("Nothing: bots are never credited.")
        case NoAnswer.CHATTER:
            return t.say("Nothing: thanks, a greeting or “same here” is kind, and no answer.")
        case NoAnswer.OWN_QUESTION:
            return t.say("Nothing: nobody is credited in the question that they asked.")
        case NoAnswer.TO_SOMEBODY_ELSE:
            return t.say("Nothing: it went to somebody else in the thread, not to whoever asked.")
        case NoAnswer.NO_QUESTION:
            return t.say("Nothing: I saw no question here that it answers surely enough.")
        case _:
            assert_never(reason)


def _question(why: Why, told: QuestionTold, t: Texts) -> Iterable[Block]:
    question = told.question
    states = {
        QuestionState.OPEN: (t.say("it waits for an answer"), Tone.CAUTION),
        QuestionState.ANSWERED: (t.say("it is answered"), Tone.GOOD),
        QuestionState.WITHDRAWN: (t.say("whoever asked no longer needs help"), Tone.NEUTRAL),
    }
    state, tone = states[question.state]
    rows = [
        Row(t.say("Asked by"), (_who(why, question.asker, t),)),
        Row(t.say("Where"), _message(why, question.ref, t)),
        Row(t.say("So far"), (state,), tone),
        *(_credit(why, credit, t) for credit in told.credits),
    ]
    yield Heading(t.say("The question"))
    yield Facts(tuple(rows))


def _credit(why: Why, credit: Credit, t: Texts) -> Row:
    counts = credit.confidence >= why.floor
    value = t.say(
        "{weight} % of an answer, {percent} % sure",
        weight=credit.weight // 10,
        percent=credit.confidence // 10,
    )
    if not counts:
        least = t.say("too unsure to count: that begins at {percent} %", percent=why.floor // 10)
        value = f"{value}; {least}"
    speaks_for = [reason_text(one, t) for one in credit.reasons if one.code not in AGAINST]
    against = [reason_text(one, t) for one in credit.reasons if one.code in AGAINST]
    more = t.say("For it: {reasons}.", reasons="; ".join(speaks_for))
    if against:
        more = f"{more} " + t.say("Against it: {reasons}.", reasons="; ".join(against))
    who = _who(why, credit.helper, t)
    label = who if isinstance(who, str) else why.names[credit.helper]
    return Row(
        t.say("Credit: {name}", name=label), (value,), Tone.GOOD if counts else Tone.UNKNOWN, more=(more,)
    )


def _said(why: Why, word: Correction, t: Texts) -> Text:
    asked = moment(word.at, why.zone)
    when = t.say("{day}, {time}", day=day_text(t, asked.date()), time=f"{asked:%H:%M}")
    by = t.say("at the terminal") if word.by.id == OPERATOR else _who(why, word.by, t)
    phrases = {
        Verdict.ANSWER: later("{when} · {by}: this answered, by {helper}"),
        Verdict.ALSO: later("{when} · {by}: {helper} is credited, too"),
        Verdict.NOT_ANSWER: later("{when} · {by}: this is no answer by {helper}"),
        Verdict.NOT_ME: later("{when} · {by}: no credit for {helper}"),
        Verdict.NOT_QUESTION: later("{when} · {by}: this is no question"),
        Verdict.UNDONE: later("{when} · {by}: takes back what was said about {helper}"),
    }
    text = rich(t, phrases[word.verdict], when=when, by=by, helper=_who(why, word.helper, t))
    return (*text, " · ", t.say("decided by an admin")) if word.ruling else text


def _changes(why: Why, t: Texts, word: str) -> Iterable[Text]:
    ref = why.explained.message.ref

    def command(name: str) -> Span:
        return Code(f"/{word} {name} {ref.id}")

    asks = why.explained.question == ref
    credits_ = [credit for told in why.questions for credit in told.credits]
    if any(one.confidence < why.floor for one in credits_):
        yield (t.say("A thank-you or ✅ by whoever asked makes a credit surer."),)
    if why.explained.no_answer in (NoAnswer.CHATTER, NoAnswer.TO_SOMEBODY_ELSE, NoAnswer.NO_QUESTION):
        phrase = later("It did answer a question? {command}, and of= with the question's link.")
        yield rich(t, phrase, command=command("answer mark"))
    if any(one.answer == ref for one in credits_):
        yield rich(t, later("It is no answer? {command}"), command=command("answer unmark"))
    if any(one.helper == why.you for one in credits_):
        yield rich(t, later("You did not help here? {command}"), command=command("answer notme"))
    if asks:
        yield rich(t, later("It asks nothing? {command}"), command=command("answer notquestion"))
    if why.explained.words:
        yield rich(t, later("You take back what you said: {command}"), command=command("answer undo"))
    yield (t.say("Whoever asked and the team may say so; an admin decides where people differ."),)


def plain(why: Why) -> dict[str, object]:
    """What the card says, JSON-ready. Members by their ids, and only those who may be named."""
    explained = why.explained
    link = explained.link
    return {
        "message": str(explained.message.ref),
        "author": _id(why, explained.message.author),
        "is_question": explained.asks and not explained.small_talk,
        "question_chance": explained.message.features.question / 1000,
        "signs": [sign.name for sign in explained.message.features.signs],
        "responds_to": None if link is None or link.to == link.message else str(link.to),
        "link_chance": None if link is None else link.confidence / 1000,
        "by_platform": explained.by_platform,
        "answers": [str(deed.asked.head.ref) for deed in explained.deeds],
        "no_answer": explained.no_answer,
        "questions": [
            {
                "message": str(told.question.ref),
                "state": told.question.state.value,
                "credits": [
                    {
                        "helper": _id(why, one.helper),
                        "answer": str(one.answer),
                        "weight": one.weight / 1000,
                        "confidence": one.confidence / 1000,
                        "counts": one.confidence >= why.floor,
                        "reasons": [reason.code.value for reason in one.reasons],
                    }
                    for one in told.credits
                ],
            }
            for told in why.questions
        ],
        "corrections": [
            {
                "at": moment(one.at).isoformat(),
                "by": _id(why, one.by),
                "helper": _id(why, one.helper),
                "verdict": one.verdict.value,
                "ruling": one.ruling,
            }
            for one in explained.words
        ],
    }


def _id(why: Why, member: MemberRef) -> str | None:
    return str(member) if member == why.you or member in why.names else None
