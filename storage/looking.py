"""What merging facts of many communities is going to ask for, asked at once.

Looking ahead never decides anything: what is not found here is asked for when it is needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.domain.facts import Account, Deletion, Fact, Message, Reaction
from bot.domain.refs import MessageRef
from storage.merge import MESSAGES, REACTIONS
from storage.rows import AnyFound
from storage.spaces import Spaces
from storage.statements import PLACE, Values
from storage.tables import ACCOUNT, NAME
from storage.together import Part, Together

_ACCOUNT = ("space", "id")

Keys = defaultdict[int, list[Values]]


def look_ahead(together: Together, facts: Iterable[tuple[Part, Sequence[Fact]]]) -> None:
    """Read what stands where these facts belong, before messages are merged."""
    places, people = Keys(list), Keys(list)
    for part, some in facts:
        for fact in some:
            match fact:
                case Message():
                    place = _place(part.spaces, fact.ref)
                    places[part.number].append(place)
                    if fact.thread:
                        places[part.number].append((*place[:2], fact.thread))
                case Deletion():
                    places[part.number].append(_place(part.spaces, fact.ref))
                case Reaction():
                    places[part.number].append(_place(part.spaces, fact.message))
                case Account():
                    people[part.number].append((part.spaces.find(fact.ref.space), fact.ref.id))
                case _:  # rare: asked for when it is merged
                    pass
    together.look_at_places(places)
    for table in (NAME, ACCOUNT):
        together.look(table, _ACCOUNT, people)


def look_at_reactions(together: Together, facts: Iterable[tuple[Part, Sequence[Fact]]]) -> None:
    """Read what reactions are about, once all messages are merged."""
    reacted = Keys(list)
    for part, some in facts:
        places = [_place(part.spaces, fact.message) for fact in some if isinstance(fact, Reaction)]
        reacted[part.number] += places
    if not any(reacted.values()):
        return
    together.flush(MESSAGES.table)
    together.look(REACTIONS.table, REACTIONS.key[:3], reacted)
    standing = together.look(MESSAGES.table, PLACE, reacted)
    roots = {n: [_root(one, standing[n]) for one in keys] for n, keys in reacted.items()}
    found = together.look(MESSAGES.table, PLACE, roots, (*PLACE, "at"))
    together.look_earliest({n: [one for one in keys if not found[n].get(one)] for n, keys in roots.items()})


def _root(place: Values, standing: Mapping[Values, Sequence[AnyFound]]) -> Values:
    """The conversation that a message belongs to: its thread, or itself."""
    row = next(iter(standing.get(place, ())), None)
    return (*place[:2], row.thread) if row is not None and row.thread else place


def _place(spaces: Spaces, ref: MessageRef) -> Values:
    """New spaces have no rows yet, and get their numbers only from what comes in at the door."""
    return spaces.find(ref.channel.space), ref.channel.id, ref.id
