"""The forms of a case: they carry the case's revision and a key of their own."""

import secrets

from wtforms import StringField

from mentormatch.web.accounts.forms import StaffForm


class DeedForm(StaffForm):
    """A button on a case as it is shown."""

    case_key = StringField()
    revision = StringField()


class SayForm(DeedForm):
    """A judgement, and what is written with it."""

    kind = StringField()
    focus = StringField()
    confidence = StringField()
    reason = StringField()
    note = StringField()
    private = StringField()


def new_key() -> str:
    """A fresh key of a form: 128 bits."""
    return secrets.token_urlsafe(16)
