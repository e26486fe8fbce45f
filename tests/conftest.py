"""What every test runs under: a fixed set of examples, and no long runs unless somebody asks for them.

Sockets beyond loopback are blocked by the options in pyproject.toml; `tests/gates/test_sockets.py` proves it.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

# The same examples on every run and every machine: a red run is a finding and never bad luck. The number of
# examples is the time budget; a deadline in milliseconds would fail on a busy machine.
settings.register_profile(
    "fixed",
    derandomize=True,
    database=None,
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# For looking further, by hand or in a soak: new examples every time, kept where they fail.
settings.register_profile("explore", max_examples=2_000, deadline=None, phases=tuple(Phase))


def pytest_configure(config: pytest.Config) -> None:
    """Choose the profile, and leave the soak out unless `-m` says otherwise."""
    settings.load_profile(os.environ.get("FOSTER_TEST_EXAMPLES", "fixed"))
    if not config.option.markexpr:
        config.option.markexpr = "not soak"
