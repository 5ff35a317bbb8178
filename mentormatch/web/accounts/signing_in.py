"""Between password and work: the code, signing out, and showing again who one is."""

from flask import request
from flask.wrappers import Response

from mentormatch.errors import InvalidInputError, NotFoundError
from mentormatch.i18n import Locale
from mentormatch.usecases import staff_sessions, staff_sign_in
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.usecases.staff_sign_in import Credentials
from mentormatch.web.accounts import addresses, cookies, speech
from mentormatch.web.accounts.again import problem_again
from mentormatch.web.accounts.blueprint import accounts
from mentormatch.web.accounts.forms import CodeForm, ConfirmForm, PlainForm, StaffForm
from mentormatch.web.accounts.frame import binding, button, frame, shown, staff_page
from mentormatch.web.accounts.guard import current, source, staff_only
from mentormatch.web.accounts.pages import CodePage, ConfirmPage
from mentormatch.web.rendering import see_other, words
from mentormatch.web.security import keep_secret
from mentormatch.web.services import services


@accounts.get("/<locale:locale>/staff/code")
def code(locale: Locale) -> Response:
    """Ask for the code of the app, or a recovery code."""
    me = current(locale)
    if me is None or not me.waits_for_code:
        return _elsewhere(locale, me)
    return _code_page(locale, me, CodeForm(locale, binding(me), formdata=None))


@accounts.post("/<locale:locale>/staff/code")
def code_given(locale: Locale) -> Response:
    """Check the code, and begin the session under a new token."""
    served = services()
    me = current(locale)
    if me is None or not me.waits_for_code:
        return _elsewhere(locale, me)
    form = CodeForm(locale, binding(me))
    if not form.validate():
        return _code_page(locale, me, form)
    secret = served.settings.secret_key
    try:
        opened = staff_sign_in.with_code(
            served.database, secret, me, form.code.data, source(), now=served.now()
        )
    except InvalidInputError as error:
        return _code_page(locale, me, form, {"code": speech.problem(locale, error.code)})
    return with_token(see_other(addresses.home(locale)), opened.token)


@accounts.post("/<locale:locale>/staff/sign-out")
def sign_out(locale: Locale) -> Response:
    """End the session, also one that still waits for its code."""
    served = services()
    me = current(locale)
    if me is not None and PlainForm(locale, binding(me)).validate():
        with served.database.transaction() as tx:
            staff_sessions.sign_out(tx, me, now=served.now())
    elif me is not None:
        return keep_secret(see_other(addresses.home(locale)))
    response = keep_secret(see_other(addresses.sign_in(locale, "signed-out")))
    cookies.drop_session(request, response)
    return response


@accounts.get("/<locale:locale>/staff/confirm/<room>")
@staff_only(enrolling=True)
def confirm(me: SignedIn, locale: Locale, room: str) -> Response:
    """Ask again for the password, and the code."""
    return _confirm_page(locale, me, room, ConfirmForm(locale, binding(me), formdata=None))


@accounts.post("/<locale:locale>/staff/confirm/<room>")
@staff_only(enrolling=True)
def confirmed(me: SignedIn, locale: Locale, room: str) -> Response:
    """Check both, and go on to the room."""
    served = services()
    form = ConfirmForm(locale, binding(me))
    if room not in addresses.ROOMS or not form.validate():
        return _confirm_page(locale, me, room, form)
    given = Credentials(me.member.email, form.password.data, form.code.data or "")
    secret = served.settings.secret_key
    try:
        token = staff_sign_in.confirm(served.database, secret, me, given, source(), now=served.now())
    except InvalidInputError as error:
        return _confirm_page(locale, me, room, form, problem_again(locale, error.code))
    return with_token(see_other(addresses.ROOMS[room](locale)), token)


def with_token(response: Response, token: str) -> Response:
    """A response that gives the browser its session's new token."""
    cookies.keep_session(request, response, token)
    return keep_secret(response)


def _elsewhere(locale: Locale, me: SignedIn | None) -> Response:
    where = addresses.sign_in(locale, "ended") if me is None else addresses.home(locale)
    return keep_secret(see_other(where))


def _code_page(
    locale: Locale, me: SignedIn, form: StaffForm, errors: dict[str, str] | None = None
) -> Response:
    view = shown(form, addresses.code(locale), errors)
    page = CodePage(view, button(me, locale, addresses.sign_out(locale)))
    title = words(locale).gettext("Your code")
    return keep_secret(staff_page("code", locale, page, title, errors=bool(view.errors)))


def _confirm_page(
    locale: Locale,
    me: SignedIn,
    room: str,
    form: StaffForm,
    errors: dict[str, str] | None = None,
) -> Response:
    if room not in addresses.ROOMS:
        raise NotFoundError("page")
    view = shown(form, addresses.confirm(locale, room), errors)
    page = ConfirmPage(
        frame=frame(me, locale),
        form=view,
        email=me.member.email,
        asks_code=me.member.totp_seed is not None,
        back_href=addresses.home(locale),
    )
    title = words(locale).gettext("Is it still you?")
    return staff_page("confirm", locale, page, title, errors=bool(view.errors))
