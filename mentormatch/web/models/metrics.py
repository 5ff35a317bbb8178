"""Models and drift as Prometheus gauges; shares and means of at least ten results, nobody's own."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge

from mentormatch import storage
from mentormatch.usecases.drift import watch
from mentormatch.usecases.serving import Serving

_PREFIX = "mentormatch"


def add_models(registry: CollectorRegistry, serving: Serving) -> None:
    """Which model recommends, which is heard beside it, and whether the expert stands in."""
    hashes = {
        "champion": serving.champion.content_hash if serving.champion else "expert",
        "challenger": serving.challenger.content_hash if serving.challenger else "none",
    }
    who = Gauge(f"{_PREFIX}_model", "1 for the model in each part", ["part", "hash"], registry=registry)
    for part, content_hash in hashes.items():
        who.labels(part, content_hash).set(1)
    words = "1 while the expert serves because the promoted model is missing or damaged"
    Gauge(f"{_PREFIX}_model_problem", words, registry=registry).set(bool(serving.problem))


def add_drift(registry: CollectorRegistry, tx: storage.Transaction, *, now: datetime) -> None:
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
    for chart in watch(tx, now=now).charts:
        latest = chart.latest
        if latest is not None and latest.value is not None:
            gauges["value"].labels(chart.code).set(latest.value)
            gauges["outside"].labels(chart.code).set(latest.outside)
            if latest.low is not None and latest.high is not None:
                gauges["low"].labels(chart.code).set(latest.low)
                gauges["high"].labels(chart.code).set(latest.high)
