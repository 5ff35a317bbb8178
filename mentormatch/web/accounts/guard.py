"""Who may open a staff page: every view of staff is behind `staff_only`."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from flask import abort, request
from flask.wrappers import Response

from mentormatch.accounts.devices import device_name
from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import NotFoundError
from mentormatch.i18n import Locale
from mentormatch.usecases import staff_sessions
from mentormatch.usecases.staff_sessions import SignedIn, Source
from mentormatch.values import dataclass
from mentormatch.web.accounts import addresses, cookies
from mentormatch.web.rendering import see_other
from mentormatch.web.security import keep_secret
from mentormatch.web.services import services

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
P = ParamSpec("P")
StaffView = Callable[Concatenate[SignedIn, Locale, P], Response]
View = Callable[Concatenate[Locale, P], Response]


@dataclass(frozen=True, slots=True)
class Access:
    """What a page asks of whoever opens it.

    `confirm` names the room of `addresses.ROOMS` to come back to after showing again who one is;
    "" where that is not asked. `enrolling` pages open to an admin without a second factor.
    """

    role: StaffRole = StaffRole.COUNSELOR
    confirm: str = ""
    enrolling: bool = False


def staff_only(
    role: StaffRole = StaffRole.COUNSELOR, *, confirm: str = "", enrolling: bool = False
) -> Callable[[StaffView[P]], View[P]]:
    """Open a view to signed-in staff of a role, and hand it who that is.

    Others are sent to sign in; a role that is not enough finds nothing at the address.
    """
    access = Access(role, confirm, enrolling)

    def behind(view: StaffView[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(locale: Locale, *args: P.args, **kwargs: P.kwargs) -> Response:
            found = _admitted(locale, access)
            if isinstance(found, Response):
                return keep_secret(found)
            return keep_secret(view(found, locale, *args, **kwargs))

        guarded.__dict__["staff_access"] = access
        return cast(View[P], guarded)

    return behind


def current(locale: Locale) -> SignedIn | None:
    """Who is signed in, also half-way; None when nobody is."""
    del locale
    token = cookies.session_token(request)
    if token is None:
        return None
    served = services()
    try:
        return staff_sessions.enter(served.database, token, now=served.now())
    except NotFoundError:
        return None


def source() -> Source:
    """Where the request comes from."""
    return Source(request.remote_addr or "", device_name(request.user_agent.string))


def refuse_cross_site() -> None:
    """Refuse a writing request that another site made; for `before_request` of staff blueprints.

    Browsers say `Sec-Fetch-Site` over TLS and to this machine. `Origin` is "null" from our own
    pages, which send no referrer, so that on plain HTTP it decides only when it names a site;
    the form's own key decides in any case.
    """
    if request.method in _SAFE:
        return
    fetched = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin", "null")
    if fetched is not None:
        allowed = fetched == "same-origin"
    elif origin != "null":
        allowed = origin in _own_origins()
    else:
        allowed = not request.is_secure
    if not allowed:
        abort(403)


def _own_origins() -> set[str]:
    origins = {request.host_url.rstrip("/")}
    base = urlsplit(services().settings.base_url)
    if base.netloc:
        origins.add(f"{base.scheme}://{base.netloc}")
    return origins


def _admitted(locale: Locale, access: Access) -> SignedIn | Response:
    me = current(locale)
    if me is None:
        return _to_sign_in(locale)
    if me.waits_for_code:
        return see_other(addresses.code(locale))
    if me.must_enrol and not access.enrolling:
        return see_other(addresses.second_factor(locale))
    if not me.member.role.may_act_as(access.role):
        raise NotFoundError("page")
    if access.confirm and not me.is_fresh(services().now()):
        return see_other(addresses.confirm(locale, access.confirm))
    return me


def _to_sign_in(locale: Locale) -> Response:
    had_session = cookies.session_token(request) is not None
    response = see_other(addresses.sign_in(locale, "ended" if had_session else ""))
    cookies.drop_session(request, response)
    return response
