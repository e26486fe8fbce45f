"""How a deed can be told: several phrasings for each kind, none used twice in one post."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.recognition.digest import Trait
from bot.views.texts import later

PHRASES: Mapping[Trait, tuple[str, ...]] = {
    Trait.FIRST: (
        later("{who} answered here for the first time, in {channel}."),
        later("A first answer from {who}, in {channel}. Good to have you with us."),
        later("{who} stepped in for the first time, in {channel}."),
        later("In {channel}, {who} gave a first answer."),
    ),
    Trait.NEWCOMER: (
        later("{who} answered somebody's very first question, in {channel}."),
        later("Somebody new asked in {channel}, and {who} was there."),
        later("Somebody wrote here for the first time, in {channel}; {who} took the question up."),
    ),
    Trait.PATIENT: (
        later("{who} stayed with a question in {channel} for {messages}."),
        later("A question in {channel} needed some back and forth: {who} wrote {messages} to help."),
        later("{who} took time for a longer problem in {channel}: {messages}."),
    ),
    Trait.WAITED: (
        later("{who} picked up a question in {channel} that had waited {hours}."),
        later("A question in {channel} was still open after {hours}; {who} took it up."),
        later("{who} found a question in {channel} that was {hours} old, and answered it."),
    ),
    Trait.PEOPLE: (
        later("{who} helped {people}, one of them in {channel}."),
        later("{people} got help from {who}, for example in {channel}."),
        later("{who} had an answer for {people}, among them somebody in {channel}."),
    ),
    Trait.THANKED: (
        later("{who} answered in {channel} and was thanked for it."),
        later("A thank-you came back for what {who} wrote in {channel}."),
        later("Somebody in {channel} was glad of {who}'s answer."),
    ),
    Trait.SOON: (
        later("{who} was there within {minutes} when somebody asked in {channel}."),
        later("A question in {channel} waited only {minutes} for {who}."),
        later("In {channel}, {who} had an answer within {minutes}."),
    ),
    Trait.ANSWERED: (
        later("{who} answered a question in {channel}."),
        later("{who} helped somebody on in {channel}."),
        later("{who} took time for a question in {channel}."),
        later("A question in {channel} got an answer from {who}."),
        later("{who} shared some knowledge in {channel}."),
        later("Somebody asked in {channel}, and {who} answered."),
        later("{who} lent a hand in {channel}."),
        later("In {channel}, {who} took up a question."),
        later("{who} gave somebody in {channel} something to go on."),
        later("A question in {channel} did not stay alone, thanks to {who}."),
    ),
    Trait.TALK: (
        later("{who} gave a talk: {what}."),
        later("{who} stood up and spoke: {what}."),
        later("A talk by {who}: {what}."),
    ),
    Trait.UPLIFT: (
        later("{who} did something for others: {what}."),
        later("Others got on thanks to {who}: {what}."),
        later("{who} made room for others: {what}."),
    ),
    Trait.APPRECIATED: (
        later("Somebody said thank you to {who}, and so do we."),
        later("{who} was thanked by name this week."),
        later("A thank-you went to {who} this week."),
    ),
}

HERE: Mapping[Trait, tuple[str, ...]] = {
    **PHRASES,
    Trait.FIRST: (
        later("{who} answered here for the first time."),
        later("A first answer from {who}. Good to have you with us."),
        later("{who} stepped in for the first time."),
        later("{who} gave a first answer."),
    ),
    Trait.NEWCOMER: (
        later("{who} answered somebody's very first question."),
        later("Somebody new asked, and {who} was there."),
        later("Somebody wrote here for the first time; {who} took the question up."),
    ),
    Trait.PATIENT: (
        later("{who} stayed with a question for {messages}."),
        later("A question needed some back and forth: {who} wrote {messages} to help."),
        later("{who} took time for a longer problem: {messages}."),
    ),
    Trait.WAITED: (
        later("{who} picked up a question that had waited {hours}."),
        later("A question was still open after {hours}; {who} took it up."),
        later("{who} found a question that was {hours} old, and answered it."),
    ),
    Trait.PEOPLE: (
        later("{who} helped {people}."),
        later("{people} got help from {who}."),
        later("{who} had an answer for {people}."),
    ),
    Trait.THANKED: (
        later("{who} answered and was thanked for it."),
        later("A thank-you came back for what {who} wrote."),
        later("Somebody was glad of {who}'s answer."),
    ),
    Trait.SOON: (
        later("{who} was there within {minutes} when somebody asked."),
        later("A question waited only {minutes} for {who}."),
        later("{who} had an answer within {minutes}."),
    ),
    Trait.ANSWERED: (
        later("{who} answered a question."),
        later("{who} helped somebody on."),
        later("{who} took time for a question."),
        later("A question got an answer from {who}."),
        later("{who} shared some knowledge."),
        later("Somebody asked, and {who} answered."),
        later("{who} lent a hand."),
        later("{who} took up a question."),
        later("{who} gave somebody something to go on."),
        later("A question did not stay alone, thanks to {who}."),
    ),
}
"""For weeks in which everything was in one channel: it is said once, above."""
