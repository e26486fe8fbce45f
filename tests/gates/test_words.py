from __future__ import annotations

import re

import pytest

from tests.gates.tree import FOLDERS, short, sources

# Written in pieces, so that this file holds none of them itself.
FORBIDDEN = {
    "work left undone": r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b",
    "code that no test may see": r"pragma:\s*no" + r"\s+(cover|branch)",
    "patching": r"\bmock" + r"\.patch\b|\bunittest\." + r"mock\b|\bMagic" + r"Mock\b",
    "tests that do not run": r"pytest\.(mark\.)?(skip|skip" + r"if|x" + r"fail|importor" + r"skip)\b",
    "a stub": r"\braise\s+Not" + r"ImplementedError\b",
}

ALLOWED = {("tests that do not run", "tests/adapters/html/test_browser.py")}
"""A real browser is no Python package: where a machine has none, that one test says so."""


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_source_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{short(path)}:{number}: {line.strip()}"
        for path in sources(*FOLDERS)
        if (what, short(path)) not in ALLOWED
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_every_exception_to_a_rule_says_why() -> None:
    bare = re.compile(r"#\s*(noqa(:[ A-Z0-9,]+)?|type: ignore(\[[\w, -]+\])?)\s*$")
    found = [
        f"{short(path)}:{number}"
        for path in sources(*FOLDERS)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []
