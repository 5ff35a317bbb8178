"""Taking cases with their readings away, after showing again who one is, and with a reason."""

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO

from flask import request
from flask.wrappers import Response
from wtforms import BooleanField, StringField

from mentormatch.errors import InvalidInputError
from mentormatch.i18n import Locale
from mentormatch.storage.review_export import Span
from mentormatch.usecases import export_reviews
from mentormatch.usecases.export_reviews import ExportFormat, Wish
from mentormatch.usecases.review_figures import Period
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts import addresses as staff_addresses
from mentormatch.web.accounts.again import asks_again, problem_again, shown_again
from mentormatch.web.accounts.forms import AgainForm
from mentormatch.web.accounts.frame import binding, frame, shown
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.signing_in import with_token
from mentormatch.web.counselor import addresses
from mentormatch.web.counselor.blueprint import counselor
from mentormatch.web.counselor.overview_pages import Choice, ExportPage
from mentormatch.web.counselor.present_figures import period_name
from mentormatch.web.rendering import Head, render, words
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_PART = 64 * 1024
_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.JSONL: "application/x-ndjson",
}


class ExportForm(AgainForm):
    """What to take away, and why."""

    format = StringField()
    weeks = StringField()
    texts = BooleanField()
    reason = StringField()


@counselor.get("/<locale:locale>/counselor/export")
@staff_only(confirm="export")
def export(me: SignedIn, locale: Locale) -> Response:
    """Ask what is to be taken away, and why."""
    return _page(me, locale, ExportForm(locale, binding(me), formdata=None))


@counselor.post("/<locale:locale>/counselor/export")
@staff_only()
def exported(me: SignedIn, locale: Locale) -> Response:
    """Note who takes what away, then hand it over."""
    form = ExportForm(locale, binding(me))
    if not form.validate():
        return _page(me, locale, form)
    try:
        me, token = shown_again(me, form)
    except InvalidInputError as error:
        return _page(me, locale, form, problem_again(locale, error.code))
    response = _noted(me, locale, form)
    return with_token(response, token) if token else response


def _noted(me: SignedIn, locale: Locale, form: ExportForm) -> Response:
    """The file, once it is noted; the page when the wish does not do."""
    served, now = services(), services().now()
    wish = _wish(form, now)
    try:
        with served.database.transaction() as tx:
            export_reviews.note(tx, me.member.id, wish, now=now)
    except InvalidInputError as error:
        return _page(me, locale, form, _problem(Speech(locale), error.code))
    return _file(wish, now)


def _wish(form: ExportForm, now: datetime) -> Wish:
    """What the form asks for; a word that is not on offer is the first on offer."""
    chosen = form.format.data if form.format.data in tuple(ExportFormat) else ExportFormat.CSV
    period = Period(form.weeks.data) if form.weeks.data in tuple(Period) else Period.QUARTER
    since = None if period is Period.EVER else now - timedelta(weeks=int(period))
    return Wish(ExportFormat(chosen), Span(since, now), bool(form.texts.data), form.reason.data or "")


def _file(wish: Wish, now: datetime) -> Response:
    served = services()
    found = export_reviews.cases(served.database, wish.span)
    secret = served.settings.secret_key
    parts: Iterator[bytes]
    if wish.format is ExportFormat.XLSX:
        # A workbook is a zip whose directory comes last; the file has no name and goes when closed.
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when its last part is sent
        export_reviews.write_workbook(found, wish, secret, file)
        parts = _parts(file)
    else:
        parts = export_reviews.as_lines(found, wish, secret)
    response = Response(parts, content_type=_TYPES[wish.format])
    name = f"mentormatch-cases-{now:%Y-%m-%d}.{wish.format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while part := file.read(_PART):
            yield part


def _page(me: SignedIn, locale: Locale, form: ExportForm, errors: dict[str, str] | None = None) -> Response:
    speech = Speech(locale)
    view = shown(form, staff_addresses.export(locale), errors)
    page = ExportPage(
        frame=frame(me, locale),
        form=view,
        formats=tuple(_formats(speech, view.values.get("format", ExportFormat.CSV))),
        periods=tuple(
            Choice(one.value, period_name(speech, one), "", one == view.values.get("weeks", Period.QUARTER))
            for one in Period
        ),
        texts="texts" in request.form,
        again=asks_again(me),
        back_href=addresses.figures(locale),
    )
    head = Head(words(locale).gettext("Take cases away"), private=True)
    return render("counselor/export.html", locale, page, head, status=400 if view.errors else 200)


def _formats(speech: Speech, chosen: str) -> Iterator[Choice]:
    hints = {
        ExportFormat.CSV: speech.say("A table as text, for any spreadsheet."),
        ExportFormat.XLSX: speech.say("A workbook, for up to 100,000 cases."),
        ExportFormat.JSONL: speech.say("An object a line, for programs."),
    }
    names = {
        ExportFormat.CSV: "CSV",
        ExportFormat.XLSX: "Excel (XLSX)",
        ExportFormat.JSONL: "JSON Lines",
    }
    for one in ExportFormat:
        yield Choice(one.value, names[one], hints[one], one == chosen)


def _problem(speech: Speech, code: str) -> dict[str, str]:
    """What is wrong with the form, by its field."""
    return {
        "reason-missing": {"reason": speech.say("Please say in a few words what the file is for.")},
        "reason-long": {
            "reason": speech.say("Please keep the reason to one line of at most 200 characters.")
        },
        "reason-personal": {"reason": speech.say("The reason is kept for good: please name nobody in it.")},
        "too-many-rows": {
            "format": speech.say("That is too much for a workbook. Please choose CSV, or a shorter period.")
        },
    }[code]
