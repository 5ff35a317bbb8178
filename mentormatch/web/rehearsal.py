"""Pages made for nobody, so that the first visitors of a process are answered as quickly as others.

What a program does for the first time takes longer: statements are compiled, templates built, texts
joined. A process that is forked after a rehearsal finds it done; it only opens connections of its own.
Nothing of a rehearsal stays, is logged, counted or sent. It is not for a process that answers visitors.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.quiz import Form
from mentormatch.usecases import take_quiz
from mentormatch.usecases.take_quiz import AtQuestion
from mentormatch.usecases.tokens import token_for
from mentormatch.web.limiting import Limits
from mentormatch.web.rendering import LINKS
from mentormatch.web.services import Services, install, installed
from mentormatch.web.visitor.addresses import check_path, question_path, result_path

# A rehearsal is worth no more waiting: visitors are waiting for the process that comes after it.
_PATIENCE_SECONDS = 0.5


def rehearse_start(app: Flask) -> None:
    """Make the start page in each language that is served."""
    for locale in installed(app).catalogs:
        _ask(app, LINKS[locale].quiz)


def rehearse_quiz(app: Flask) -> None:
    """Take a quiz to its result in the database that is served, and look at it in each language.

    Raises:
        MentormatchError: when there is no bank, or no turn to write soon.
    """
    with _on_trial(app) as served:
        locales = tuple(served.catalogs)
        token = _begin(app, served, locales[0])
        for locale in locales:
            _ask(app, question_path(locale, token, 1))
        _answer_all(app, served, locales[0], token)
        for locale in locales:
            _ask(app, check_path(locale, token))
        _ask(app, check_path(locales[0], token), {})
        for locale in locales:
            result = result_path(locale, token)
            # Not the report: typst starts threads, which a fork would not take along.
            for path in (result, f"{result}/plan.ics", f"{result}/data.json"):
                _ask(app, path)


@contextmanager
def _on_trial(app: Flask) -> Iterator[Services]:
    """The services with a database that forgets, and limits that are not spent."""
    served = installed(app)
    unlimited = Limits(replace(served.settings, address_limit=0))
    with served.database.trial(_PATIENCE_SECONDS) as database:
        tried = replace(served, database=database, limits=unlimited)
        install(app, tried)
        try:
            yield tried
        finally:
            install(app, served)


def _begin(app: Flask, served: Services, locale: Locale) -> str:
    key = secrets.token_urlsafe(32)
    chosen = {"role": Role.FIND, "form": Form.ADAPTIVE, "start_key": key}
    _ask(app, LINKS[locale].quiz, chosen)
    return token_for(key, served.settings.secret_key)


def _answer_all(app: Flask, served: Services, locale: Locale, token: str) -> None:
    """Each question by another of its options: answers that all look alike would get no ranking."""
    turn = 0
    while True:
        with served.database.reading() as tx:
            standing = take_quiz.look(tx, served.instruments, token)
        if not isinstance(standing.place, AtQuestion):
            return
        position = standing.place.position
        options = take_quiz.shown_questions(standing)[position - 1].options
        option = options[turn % len(options)].key
        _ask(app, question_path(locale, token, position), {"answer": option, "action": "answer"})
        turn += 1


def _ask(app: Flask, path: str, sent: Mapping[str, str] | None = None) -> None:
    """Without what is done before and after each request, which is about whoever asked."""
    method = "GET" if sent is None else "POST"
    with app.test_request_context(path, method=method, data=sent):
        app.dispatch_request()
