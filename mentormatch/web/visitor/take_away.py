"""What a visitor takes along from a result: the report, the plan's dates."""

from flask import request
from flask.wrappers import Response

from mentormatch.i18n import Locale
from mentormatch.usecases import make_result
from mentormatch.usecases.make_result import ResultView
from mentormatch.web.limiting import Deed
from mentormatch.web.security import keep_secret
from mentormatch.web.services import services
from mentormatch.web.visitor.blueprint import visitor
from mentormatch.web.visitor.present_calendar import calendar
from mentormatch.web.visitor.present_report import report_values
from mentormatch.web.visitor.present_result import present
from mentormatch.web.visitor.speech import Speech


@visitor.get("/<locale:locale>/result/<token:token>/report.pdf")
def report(locale: Locale, token: str) -> Response:
    """The latest result and its plan as a document."""
    services().limits.spend(Deed.REPORT, request.remote_addr)
    services().keep_up()
    view = _view(token)
    values = report_values(Speech(locale), present(view, locale, token))
    document = services().press.pdf("result.typ", values, made=view.made)
    return _file(document, "application/pdf", locale, "mentormatch.pdf")


@visitor.get("/<locale:locale>/result/<token:token>/plan.ics")
def plan(locale: Locale, token: str) -> Response:
    """The plan's milestones, for a calendar."""
    services().keep_up()
    content = calendar(Speech(locale), _view(token), token)
    return _file(content, "text/calendar", locale, "mentormatch.ics")


def _view(token: str) -> ResultView:
    served = services()
    days = served.choices().result_days
    with served.database.reading() as tx:
        return make_result.read_result(tx, served.instruments, token, result_days=days)


def _file(content: bytes, media_type: str, locale: Locale, name: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Content-Language"] = locale.value
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return keep_secret(response)
