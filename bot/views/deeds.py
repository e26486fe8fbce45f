"""One sentence for each recognition: phrasings chosen by the week's hash, none twice in one post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

from bot.domain.recognition.digest import Recognition, Told, Trait, Work
from bot.views.card import ChannelLink, Link, Mention, Span, Text
from bot.views.phrases import HERE, PHRASES
from bot.views.spans import rich, titled
from bot.views.texts import Texts


def sentences(
    t: Texts, recognitions: Iterable[Recognition], seed: bytes, *, here: bool = False
) -> tuple[Text, ...]:
    """A sentence for each; those for whom no unused phrasing is left share the last, with their links.

    `here`: the channel was said already, and is left out.
    """
    phrases = HERE if here else PHRASES
    used: set[str] = set()
    told: Counter[Trait] = Counter()
    lines: list[Text] = []
    rest: list[Recognition] = []
    for one in recognitions:
        choice = _choose(one, phrases, used, told, seed)
        if choice is None:
            rest.append(one)
            continue
        trait, phrase = choice
        used.add(phrase)
        told[trait.trait] += 1
        lines.append(_sentence(t, one, trait, phrase))
    if rest:
        lines.append((t.say("And each with a deed of their own:"), " ", *_shared(t, rest), "."))
    return tuple(lines)


def work_link(t: Texts, work: Work) -> Span:
    """What was done, linked where there is an address."""
    title = work.title.rstrip(".") or (t.say("details") if work.url else t.say("thank you"))
    return titled(title, work.url) if work.url else title


def _shared(t: Texts, rest: Iterable[Recognition]) -> Text:
    parts: list[Span] = []
    for one in rest:
        parts += [", ", Mention(one.person.member, one.person.name), *_link(t, one)]
    return tuple(parts[1:])


def _link(t: Texts, one: Recognition) -> Text:
    return (" ", Link(t.say("Read it"), one.deed.url)) if one.deed and one.deed.url else ()


def _choose(
    one: Recognition,
    phrases: Mapping[Trait, tuple[str, ...]],
    used: set[str],
    told: Counter[Trait],
    seed: bytes,
) -> tuple[Told, str] | None:
    """A first answer is always told as one; else what was told least in this post, by the hash."""

    def rank(trait: Told) -> tuple[bool, bool, int]:
        return trait.trait is not Trait.FIRST, trait.trait is Trait.ANSWERED, told[trait.trait]

    for trait in sorted(one.traits, key=rank):
        free = [phrase for phrase in phrases[trait.trait] if phrase not in used]
        if free:
            lot = sha256(b"%s|%s" % (seed, str(one.person.member).encode("utf-8", "surrogatepass")))
            return trait, free[int.from_bytes(lot.digest()[:8], "big") % len(free)]
    return None


def _sentence(t: Texts, one: Recognition, told: Told, phrase: str) -> Text:
    n = told.number
    parts: dict[str, Span] = {
        "who": Mention(one.person.member, one.person.name),
        "channel": ChannelLink(one.deed.channel, one.deed.channel_name) if one.deed else "",
        "what": work_link(t, one.work) if one.work else "",
        "people": t.count("{n} person", "{n} people", n),
        "hours": t.count("{n} hour", "{n} hours", n),
        "minutes": t.count("{n} minute", "{n} minutes", n),
        "messages": t.count("{n} message", "{n} messages", n),
    }
    return (*rich(t, phrase, **parts), *_link(t, one))
