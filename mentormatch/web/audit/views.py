"""The trail, and the look through its chain: asked for, watched, stopped."""

from uuid import UUID

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.i18n import Locale
from mentormatch.usecases import audit_trail, jobs
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.frame import check_key
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.audit import wishes
from mentormatch.web.audit.blueprint import audit
from mentormatch.web.audit.present import trail_page
from mentormatch.web.rendering import Head, render, see_other, words
from mentormatch.web.services import services

_PATH = "/<locale:locale>/admin/audit"
_REFRESH_SECONDS = "2"


@audit.get(_PATH)
@staff_only(StaffRole.ADMIN)
def trail(me: SignedIn, locale: Locale) -> Response:
    """Who did what, newest first, as filtered in the address; or the events beside one."""
    wish = wishes.parse(request.args)
    with services().database.reading() as tx:
        if wish.near is not None:
            found = audit_trail.look_around(tx, wish.near)
        else:
            found = audit_trail.look(tx, wish.trail, after=wish.after)
    page = trail_page(me, locale, wish, found)
    head = Head(words(locale).gettext("Audit trail"), private=True)
    response = render("audit/trail.html", locale, page, head)
    if found.check is not None and found.check.is_open and "still" not in request.args:
        response.headers["Refresh"] = _REFRESH_SECONDS
    return response


@audit.post(f"{_PATH}/check")
@staff_only(StaffRole.ADMIN)
def check(me: SignedIn, locale: Locale) -> Response:
    """Look through the whole chain, in a process of its own."""
    check_key(me, locale)
    served = services()
    with served.database.transaction() as tx:
        jobs.ask_for_chain_check(tx, by=me.member.id, now=served.now())
    served.start_jobs()
    return see_other(wishes.address(locale))


@audit.post(f"{_PATH}/check/<uuid:job_id>/stop")
@staff_only(StaffRole.ADMIN)
def stop(me: SignedIn, locale: Locale, job_id: UUID) -> Response:
    """Stop looking through the chain."""
    check_key(me, locale)
    served = services()
    with served.database.transaction() as tx:
        jobs.cancel(tx, str(job_id), jobs.CHAIN, by=me.member.id, now=served.now())
    return see_other(wishes.address(locale))
