"""Measurements for Prometheus, which all worker processes of a server keep together in a folder.

Labels name routes, statuses, kinds of jobs and the like, which are few and known; never a person, an address
or what somebody typed.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

import prometheus_client as prometheus
from prometheus_client import values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "milepost"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
# Requests that are noted and not yet counted; more are forgotten if the process counts no more.
MOST_WAITING = 100_000
# The sum over the processes that live.
LIVE: Final = "livesum"


# By the values of the labels.
Values = dict[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Gauge:
    """What is looked up when somebody asks: a value, or one for each combination of labels."""

    name: str
    help: str
    values: Values
    labels: tuple[str, ...] = field(default=())


class Metrics:
    """The measurements of one process, and of its siblings once they are shared."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[str, str, bool, float]] = deque(maxlen=MOST_WAITING)
        self._lock = Lock()
        self._folder: Path | None = None
        self._build()

    def share(self, folder: Path, process: Callable[[], str]) -> None:
        """Keeps the measurements in a folder from now on; call it before processes are forked.

        `process` returns a name that no other process has at the same time.
        """
        # The library has no other way to be told. It reads the variable whenever it opens a file.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        values.ValueClass = values.MultiProcessValue(process)  # type: ignore[no-untyped-call]
        self._folder = folder
        self._build()

    def forget(self, process: str) -> None:
        """Lets a process that has ended no longer count among those that live."""
        if self._folder is not None:
            mark_process_dead(process, str(self._folder))  # type: ignore[no-untyped-call]

    def note_request(self, route: str, status: str, is_cached: bool, seconds: float) -> None:
        """Notes a request that was answered. It is counted later, because this is on the way of each page."""
        self._waiting.append((route, status, is_cached, seconds))

    def count_requests(self) -> None:
        """Counts the requests that were noted since the last time."""
        counts: Counter[tuple[str, str, str]] = Counter()
        buckets: Counter[tuple[str, int]] = Counter()
        sums: defaultdict[str, float] = defaultdict(float)
        with self._lock:
            while self._waiting:
                route, status, is_cached, seconds = self._waiting.popleft()
                counts[route, status, "page cache" if is_cached else "application"] += 1
                buckets[route, bisect_left(SECONDS, seconds)] += 1
                sums[route] += seconds
            for labels, count in counts.items():
                self._requests.labels(*labels).inc(count)
            for (route, index), count in buckets.items():
                # `observe` takes one value at a time, which would cost a page more than all else here.
                self._seconds.labels(route)._buckets[index].inc(count)
            for route, total in sums.items():
                self._seconds.labels(route)._sum.inc(total)

    def set_load(self, in_flight: int, queued: int) -> None:
        """Sets how many requests threads of this process are answering, and how many wait."""
        self._in_flight.set(in_flight)
        self._queued.set(queued)

    def set_connections(self, count: int) -> None:
        """Sets how many connections to the database this process uses."""
        self._connections.set(count)

    def set_page_cache(self, pages: int, size: int) -> None:
        """Sets how many pages and bytes are in the page cache of this process."""
        self._cached_pages.set(pages)
        self._cached_bytes.set(size)

    def count_database_error(self, kind: str) -> None:
        """Counts an error of the database by the name of its class."""
        self._database_errors.labels(kind).inc()

    def count_job(self, kind: str, outcome: str) -> None:
        """Counts a job that a worker has tried."""
        self._jobs.labels(kind, outcome).inc()

    def count_event(self, event: str) -> None:
        """Counts an event of the security log."""
        self._events.labels(event).inc()

    def render(self, gauges: Iterable[Gauge]) -> bytes:
        """Returns all measurements as Prometheus reads them, with gauges that were looked up."""
        self.count_requests()
        counted, looked_up = self._registry, prometheus.CollectorRegistry()
        if self._folder is not None:
            counted = prometheus.CollectorRegistry()
            MultiProcessCollector(counted, str(self._folder))  # type: ignore[no-untyped-call]
        looked_up.register(_LookedUp(gauges))
        return prometheus.generate_latest(counted) + prometheus.generate_latest(looked_up)

    def _build(self) -> None:
        registry = self._registry = prometheus.CollectorRegistry(auto_describe=False)

        def counter(name: str, words: str, *labels: str) -> prometheus.Counter:
            return prometheus.Counter(f"{PREFIX}_{name}", words, labels, registry=registry)

        def gauge(name: str, words: str) -> prometheus.Gauge:
            return prometheus.Gauge(f"{PREFIX}_{name}", words, registry=registry, multiprocess_mode=LIVE)

        self._requests = counter("requests", "Requests that were answered.", "route", "status", "answered_by")
        self._seconds = prometheus.Histogram(
            f"{PREFIX}_request_seconds",
            "Seconds until an answer was ready.",
            ["route"],
            buckets=SECONDS,
            registry=registry,
        )
        self._in_flight = gauge("requests_in_flight", "Requests that threads are answering.")
        self._queued = gauge("requests_queued", "Requests that wait for a thread.")
        self._connections = gauge("database_connections_in_use", "Connections that are in use.")
        self._cached_pages = gauge("page_cache_pages", "Pages in the page caches of all processes.")
        self._cached_bytes = gauge("page_cache_bytes", "Bytes of them, about.")
        self._database_errors = counter("database_errors", "Errors of the database.", "kind")
        self._jobs = counter("jobs_tried", "Jobs that were tried.", "kind", "outcome")
        self._events = counter("security_events", "Events of the security log.", "event")


class _LookedUp(Collector):
    """Gauges that were looked up for one answer."""

    def __init__(self, gauges: Iterable[Gauge]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterable[Metric]:
        """Returns them as the library has them."""
        for gauge in self._gauges:
            family = GaugeMetricFamily(f"{PREFIX}_{gauge.name}", gauge.help, labels=gauge.labels)
            for labels, value in gauge.values.items():
                family.add_metric(labels, value)
            yield family
