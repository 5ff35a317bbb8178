"""What every staff page has around it: links of one's role, the way out, forms with their keys."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import current_app, request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import InvalidInputError
from mentormatch.i18n import Locale
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.values import dataclass
from mentormatch.web.accounts import addresses
from mentormatch.web.accounts.forms import PlainForm, StaffForm
from mentormatch.web.accounts.pages import FormView, Frame, Link
from mentormatch.web.rendering import Head, Words, render, words


@dataclass(frozen=True, slots=True)
class Room:
    """A part of the staff's site: its endpoint, the role it is for, its name.

    A room that is not built into this app is not shown.
    """

    endpoint: str
    role: StaffRole
    name: Callable[[Words], str]


# Beside one's name on every page, and among the rooms on the overview only.
ACCOUNT = Room("accounts.account", StaffRole.COUNSELOR, lambda say: say.gettext("My account"))
ROOMS = (
    Room("counselor.queue", StaffRole.COUNSELOR, lambda say: say.gettext("Cases to review")),
    Room("counselor.dashboard", StaffRole.COUNSELOR, lambda say: say.gettext("How the reviews go")),
    Room("admin.bank", StaffRole.ADMIN, lambda say: say.gettext("Question bank")),
    Room("admin.texts", StaffRole.ADMIN, lambda say: say.gettext("Texts")),
    Room("admin.statistics", StaffRole.ADMIN, lambda say: say.gettext("Statistics")),
    Room("models.overview", StaffRole.ADMIN, lambda say: say.gettext("Models")),
    Room("settings.look", StaffRole.ADMIN, lambda say: say.gettext("Settings")),
    Room("audit.trail", StaffRole.ADMIN, lambda say: say.gettext("Audit trail")),
    Room("accounts.people", StaffRole.ADMIN, lambda say: say.gettext("Staff")),
    ACCOUNT,
)


# The parts of the room in which the questions are made, and looked after.
BANK_PARTS = (
    Room("admin.bank", StaffRole.ADMIN, lambda say: say.gettext("Questions")),
    Room("admin.publish", StaffRole.ADMIN, lambda say: say.gettext("Check and publish")),
    Room("admin.impacts", StaffRole.ADMIN, lambda say: say.gettext("What it would do")),
    Room("admin.versions", StaffRole.ADMIN, lambda say: say.gettext("Versions")),
    Room("admin.files", StaffRole.ADMIN, lambda say: say.gettext("Files")),
)


# And of the room in which advice, guide and templates of notes are worded.
TEXT_PARTS = (
    Room("admin.texts", StaffRole.ADMIN, lambda say: say.gettext("Texts")),
    Room("admin.publish_text", StaffRole.ADMIN, lambda say: say.gettext("Check and publish")),
    Room("admin.text_versions", StaffRole.ADMIN, lambda say: say.gettext("Versions")),
)


def rooms(me: SignedIn, locale: Locale) -> tuple[Link, ...]:
    """The rooms that someone may enter; none before a required second factor is set up."""
    if me.must_enrol:
        return ()
    say = words(locale)
    rules = {rule.endpoint for rule in current_app.url_map.iter_rules()}
    return tuple(
        _link(room, locale, say)
        for room in ROOMS
        if room.endpoint in rules and me.member.role.may_act_as(room.role)
    )


def frame(me: SignedIn, locale: Locale) -> Frame:
    """The frame of a page of someone signed in."""
    say = words(locale)
    account = _link(ACCOUNT, locale, say)
    home = Link(addresses.home(locale), say.gettext("Overview"), current=request.endpoint == "accounts.home")
    others = tuple(link for link in rooms(me, locale) if link != account)
    return Frame(
        who=me.member.name or me.member.email,
        account=None if me.must_enrol else account,
        links=() if me.must_enrol else (home, *others),
        here=next((link.words for link in (home, account, *others) if link.current or link.around), ""),
        sign_out=button(me, locale, addresses.sign_out(locale)),
        parts=_parts(locale),
    )


def _parts(locale: Locale) -> tuple[Link, ...]:
    parts = {"admin.texts": TEXT_PARTS, "admin.bank": BANK_PARTS}.get(_around(), ())
    return tuple(replace(_link(room, locale, words(locale)), around=False) for room in parts)


def binding(me: SignedIn) -> str:
    """What the forms of a session are bound to."""
    return f"session:{me.session.id}"


def button(me: SignedIn, locale: Locale, action: str) -> FormView:
    """A form of one button."""
    return shown(PlainForm(locale, binding(me), formdata=None), action)


def check_key(me: SignedIn, locale: Locale) -> None:
    """Refuse a form that was not made for this session; InvalidInputError `form-key`."""
    if not PlainForm(locale, binding(me)).validate():
        raise InvalidInputError("form-key")


def shown(form: StaffForm, action: str, errors: Mapping[str, str] | None = None) -> FormView:
    """A form as a page shows it; what the form says of a field goes before what `errors` say."""
    known = {**(errors or {}), **form.problems()}
    found = {field.name: known[field.name] for field in form if field.name in known}
    return FormView(action, form.form_key.current_token, form.shown_values(), found)


def staff_page(template: str, locale: Locale, page: Any, title: str, *, errors: bool = False) -> Response:
    """A staff page; status 400 when it shows what is wrong with a form."""
    head = Head(title, private=True)
    return render(f"accounts/{template}.html", locale, page, head, status=400 if errors else 200)


def _link(room: Room, locale: Locale, say: Words) -> Link:
    href = current_app.url_for(room.endpoint, locale=locale)
    here = request.endpoint == room.endpoint
    return Link(href, room.name(say), current=here, around=not here and room.endpoint == _around())


def _around() -> str:
    """The room that an admin's page is a part of."""
    endpoint = request.endpoint or ""
    if request.blueprint != "admin":
        return ""
    if "text" in endpoint:
        return "admin.texts"
    return "admin.statistics" if "statistics" in endpoint else "admin.bank"
