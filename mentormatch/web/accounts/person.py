"""One member of staff, and what an admin can do: role, reset link, sessions, open or closed."""

from uuid import UUID

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import InvalidInputError
from mentormatch.i18n import Locale, long_date
from mentormatch.usecases import staff_joining, staff_people
from mentormatch.usecases.staff_people import Person
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts import addresses, speech
from mentormatch.web.accounts.blueprint import accounts
from mentormatch.web.accounts.forms import PlainForm, ResetForm, RoleForm, StaffForm
from mentormatch.web.accounts.frame import binding, button, frame, staff_page
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.pages import FormView, Link, PersonPage
from mentormatch.web.accounts.people import link_page, role_choices
from mentormatch.web.rendering import see_other, words
from mentormatch.web.services import services

_PERSON = "/<locale:locale>/staff/people/<uuid:staff_id>"


@accounts.get(_PERSON)
@staff_only(StaffRole.ADMIN, confirm="people")
def person(me: SignedIn, locale: Locale, staff_id: UUID) -> Response:
    """One account."""
    served = services()
    with served.database.reading() as tx:
        found = staff_people.person(tx, str(staff_id), now=served.now())
    page = _person_page(me, locale, found)
    return staff_page("person", locale, page, found.member.name or found.member.email)


@accounts.post(f"{_PERSON}/role")
@staff_only(StaffRole.ADMIN, confirm="people")
def set_role(me: SignedIn, locale: Locale, staff_id: UUID) -> Response:
    """Give another role."""
    served = services()
    form = _checked(RoleForm(locale, binding(me)))
    role = StaffRole(form.role.data)
    with served.database.transaction() as tx:
        staff_people.set_role(tx, str(staff_id), role, by=me.member.id, now=served.now())
    return see_other(addresses.person(locale, str(staff_id), "role"))


@accounts.post(f"{_PERSON}/reset")
@staff_only(StaffRole.ADMIN, confirm="people")
def offer_reset(me: SignedIn, locale: Locale, staff_id: UUID) -> Response:
    """Make a link for a new password, and show it once."""
    served, say = services(), words(locale)
    form = _checked(ResetForm(locale, binding(me)))
    ends = bool(form.ends_second_factor.data)
    with served.database.transaction() as tx:
        key, now = str(staff_id), served.now()
        found = staff_people.person(tx, key, now=now)
        token = staff_joining.reset_link(tx, key, ends_second_factor=ends, by=me.member.id, now=now)
    sentences = (
        say.gettext("Give this link to %(name)s yourself, in a way that you trust.", name=found.member.name),
        say.gettext("It can be used once, within 24 hours, and is shown only now."),
    )
    title = say.gettext("The link for a new password is ready")
    return link_page(me, locale, title, sentences, addresses.reset(locale, token))


@accounts.post(f"{_PERSON}/sessions/end")
@staff_only(StaffRole.ADMIN, confirm="people")
def end_their_sessions(me: SignedIn, locale: Locale, staff_id: UUID) -> Response:
    """Sign a person out everywhere."""
    served = services()
    _checked(PlainForm(locale, binding(me)))
    with served.database.transaction() as tx:
        staff_people.end_sessions(tx, str(staff_id), by=me.member.id, now=served.now())
    return see_other(addresses.person(locale, str(staff_id), "sessions"))


@accounts.post(f"{_PERSON}/disable")
@staff_only(StaffRole.ADMIN, confirm="people")
def disable(me: SignedIn, locale: Locale, staff_id: UUID) -> Response:
    """Close an account."""
    served = services()
    _checked(PlainForm(locale, binding(me)))
    with served.database.transaction() as tx:
        staff_people.disable(tx, str(staff_id), by=me.member.id, now=served.now())
    return see_other(addresses.person(locale, str(staff_id), "disabled"))


@accounts.post(f"{_PERSON}/enable")
@staff_only(StaffRole.ADMIN, confirm="people")
def enable(me: SignedIn, locale: Locale, staff_id: UUID) -> Response:
    """Open a closed account again."""
    served = services()
    _checked(PlainForm(locale, binding(me)))
    with served.database.transaction() as tx:
        staff_people.enable(tx, str(staff_id), by=me.member.id, now=served.now())
    return see_other(addresses.person(locale, str(staff_id), "enabled"))


def _checked(form: StaffForm) -> StaffForm:
    """The form when it is whole; these forms cannot be filled in wrongly by hand."""
    if not form.validate():
        raise InvalidInputError("form-key")
    return form


def _person_page(me: SignedIn, locale: Locale, found: Person) -> PersonPage:
    member = found.member
    mine, closed = member.id == me.member.id, member.disabled is not None
    here = addresses.person(locale, member.id)

    def offered(path: str, *, when: bool) -> FormView | None:
        return button(me, locale, f"{here}/{path}") if when and not mine else None

    return PersonPage(
        frame=frame(me, locale),
        notice=speech.said(locale, request.args.get("said")),
        name=member.name,
        email=member.email,
        role=speech.role_name(locale, member.role),
        since=long_date(member.created, locale),
        has_second_factor=member.totp_seed is not None,
        disabled=closed,
        me=mine,
        sessions=found.sessions,
        roles=role_choices(locale, member.role.value),
        set_role=offered("role", when=not closed),
        reset=offered("reset", when=not closed),
        end_sessions=offered("sessions/end", when=found.sessions > 0),
        disable=offered("disable", when=not closed),
        enable=offered("enable", when=closed),
        trail=Link(
            addresses.trail_of(locale, member.id),
            words(locale).gettext("What this person did: the audit trail"),
        ),
        back_href=addresses.people(locale),
    )
