"""All that Prometheus reads: requests of every process of this machine, cases, models, drift."""

from collections.abc import Iterable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from mentormatch import __version__, storage
from mentormatch.config import Settings
from mentormatch.errors import UnavailableError
from mentormatch.web import traffic
from mentormatch.web.counts import Counts, Totals
from mentormatch.web.models.metrics import add_drift, add_models
from mentormatch.web.services import Services

_MICRO = 1e-6


def exposition(counted: tuple[tuple[str, ...], Counts], served: Services) -> tuple[bytes, str]:
    """The text of all metrics and its content type; a database that does not answer is told as such."""
    registry = CollectorRegistry()
    registry.register(_Traffic(*counted, served.settings))
    words = "1 while another language stands in for one whose files are damaged"
    Gauge("mentormatch_language_problem", words, registry=registry).set(bool(served.voices.silent))
    up = Gauge("mentormatch_database_up", "1 while the database answers", registry=registry)
    try:
        with served.database.reading() as tx:
            _add_cases(registry, tx)
            add_models(registry, served.instruments.serving(tx))
            add_drift(registry, tx, now=served.now())
        up.set(1)
    except UnavailableError:
        up.set(0)
    return generate_latest(registry), CONTENT_TYPE_LATEST


def _add_cases(registry: CollectorRegistry, tx: storage.Transaction) -> None:
    cases = Gauge("mentormatch_cases", "Counselors' cases in each state", ["state"], registry=registry)
    for state, count in storage.case_queue.states(tx).items():
        cases.labels(state).set(count)


class _Traffic(Collector):
    """The counts of requests as Prometheus wants them; a route that nobody asked for is left out."""

    def __init__(self, routes: tuple[str, ...], counts: Counts, settings: Settings) -> None:
        self._routes = routes
        self._counts = counts
        self._settings = settings

    def collect(self) -> Iterable[Metric]:
        """Every metric of what the processes counted."""
        totals = self._counts.totals()
        asked = [route for route in self._routes if _buckets(totals, route)[-1]]
        yield _requests(totals, asked)
        yield _seconds(totals, asked)
        yield _work(totals, asked)
        yield from self._capacity(totals)

    def _capacity(self, totals: Totals) -> Iterator[Metric]:
        threads = self._settings.workers * self._settings.threads
        yield GaugeMetricFamily(
            "mentormatch_requests_in_progress",
            "Requests being answered now",
            totals.numbers[traffic.IN_PROGRESS],
        )
        yield GaugeMetricFamily("mentormatch_threads", "Requests that can be answered at once", threads)
        yield GaugeMetricFamily(
            "mentormatch_processes", "Processes that have answered and live", totals.processes
        )
        info = GaugeMetricFamily("mentormatch_info", "1, with the version of the program", labels=["version"])
        info.add_metric([__version__], 1)
        yield info


def _buckets(totals: Totals, route: str) -> list[int]:
    """How many answers took no longer than each limit; the last has all."""
    held, sums = 0, []
    for place in range(len(traffic.SECONDS) + 1):
        held += totals.numbers[traffic.bucket_name(route, place)]
        sums.append(held)
    return sums


def _requests(totals: Totals, asked: list[str]) -> Metric:
    family = CounterMetricFamily("mentormatch_requests", "Answered requests", labels=["route", "status"])
    for route in asked:
        for hundreds, status in enumerate(traffic.STATUSES, start=1):
            if count := totals.numbers[traffic.status_name(route, hundreds)]:
                family.add_metric([route, status], count)
    return family


def _seconds(totals: Totals, asked: list[str]) -> Metric:
    family = HistogramMetricFamily(
        "mentormatch_request_seconds", "Seconds until a request was answered", labels=["route"]
    )
    limits = [*map(str, traffic.SECONDS), "+Inf"]
    for route in asked:
        buckets = list(zip(limits, map(float, _buckets(totals, route)), strict=True))
        family.add_metric([route], buckets, _MICRO * totals.numbers[traffic.seconds_name(route)])
    return family


def _work(totals: Totals, asked: list[str]) -> Metric:
    family = CounterMetricFamily(
        "mentormatch_request_cpu_seconds", "Processor seconds of answering", labels=["route"]
    )
    for route in asked:
        family.add_metric([route], _MICRO * totals.numbers[traffic.work_name(route)])
    return family
