"""What the admins' pages share: the frame of staff pages, their template folder, the writer."""

from typing import Any

from flask import request
from flask.wrappers import Response

from mentormatch.errors import InvalidInputError
from mentormatch.i18n import Locale, number
from mentormatch.usecases.edit_bank import Writer
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.rendering import Head, render
from mentormatch.web.services import services


def admin_page(template: str, locale: Locale, page: Any, title: str, *, status: int = 200) -> Response:
    """An admin's page."""
    return render(f"admin/{template}.html", locale, page, Head(title, private=True), status=status)


def writer(me: SignedIn) -> Writer:
    """Who writes, now."""
    return Writer(me.member.id, services().now())


def sent_number(name: str) -> int:
    """A whole number that a form sends in a hidden field; InvalidInputError when it is none."""
    text = request.form.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInputError("malformed-number", name)
    return int(text)


def spelled(value: float, locale: Locale) -> str:
    """A number as the reader writes it."""
    return number(value, locale, digits=services().settings.digits)
