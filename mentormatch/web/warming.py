"""Doing beforehand what first requests would have to do; a process that is forked afterwards has it all.

To make the start page takes no longer before the fork than for the first visitor after it, and is done once
for all: each process would else prepare the same in memory of its own. To read the bank and all of the
visitors' templates takes some tenths of a second.
"""

import logging

from flask import Flask

from mentormatch.errors import MentormatchError
from mentormatch.web.rendering import LINKS, read_templates
from mentormatch.web.services import Services, installed

log = logging.getLogger(__name__)

_OF_VISITORS = ("shared/", "visitor/")


def warm(app: Flask) -> None:
    """Read what visitors need; what cannot be read now is read when it is asked for."""
    served = installed(app)
    try:
        _read_bank(served)
    except MentormatchError as error:
        log.warning("no bank to read yet", extra={"code": error.code, "detail": error.detail})
    read_templates(app, _OF_VISITORS)


def rehearse(app: Flask) -> None:
    """Make the start page in each language that is served, for nobody: it is not sent, logged or counted."""
    for locale in installed(app).catalogs:
        # Without what is done before and after each request, which is about whoever asked.
        try:
            with app.test_request_context(LINKS[locale].quiz):
                app.dispatch_request()
        except MentormatchError as error:
            log.warning("no start page yet", extra={"code": error.code, "detail": error.detail})


def warm_before_a_fork(app: Flask) -> None:
    """Warm and rehearse in a process that then forks: no connection stays open."""
    warm(app)
    rehearse_before_a_fork(app)


def rehearse_before_a_fork(app: Flask) -> None:
    """Only rehearse, as quickly as a first visitor would have been answered."""
    rehearse(app)
    installed(app).database.close()


def _read_bank(served: Services) -> None:
    with served.database.reading() as tx:
        served.instruments.current(tx)
        served.instruments.serving(tx)
