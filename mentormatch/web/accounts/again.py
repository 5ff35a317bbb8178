"""Showing again who one is within the form of a grave deed, so that nothing typed is lost.

The page of the form is behind `staff_only(confirm=…)`; its answer is not, and asks here.
"""

from dataclasses import replace

from mentormatch.errors import InvalidInputError
from mentormatch.i18n import Locale
from mentormatch.usecases import staff_sign_in
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.usecases.staff_sign_in import Credentials
from mentormatch.web.accounts import speech
from mentormatch.web.accounts.forms import AgainForm
from mentormatch.web.accounts.guard import source
from mentormatch.web.accounts.pages import AgainView
from mentormatch.web.services import services


def shown_again(me: SignedIn, form: AgainForm) -> tuple[SignedIn, str]:
    """Someone who has shown a short while ago who they are; the session's new token, "" for no new one.

    Raises:
        InvalidInputError: `again` when ten minutes have passed and no password was given,
            `wrong-credentials` or `wrong-code`.
        TooManyTriesError: at this account or from this address.
    """
    served, now = services(), services().now()
    if me.is_fresh(now):
        return me, ""
    if not form.password.data:
        raise InvalidInputError("again")
    given = Credentials(me.member.email, form.password.data, form.code.data or "")
    token = staff_sign_in.confirm(served.database, served.settings.secret_key, me, given, source(), now=now)
    return replace(me, session=replace(me.session, confirmed=now)), token


def asks_again(me: SignedIn) -> AgainView | None:
    """What the form of a grave deed asks besides; None while it need not."""
    if me.is_fresh(services().now()):
        return None
    return AgainView(me.member.email, asks_code=me.member.totp_seed is not None)


def problem_again(locale: Locale, code: str) -> dict[str, str]:
    """What was refused of it, by its field."""
    if code == "wrong-code":
        return {"code": speech.problem(locale, code)}
    known = "wrong-password" if code == "wrong-credentials" else code
    return {"password": speech.problem(locale, known)}
