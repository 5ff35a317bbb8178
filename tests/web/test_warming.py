"""A process that was warmed has all at hand that visitors need, and nothing open that a fork may not have."""

import logging
from typing import NoReturn

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.web import warming
from mentormatch.web.services import installed
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


def test_before_a_fork_nothing_is_left_open(quick_app: Flask) -> None:
    warming.warm_before_a_fork(quick_app)
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
