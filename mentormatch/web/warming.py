"""Doing beforehand what first requests would have to do: reading the bank and the visitors' templates.

It takes some tenths of a second. A process that is forked afterwards has it all.
"""

import logging

from flask import Flask

from mentormatch.errors import MentormatchError
from mentormatch.web.rendering import read_templates
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


def warm_before_a_fork(app: Flask) -> None:
    """The same, in a process that then forks: no connection stays open."""
    warm(app)
    installed(app).database.close()


def _read_bank(served: Services) -> None:
    with served.database.reading() as tx:
        served.instruments.current(tx)
        served.instruments.serving(tx)
