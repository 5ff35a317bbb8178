"""Comparing two results from their links.

The links are secrets, so they are sent in the body of a POST and never stand in an address: not
in the browser's history, not in a log, not in what is sent on
(docs/decisions/004-two-secret-links-are-posted.md).
"""

import re

from flask import request
from flask.wrappers import Response

from mentormatch.errors import NotFoundError
from mentormatch.i18n import Locale
from mentormatch.quiz.characters import without_hidden_characters
from mentormatch.usecases.compare_results import Comparison, compare_results
from mentormatch.usecases.make_result import read_result
from mentormatch.usecases.tokens import TOKEN_PATTERN
from mentormatch.web.limiting import Deed
from mentormatch.web.rendering import Head, Words, render, words
from mentormatch.web.security import keep_secret
from mentormatch.web.services import services
from mentormatch.web.visitor.addresses import compare_path
from mentormatch.web.visitor.blueprint import visitor
from mentormatch.web.visitor.compare_page import CompareForm, LinkField
from mentormatch.web.visitor.present_comparison import present_comparison
from mentormatch.web.visitor.speech import Speech

_NAMES = ("one", "two")
_LONGEST = 500
_TOKEN = re.compile(rf"(?:^|/)({TOKEN_PATTERN})(?=$|[/?#\s])")


@visitor.get("/<locale:locale>/compare")
def ask_compare(locale: Locale) -> Response:
    """Which two results?"""
    return _form(locale, {}, {})


@visitor.post("/<locale:locale>/compare")
def compare(locale: Locale) -> Response:
    """Two results side by side; the form again while a link is missing or leads nowhere."""
    services().limits.spend(Deed.COMPARE, request.remote_addr)
    given = {name: _typed(name) for name in _NAMES}
    if "two" not in request.form:
        return _form(locale, given, {})
    errors = _errors(words(locale), given)
    if errors:
        return _form(locale, given, errors)
    page = present_comparison(Speech(locale), _compared(given))
    title = words(locale).gettext("Two results compared")
    return keep_secret(render("visitor/comparison.html", locale, page, Head(title, private=True)))


def _typed(name: str) -> str:
    return without_hidden_characters(request.form.get(name, "").strip()[:_LONGEST])


def token_in(text: str) -> str:
    """The token in a link, in an address without its beginning, or alone; "" when there is none."""
    found = _TOKEN.search(text)
    return found[1] if found else ""


def _compared(given: dict[str, str]) -> Comparison:
    served = services()
    tokens = (token_in(given["one"]), token_in(given["two"]))
    days = served.choices().result_days
    with served.database.reading() as tx:
        return compare_results(tx, served.instruments, tokens, result_days=days)


def _errors(say: Words, given: dict[str, str]) -> dict[str, str]:
    """What is wrong with each field."""
    tokens = {name: token_in(text) for name, text in given.items()}
    errors: dict[str, str] = {}
    for name, token in tokens.items():
        if not token:
            errors[name] = say.gettext("This is not the link of a result.")
        elif not _has_result(token):
            errors[name] = say.gettext("This link leads to no result: it may have been erased.")
    if not errors and tokens["one"] == tokens["two"]:
        errors["two"] = say.gettext("Both links lead to the same result.")
    return errors


def _has_result(token: str) -> bool:
    served = services()
    try:
        days = served.choices().result_days
        with served.database.reading() as tx:
            read_result(tx, served.instruments, token, result_days=days)
    except NotFoundError:
        return False
    return True


def _form(locale: Locale, given: dict[str, str], errors: dict[str, str]) -> Response:
    say = words(locale)
    labels = {"one": say.gettext("Link of one result"), "two": say.gettext("Link of the other result")}
    wrong = next(iter(errors), "")
    page = CompareForm(
        action=compare_path(locale),
        fields=tuple(
            LinkField(name, labels[name], given.get(name, ""), errors.get(name, "")) for name in _NAMES
        ),
        error=errors.get(wrong, ""),
        target=f"link-{wrong}",
    )
    title = say.gettext("Compare two results")
    status = 400 if errors else 200
    head = Head(title, private=True)
    return keep_secret(render("visitor/compare.html", locale, page, head, status=status))
