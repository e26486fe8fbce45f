"""What to do next: first for everybody, then whatever stands in the way, with the commands that record it."""

from __future__ import annotations

from bot.domain.readiness.outcome import Assessment, Code, Criterion, Outcome
from bot.views.card import Code as Typed
from bot.views.card import Span, Strong, Text
from bot.views.readiness_texts import CODE_COMMANDS, CODE_STEPS, COMMANDS, STEPS, TOPICS
from bot.views.texts import Texts, either


def next_steps(found: Assessment, t: Texts, word: str) -> tuple[Text, ...]:
    """One line each, what blocks first. The first is always for the whole community, whatever is missing."""
    first = _first_step(found, t)
    said = {first}
    items: list[Text] = [(Strong(t.say("For everybody:")), " ", first)]
    silent = [f.criterion for f in found.findings.values() if f.code is Code.NEVER_RECORDED]
    for criterion in sorted(found.findings, key=lambda c: _urgency(found, c)):
        code = found.findings[criterion].code
        told_below = code is Code.TALKS_UNKNOWN and Criterion.S2 in silent
        if code is None or criterion in silent or told_below:
            continue
        step = t.say(CODE_STEPS.get(code, STEPS[criterion]))
        commands = CODE_COMMANDS.get(code, COMMANDS[criterion])
        if step not in said:
            items.append((step, *_recorded(commands, t, word)))
        elif step == first:
            items[0] = (*items[0], *_recorded(commands, t, word))
        said.add(step)
    if silent:
        topics = either(t, [t.say(TOPICS[c]) for c in silent])
        commands = tuple(command for c in silent for command in COMMANDS[c])
        lead = t.say("Record what you know of {topics}, with", topics=topics)
        items.append((lead, *_typed(commands, t, word)))
    return tuple(items)


def _recorded(commands: tuple[str, ...], t: Texts, word: str) -> Text:
    """` Record it with /foster talk add, /foster talk none or …`."""
    if not commands:
        return ()
    return (" ", t.say("Record it with"), *_typed(commands, t, word))


def _typed(commands: tuple[str, ...], t: Texts, word: str) -> Text:
    spans: list[Span] = [" "]
    for place, command in enumerate(commands):
        if place:
            spans.append(t.say(" or ") if place == len(commands) - 1 else ", ")
        spans.append(Typed(f"/{word} {command}"))
    return (*spans, ".")


def _urgency(found: Assessment, criterion: Criterion) -> tuple[bool, bool]:
    """What blocks, then what is not known, then what is only a risk."""
    unknown = found.findings[criterion].outcome is Outcome.UNKNOWN
    return criterion not in found.blockers, not unknown


def _first_step(found: Assessment, t: Texts) -> str:
    for criterion in (Criterion.S1, Criterion.H1):
        if found.findings[criterion].outcome is Outcome.NO:
            return t.say(STEPS[criterion])
    return t.say("Thank everybody who helped this week, not only a few.")
