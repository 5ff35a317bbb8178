"""Staff for tests: a browser that keeps cookies, and a phone that shows codes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urljoin, urlsplit

import pyotp
from flask import Flask
from werkzeug.test import TestResponse

from mentormatch.i18n import Locale
from mentormatch.storage import Database
from mentormatch.usecases import staff_account, staff_joining, staff_sessions
from mentormatch.usecases.set_up import invite_first_admin
from mentormatch.usecases.staff_joining import Joining
from mentormatch.usecases.staff_sessions import Source
from mentormatch.web.services import services
from tests.apps import Clock, was_furnished
from tests.pages import Page, Visitor, check_safe_headers, form_values, words_of

PASSWORD = "seven kettles under the bridge"


@dataclass(frozen=True)
class _Done:
    """What came of something that staff members did: the database, the time, each one's phone and session."""

    file: bytes
    now: datetime
    people: tuple[tuple[str, str], ...]


_done: dict[tuple[bytes, str, datetime, timedelta, str, tuple[tuple[str, str], ...]], _Done] = {}


@dataclass
class StaffMember(Visitor):
    """A browser without script that keeps cookies; checks every cookie that it is given."""

    clock: Clock | None = None
    email: str = "ada@example.org"
    name: str = "Ada"
    password: str = PASSWORD
    key: str = ""

    def __post_init__(self) -> None:
        self.client = self.app.test_client(use_cookies=True)

    def send(self, page: Page, to: str, **fields: str) -> Page:
        """Fill in the form of a page that goes to an address ending so, and send it."""
        return self.submit(page, to=to, **fields)

    def code(self) -> str:
        """The code that the phone shows now; it waits for a new one, as people do."""
        assert self.clock is not None
        self.clock.go_on(seconds=30)
        return pyotp.TOTP(self.key).at(int(self.clock.now.timestamp()))

    def join(self, path: str, **instead: str) -> Page:
        """Take an invitation."""
        fields = {"name": self.name, "email": self.email, "password": self.password, **instead}
        return self.send(self.page(path), path.rpartition("/")[2], **fields)

    def enrol(self, lang: str) -> Page:
        """Set up the second factor; the page with the recovery codes."""
        page = self.page(f"/{lang}/staff/account/second-factor")
        self.key = words_of(page.find("bdi", id="totp-key")).replace(" ", "")
        return self.send(page, "/second-factor", code=self.code())

    def sign_in(self, lang: str = "en", **instead: str) -> Page:
        """Sign in with the password, and the code where it is asked for."""
        fields = {"email": self.email, "password": self.password, **instead}
        page = self.send(self.page(f"/{lang}/staff/sign-in"), "/sign-in", **fields)
        return self.send(page, "/code", code=self.code()) if page.path.endswith("/code") else page

    def sign_out(self, lang: str = "en") -> Page:
        return self.send(self.page(f"/{lang}/staff"), "/sign-out")

    def cookie(self, name: str = "staff") -> str | None:
        """The value of a cookie that the browser keeps."""
        found = self.client.get_cookie(name)
        return found.value if found else None

    def elsewhere(self) -> "StaffMember":
        """The same person with another browser."""
        return StaffMember(
            self.app, clock=self.clock, email=self.email, name=self.name, password=self.password, key=self.key
        )

    def _asked(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {**options.pop("headers", {})}
        response = self.client.open(path, method=method, headers=headers, **options)
        check_safe_headers(response, path)
        for header in response.headers.getlist("Set-Cookie"):
            check_cookie(header, path)
        return response


def check_cookie(header: str, path: str) -> None:
    """What every cookie must be: of staff pages only, out of reach of scripts and other sites."""
    assert "/staff" in path or "/counselor" in path, f"{path} sets a cookie"
    for cookie in SimpleCookie(header).values():
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax"), header
        assert (cookie["path"], cookie["domain"]) == ("/", ""), header
        assert bool(cookie["secure"]) is cookie.key.startswith("__Host-"), header


def invitation(app: Flask, lang: str = "en") -> str:
    """The path of the first admin's invitation, as `mentormatch serve` prints it."""
    with app.app_context():
        served = services()
        token = invite_first_admin(served.database, now=served.now())
    assert token is not None
    return f"/{lang}/staff/join/{token}"


def first_admin(app: Flask, clock: Clock, lang: str = "en") -> StaffMember:
    """An admin who has joined, set up the second factor, and is signed in.

    By the use cases that the pages call; how the pages do it is what tests of joining are about.
    """
    ada = StaffMember(app, clock=clock)
    _once_a_process(f"first admin {lang}", (ada,), lambda: _join_first(ada, lang))
    return ada


def _join_first(ada: StaffMember, lang: str) -> None:
    invited = invitation(ada.app, lang).rpartition("/")[2]
    joining = Joining(ada.name, ada.email, ada.password, Locale(lang))
    source = Source("127.0.0.1", "tests")
    with ada.app.app_context():
        served = services()
        database, secret = served.database, served.settings.secret_key
        opened = staff_joining.join(database, secret, invited, joining, source, now=served.now())
        with database.transaction() as tx:
            me = staff_sessions.who(tx, opened.token, now=served.now())
            ada.key = staff_account.next_key(secret, me)
            token, _codes = staff_account.enrol(tx, secret, me, ada.code(), now=served.now())
    ada.client.set_cookie("staff", token)


def _once_a_process(what: str, people: Sequence[StaffMember], do: Callable[[], object]) -> None:
    """Do it; where the same people did the same at the same time to the same file, copy what came of it."""
    app, clock = people[0].app, people[0].clock
    assert clock is not None
    with app.app_context():
        served = services()
    before = _at_rest(served.database)
    asked = (before, served.settings.secret_key, clock.now, clock.pace, what, _equipment(people))
    if done := _done.get(asked):
        assert served.database.path is not None
        served.database.path.write_bytes(done.file)
        clock.now = done.now
        for member, (key, session) in zip(people, done.people, strict=True):
            member.key = key
            member.client.set_cookie("staff", session)
        return
    do()
    after = _at_rest(served.database)
    # Other files differ from test to test, and nobody would ask for them again.
    if after and (was_furnished(before) or any(before == earlier.file for earlier in _done.values())):
        _done[asked] = _Done(after, clock.now, _equipment(people))


def _equipment(people: Sequence[StaffMember]) -> tuple[tuple[str, str], ...]:
    return tuple((member.key, member.cookie() or "") for member in people)


def _at_rest(database: Database) -> bytes:
    """The file of a database that nobody has open; nothing of any other."""
    database.close()
    path = database.path
    return path.read_bytes() if path and not path.with_name(f"{path.name}-shm").exists() else b""


def one_time_path(page: Page) -> str:
    """The path of the link that a page shows once."""
    return urlsplit(words_of(page.find("bdi", id="one-time-link"))).path


def invited_by(admin: StaffMember, role: str = "counselor", label: str = "Someone", lang: str = "en") -> str:
    """The path of an invitation that an admin makes."""
    page = confirmed(admin, f"/{lang}/staff/people/invite")
    return one_time_path(admin.send(page, "/people/invite", label=label, role=role))


def counselor_of(admin: StaffMember, lang: str = "en") -> StaffMember:
    """A counselor whom an admin invited, signed in, without a second factor."""
    zoe = StaffMember(admin.app, clock=admin.clock, email="zoe@example.org", name="Zoé")
    _once_a_process(f"counselor {lang}", (zoe, admin), lambda: zoe.join(invited_by(admin, lang=lang)))
    return zoe


def confirmed(member: StaffMember, path: str) -> Page:
    """A page that asks again who one is, with the answer given when it does."""
    page = member.page(path)
    if "/confirm/" not in page.path:
        return page
    code = {"code": member.code()} if member.key else {}
    return member.send(page, page.path.rpartition("/")[2], password=member.password, **code)


def path_of(admin: StaffMember, name: str) -> str:
    """The path of the page of someone in the list of staff."""
    links = admin.page("/en/staff/people").all("a")
    return next(link.get("href", "") for link in links if words_of(link) == name)


def recovery_codes(page: Page) -> list[str]:
    """The recovery codes that a page shows."""
    return [
        words
        for bdi in page.all("bdi")
        if re.fullmatch(r"([a-z2-7]{4}-){3}[a-z2-7]{4}", words := words_of(bdi))
    ]


def raw_form(page: Page, to: str) -> tuple[str, dict[str, str]]:
    """Where a page's form goes, and what it sends as it is."""
    form = page.form(to)
    return urljoin(page.path, form.get("action", "")), form_values(form)
