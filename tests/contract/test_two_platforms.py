"""One conversation recorded live on Slack and on Discord: the same events, ids aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from adapters.discord.inbound import see
from adapters.discord.world import World as Servers
from adapters.markup.slack_rows import Conversation, User
from adapters.slack.inbound import hear
from adapters.slack.known import Known
from adapters.synthetic import slack
from adapters.synthetic.community import generate
from bot.domain.facts import Account, Fact, Features, Message, Reaction
from bot.domain.refs import Platform, SpaceRef
from bot.domain.times import Micros
from tests.fakes.discord_gateway import events as discord_events

WORLD = generate(9, weeks=4, size=20)
FILES = {name: msgspec.json.decode(data) for name, data in slack.files(WORLD)}

Row = tuple[int, str, int | None, tuple[str, ...]]


def judged(_text: str) -> Features:
    return Features()


def on_slack() -> list[Fact]:
    here = Known(SpaceRef(Platform.SLACK, slack.TEAM))
    facts: list[Fact | None] = [here.learn_user(msgspec.convert(row, User)) for row in FILES["users.json"]]
    facts += [here.learn_channel(msgspec.convert(row, Conversation)) for row in FILES["channels.json"]]
    channels = {row["name"]: row["id"] for row in FILES["channels.json"]}
    for name, day in FILES.items():
        for row in day if "/" in name else ():
            channel = channels[name.partition("/")[0]]
            message = {key: value for key, value in row.items() if key not in {"reactions", "replies"}}
            facts += hear(message | {"channel": channel, "channel_type": "channel"}, here, judged).facts
            for each in row.get("reactions", ()):
                item = {"type": "message", "channel": channel, "ts": row["ts"]}
                put = {
                    "type": "reaction_added",
                    "reaction": each["name"],
                    "item": item,
                    "event_ts": row["ts"],
                }
                for user in each["users"]:
                    facts += hear(put | {"user": user}, here, judged).facts
    return [fact for fact in facts if fact is not None]


def on_discord() -> list[Fact]:
    servers = Servers()
    seen = (see(servers, event, payload, judged, Micros(1)) for event, payload in discord_events(WORLD))
    return [fact for one in seen for fact in one.facts]


def told(facts: Iterable[Fact]) -> tuple[list[Row], Counter[tuple[int, str, str]]]:
    """Messages by time with author, thread and mentions; reactions by message, person and what they say."""
    facts = list(facts)
    names = {fact.ref: fact.name for fact in facts if isinstance(fact, Account)}
    messages = [fact for fact in facts if isinstance(fact, Message)]
    times = {(m.ref.channel, m.ref.id): m.at for m in messages}
    rows = [
        (
            m.at,
            names[m.author],
            None if m.thread is None else times[m.ref.channel, m.thread],
            tuple(names[one] for one in m.mentions),
        )
        for m in messages
    ]
    reactions = [fact for fact in facts if isinstance(fact, Reaction)]
    known = [r for r in reactions if (r.message.channel, r.message.id) in times]
    said = ((times[r.message.channel, r.message.id], names[r.member], str(r.sentiment)) for r in known)
    return sorted(rows), Counter(said)


def test_one_conversation_gives_the_same_events_on_both_platforms() -> None:
    messages, reactions = told(on_discord())
    assert len(messages) > 100
    assert len(reactions) > 20
    assert told(on_slack()) == (messages, reactions)
