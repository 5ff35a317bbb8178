"""Where staff begin."""

from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import NotFoundError
from mentormatch.i18n import Locale, long_date, number
from mentormatch.usecases import staff_people
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts import addresses, speech
from mentormatch.web.accounts.blueprint import accounts
from mentormatch.web.accounts.frame import frame, rooms, staff_page
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.pages import Figure, HomePage, Link
from mentormatch.web.rendering import words
from mentormatch.web.services import services


@accounts.get("/<locale:locale>/staff")
@staff_only()
def home(me: SignedIn, locale: Locale) -> Response:
    """Who one is, what one may do, and for admins how things stand."""
    page = HomePage(
        frame=frame(me, locale),
        name=me.member.name,
        email=me.member.email,
        role=speech.role_name(locale, me.member.role),
        may=_may(me, locale),
        rooms=rooms(me, locale),
        figures=_figures(me, locale),
        advice=_advice(me, locale),
    )
    return staff_page("home", locale, page, words(locale).gettext("Overview"))


def _may(me: SignedIn, locale: Locale) -> tuple[str, ...]:
    say = words(locale)
    counselor = (
        say.gettext("See the results that ask for a human eye, agree with them or correct them."),
        say.gettext("Write to the people who asked for it."),
    )
    admin = (
        say.gettext("Edit the question bank in three languages, and publish it."),
        say.gettext("Invite staff, change roles, close accounts."),
        say.gettext("Change the settings, and read the audit trail."),
    )
    return (*counselor, *admin) if me.member.role is StaffRole.ADMIN else counselor


def _figures(me: SignedIn, locale: Locale) -> tuple[Figure, ...]:
    if me.member.role is not StaffRole.ADMIN:
        return ()
    served, say = services(), words(locale)
    try:
        with served.database.reading() as tx:
            found = staff_people.figures(tx, now=served.now())
    except NotFoundError:
        return ()

    def spell(value: int) -> str:
        return number(value, locale, digits=served.settings.digits)

    since = long_date(found.published, locale)
    bank = say.gettext("Version of the question bank, since %(date)s", date=since)
    return (
        Figure(spell(found.bank_number), bank),
        Figure(spell(found.attempts), say.gettext("Quizzes begun in the last 7 days")),
        Figure(spell(found.results), say.gettext("Results made in the last 7 days")),
    )


def _advice(me: SignedIn, locale: Locale) -> Link | None:
    if me.member.totp_seed is not None:
        return None
    say = words(locale)
    return Link(addresses.second_factor(locale), say.gettext("Set up a second factor"))
