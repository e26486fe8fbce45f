from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import pytest
from aiohttp import ClientSession

from adapters.http.metrics import CountedWriter, Metrics
from adapters.http.server import application, serving
from adapters.schedule import every
from bot.domain.facts import Fact
from bot.domain.refs import CommunityId
from tests.fakes.soup import SOUP, said


class Writer:
    """Takes everything, or nothing."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.problem = problem

    async def write(self, community: CommunityId, facts: Sequence[Fact]) -> None:  # noqa: ARG002 - a port
        if self.problem is not None:
            raise self.problem


async def get(metrics: Metrics, problems: Mapping[str, str], path: str) -> tuple[int, str]:
    async def ready() -> Mapping[str, str]:
        return problems

    async with (
        serving(application(metrics, ready), "127.0.0.1", 0) as port,
        ClientSession() as client,
        client.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_live_whenever_it_answers() -> None:
    assert await get(Metrics(), {"database": "not reached"}, "/healthz") == (200, '{"live": true}')


@pytest.mark.parametrize(("problems", "status"), [({}, 200), ({"database": "not reached"}, 503)])
async def test_ready_says_what_is_missing(problems: Mapping[str, str], status: int) -> None:
    code, text = await get(Metrics(), problems, "/readyz")
    assert code == status
    assert all(name in text for name in problems)


async def test_metrics_count_facts_and_failures_and_name_nobody() -> None:
    metrics = Metrics()
    await CountedWriter(Writer(), metrics).write(SOUP.id, [said("1", 1), said("2", 2)])
    with pytest.raises(OSError, match="full"):
        await CountedWriter(Writer(OSError("full")), metrics).write(SOUP.id, [said("3", 3)])
    came = {"unknown": 2}
    metrics.receives("slack", lambda: came)
    came["unknown"] += 1
    _, text = await get(metrics, {}, "/metrics")
    assert "foster_facts_total 2.0" in text
    assert 'foster_received_payloads_total{platform="slack",what="unknown"} 3.0' in text
    assert 'foster_errors_total{what="write"} 1.0' in text
    assert "foster_acknowledgement_seconds_count 1.0" in text
    assert "soup" not in text
    assert "U1" not in text


async def test_the_schedule_begins_at_once_and_goes_on() -> None:
    times: list[int] = []

    async def work() -> None:
        times.append(1)

    scheduler = every(0.05, lambda: work())  # noqa: PLW0108 - no coroutine function itself
    for _ in range(100):
        await asyncio.sleep(0.02)
        if len(times) >= 2:
            break
    scheduler.shutdown(wait=False)
    assert len(times) >= 2
