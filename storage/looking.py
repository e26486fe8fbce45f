"""What merging facts of many communities is going to ask for, asked at once.

Looking ahead never decides anything: what is not found here is asked for when it is needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.domain.facts import Account, Deletion, Fact, Message, Reaction
from bot.domain.refs import MessageRef
from storage.bulk import Values
from storage.merge import MESSAGES, REACTIONS
from storage.spaces import Spaces
from storage.tables import ACCOUNT, NAME, TOMBSTONE
from storage.together import Part, Together

_PLACE = ("space", "channel", "id")
_ACCOUNT = ("space", "id")

Keys = defaultdict[int, list[Values]]


def look_ahead(together: Together, facts: Iterable[tuple[Part, Sequence[Fact]]]) -> None:
    """Read what stands where these facts belong."""
    said, mortal, named, reacted, people = (Keys(list) for _ in range(5))
    for part, some in facts:
        for fact in some:
            match fact:
                case Message():
                    place = _place(part.spaces, fact.ref)
                    said[part.number].append(place)
                    mortal[part.number].append(place)
                    named[part.number].append((*place[:2], fact.thread or place[2]))
                case Deletion():
                    said[part.number].append(_place(part.spaces, fact.ref))
                case Reaction():
                    mortal[part.number].append(_place(part.spaces, fact.message))
                    reacted[part.number].append(_place(part.spaces, fact.message))
                case Account():
                    people[part.number].append((part.spaces.find(fact.ref.space), fact.ref.id))
                case _:  # rare: asked for when it is merged
                    pass
    together.look(TOMBSTONE, _PLACE, mortal, _PLACE)
    everything = {n: [*said[n], *named[n], *reacted[n]] for n in {*said, *named, *reacted}}
    standing = together.look(MESSAGES.table, _PLACE, everything)
    new = {n: [one for one in keys if not standing[n].get(one)] for n, keys in named.items()}
    together.look_earliest(new)
    together.look(REACTIONS.table, REACTIONS.key[:3], reacted)
    for table in (NAME, ACCOUNT):
        together.look(table, _ACCOUNT, people)


def _place(spaces: Spaces, ref: MessageRef) -> Values:
    """New spaces have no rows yet, and get their numbers only from what comes in at the door."""
    return spaces.find(ref.channel.space), ref.channel.id, ref.id
