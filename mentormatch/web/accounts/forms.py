"""The forms of staff pages: bound to the session (or the visit before it), in the reader's words."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField
from wtforms.csrf.core import CSRF
from wtforms.validators import ValidationError

from mentormatch.accounts.roles import StaffRole
from mentormatch.i18n import Catalog, Locale
from mentormatch.quiz.characters import hidden_characters, without_hidden_characters
from mentormatch.web.services import services

_LONGEST = 1000


class BoundCSRF(CSRF):  # type: ignore[misc]  # WTForms has no types
    """A token that only our server can make, good in one session only."""

    def setup_form(self, form: Any) -> Any:
        """Remember what the form is bound to."""
        self._binding = str(form.meta.csrf_context)
        return super().setup_form(form)

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        """The token of this form's session."""
        secret = services().settings.secret_key.encode()
        return hmac.new(secret, f"form:{self._binding}".encode(), hashlib.sha256).hexdigest()

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        """Refuse a form that was not made for this session."""
        if not hmac.compare_digest(field.current_token.encode(), str(field.data or "").encode()):
            raise ValidationError(field.gettext("This form was open for too long. Please send it again."))


class _Translations:
    """Our catalogue, in the shape that WTForms asks for."""

    def __init__(self, catalog: Catalog) -> None:
        self.gettext = catalog.gettext
        self.ngettext = catalog.ngettext


class StaffForm(FlaskForm):  # type: ignore[misc]  # WTForms has no types
    """A form of a staff page; `binding` names the session or the visit that it belongs to."""

    class Meta:
        """How WTForms makes our forms."""

        csrf = True
        csrf_class = BoundCSRF
        csrf_field_name = "form_key"

        def get_translations(self, form: Any) -> Any:
            """The reader's catalogue."""
            return _Translations(form.catalog)

    def __init__(self, locale: Locale, binding: str, **more: Any) -> None:
        self.catalog = services().catalogs[locale]
        super().__init__(meta={"csrf_context": binding}, **more)

    def problems(self) -> dict[str, str]:
        """The first problem of every field, in the order of the fields."""
        return {name: str(found[0]) for name, found in self.errors.items() if name and found}

    def shown_values(self) -> Mapping[str, str]:
        """What was typed, to be shown again without hidden characters; never a password or a code."""
        return {
            field.name: without_hidden_characters(str(field.data))
            for field in self
            if not isinstance(field, PasswordField) and field.name not in _NEVER_SHOWN and field.data
        }


_NEVER_SHOWN = frozenset({"form_key", "code"})


class Filled:
    """Asks for a field, and for no more than anyone would type: neither endless nor hidden."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse an empty or an endless field, and what cannot be seen in it."""
        text = str(field.data or "")
        if not text.strip():
            raise ValidationError(field.gettext("Please fill this in."))
        if hidden_characters(text) and not isinstance(field, PasswordField):
            raise ValidationError(field.gettext("A text has hidden characters. Please type it anew."))
        _short(form, field)


def _short(form: Any, field: Any) -> None:
    del form
    if len(str(field.data or "")) > _LONGEST:
        raise ValidationError(field.gettext("This is too long."))


class PlainForm(StaffForm):
    """A form with a button only."""


class SignInForm(StaffForm):
    """E-mail and password."""

    email = StringField(validators=[Filled()])
    password = PasswordField(validators=[Filled()])


class CodeForm(StaffForm):
    """A code of the app, or a recovery code."""

    code = StringField(validators=[Filled()])


class JoinForm(StaffForm):
    """Who someone is, to become staff."""

    name = StringField(validators=[Filled()])
    email = StringField(validators=[Filled()])
    password = PasswordField(validators=[Filled()])


class NewPasswordForm(StaffForm):
    """A new password, by a reset link."""

    password = PasswordField(validators=[Filled()])


class ChangePasswordForm(StaffForm):
    """The current password and a new one."""

    current = PasswordField(validators=[Filled()])
    password = PasswordField(validators=[Filled()])


class ConfirmForm(StaffForm):
    """The password, and a code where there is a second factor."""

    password = PasswordField(validators=[Filled()])
    code = StringField(validators=[_short])


class AgainForm(StaffForm):
    """A form of a grave deed, which has fields to show again who one is when that was long ago."""

    password = PasswordField(validators=[_short])
    code = StringField(validators=[_short])


def _role(form: Any, field: Any) -> None:
    del form
    if field.data not in tuple(StaffRole):
        raise ValidationError(field.gettext("Please choose a role."))


class RoleForm(StaffForm):
    """One of the roles."""

    role = StringField(validators=[_role])


class InviteForm(AgainForm):
    """Whom to invite, and as what."""

    label = StringField(validators=[Filled()])
    role = StringField(validators=[_role])


class ResetForm(StaffForm):
    """Whether the second factor goes with the password."""

    ends_second_factor = BooleanField()
