"""One's own account: an overview, the password, the sessions."""

from uuid import UUID

from flask import request
from flask.wrappers import Response

from mentormatch.errors import InvalidInputError
from mentormatch.i18n import Locale, day_and_time
from mentormatch.storage.sessions import StaffSession
from mentormatch.usecases import staff_account
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts import addresses, cookies, speech
from mentormatch.web.accounts.blueprint import accounts
from mentormatch.web.accounts.forms import ChangePasswordForm, StaffForm
from mentormatch.web.accounts.frame import binding, button, check_key, frame, shown, staff_page
from mentormatch.web.accounts.guard import source, staff_only
from mentormatch.web.accounts.pages import AccountPage, PasswordPage, SessionRow
from mentormatch.web.accounts.signing_in import with_token
from mentormatch.web.rendering import see_other, words
from mentormatch.web.services import services


@accounts.get("/<locale:locale>/staff/account")
@staff_only()
def account(me: SignedIn, locale: Locale) -> Response:
    """Who one is here, how one signs in, and where one is signed in."""
    served = services()
    with served.database.reading() as tx:
        sessions = staff_account.sessions_of(tx, me, now=served.now())
        left = staff_account.codes_left(tx, me)
    page = _account_page(me, locale, sessions, left)
    return staff_page("account", locale, page, words(locale).gettext("My account"))


@accounts.get("/<locale:locale>/staff/account/password")
@staff_only()
def password(me: SignedIn, locale: Locale) -> Response:
    """Ask for the current password and a new one."""
    return _password_page(me, locale, ChangePasswordForm(locale, binding(me), formdata=None))


@accounts.post("/<locale:locale>/staff/account/password")
@staff_only()
def password_given(me: SignedIn, locale: Locale) -> Response:
    """Keep the new password; other sessions end."""
    served = services()
    form = ChangePasswordForm(locale, binding(me))
    if not form.validate():
        return _password_page(me, locale, form)
    change = (form.current.data, form.password.data)
    secret = served.settings.secret_key
    try:
        token = staff_account.change_password(served.database, secret, me, change, source(), now=served.now())
    except InvalidInputError as error:
        name = "current" if error.code == "wrong-password" else "password"
        return _password_page(me, locale, form, {name: speech.problem(locale, error.code)})
    return with_token(see_other(addresses.account(locale, "password")), token)


@accounts.post("/<locale:locale>/staff/account/sessions/<uuid:session_id>/end")
@staff_only()
def end_session(me: SignedIn, locale: Locale, session_id: UUID) -> Response:
    """End one of one's sessions."""
    served = services()
    check_key(me, locale)
    with served.database.transaction() as tx:
        staff_account.end_session(tx, me, str(session_id), now=served.now())
    return see_other(addresses.account(locale, "session"))


@accounts.post("/<locale:locale>/staff/account/sessions/end")
@staff_only()
def end_every_session(me: SignedIn, locale: Locale) -> Response:
    """Sign out everywhere."""
    served = services()
    check_key(me, locale)
    with served.database.transaction() as tx:
        staff_account.end_every_session(tx, me, now=served.now())
    response = see_other(addresses.sign_in(locale, "signed-out"))
    cookies.drop_session(request, response)
    return response


def _account_page(
    me: SignedIn, locale: Locale, sessions: tuple[StaffSession, ...], codes_left: int
) -> AccountPage:
    member = me.member
    removable = member.totp_seed is not None and not member.role.needs_second_factor
    remove = f"{addresses.second_factor(locale)}/remove"
    return AccountPage(
        frame=frame(me, locale),
        notice=speech.said(locale, request.args.get("said")),
        name=member.name,
        email=member.email,
        role=speech.role_name(locale, member.role),
        has_second_factor=member.totp_seed is not None,
        must_have_second_factor=member.role.needs_second_factor,
        codes_left=codes_left,
        password_href=addresses.password(locale),
        second_factor_href=addresses.second_factor(locale),
        recovery_href=addresses.recovery_codes(locale),
        remove=button(me, locale, remove) if removable else None,
        sessions=tuple(_session_row(me, locale, session) for session in sessions),
        end_all=button(me, locale, f"{addresses.account(locale)}/sessions/end"),
    )


def _session_row(me: SignedIn, locale: Locale, session: StaffSession) -> SessionRow:
    mine = session.id == me.session.id
    end = f"{addresses.account(locale)}/sessions/{session.id}/end"
    return SessionRow(
        device=session.device or words(locale).gettext("Unknown browser"),
        began=day_and_time(session.created, locale),
        seen=day_and_time(session.last_seen, locale),
        current=mine,
        end=None if mine else button(me, locale, end),
    )


def _password_page(
    me: SignedIn, locale: Locale, form: StaffForm, errors: dict[str, str] | None = None
) -> Response:
    view = shown(form, addresses.password(locale), errors)
    page = PasswordPage(frame(me, locale), view, me.member.email, addresses.account(locale))
    title = words(locale).gettext("Change my password")
    return staff_page("password", locale, page, title, errors=bool(view.errors))
