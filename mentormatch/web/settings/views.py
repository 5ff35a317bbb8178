"""The page of settings: what is in force, changed under a revision, by somebody who showed who they are."""

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import ConflictError, InvalidInputError
from mentormatch.i18n import Locale
from mentormatch.quiz.characters import without_hidden_characters
from mentormatch.usecases import choices
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts import addresses
from mentormatch.web.accounts.frame import check_key
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.rendering import Head, render, see_other, words
from mentormatch.web.services import services
from mentormatch.web.settings.blueprint import settings
from mentormatch.web.settings.present import Standing, settings_page

_PATH = "/<locale:locale>/admin/settings"


@settings.get(_PATH)
@staff_only(StaffRole.ADMIN, confirm="settings")
def look(me: SignedIn, locale: Locale) -> Response:
    """What is in force."""
    return _page(me, locale, Standing())


@settings.post(_PATH)
@staff_only(StaffRole.ADMIN, confirm="settings")
def save(me: SignedIn, locale: Locale) -> Response:
    """Put the changes in force; what would delete something is asked once more."""
    check_key(me, locale)
    served, now = services(), services().now()
    with served.database.reading() as tx:
        sent = choices.parse(choices.load(tx, served.settings), request.form)
        losing = choices.would_delete(tx, served.settings, sent.choices, now=now)
    if sent.problems:
        return _page(me, locale, Standing(_typed(), sent.problems))
    if losing and not request.form.get("sure"):
        return _page(me, locale, Standing(_typed(), losing=losing))
    revision = _revision()
    try:
        with served.database.transaction() as tx:
            choices.change(tx, served.settings, sent.choices, revision=revision, by=me.member.id, now=now)
    except ConflictError:
        return _page(me, locale, Standing(_typed(), moved=True))
    served.chosen.forget()
    return see_other(addresses.settings(locale, "saved"))


def _page(me: SignedIn, locale: Locale, standing: Standing) -> Response:
    served = services()
    with served.database.reading() as tx:
        chosen, names = choices.last_change(tx)
    page = settings_page(me, locale, chosen, names, standing)
    head = Head(words(locale).gettext("Settings"), private=True)
    return render("settings/settings.html", locale, page, head, status=standing.status)


def _typed() -> dict[str, str]:
    """What was sent, as it may be shown again."""
    return {name: without_hidden_characters(text) for name, text in request.form.items()}


def _revision() -> int:
    """The number of the change that the sender had seen as the latest."""
    text = request.form.get("revision", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInputError("malformed-number", "revision")
    return int(text)
