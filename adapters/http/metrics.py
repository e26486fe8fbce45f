"""What a running Foster counts, in Prometheus' format. Numbers and our own words; no names, no ids."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from bot.domain.facts import Fact
from bot.domain.refs import CommunityId
from bot.ports import FactWriter

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10)


Counts = Callable[[], Mapping[str, int]]
"""How many payloads a platform sent, each counted once, by our own words for what it was or came to."""


class _Received(Collector):
    """Counts that their platforms keep, asked for when somebody looks."""

    def __init__(self) -> None:
        self.sources: dict[str, Counts] = {}

    def collect(self) -> Iterator[CounterMetricFamily]:
        """The one family."""
        family = CounterMetricFamily(
            "foster_received_payloads",
            "Payloads that platforms sent, each once, by what it was or came to.",
            labels=["platform", "what"],
        )
        for platform, counts in self.sources.items():
            for what, number in sorted(counts().items()):
                family.add_metric([platform, what], number)
        yield family


@dataclass(slots=True)
class Metrics:
    """One process's numbers, in a registry of their own."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    facts: Counter = field(init=False)
    acknowledged: Histogram = field(init=False)
    ticks: Counter = field(init=False)
    tick_seconds: Gauge = field(init=False)
    lag: Gauge = field(init=False)
    errors: Counter = field(init=False)
    open: Gauge = field(init=False)
    last_tick: float = field(default_factory=time.monotonic)
    _received: _Received = field(default_factory=_Received)

    def __post_init__(self) -> None:
        """Name them all."""
        to = self.registry
        self.facts = Counter("foster_facts", "Facts stored.", registry=to)
        self.acknowledged = Histogram(
            "foster_acknowledgement_seconds",
            "From taking facts to their commit.",
            buckets=_SECONDS,
            registry=to,
        )
        self.ticks = Counter("foster_ticks", "Looks at what is due.", registry=to)
        self.tick_seconds = Gauge("foster_tick_seconds", "How long the last look took.", registry=to)
        self.lag = Gauge("foster_last_tick_timestamp_seconds", "When a look last moved on.", registry=to)
        self.errors = Counter("foster_errors", "Failures, by what failed.", ["what"], registry=to)
        self.open = Gauge(
            "foster_open", "Digests and notices not done, by state.", ["what", "state"], registry=to
        )
        to.register(self._received)

    def receives(self, platform: str, counts: Counts) -> None:
        """Show what a platform counts, from now on."""
        self._received.sources[platform] = counts

    def failed(self, what: str) -> None:
        """Something failed; `what` is one of our own words."""
        self.errors.labels(what).inc()

    def moved(self) -> None:
        """A look ended, or a long one goes on."""
        self.last_tick = time.monotonic()
        self.lag.set_to_current_time()

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)


@dataclass(frozen=True, slots=True)
class CountedWriter:
    """`bot.ports.FactWriter` that measures another."""

    inner: FactWriter
    metrics: Metrics

    async def write(self, community: CommunityId, facts: Sequence[Fact]) -> None:
        """Write, and count what became durable."""
        begin = time.perf_counter()
        try:
            await self.inner.write(community, facts)
        except Exception:
            self.metrics.failed("write")
            raise
        self.metrics.acknowledged.observe(time.perf_counter() - begin)
        self.metrics.facts.inc(len(facts))
