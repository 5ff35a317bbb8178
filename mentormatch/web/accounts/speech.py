"""What the codes of staff accounts mean, in the reader's words."""

from mentormatch.accounts.policy import SHORTEST
from mentormatch.accounts.roles import StaffRole
from mentormatch.i18n import Locale
from mentormatch.web.rendering import Words, words


def problem(locale: Locale, code: str) -> str:
    """Why something was refused."""
    return _problems(words(locale))[code]


def role_name(locale: Locale, role: StaffRole) -> str:
    """The name of a role."""
    say = words(locale)
    match role:
        case StaffRole.ADMIN:
            return say.gettext("Administration")
        case StaffRole.COUNSELOR:
            return say.gettext("Counseling")


def said(locale: Locale, code: str | None) -> str:
    """What has just happened, from the code in an address; "" for any other word."""
    return _said(words(locale)).get(code or "", "")


def _problems(say: Words) -> dict[str, str]:
    _ = say.gettext
    return {
        "wrong-credentials": _("This e-mail address and this password do not belong together."),
        "wrong-password": _("This is not your current password."),
        "again": _("A while has passed. Please show once more who you are; what you typed is kept."),
        "wrong-code": _("This code is not right, or was used before. Please take the next one."),
        "name-missing": _("Please write your name."),
        "name-malformed": _("Please write your name in at most 120 letters."),
        "email-malformed": _("Please write a whole e-mail address, such as name@example.org."),
        "email-taken": _("There is an account with this e-mail address already."),
        "password-short": _("Please choose a password of at least %(num)s characters.", num=SHORTEST),
        "password-long": _("Please choose a password of at most 128 characters."),
        "password-repetitive": _("This password repeats itself. Please choose one that does not."),
        "password-personal": _("This password is made of your name or address. Please choose another."),
        "password-common": _("This password is among the first that are guessed. Please choose another."),
        "password-same": _("This is your current password. Please choose another."),
    }


def _said(say: Words) -> dict[str, str]:
    _ = say.gettext
    return {
        "signed-out": _("You are signed out."),
        "ended": _("You were signed out, as happens after a while. Please sign in again."),
        "reset": _("Your new password is saved. Please sign in with it."),
        "password": _("Your new password is saved. Your other sessions have ended."),
        "session": _("That session has ended."),
        "second-factor-removed": _("Your second factor is removed. Your password alone is asked now."),
        "role": _("The role is changed. The person signs in again to use it."),
        "disabled": _("The account is closed, and its sessions have ended."),
        "enabled": _("The account is open again."),
        "sessions": _("All sessions of this person have ended."),
        "withdrawn": _("The invitation is withdrawn. Its link leads nowhere now."),
    }
