"""Asking a counselor from the result page: ask, take it back, open the answer."""

from dataclasses import replace
from functools import partial

from flask import request
from flask.wrappers import Response

from mentormatch.casework import due
from mentormatch.i18n import Locale
from mentormatch.quiz.characters import without_hidden_characters
from mentormatch.usecases import counsel, make_result
from mentormatch.usecases.counsel import Asking
from mentormatch.usecases.open_case import shares_of
from mentormatch.web.limiting import Deed
from mentormatch.web.rendering import Head, render, see_other, words
from mentormatch.web.security import keep_secret
from mentormatch.web.services import services
from mentormatch.web.visitor.addresses import result_path
from mentormatch.web.visitor.blueprint import visitor
from mentormatch.web.visitor.present_counsel import with_errors
from mentormatch.web.visitor.present_result import present
from mentormatch.web.visitor.speech import Speech


@visitor.post("/<locale:locale>/result/<token:token>/counselor")
def ask_counselor(locale: Locale, token: str) -> Response:
    """Put the result before a counselor, with a message."""
    served, form = services(), request.form
    message = form.get("message", "").replace("\r\n", "\n")
    asking = Asking(message, form.get("email", ""), bool(form.get("agrees")), locale)
    problems = counsel.problems_of(asking)
    if problems:
        return _again(locale, token, asking, problems)
    served.limits.spend(Deed.ASK, request.remote_addr)
    choices = served.choices()
    with served.database.transaction() as tx:
        counsel.ask(
            tx,
            token,
            asking,
            due=partial(due, working_days=choices.promise_days) if choices.asking_open else None,
            shares=shares_of(served.settings.secret_key, choices),
            now=served.now(),
        )
    return _to_counselor(locale, token)


@visitor.post("/<locale:locale>/result/<token:token>/counselor/withdraw")
def withdraw_question(locale: Locale, token: str) -> Response:
    """Take the question back."""
    served = services()
    with served.database.transaction() as tx:
        counsel.withdraw(tx, token, now=served.now())
    return _to_counselor(locale, token)


@visitor.post("/<locale:locale>/result/<token:token>/counselor/open")
def open_answer(locale: Locale, token: str) -> Response:
    """Open the counselor's answer, which cannot be changed any more from here on."""
    served = services()
    with served.database.transaction() as tx:
        counsel.open_word(tx, token, now=served.now())
    return _to_counselor(locale, token)


def _to_counselor(locale: Locale, token: str) -> Response:
    return keep_secret(see_other(f"{result_path(locale, token)}#counselor"))


def _again(locale: Locale, token: str, asking: Asking, problems: dict[str, str]) -> Response:
    """The result page with the form as it was sent: nothing that was typed is lost."""
    served, speech = services(), Speech(locale)
    days = served.choices().result_days
    with served.database.reading() as tx:
        view = make_result.read_result(tx, served.instruments, token, result_days=days)
    page = present(view, locale, token)
    typed = {"message": asking.message, "email": asking.email, "agrees": "y" if asking.agrees else ""}
    values = {name: without_hidden_characters(text) for name, text in typed.items()}
    page = replace(page, counsel=with_errors(speech, page.counsel, values, problems))
    title = words(locale).gettext("Error: ") + page.headline
    return keep_secret(render("visitor/result.html", locale, page, Head(title, private=True), status=400))
