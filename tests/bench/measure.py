"""How a bench measures: two things in the same run on the same machine, and the ratio between them."""

from __future__ import annotations

import os
import platform
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a bench. `seconds` is ours, `limit` what it is held against; `most` bounds their ratio.

    Both are in `unit`: what is measured may be something else than time.
    """

    name: str
    seconds: float
    limit: float
    limit_name: str
    items: int = 0
    most: float | None = None
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """Ours over the limit's: 1 is as fast, more is slower."""
        return self.seconds / self.limit

    @property
    def good(self) -> bool:
        """Whether the bound holds, where there is one."""
        return self.most is None or self.ratio <= self.most

    def __str__(self) -> str:
        rate = f", {self.items / self.seconds:,.0f}/s" if self.items else ""
        bound = (
            "" if self.most is None else f" (at most {self.most:g}: {'good' if self.good else 'TOO SLOW'})"
        )
        times = f"{self.seconds:.3f} {self.unit}{rate} against {self.limit:.3f} {self.unit} {self.limit_name}"
        return f"{self.name}: {times} = {self.ratio:.2f}{bound}"


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The shortest wall time of a few rounds."""
    return min(_once(work) for _ in range(rounds))


def machine() -> Iterator[str]:
    """What this machine is, a line each."""
    yield f"{os.cpu_count()} cores, {_processor()}"
    yield f"Python {platform.python_version()} on {platform.system()} {platform.release()}"


def peak_memory() -> int:
    """The most memory that this process has held so far, in MB.

    On Linux by its own high-water mark: `ru_maxrss` of a new process begins with that of whoever started it.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        lines = status.read_text("utf-8").splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) // 1024
    unit = 1024 * 1024 if platform.system() == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
