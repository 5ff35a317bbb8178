"""The second factor: setting up an app, recovery codes, doing without."""

import io

import segno
from flask.wrappers import Response

from mentormatch.accounts import codes
from mentormatch.errors import InvalidInputError
from mentormatch.i18n import Locale
from mentormatch.usecases import staff_account
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts import addresses, speech
from mentormatch.web.accounts.blueprint import accounts
from mentormatch.web.accounts.forms import CodeForm, PlainForm, StaffForm
from mentormatch.web.accounts.frame import binding, check_key, frame, shown, staff_page
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.pages import AskCodesPage, CodesPage, EnrolPage
from mentormatch.web.accounts.signing_in import with_token
from mentormatch.web.rendering import see_other, words
from mentormatch.web.services import services


@accounts.get("/<locale:locale>/staff/account/second-factor")
@staff_only(confirm="second-factor", enrolling=True)
def second_factor(me: SignedIn, locale: Locale) -> Response:
    """What to scan, and a field for the first code."""
    return _enrol_page(me, locale, CodeForm(locale, binding(me), formdata=None))


@accounts.get("/<locale:locale>/staff/account/second-factor/qr.svg")
@staff_only(confirm="second-factor", enrolling=True)
def second_factor_image(me: SignedIn, locale: Locale) -> Response:
    """What the app scans, as a QR code."""
    del locale
    key = staff_account.next_key(services().settings.secret_key, me)
    image = io.BytesIO()
    segno.make(codes.setup_uri(key, me.member.email), error="m", micro=False).save(
        image, kind="svg", border=2, light="#fff", svgclass=None, lineclass=None
    )
    return Response(image.getvalue(), mimetype="image/svg+xml")


@accounts.post("/<locale:locale>/staff/account/second-factor")
@staff_only(confirm="second-factor", enrolling=True)
def second_factor_given(me: SignedIn, locale: Locale) -> Response:
    """Check the first code, and show the recovery codes once."""
    served = services()
    form = CodeForm(locale, binding(me))
    if not form.validate():
        return _enrol_page(me, locale, form)
    secret = served.settings.secret_key
    try:
        with served.database.transaction() as tx:
            token, fresh = staff_account.enrol(tx, secret, me, form.code.data, now=served.now())
    except InvalidInputError as error:
        return _enrol_page(me, locale, form, {"code": speech.problem(locale, error.code)})
    return with_token(_codes_page(me, locale, fresh), token)


@accounts.post("/<locale:locale>/staff/account/second-factor/remove")
@staff_only(confirm="second-factor")
def remove_second_factor(me: SignedIn, locale: Locale) -> Response:
    """Do without, where the role allows."""
    served = services()
    check_key(me, locale)
    with served.database.transaction() as tx:
        token = staff_account.remove_second_factor(tx, me, now=served.now())
    return with_token(see_other(addresses.account(locale, "second-factor-removed")), token)


@accounts.get("/<locale:locale>/staff/account/recovery-codes")
@staff_only(confirm="recovery-codes")
def recovery_codes(me: SignedIn, locale: Locale) -> Response:
    """Ask before the earlier codes are replaced."""
    return _ask_codes_page(me, locale, PlainForm(locale, binding(me), formdata=None))


@accounts.post("/<locale:locale>/staff/account/recovery-codes")
@staff_only(confirm="recovery-codes")
def recovery_codes_made(me: SignedIn, locale: Locale) -> Response:
    """Make new codes, and show them once."""
    served = services()
    form = PlainForm(locale, binding(me))
    if not form.validate():
        return _ask_codes_page(me, locale, form)
    with served.database.transaction() as tx:
        fresh = staff_account.new_recovery_codes(tx, me, now=served.now())
    return _codes_page(me, locale, fresh)


def _enrol_page(
    me: SignedIn, locale: Locale, form: StaffForm, errors: dict[str, str] | None = None
) -> Response:
    view = shown(form, addresses.second_factor(locale), errors)
    required = me.member.role.needs_second_factor
    page = EnrolPage(
        frame=frame(me, locale),
        form=view,
        qr=f"{addresses.second_factor(locale)}/qr.svg",
        key=codes.spaced(staff_account.next_key(services().settings.secret_key, me)),
        email=me.member.email,
        required=required,
        replaces=me.member.totp_seed is not None,
        back_href="" if me.must_enrol else addresses.account(locale),
    )
    title = words(locale).gettext("Set up your second factor")
    return staff_page("second_factor", locale, page, title, errors=bool(view.errors))


def _codes_page(me: SignedIn, locale: Locale, fresh: tuple[str, ...]) -> Response:
    page = CodesPage(frame(me, locale), fresh, addresses.home(locale))
    return staff_page("codes", locale, page, words(locale).gettext("Your recovery codes"))


def _ask_codes_page(me: SignedIn, locale: Locale, form: StaffForm) -> Response:
    with services().database.reading() as tx:
        left = staff_account.codes_left(tx, me)
    view = shown(form, addresses.recovery_codes(locale))
    page = AskCodesPage(frame(me, locale), view, left, addresses.account(locale))
    title = words(locale).gettext("New recovery codes")
    return staff_page("ask_codes", locale, page, title, errors=bool(view.errors))
