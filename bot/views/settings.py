"""Settings as cards: all of them, one of them, a change, and what was changed before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.slots import Coming
from bot.views.card import (
    Block,
    Button,
    Buttons,
    Card,
    Code,
    Facts,
    Heading,
    Note,
    Paragraph,
    Row,
    Text,
    Tone,
)
from bot.views.delivery import coming_blocks, coming_data
from bot.views.texts import Texts

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting as people see it. `help` is English and translated here; `value` is ready to show."""

    key: str
    value: str
    default: str
    help: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """Settings under one title (English, translated here)."""

    title: str
    lines: tuple[SettingLine, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of the past; `when` and `who` are ready to show."""

    when: str
    who: str
    what: str
    before: str
    after: str


def everything(
    t: Texts,
    word: str,
    groups: Sequence[SettingGroup],
    ignored: Sequence[str],
    coming: Sequence[Coming] = (),
    zone: ZoneInfo = _UTC,
) -> Card:
    """Every setting with its value, those that somebody chose marked; and what follows: the next posts."""
    blocks: list[Block] = []
    for group in groups:
        blocks.append(Heading(t.say(group.title)))
        blocks.append(Facts(tuple(_row(t, line) for line in group.lines)))
    blocks.extend(coming_blocks(coming, t, zone))
    blocks.extend(_ignored(t, ignored))
    blocks.append(Note((t.say("Change one like this:"), " ", Code(f"/{word} settings set slots 5"))))
    lines = [line for group in groups for line in group.lines]
    data = {"settings": [_plain(line) for line in lines], "coming": coming_data(coming, zone)}
    return Card(t.say("Settings"), tuple(blocks), data=data)


def one(t: Texts, line: SettingLine) -> Card:
    """One setting, what it means, and the way back to its default."""
    blocks: list[Block] = [Paragraph((t.say(line.help),)), Facts((_row(t, line, help_too=False),))]
    if line.chosen:
        label = t.say("Back to the default")
        blocks.append(Buttons((Button(label, f"settings reset {line.key}"),)))
    return Card(line.key, tuple(blocks), data=_plain(line))


def changed(
    t: Texts,
    changes: Sequence[ChangeLine],
    effects: Sequence[Text] = (),
    *,
    saved: bool = True,
    command: str = "",
) -> Card:
    """What was just changed, from what to what, and what it means (`effects`: a sentence each).

    Not `saved`: only tried out; `command` saves it.
    """
    if not changes:
        same = t.say("Nothing changed: it was set like this already.")
        return Card(t.say("Settings"), (Paragraph((same,)),), data={"changes": []})
    tone = Tone.GOOD if saved else Tone.NEUTRAL
    rows = tuple(Row(c.what, (_arrow(t, c),), tone) for c in changes)
    blocks: list[Block] = [Facts(rows)]
    blocks += [Paragraph(text) for text in effects]
    if saved:
        blocks.append(Buttons((Button(t.say("What was changed"), "settings history"),)))
    else:
        blocks.append(Note((t.say("Only tried out: nothing is saved."),)))
        blocks.append(Buttons((Button(t.say("Save it"), command),)))
    title = t.say("Saved") if saved else t.say("What it would mean")
    data = {"changes": [_plain_change(c) for c in changes], "saved": saved}
    return Card(title, tuple(blocks), tone, data)


def history(t: Texts, changes: Sequence[ChangeLine]) -> Card:
    """Who changed what, newest first."""
    title = t.say("Changes to the settings")
    data = {"changes": [_plain_change(c) for c in changes]}
    if not changes:
        return Card(title, (Paragraph((t.say("Nobody has changed a setting yet."),)),), data=data)
    rows = tuple(Row(c.when, (f"{c.what}: ", _arrow(t, c)), more=(c.who,)) for c in changes)
    return Card(title, (Facts(rows),), data=data)


def _row(t: Texts, line: SettingLine, *, help_too: bool = True) -> Row:
    value: Text = (line.value,)
    if line.chosen:
        value = (line.value, " ", t.say("(default: {value})", value=line.default))
    return Row(line.key, value, more=(t.say(line.help),) if help_too else ())


def _ignored(t: Texts, keys: Sequence[str]) -> list[Block]:
    if not keys:
        return []
    message = t.say(
        "These stored settings are no longer valid, so their defaults apply: {keys}. Set them again.",
        keys=", ".join(keys),
    )
    return [Paragraph((message,), Tone.CAUTION)]


def _arrow(t: Texts, change: ChangeLine) -> str:
    return t.say("{before} → {after}", before=change.before, after=change.after)


def _plain(line: SettingLine) -> dict[str, object]:
    return {"key": line.key, "value": line.value, "default": line.default, "chosen": line.chosen}


def _plain_change(change: ChangeLine) -> dict[str, object]:
    return {
        "when": change.when,
        "who": change.who,
        "what": change.what,
        "before": change.before,
        "after": change.after,
    }
