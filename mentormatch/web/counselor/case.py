"""A case: everything that its reader may know, and what can be done with it."""

from uuid import UUID

from flask import request
from flask.wrappers import Response

from mentormatch.i18n import Locale
from mentormatch.usecases import review_case
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.counselor.blueprint import counselor
from mentormatch.web.counselor.forms import SayForm
from mentormatch.web.counselor.present_case import Desk, case_page
from mentormatch.web.counselor.views import opened_from
from mentormatch.web.rendering import Head, render
from mentormatch.web.services import services


@counselor.get("/<locale:locale>/counselor/cases/<uuid:result_id>")
@staff_only()
def case(me: SignedIn, locale: Locale, result_id: UUID) -> Response:
    """One case."""
    return page_of(me, locale, str(result_id), said=request.args.get("said"))


def page_of(
    me: SignedIn,
    locale: Locale,
    result_id: str,
    *,
    said: str | None = None,
    form: SayForm | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    """The page of a case; with a form that was sent, it and what is wrong with it."""
    served, now = services(), services().now()
    days = served.choices().result_days
    served.keep_up()
    with served.database.reading() as tx:
        opened = review_case.look(
            tx,
            served.instruments,
            result_id,
            me=me.member.id,
            result_days=days,
            now=now,
        )
    desk = Desk(me, locale, opened.case, opened_from(request.args))
    page = case_page(desk, opened, said=said, form=form, errors=errors)
    head = Head(page.title, private=True)
    return render("counselor/case.html", locale, page, head, status=400 if form is not None else 200)
