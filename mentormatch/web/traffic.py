"""What is counted of every request: its route, its status, its seconds; never who asked or for what."""

import time
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

from flask import Flask, Response, request

from mentormatch.web.counts import Counts

STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
OTHER_ROUTES = "(none)"
IN_PROGRESS = "now in progress"
_FOLDER = "counts"
_BEGUN = "mentormatch.counted"
_KEY = "mentormatch-counts"


def install(app: Flask) -> None:
    """Count every request from now on, also those that are refused at the door."""

    @app.before_request
    def begin() -> None:
        request.environ[_BEGUN] = (time.perf_counter(), time.thread_time())
        counted(app)[1].add(((IN_PROGRESS, 1),))

    @app.after_request
    def count(response: Response) -> Response:
        begun, worked = request.environ[_BEGUN]
        seconds = time.perf_counter() - begun
        route = request.url_rule.rule if request.url_rule else OTHER_ROUTES
        counted(app)[1].add(
            (
                (status_name(route, response.status_code // 100), 1),
                (bucket_name(route, bisect_left(SECONDS, seconds)), 1),
                (seconds_name(route), int(1e6 * seconds)),
                (work_name(route), int(1e6 * (time.thread_time() - worked))),
            )
        )
        return response

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        if request.environ.pop(_BEGUN, None):
            counted(app)[1].add(((IN_PROGRESS, -1),))


def open_counts(app: Flask, data_dir: Path) -> None:
    """Make the counts of every route that there is by now; before the first request."""
    routes = tuple(sorted({rule.rule for rule in app.url_map.iter_rules()} | {OTHER_ROUTES}))
    names = [IN_PROGRESS, *(name for route in routes for name in _names(route))]
    app.extensions[_KEY] = (routes, Counts(data_dir / _FOLDER, names))


def counted(app: Flask) -> tuple[tuple[str, ...], Counts]:
    """The routes that are counted, and the counts."""
    found: tuple[tuple[str, ...], Counts] = app.extensions[_KEY]
    return found


def status_name(route: str, hundreds: int) -> str:
    """The count of a route's answers with a status of so many hundreds."""
    return f"{route} {STATUSES[hundreds - 1]}"


def bucket_name(route: str, place: int) -> str:
    """The count of a route's answers that took longer than the limit before `place`, not than its own."""
    return f"{route} bucket {place}"


def seconds_name(route: str) -> str:
    """The microseconds that a route's answers took."""
    return f"{route} seconds"


def work_name(route: str) -> str:
    """The microseconds of processor time that a route's answers took."""
    return f"{route} work"


def _names(route: str) -> Iterator[str]:
    yield from (status_name(route, hundreds) for hundreds in range(1, 6))
    yield from (bucket_name(route, place) for place in range(len(SECONDS) + 1))
    yield seconds_name(route)
    yield work_name(route)
