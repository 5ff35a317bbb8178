"""Doing beforehand what first requests would have to do; a process that is forked afterwards has it all.

To make the start page takes no longer before the fork than for the first visitor after it, and is done once
for all: each process would else prepare the same in memory of its own. To read the bank and all of the
visitors' templates, and to take a quiz, takes some tenths of a second.
"""

import logging
from collections.abc import Callable

from flask import Flask

from mentormatch.errors import MentormatchError
from mentormatch.web.rehearsal import rehearse_quiz, rehearse_start
from mentormatch.web.rendering import read_templates
from mentormatch.web.services import Services, installed

log = logging.getLogger(__name__)

_OF_VISITORS = ("shared/", "visitor/")


def warm(app: Flask) -> bool:
    """Read what visitors need, and say whether the bank was there; what was not is read when asked for."""
    read_templates(app, _OF_VISITORS)
    try:
        _read_bank(installed(app))
    except MentormatchError as error:
        log.warning("no bank to read yet", extra={"code": error.code, "detail": error.detail})
        return False
    return True


def warm_before_a_fork(app: Flask) -> None:
    """Let whoever is forked have all that visitors need, and no connection of this process."""
    rehearsals = (rehearse_start, rehearse_quiz) if warm(app) else ()
    _rehearse_before_a_fork(app, *rehearsals)


def warm_a_little_before_a_fork(app: Flask) -> None:
    """As quickly as a first visitor would have been answered: only what the start page needs."""
    _rehearse_before_a_fork(app, rehearse_start)


def _rehearse_before_a_fork(app: Flask, *rehearsals: Callable[[Flask], None]) -> None:
    try:
        for rehearse in rehearsals:
            rehearse(app)
    except MentormatchError as error:
        log.warning("not rehearsed", extra={"code": error.code, "detail": error.detail})
    except Exception:
        # Whatever it is, visitors may still be served; whoever forks must not end by it.
        log.exception("not rehearsed")
    finally:
        installed(app).database.close()


def _read_bank(served: Services) -> None:
    with served.database.reading() as tx:
        served.instruments.current(tx)
        served.instruments.serving(tx)
