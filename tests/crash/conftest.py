"""Real databases for processes that die."""

from __future__ import annotations

from tests.fakes.databases import postgres, postgres_address, sqlite_template  # noqa: F401 - fixtures
