"""What a person sees of a Slack message, and whether Slack would take it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from adapters.slack.render import Draft

LEAST = {"header", "rich_text", "actions", "image", "section", "input", "divider", "context"}


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def leaves(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The innermost elements of a rich text block, in order."""
    for element in block["elements"]:
        if "elements" in element:
            yield from leaves(element)
        else:
            yield element


def seen(drafts: Iterable[Draft], channel: str = "#channel") -> str:
    """Everything that is visible in the blocks of these messages."""
    out: list[str] = []
    for block in (block for draft in drafts for block in draft.blocks or _words_alone(draft)):
        match block["type"]:
            case "header":
                out.append(block["text"]["text"])
            case "rich_text":
                out.append("".join(e.get("text", channel) for e in leaves(block)))
            case "actions":
                out.append(" ".join(e["text"]["text"] + " " + e["value"] for e in block["elements"]))
            case "image":
                out.append(block["alt_text"])
            case other:
                raise AssertionError(other)
    return "\n".join(out)


def _words_alone(draft: Draft) -> tuple[dict[str, Any], ...]:
    return ({"type": "header", "text": {"text": draft.text}},)


def complaints(draft: Draft) -> list[str]:
    """What Slack would refuse, by its documented limits."""
    found = _bound("text", draft.text, 40_000)
    if len(draft.blocks) > 50:
        found.append(f"{len(draft.blocks)} blocks")
    if len({block.get("block_id") for block in draft.blocks}) != len(draft.blocks):
        found.append("block ids repeat")
    for block in draft.blocks:
        match block["type"]:
            case "header":
                found += _bound("header", block["text"]["text"], 150)
            case "actions":
                found += _actions(block["elements"])
            case "image":
                found += _bound("alt text", block["alt_text"], 2_000)
            case "rich_text":
                found += _rich(block)
            case other:
                found.append(f"unknown block {other}")
    return found


def _bound(what: str, text: str, most: int) -> list[str]:
    return [] if 1 <= units(text) <= most else [f"{what}: {units(text)} not in 1–{most}"]


def _actions(elements: list[dict[str, Any]]) -> list[str]:
    found = [] if 1 <= len(elements) <= 25 else [f"{len(elements)} actions"]
    if len({element["action_id"] for element in elements}) != len(elements):
        found.append("action ids repeat")
    for element in elements:
        found += _bound("button", element["text"]["text"], 75)
        found += _bound("value", element["value"], 2_000)
        found += _bound("action id", element["action_id"], 255)
    return found


def _rich(block: dict[str, Any]) -> list[str]:
    found = []
    kinds = {element["type"] for element in leaves(block)}
    if kinds - {"text", "link", "channel"}:
        found.append(f"elements {kinds}")  # a user, usergroup or broadcast element would ping
    if not all(e["elements"] for e in block["elements"]):
        found.append("empty section")
    texts = [e["text"] for e in leaves(block) if "text" in e]
    if not all(texts):
        found.append("empty text")
    if sum(map(units, texts)) > 3_000:
        found.append("rich text too long")
    if any(not e["url"].startswith(("https://", "http://")) for e in leaves(block) if e["type"] == "link"):
        found.append("link")
    return found
