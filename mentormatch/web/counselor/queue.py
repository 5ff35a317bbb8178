"""The queue: what waits for a counselor, in the order in which it was promised."""

from flask import request
from flask.wrappers import Response

from mentormatch.i18n import Locale
from mentormatch.usecases import case_queue
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.counselor import views
from mentormatch.web.counselor.blueprint import counselor
from mentormatch.web.counselor.present_queue import queue_page
from mentormatch.web.rendering import Head, render, words
from mentormatch.web.services import services


@counselor.get("/<locale:locale>/counselor")
@staff_only()
def queue(me: SignedIn, locale: Locale) -> Response:
    """A page of the queue, filtered and sorted as the address says."""
    served, now = services(), services().now()
    wanted = views.parse(request.args)
    with served.database.reading() as tx:
        found = case_queue.look(tx, wanted.view, after=wanted.after, me=me.member.id, now=now)
    page = queue_page(me, locale, wanted, found, now=now)
    head = Head(words(locale).gettext("Cases to review"), private=True)
    return render("counselor/queue.html", locale, page, head)
