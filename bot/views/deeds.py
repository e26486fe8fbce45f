"""One sentence for each recognition: several phrasings for each kind of deed, none twice in one post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

from bot.domain.recognition.digest import Recognition, Told, Trait
from bot.views.card import ChannelLink, Link, Mention, Span, Text
from bot.views.spans import rich
from bot.views.texts import Texts, later

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
}


def sentences(t: Texts, recognitions: Iterable[Recognition], seed: bytes) -> tuple[Text, ...]:
    """A sentence for each; those for whom no unused phrasing is left share the last, with their links."""
    used: set[str] = set()
    told: Counter[Trait] = Counter()
    lines: list[Text] = []
    rest: list[Recognition] = []
    for one in recognitions:
        choice = _choose(one, used, told, seed)
        if choice is None:
            rest.append(one)
            continue
        trait, phrase = choice
        used.add(phrase)
        told[trait.trait] += 1
        lines.append(_sentence(t, one, trait, phrase))
    if rest:
        lines.append((t.say("And each with an answer of their own:"), " ", *_shared(t, rest), "."))
    return tuple(lines)


def _shared(t: Texts, rest: Iterable[Recognition]) -> Text:
    parts: list[Span] = []
    for one in rest:
        parts += [", ", Mention(one.person.member, one.person.name), *_link(t, one)]
    return tuple(parts[1:])


def _link(t: Texts, one: Recognition) -> Text:
    return (" ", Link(t.say("Read it"), one.deed.url)) if one.deed.url else ()


def _choose(one: Recognition, used: set[str], told: Counter[Trait], seed: bytes) -> tuple[Told, str] | None:
    """A first answer is always told as one; else what was told least in this post, by the hash."""

    def rank(trait: Told) -> tuple[bool, bool, int]:
        return trait.trait is not Trait.FIRST, trait.trait is Trait.ANSWERED, told[trait.trait]

    for trait in sorted(one.traits, key=rank):
        free = [phrase for phrase in PHRASES[trait.trait] if phrase not in used]
        if free:
            lot = sha256(b"%s|%s" % (seed, str(one.person.member).encode("utf-8", "surrogatepass")))
            return trait, free[int.from_bytes(lot.digest()[:8], "big") % len(free)]
    return None


def _sentence(t: Texts, one: Recognition, told: Told, phrase: str) -> Text:
    n = told.number
    parts: dict[str, Span] = {
        "who": Mention(one.person.member, one.person.name),
        "channel": ChannelLink(one.deed.channel, one.deed.channel_name),
        "people": t.count("{n} person", "{n} people", n),
        "hours": t.count("{n} hour", "{n} hours", n),
        "minutes": t.count("{n} minute", "{n} minutes", n),
        "messages": t.count("{n} message", "{n} messages", n),
    }
    return (*rich(t, phrase, **parts), *_link(t, one))
