"""How the reviews go, for everyone who works on them."""

from flask import request
from flask.wrappers import Response

from mentormatch.i18n import Locale
from mentormatch.usecases import review_figures
from mentormatch.usecases.review_figures import Period
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.counselor.blueprint import counselor
from mentormatch.web.counselor.present_figures import dashboard_page
from mentormatch.web.rendering import Head, render, words
from mentormatch.web.services import services


@counselor.get("/<locale:locale>/counselor/figures")
@staff_only()
def dashboard(me: SignedIn, locale: Locale) -> Response:
    """Workload and agreement over a period; an unknown one is the usual one."""
    served = services()
    word = request.args.get("weeks", "")
    period = Period(word) if word in tuple(Period) else Period.QUARTER
    with served.database.reading() as tx:
        found = review_figures.look(tx, served.tally, period, now=served.now())
    page = dashboard_page(me, locale, period, found)
    return render(
        "counselor/dashboard.html",
        locale,
        page,
        Head(words(locale).gettext("How the reviews go"), private=True),
    )
