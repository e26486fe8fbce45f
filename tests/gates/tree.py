"""The repository's own files, for the gates."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "adapters", "storage")
FOLDERS = (*PACKAGES, "tests", "scripts")


def sources(*folders: str) -> list[Path]:
    """Every Python file below these folders, in order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def short(path: Path) -> str:
    """The path as written in the repository."""
    return path.relative_to(ROOT).as_posix()


def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Function:
    """A function and how many lines it takes, from `def` to its end."""

    where: str
    lines: int


def functions(path: Path) -> Iterator[Function]:
    """Every function of a file, nested ones too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            last = node.end_lineno or node.lineno
            yield Function(f"{short(path)}:{node.lineno} {node.name}", last - node.lineno + 1)
