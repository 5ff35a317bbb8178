"""The result: the page, the data, the resume code, and erasing everything."""

import io

import segno
from flask import jsonify, request
from flask.wrappers import Response

from mentormatch.i18n import Locale, parse_locale
from mentormatch.usecases import erase as erasing
from mentormatch.usecases import make_result, take_quiz
from mentormatch.web.rendering import LINKS, Head, render, see_other, words
from mentormatch.web.security import keep_secret
from mentormatch.web.services import services
from mentormatch.web.visitor.addresses import erase_path, external, quiz_path
from mentormatch.web.visitor.blueprint import visitor
from mentormatch.web.visitor.pages import ErasePage, MessagePage
from mentormatch.web.visitor.present_result import present


@visitor.get("/<locale:locale>/result/<token:token>")
def result(locale: Locale, token: str) -> Response:
    """The latest result under a token."""
    served = services()
    days = served.choices().result_days
    served.keep_up()
    with served.database.reading() as tx:
        view = make_result.read_result(tx, served.instruments, token, result_days=days)
    letters = parse_locale(request.args.get("letter")) or locale
    page = present(view, locale, token, letters=served.voices.stand_in(letters))
    return keep_secret(render("visitor/result.html", locale, page, Head(page.headline, private=True)))


@visitor.get("/<locale:locale>/result/<token:token>/data.json")
def data(locale: Locale, token: str) -> Response:
    """Everything kept about the attempt, as JSON."""
    served = services()
    days = served.choices().result_days
    with served.database.reading() as tx:
        view = make_result.read_result(tx, served.instruments, token, result_days=days)
    response = jsonify(make_result.data_document(view))
    response.headers["Content-Language"] = locale.value
    response.headers["Content-Disposition"] = 'attachment; filename="mentormatch.json"'
    return keep_secret(response)


@visitor.get("/<locale:locale>/quiz/<token:token>/qr.svg")
def resume_code(locale: Locale, token: str) -> Response:
    """The resume link as a QR code."""
    served = services()
    with served.database.reading() as tx:
        take_quiz.look(tx, served.instruments, token)
    image = io.BytesIO()
    code = segno.make(external(quiz_path(locale, token)), error="m", micro=False)
    code.save(image, kind="svg", border=2, light="#fff", svgclass=None, lineclass=None)
    return keep_secret(Response(image.getvalue(), mimetype="image/svg+xml"))


@visitor.get("/<locale:locale>/result/<token:token>/erase")
def ask_erase(locale: Locale, token: str) -> Response:
    """Are you sure?"""
    served = services()
    with served.database.reading() as tx:
        erasing.exists(tx, token)
    page = ErasePage(action=erase_path(locale, token), back_href=quiz_path(locale, token))
    title = words(locale).gettext("Erase my data")
    return keep_secret(render("visitor/erase.html", locale, page, Head(title, private=True)))


@visitor.post("/<locale:locale>/result/<token:token>/erase")
def erase(locale: Locale, token: str) -> Response:
    """Erase the attempt and everything that hangs on it."""
    served = services()
    with served.database.transaction() as tx:
        erasing.erase(tx, token, now=served.now())
    return see_other(f"/{locale}/erased")


@visitor.get("/<locale:locale>/erased")
def erased(locale: Locale) -> Response:
    """What was erased, and that nothing is left."""
    say = words(locale)
    title = say.gettext("Your data has been erased")
    page = MessagePage(
        title=title,
        sentences=(
            say.gettext("Your answers and your result are gone from our database."),
            say.gettext("Their address no longer leads anywhere."),
        ),
        action_href=LINKS[locale].home,
        action_label=say.gettext("Go to the home page"),
    )
    return render("visitor/message.html", locale, page, Head(title, private=True))
