"""A process that was warmed has all at hand that visitors need, and nothing open that a fork may not have."""

import gc
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import NoReturn

import pytest
from flask import Flask
from jinja2 import Environment

from mentormatch import storage
from mentormatch.errors import TooManyTriesError
from mentormatch.i18n import Locale
from mentormatch.storage.tables import METADATA
from mentormatch.web import warming
from mentormatch.web.limiting import Deed, Limits
from mentormatch.web.rehearsal import rehearse_quiz, rehearse_start
from mentormatch.web.server import _Server
from mentormatch.web.services import installed
from mentormatch.web.traffic import counted
from tests.databases import CountQueries, compiled
from tests.pages import Visitor
from tests.quizzes import begin, skip, take


def refuse(*_details: object) -> NoReturn:
    raise AssertionError("a template is read")


def take_templates_away(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """For this test only: all tests of a process share the templates."""
    for environment in app.extensions["mentormatch-templates"].values():
        monkeypatch.setattr(environment.loader, "load", refuse)


def test_a_warmed_process_reads_no_template_and_no_bank_for_visitors(
    quick_app: Flask, lang: str, count_queries: CountQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    warming.warm(quick_app)
    take_templates_away(quick_app, monkeypatch)
    visitor = Visitor(quick_app)
    with count_queries() as statements:
        begin(visitor, lang)
    assert [statement for statement in statements if "bank_versions.document" in statement] == []
    assert take(visitor, lang, answering=skip).token
    assert visitor.page(f"/{lang}/nowhere").status == 404


@pytest.fixture
def served(quick_app: Flask) -> Iterator[_Server]:
    """A server on the same database, with templates of its own, that listens nowhere."""
    yield _Server(installed(quick_app).settings, print)
    # What was frozen before a fork.
    gc.unfreeze()


def at_hand(app: Flask) -> list[set[str]]:
    """The templates that have been read, of each language."""
    environments: Mapping[Locale, Environment] = app.extensions["mentormatch-templates"]
    return [{str(name) for _, name in found.cache or ()} for found in environments.values()]


def test_the_first_worker_finds_the_start_page_ready_in_each_language(served: _Server) -> None:
    app = served.wsgi()
    assert at_hand(app) == [set(), set(), set()]
    served._before_a_fork(None, SimpleNamespace(age=1))
    start, *others = at_hand(app)
    assert "visitor/start.html" in start
    assert "visitor/result.html" not in start
    assert others == [start, start]


def test_soon_after_the_start_all_is_made_ready_for_whoever_takes_a_workers_place(served: _Server) -> None:
    app = served.wsgi()
    served.get_ready_for_others()
    assert at_hand(app) == [set(), set(), set()], "the first workers are still being started"
    served._quiet_from = 0.0
    served.get_ready_for_others()
    assert all("visitor/result.html" in found for found in at_hand(app))


def test_that_is_done_once(served: _Server, count_queries: CountQueries) -> None:
    served._quiet_from = 0.0
    with count_queries() as first:
        served.get_ready_for_others()
    with count_queries() as second:
        served.get_ready_for_others()
    assert first
    assert second == []


def test_a_worker_that_ends_before_that_is_followed_by_another_at_once(served: _Server) -> None:
    app = served.wsgi()
    served._before_a_fork(None, SimpleNamespace(age=3))
    assert at_hand(app) == [set(), set(), set()]


def test_what_is_loaded_before_a_fork_is_left_alone_by_the_garbage_collector(served: _Server) -> None:
    served.wsgi()
    frozen = gc.get_freeze_count()
    served._before_a_fork(None, SimpleNamespace(age=1))
    assert gc.get_freeze_count() > frozen


@pytest.mark.parametrize("rehearse", [rehearse_start, rehearse_quiz])
def test_a_rehearsal_is_neither_logged_nor_counted(
    quick_app: Flask, caplog: pytest.LogCaptureFixture, rehearse: Callable[[Flask], None]
) -> None:
    counts = counted(quick_app)[1]
    with caplog.at_level(logging.INFO):
        rehearse(quick_app)
    assert caplog.records == []
    assert counts._own is None, "a file of counts is open, and would be after a fork"


def test_a_rehearsed_process_compiles_nothing_more_for_a_visitor(app: Flask, lang: str) -> None:
    warming.warm_before_a_fork(app)
    with compiled() as statements:
        assert take(Visitor(app), lang).result.heading
    assert statements == []


def test_of_a_rehearsal_nothing_stays_in_the_database(app: Flask) -> None:
    take(Visitor(app), "fr")
    before = _rows(app)
    warming.warm_before_a_fork(app)
    assert _rows(app) == before


def test_a_rehearsal_spends_nothing_of_what_visitors_may_do(
    quick_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = installed(quick_app)
    limits = Limits(replace(served.settings, address_limit=1))
    monkeypatch.setitem(quick_app.extensions, "mentormatch", replace(served, limits=limits))
    warming.warm_before_a_fork(quick_app)
    begin(Visitor(quick_app), "fr")
    with pytest.raises(TooManyTriesError), quick_app.test_request_context("/"):
        limits.spend(Deed.BEGIN, "127.0.0.1")


def test_after_a_rehearsal_visitors_are_served_from_the_real_database(quick_app: Flask) -> None:
    served = installed(quick_app)
    warming.warm_before_a_fork(quick_app)
    assert installed(quick_app) is served


def test_a_rehearsal_that_finds_the_database_busy_is_left_out(
    sqlite_database: storage.Database, quick_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite_database.transaction():
        warming.warm_before_a_fork(quick_app)
    assert [(record.getMessage(), record.__dict__["code"]) for record in caplog.records] == [
        ("not rehearsed", "database-busy")
    ]
    begin(Visitor(quick_app), "fr")


def test_whatever_goes_wrong_in_a_rehearsal_whoever_forks_goes_on(
    quick_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    served = installed(quick_app)

    def broken(**_arguments: object) -> NoReturn:
        raise ZeroDivisionError

    quick_app.view_functions["visitor.result"] = broken
    warming.warm_before_a_fork(quick_app)
    assert [record.getMessage() for record in caplog.records] == ["not rehearsed"]
    assert installed(quick_app) is served
    assert served.database._process is None


def _rows(app: Flask) -> dict[str, object]:
    """Every row of every table."""
    with installed(app).database.reading() as tx:
        return {name: tx.execute(table.select()).fetchall() for name, table in METADATA.tables.items()}


@pytest.mark.parametrize(
    "warm_before_a_fork", [warming.warm_before_a_fork, warming.warm_a_little_before_a_fork]
)
def test_before_a_fork_nothing_is_left_open(
    quick_app: Flask, warm_before_a_fork: Callable[[Flask], None]
) -> None:
    warm_before_a_fork(quick_app)
    assert installed(quick_app).database._process is None


def test_what_cannot_be_read_yet_is_told_and_does_no_harm(
    quick_app: Flask,
    sqlite_database: storage.Database,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert sqlite_database.path
    sqlite_database.close()
    sqlite_database.path.write_bytes(b"no database" * 1000)
    with caplog.at_level(logging.WARNING):
        warming.warm(quick_app)
    assert [record.getMessage() for record in caplog.records] == ["no bank to read yet"]
    take_templates_away(quick_app, monkeypatch)
    assert Visitor(quick_app).page("/fr/quiz").status == 200
