"""Before signing in: sign-in, invitations and reset links, with forms bound to a short visit."""

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import InvalidInputError
from mentormatch.i18n import Locale, long_date
from mentormatch.usecases import staff_joining, staff_sign_in
from mentormatch.usecases.staff_joining import Joining
from mentormatch.usecases.staff_sign_in import Credentials
from mentormatch.web.accounts import addresses, cookies, speech
from mentormatch.web.accounts.blueprint import accounts
from mentormatch.web.accounts.forms import JoinForm, NewPasswordForm, SignInForm, StaffForm
from mentormatch.web.accounts.frame import shown, staff_page
from mentormatch.web.accounts.guard import current, source
from mentormatch.web.accounts.pages import JoinPage, ResetPage, SignInPage
from mentormatch.web.rendering import see_other, words
from mentormatch.web.security import keep_secret
from mentormatch.web.services import services


@accounts.get("/<locale:locale>/staff/sign-in")
def sign_in(locale: Locale) -> Response:
    """E-mail and password; whoever is signed in already goes on."""
    if current(locale) is not None:
        return keep_secret(see_other(addresses.home(locale)))
    return _sign_in_page(locale, SignInForm(locale, _visit(), formdata=None))


@accounts.post("/<locale:locale>/staff/sign-in")
def signed_in(locale: Locale) -> Response:
    """Check the password, then ask for the code where there is a second factor."""
    served = services()
    form = SignInForm(locale, _visit())
    if not form.validate():
        return _sign_in_page(locale, form)
    given = Credentials(form.email.data, form.password.data)
    try:
        opened = staff_sign_in.with_password(
            served.database, served.settings.secret_key, given, source(), now=served.now()
        )
    except InvalidInputError as error:
        return _sign_in_page(locale, form, {"email": speech.problem(locale, error.code)})
    forward = addresses.code if opened.waits_for_code else addresses.home
    return _entered(forward(locale), opened.token)


@accounts.get("/<locale:locale>/staff/join/<token:token>")
def join(locale: Locale, token: str) -> Response:
    """What an invitation offers, and the form that takes it."""
    return _join_page(locale, token, JoinForm(locale, _visit(), formdata=None))


@accounts.post("/<locale:locale>/staff/join/<token:token>")
def joined(locale: Locale, token: str) -> Response:
    """Make the account, and sign in to it."""
    served = services()
    form = JoinForm(locale, _visit())
    joining = Joining(form.name.data or "", form.email.data or "", form.password.data or "", locale)
    problems = staff_joining.problems_of(joining)
    if not form.validate() or problems:
        return _join_page(locale, token, form, problems)
    try:
        opened = staff_joining.join(
            served.database, served.settings.secret_key, token, joining, source(), now=served.now()
        )
    except InvalidInputError as error:
        return _join_page(locale, token, form, {"email": error.code})
    return _entered(addresses.home(locale), opened.token)


@accounts.get("/<locale:locale>/staff/reset/<token:token>")
def reset(locale: Locale, token: str) -> Response:
    """Choose a new password."""
    return _reset_page(locale, token, NewPasswordForm(locale, _visit(), formdata=None))


@accounts.post("/<locale:locale>/staff/reset/<token:token>")
def was_reset(locale: Locale, token: str) -> Response:
    """Keep the new password, and ask to sign in with it."""
    served = services()
    form = NewPasswordForm(locale, _visit())
    if not form.validate():
        return _reset_page(locale, token, form)
    secret = served.settings.secret_key
    try:
        staff_joining.reset_password(
            served.database, secret, token, form.password.data, source(), now=served.now()
        )
    except InvalidInputError as error:
        return _reset_page(locale, token, form, {"password": speech.problem(locale, error.code)})
    response = keep_secret(see_other(addresses.sign_in(locale, "reset")))
    cookies.drop_session(request, response)
    return response


def _entered(forward: str, token: str) -> Response:
    response = keep_secret(see_other(forward))
    cookies.keep_session(request, response, token)
    return response


def _sign_in_page(locale: Locale, form: StaffForm, errors: dict[str, str] | None = None) -> Response:
    view = shown(form, addresses.sign_in(locale), errors)
    page = SignInPage(view, speech.said(locale, request.args.get("said")))
    title = words(locale).gettext("Sign in")
    return _with_visit(staff_page("sign_in", locale, page, title, errors=bool(view.errors)))


def _join_page(
    locale: Locale, token: str, form: StaffForm, problems: dict[str, str] | None = None
) -> Response:
    served = services()
    with served.database.reading() as tx:
        invitation = staff_joining.invitation(tx, token, now=served.now())
    errors = {name: speech.problem(locale, code) for name, code in (problems or {}).items()}
    view = shown(form, addresses.join(locale, token), errors)
    page = JoinPage(
        form=view,
        role=speech.role_name(locale, invitation.role),
        is_admin=invitation.role is StaffRole.ADMIN,
        expires=long_date(invitation.expires, locale),
    )
    title = words(locale).gettext("Your invitation")
    return _with_visit(staff_page("join", locale, page, title, errors=bool(view.errors)))


def _reset_page(
    locale: Locale, token: str, form: StaffForm, errors: dict[str, str] | None = None
) -> Response:
    served = services()
    with served.database.reading() as tx:
        member = staff_joining.whose_reset(tx, token, now=served.now())
    view = shown(form, addresses.reset(locale, token), errors)
    page = ResetPage(view, member.email)
    title = words(locale).gettext("Choose a new password")
    return _with_visit(staff_page("reset", locale, page, title, errors=bool(view.errors)))


_VISIT = "mentormatch.staff-visit"


def _visit() -> str:
    """What the form of this request is bound to; a fresh visit where there is none."""
    known = cookies.visit(request, services().now())
    if known is None:
        known = cookies.new_visit()
        request.environ[_VISIT] = known
    return f"visit:{known}"


def _with_visit(response: Response) -> Response:
    """Give the browser the visit that was begun for its form."""
    fresh = request.environ.get(_VISIT)
    if fresh:
        cookies.keep_visit(request, response, fresh, services().now())
    return keep_secret(response)
