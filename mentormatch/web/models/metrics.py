"""Models and drift as Prometheus gauges; shares and means of at least ten results, nobody's own."""

from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from mentormatch import storage
from mentormatch.usecases.drift import Chart, watch
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.serving import Serving

_PREFIX = "mentormatch"


def exposition(tx: storage.Transaction, instruments: Instruments, *, now: datetime) -> tuple[bytes, str]:
    """The text of all gauges and its content type."""
    registry = CollectorRegistry()
    _models(registry, instruments.serving(tx))
    _drift(registry, watch(tx, now=now).charts)
    return generate_latest(registry), CONTENT_TYPE_LATEST


def _models(registry: CollectorRegistry, serving: Serving) -> None:
    hashes = {
        "champion": serving.champion.content_hash if serving.champion else "expert",
        "challenger": serving.challenger.content_hash if serving.challenger else "none",
    }
    who = Gauge(f"{_PREFIX}_model", "1 for the model in each part", ["part", "hash"], registry=registry)
    for part, content_hash in hashes.items():
        who.labels(part, content_hash).set(1)
    words = "1 while the expert serves because the promoted model is missing or damaged"
    Gauge(f"{_PREFIX}_model_problem", words, registry=registry).set(bool(serving.problem))


def _drift(registry: CollectorRegistry, charts: tuple[Chart, ...]) -> None:
    """The latest week of every chart: its value, its limits, and whether it lies outside."""
    parts = {
        "value": "Share or mean of the latest week",
        "low": "Lower control limit of that week",
        "high": "Upper control limit of that week",
        "outside": "1 when the latest week lies outside its limits",
    }
    gauges = {
        part: Gauge(f"{_PREFIX}_drift_{part}", words, ["measure"], registry=registry)
        for part, words in parts.items()
    }
    for chart in charts:
        latest = chart.latest
        if latest is not None and latest.value is not None:
            gauges["value"].labels(chart.code).set(latest.value)
            gauges["outside"].labels(chart.code).set(latest.outside)
            if latest.low is not None and latest.high is not None:
                gauges["low"].labels(chart.code).set(latest.low)
                gauges["high"].labels(chart.code).set(latest.high)
