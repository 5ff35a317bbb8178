"""Who works here: the list, invitations, and what an admin does with an account."""

from uuid import UUID

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import InvalidInputError
from mentormatch.i18n import Locale, long_date
from mentormatch.storage.invitations import Invitation
from mentormatch.storage.staff import StaffMember
from mentormatch.usecases import staff_joining, staff_people
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts import addresses, speech
from mentormatch.web.accounts.again import asks_again, problem_again, shown_again
from mentormatch.web.accounts.blueprint import accounts
from mentormatch.web.accounts.forms import InviteForm, PlainForm, StaffForm
from mentormatch.web.accounts.frame import binding, button, frame, shown, staff_page
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.pages import (
    InvitationRow,
    InvitePage,
    LinkPage,
    PeoplePage,
    PersonRow,
    RoleChoice,
)
from mentormatch.web.accounts.signing_in import with_token
from mentormatch.web.rendering import see_other, words
from mentormatch.web.services import services
from mentormatch.web.visitor.addresses import external


@accounts.get("/<locale:locale>/staff/people")
@staff_only(StaffRole.ADMIN)
def people(me: SignedIn, locale: Locale) -> Response:
    """Everyone who works here, and who was invited."""
    served = services()
    with served.database.reading() as tx:
        members, invitations = staff_people.everyone(tx, now=served.now())
    page = PeoplePage(
        frame=frame(me, locale),
        notice=speech.said(locale, request.args.get("said")),
        people=tuple(_person_row(me, locale, member) for member in members),
        invitations=tuple(_invitation_row(me, locale, one) for one in invitations),
        invite_href=addresses.invite(locale),
    )
    return staff_page("people", locale, page, words(locale).gettext("Staff"))


@accounts.get("/<locale:locale>/staff/people/invite")
@staff_only(StaffRole.ADMIN, confirm="invite")
def invite(me: SignedIn, locale: Locale) -> Response:
    """Whom to invite, and as what."""
    return _invite_page(me, locale, InviteForm(locale, binding(me), formdata=None))


@accounts.post("/<locale:locale>/staff/people/invite")
@staff_only(StaffRole.ADMIN)
def invited(me: SignedIn, locale: Locale) -> Response:
    """Make the invitation, and show its link once."""
    form = InviteForm(locale, binding(me))
    label = (form.label.data or "").strip()
    if not form.validate():
        return _invite_page(me, locale, form)
    if len(label) > staff_joining.LONGEST_NAME or not label.isprintable():
        return _invite_page(me, locale, form, {"label": speech.problem(locale, "name-malformed")})
    try:
        me, token = shown_again(me, form)
    except InvalidInputError as error:
        return _invite_page(me, locale, form, problem_again(locale, error.code))
    response = _invited(me, locale, StaffRole(form.role.data), label)
    return with_token(response, token) if token else response


def _invited(me: SignedIn, locale: Locale, role: StaffRole, label: str) -> Response:
    served, say = services(), words(locale)
    with served.database.transaction() as tx:
        token = staff_joining.invite(tx, role, label, by=me.member.id, now=served.now())
    sentences = (
        say.gettext("Send this link to %(name)s yourself, in a way that you trust.", name=label),
        say.gettext("It can be used once, within 7 days, and is shown only now."),
    )
    title = say.gettext("The invitation is ready")
    return link_page(me, locale, title, sentences, addresses.join(locale, token))


@accounts.post("/<locale:locale>/staff/people/invitations/<uuid:invitation_id>/withdraw")
@staff_only(StaffRole.ADMIN, confirm="people")
def withdraw(me: SignedIn, locale: Locale, invitation_id: UUID) -> Response:
    """Take an invitation back."""
    served = services()
    if not PlainForm(locale, binding(me)).validate():
        raise InvalidInputError("form-key")
    with served.database.transaction() as tx:
        staff_people.withdraw(tx, str(invitation_id), by=me.member.id, now=served.now())
    return see_other(addresses.people(locale, "withdrawn"))


def link_page(me: SignedIn, locale: Locale, title: str, sentences: tuple[str, ...], path: str) -> Response:
    """A one-time link, shown once."""
    page = LinkPage(frame(me, locale), title, sentences, external(path), addresses.people(locale))
    return staff_page("link", locale, page, title)


def role_choices(locale: Locale, chosen: str) -> tuple[RoleChoice, ...]:
    """Both roles, with what they may do."""
    say = words(locale)
    hints = {
        StaffRole.COUNSELOR: say.gettext("Reviews results and writes to people."),
        StaffRole.ADMIN: say.gettext("The same, and edits the question bank and manages staff."),
    }
    return tuple(
        RoleChoice(role.value, speech.role_name(locale, role), hints[role], role == chosen)
        for role in StaffRole
    )


def _invite_page(
    me: SignedIn, locale: Locale, form: StaffForm, errors: dict[str, str] | None = None
) -> Response:
    view = shown(form, addresses.invite(locale), errors)
    roles = role_choices(locale, view.values.get("role", ""))
    page = InvitePage(frame(me, locale), view, roles, asks_again(me), addresses.people(locale))
    title = words(locale).gettext("Invite someone")
    return staff_page("invite", locale, page, title, errors=bool(view.errors))


def _person_row(me: SignedIn, locale: Locale, member: StaffMember) -> PersonRow:
    return PersonRow(
        name=member.name,
        email=member.email,
        role=speech.role_name(locale, member.role),
        has_second_factor=member.totp_seed is not None,
        disabled=member.disabled is not None,
        me=member.id == me.member.id,
        href=addresses.person(locale, member.id),
    )


def _invitation_row(me: SignedIn, locale: Locale, one: Invitation) -> InvitationRow:
    withdraw = f"{addresses.people(locale)}/invitations/{one.id}/withdraw"
    return InvitationRow(
        label=one.label,
        role=speech.role_name(locale, one.role),
        expires=long_date(one.expires, locale),
        withdraw=button(me, locale, withdraw),
    )
