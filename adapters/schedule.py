"""Calls something every so often. What is due stands in the database, so nothing here must survive."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.executors.asyncio import AsyncIOExecutor  # type: ignore[import-untyped] # ships no types
from apscheduler.jobstores.memory import MemoryJobStore  # type: ignore[import-untyped] # ships no types
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped] # ships no types


def every(seconds: float, work: Callable[[], Awaitable[object]]) -> AsyncIOScheduler:
    """Begin calling `work` now and then every `seconds`, never twice at once. Shut it down at the end."""
    scheduler = AsyncIOScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": AsyncIOExecutor()},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )

    async def once() -> None:  # the executor awaits coroutine functions alone, not what returns a coroutine
        await work()

    scheduler.add_job(once, "interval", seconds=seconds)
    scheduler.start()
    for job in scheduler.get_jobs():
        job.modify(next_run_time=job.next_run_time - timedelta(seconds=seconds))
    return scheduler
