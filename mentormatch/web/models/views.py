"""Champion and challenger side by side; one step forward, one step back, each confirmed anew."""

from functools import partial

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import InvalidInputError
from mentormatch.i18n import Locale
from mentormatch.usecases import drift, promote
from mentormatch.usecases.judged import judged_beside
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts import addresses
from mentormatch.web.accounts.frame import button, check_key, frame
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.models.blueprint import models
from mentormatch.web.models.pages import ModelsPage
from mentormatch.web.models.present import Presenter
from mentormatch.web.rendering import Head, render, see_other
from mentormatch.web.services import services

_PATH = "/<locale:locale>/admin/models"


@models.get(_PATH)
@staff_only(StaffRole.ADMIN)
def overview(me: SignedIn, locale: Locale) -> Response:
    """Who recommends now, who would like to, and how visitors and answers have changed."""
    served = services()
    with served.database.reading() as tx:
        found = promote.overview(tx, served.instruments, _source())
        watched = drift.watch(tx, now=served.now())
    present = Presenter(locale)
    page = ModelsPage(
        frame=frame(me, locale),
        notice=present.notice(request.args.get("said")),
        problem=present.problem(found),
        cards=present.cards(found),
        tests=present.tests(found),
        verdict=present.verdict(found),
        promote=button(me, locale, addresses.models_deed(locale, "promote")) if found.may_promote else None,
        challenger_hash=found.challenger.stored.content_hash if found.challenger else "",
        back=button(me, locale, addresses.models_deed(locale, "back")) if found.back_to else None,
        back_to=present.back_to(found),
        turn=found.turn,
        models=present.models(found),
        turns=present.turns(found),
        charts=present.charts(watched),
        drift_note=present.drift_note(watched),
    )
    return render("models/models.html", locale, page, Head(present.say("Models"), private=True))


@models.post(f"{_PATH}/promote")
@staff_only(StaffRole.ADMIN, confirm="models")
def promoted(me: SignedIn, locale: Locale) -> Response:
    """Let the challenger recommend from now on."""
    check_key(me, locale)
    served = services()
    with served.database.transaction() as tx:
        promote.promote(
            tx,
            served.instruments,
            _source(),
            request.form.get("model", ""),
            expected=_turn(),
            by=me.member.id,
            now=served.now(),
        )
    return see_other(addresses.models(locale, "promoted"))


@models.post(f"{_PATH}/back")
@staff_only(StaffRole.ADMIN, confirm="models")
def rolled_back(me: SignedIn, locale: Locale) -> Response:
    """Let that recommend again which came before."""
    check_key(me, locale)
    served = services()
    with served.database.transaction() as tx:
        promote.roll_back(tx, expected=_turn(), by=me.member.id, now=served.now())
    return see_other(addresses.models(locale, "back"))


def _source() -> promote.Source:
    return partial(judged_beside, demo=services().settings.demo)


def _turn() -> int:
    """The number of the change that the sender had seen as the latest."""
    text = request.form.get("turn", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInputError("malformed-number", "turn")
    return int(text)
