"""What Discord's documentation allows in what a bot sends. Knows nothing of the renderer's own numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

_NAME = re.compile(r"[-_'\w]{1,32}")
_GROUPS = (1, 2)


def message_problems(payload: Json, files: Sequence[str] = ()) -> list[str]:
    """Everything that Discord would refuse a message for, or that must never leave a well-behaved bot."""
    return [*_message(payload, files)]


def command_problems(commands: Sequence[Json]) -> list[str]:
    """Everything that Discord would refuse a list of application commands for."""
    return [problem for command in commands for problem in _command(command)]


def _message(payload: Json, files: Sequence[str]) -> Iterator[str]:
    embeds = payload.get("embeds", [])
    if payload.get("allowed_mentions") != {"parse": []}:
        yield "mentions are allowed"
    if not (payload.get("content") or embeds or files or payload.get("components")):
        yield "empty message"
    if len(payload.get("content") or "") > 2000:
        yield "content is too long"
    if len(embeds) > 10:
        yield "too many embeds"
    if sum(map(_characters, embeds)) > 6000:
        yield "embeds are too long together"
    for embed in embeds:
        yield from _embed(embed, files)
    yield from _attachments(payload, files)
    yield from _components(payload.get("components", []))
    if len(str(payload.get("nonce", ""))) > 25:
        yield "nonce is too long"


def _attachments(payload: Json, files: Sequence[str]) -> Iterator[str]:
    for number, attachment in enumerate(payload.get("attachments", [])):
        if attachment.get("id") != number or attachment.get("filename") not in files:
            yield "an attachment without a file"
        if not 0 < len(attachment.get("description", "")) <= 1024:
            yield "an attachment's description"


def _characters(embed: Json) -> int:
    fields = sum(len(f["name"]) + len(f["value"]) for f in embed.get("fields", []))
    footer = len(embed.get("footer", {}).get("text", ""))
    return len(embed.get("title", "")) + len(embed.get("description", "")) + fields + footer


def _embed(embed: Json, files: Sequence[str]) -> Iterator[str]:
    for name, most in (("title", 256), ("description", 4096)):
        if name in embed and not 0 < len(embed[name].strip()) <= most:
            yield f"embed's {name}"
    if not {"title", "description", "image", "fields"} & embed.keys():
        yield "empty embed"
    url = embed.get("image", {}).get("url", "")
    if url.startswith("attachment://") and url.removeprefix("attachment://") not in files:
        yield "a picture without a file"
    if len(embed.get("fields", [])) > 25:
        yield "too many fields"


def _components(rows: Sequence[Json]) -> Iterator[str]:
    if len(rows) > 5:
        yield "too many rows"
    ids = [part.get("custom_id") for row in rows for part in row["components"]]
    if len(ids) != len(set(ids)):
        yield "custom ids repeat"
    for row in rows:
        if row["type"] != 1 or not 0 < len(row["components"]) <= 5:
            yield "a row's size"
        for part in row["components"]:
            if not 0 < len(part["custom_id"]) <= 100:
                yield "custom id"
            if part["type"] == 2 and not 0 < len(part["label"].strip()) <= 80:
                yield "a button's label"
            if part["type"] == 3 and not 0 < len(part["options"]) <= 25:
                yield "a select's options"


def modal_problems(modal: Json) -> list[str]:
    """Everything that Discord would refuse a form for."""
    inputs = [part for row in modal["components"] for part in row["components"]]
    problems = [] if 0 < len(modal["title"]) <= 45 else ["a form's title"]
    problems += [] if 0 < len(modal["custom_id"]) <= 100 else ["custom id"]
    problems += [] if 0 < len(modal["components"]) <= 5 else ["a form's size"]
    for part in inputs:
        if not 0 < len(part["label"]) <= 45 or len(part.get("value", "")) > 4000:
            problems.append("an input")
        if len(part.get("placeholder", "")) > 100:
            problems.append("a placeholder")
    return problems


def _command(command: Json) -> Iterator[str]:
    if command["type"] != 1:
        if not 0 < len(command["name"]) <= 32 or command.get("description"):
            yield "a context menu's name or description"
        return
    yield from _named(command)
    if _size(command) > 8000:
        yield f"{command['name']} is too long together"
    for option in command.get("options", []):
        yield from _option(option, 1)


def _named(thing: Json) -> Iterator[str]:
    for name in (thing["name"], *thing.get("name_localizations", {}).values()):
        if _NAME.fullmatch(name) is None or name != name.lower():
            yield f"name {name!r}"
    for text in (thing["description"], *thing.get("description_localizations", {}).values()):
        if not 0 < len(text) <= 100:
            yield f"description of {thing['name']}"
    names = [option["name"] for option in thing.get("options", [])]
    if len(names) > 25 or len(names) != len(set(names)):
        yield f"options of {thing['name']}"
    wanted = [option.get("required", False) for option in thing.get("options", [])]
    if wanted != sorted(wanted, reverse=True):
        yield f"required options of {thing['name']} come late"


def _option(option: Json, depth: int) -> Iterator[str]:
    yield from _named(option)
    if option["type"] in _GROUPS:
        if depth > 2 or (option["type"] == 2 and (depth > 1 or not option.get("options"))):
            yield f"{option['name']} is nested too deeply, or empty"
        for inner in option.get("options", []):
            yield from _option(inner, depth + 1)
        return
    choices = option.get("choices", [])
    if len(choices) > 25 or (choices and option.get("autocomplete")):
        yield f"choices of {option['name']}"
    if any(not 0 < len(str(c["name"])) <= 100 or not 0 < len(str(c["value"])) <= 100 for c in choices):
        yield f"a choice of {option['name']}"


def _size(thing: Json) -> int:
    """Names, descriptions and choices, in the longest language each."""
    names = (thing["name"], *thing.get("name_localizations", {}).values())
    texts = (thing.get("description", ""), *thing.get("description_localizations", {}).values())
    choices = sum(len(str(c["name"])) + len(str(c["value"])) for c in thing.get("choices", []))
    inner = sum(map(_size, thing.get("options", [])))
    return max(map(len, names)) + max(map(len, texts)) + choices + inner
