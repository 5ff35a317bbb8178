"""What whoever runs it sees: requests counted, every log line and failure found again by one number."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.web.logs import JsonLines
from tests.apps import Clock, serving, settings_for
from tests.pages import Page, Visitor, check_headers

NUMBER = re.compile(r"[0-9a-f]{24}")
SAID = {
    "fr": "Si vous nous écrivez à ce sujet, indiquez ce numéro",
    "en": "If you write to us about it, please give this number",
    "ar": "عند مراسلتنا بشأن ذلك، يُرجى ذكر هذا الرقم",
}


class Lines(logging.Handler):
    """Every log record as the line that an operator reads."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.found: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(json.loads(JsonLines().format(record)))


@pytest.fixture
def lines() -> Iterator[list[dict[str, object]]]:
    """The log lines of a test."""
    handler, logger = Lines(), logging.getLogger("mentormatch")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler.found
    logger.removeHandler(handler)
    logger.setLevel(before)


@pytest.fixture
def behind_a_proxy(sqlite_database: storage.Database, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """The application with one proxy in front."""
    url = f"sqlite:///{sqlite_database.path}"
    with serving(settings_for(url, tmp_path, MENTORMATCH_PROXIES="1"), clock) as made:
        yield made


def break_database(database: storage.Database) -> None:
    with database.transaction() as tx:
        tx.exec_driver_sql("ALTER TABLE attempts RENAME TO elsewhere")


def test_a_failure_names_the_number_under_which_its_log_lines_are_found(
    quick_app: Flask, sqlite_database: storage.Database, lang: str, lines: list[dict[str, object]]
) -> None:
    break_database(sqlite_database)
    path = f"/{lang}/result/{'x' * 43}"
    answer = Visitor(quick_app).get(path)
    number = answer.headers["X-Request-ID"]
    assert answer.status_code >= 500
    assert NUMBER.fullmatch(number)
    page = Page(answer, path)
    assert SAID[lang] in page.text
    assert [bdi.text for bdi in page.all("bdi", dir="ltr") if bdi.text == number] == [number]
    ours = [line for line in lines if line.get("request") == number]
    assert {str(line["event"]) for line in ours} >= {"request"}
    assert any(line["level"] == "error" for line in ours)


def test_a_page_that_is_only_missing_shows_no_number(visitor: Visitor, lang: str) -> None:
    assert SAID[lang] not in visitor.page(f"/{lang}/nowhere").text


def test_every_answer_has_another_number(visitor: Visitor) -> None:
    numbers = [visitor.get("/healthz").headers["X-Request-ID"] for _ in range(20)]
    assert len({number for number in numbers if NUMBER.fullmatch(number)}) == 20


def test_a_visitors_own_number_is_not_taken(visitor: Visitor) -> None:
    answer = visitor.get("/healthz", headers={"X-Request-ID": "chosen-by-a-visitor"})
    assert NUMBER.fullmatch(answer.headers["X-Request-ID"])


def test_a_proxys_number_is_taken_when_it_is_well_formed(behind_a_proxy: Flask) -> None:
    visitor = Visitor(behind_a_proxy)
    given = "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert visitor.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given
    for bad in ("short", "a" * 65, "with space in it", '{"level":"error"}', "-begins-with-a-dash", "é" * 9):
        answer = visitor.get("/healthz", headers={"X-Request-ID": bad})
        assert NUMBER.fullmatch(answer.headers["X-Request-ID"]), bad


def test_a_refusal_at_the_door_is_counted_and_numbered(
    quick_app: Flask, lines: list[dict[str, object]]
) -> None:
    answer = quick_app.test_client().get("/fr/quiz", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert lines[-1]["request"] == answer.headers["X-Request-ID"]
    told = quick_app.test_client().get("/metrics").get_data(as_text=True)
    assert 'mentormatch_requests_total{route="/<locale:locale>/quiz",status="4xx"} 1.0' in told


def test_requests_are_counted_by_route_and_status_with_their_seconds(visitor: Visitor) -> None:
    for _ in range(3):
        visitor.get("/fr/quiz")
    visitor.get("/fr/nowhere")
    visitor.get("/fr/result/" + "x" * 43)
    told = visitor.get("/metrics").get_data(as_text=True)
    route = "/<locale:locale>/quiz"
    assert f'mentormatch_requests_total{{route="{route}",status="2xx"}} 3.0' in told
    assert f'mentormatch_request_seconds_count{{route="{route}"}} 3.0' in told
    assert f'mentormatch_request_seconds_bucket{{le="+Inf",route="{route}"}} 3.0' in told
    assert 'mentormatch_requests_total{route="(none)",status="4xx"} 1.0' in told
    assert "mentormatch_requests_in_progress 1.0" in told
    assert "mentormatch_processes 1.0" in told
    assert "mentormatch_threads 8.0" in told
    assert 'mentormatch_cases{state="' in told
    assert "mentormatch_database_up 1.0" in told
    assert "xxxx" not in told


def test_metrics_tell_that_the_database_is_gone(quick_app: Flask, sqlite_database: storage.Database) -> None:
    assert sqlite_database.path
    sqlite_database.close()
    sqlite_database.path.write_bytes(b"no database" * 1000)
    answer = Visitor(quick_app).get("/metrics")
    assert answer.status_code == 200
    assert "mentormatch_database_up 0.0" in answer.get_data(as_text=True)


def test_metrics_are_not_given_to_whoever_comes_through_the_proxy(behind_a_proxy: Flask) -> None:
    client = behind_a_proxy.test_client()
    assert client.get("/metrics").status_code == 200
    through = client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"})
    check_headers(through, "/metrics")
    assert through.status_code == 404
