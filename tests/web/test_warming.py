"""A process that was warmed has all at hand that visitors need, and nothing open that a fork may not have."""

import gc
import logging
from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import NoReturn

import pytest
from flask import Flask
from jinja2 import Environment

from mentormatch import storage
from mentormatch.i18n import Locale
from mentormatch.web import warming
from mentormatch.web.server import _Server
from mentormatch.web.services import installed
from mentormatch.web.traffic import counted
from tests.databases import CountQueries
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


def test_a_worker_that_takes_the_place_of_another_finds_all_ready(served: _Server) -> None:
    app = served.wsgi()
    served._before_a_fork(None, SimpleNamespace(age=2))
    assert at_hand(app) == [set(), set(), set()]
    served._before_a_fork(None, SimpleNamespace(age=3))
    assert all("visitor/result.html" in found for found in at_hand(app))


def test_what_is_loaded_before_a_fork_is_left_alone_by_the_garbage_collector(served: _Server) -> None:
    served.wsgi()
    frozen = gc.get_freeze_count()
    served._before_a_fork(None, SimpleNamespace(age=1))
    assert gc.get_freeze_count() > frozen


def test_a_rehearsal_is_neither_logged_nor_counted(
    quick_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    counts = counted(quick_app)[1]
    with caplog.at_level(logging.INFO):
        warming.rehearse(quick_app)
    assert caplog.records == []
    assert counts._own is None, "a file of counts is open, and would be after a fork"


@pytest.mark.parametrize("warm_before_a_fork", [warming.warm_before_a_fork, warming.rehearse_before_a_fork])
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
