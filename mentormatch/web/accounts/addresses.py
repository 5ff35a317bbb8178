"""The addresses of staff pages; where to go next is always one of these, never a request's wish."""

from collections.abc import Callable, Mapping

from mentormatch.i18n import Locale


def home(locale: Locale) -> str:
    """Where staff begin."""
    return f"/{locale}/staff"


def sign_in(locale: Locale, said: str = "") -> str:
    """Where staff sign in; `said` is a code of what has just happened."""
    return f"/{locale}/staff/sign-in" + (f"?said={said}" if said else "")


def code(locale: Locale) -> str:
    """Where the code is asked."""
    return f"/{locale}/staff/code"


def sign_out(locale: Locale) -> str:
    """What ends the session."""
    return f"/{locale}/staff/sign-out"


def join(locale: Locale, token: str) -> str:
    """An invitation."""
    return f"/{locale}/staff/join/{token}"


def reset(locale: Locale, token: str) -> str:
    """A reset link."""
    return f"/{locale}/staff/reset/{token}"


def account(locale: Locale, said: str = "") -> str:
    """One's own account."""
    return f"/{locale}/staff/account" + (f"?said={said}" if said else "")


def password(locale: Locale) -> str:
    """Where one changes one's password."""
    return f"/{locale}/staff/account/password"


def second_factor(locale: Locale) -> str:
    """Where one sets up the second factor."""
    return f"/{locale}/staff/account/second-factor"


def recovery_codes(locale: Locale) -> str:
    """Where one makes new recovery codes."""
    return f"/{locale}/staff/account/recovery-codes"


def people(locale: Locale, said: str = "") -> str:
    """Who works here."""
    return f"/{locale}/staff/people" + (f"?said={said}" if said else "")


def invite(locale: Locale) -> str:
    """Where an admin invites someone."""
    return f"/{locale}/staff/people/invite"


def person(locale: Locale, staff_id: str, said: str = "") -> str:
    """One member of staff."""
    return f"/{locale}/staff/people/{staff_id}" + (f"?said={said}" if said else "")


def models(locale: Locale, said: str = "") -> str:
    """The page on models."""
    return f"/{locale}/admin/models" + (f"?said={said}" if said else "")


def models_deed(locale: Locale, deed: str) -> str:
    """What changes which model recommends."""
    return f"/{locale}/admin/models/{deed}"


def confirm(locale: Locale, room: str) -> str:
    """Where one shows again who one is, on the way to a room."""
    return f"/{locale}/staff/confirm/{room}"


def export(locale: Locale) -> str:
    """Where cases are taken away."""
    return f"/{locale}/counselor/export"


def publish_now(locale: Locale) -> str:
    """Where an admin publishes the draft."""
    return f"/{locale}/admin/bank/publish/now"


def settings(locale: Locale, said: str = "") -> str:
    """The settings that admins change."""
    return f"/{locale}/admin/settings" + (f"?said={said}" if said else "")


def trail_of(locale: Locale, staff_id: str) -> str:
    """What a member of staff did."""
    return f"/{locale}/admin/audit?who={staff_id}"


def publish_texts_now(locale: Locale) -> str:
    """Where an admin publishes the draft of the texts."""
    return f"/{locale}/admin/texts/publish/now"


# Where one may be sent after showing again who one is, by the word in the address.
ROOMS: Mapping[str, Callable[[Locale], str]] = {
    "people": people,
    "invite": invite,
    "second-factor": second_factor,
    "recovery-codes": recovery_codes,
    "models": models,
    "export": export,
    "publish": publish_now,
    "settings": settings,
    "publish-texts": publish_texts_now,
}
