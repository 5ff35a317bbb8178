"""Every route, for every role, by every method: one table, and what is not in it fails."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.apps import Clock
from tests.pages import Visitor
from tests.staff import StaffMember, counselor_of, first_admin, path_of

TOKEN = "t" * 43
NOBODY = "00000000-0000-7000-8000-000000000000"

FILLED = {
    "locale": "en",
    "token": TOKEN,
    "article": "formal",
    "card": "home",
    "name": "privacy",
    "position": "1",
    "session_id": NOBODY,
    "invitation_id": NOBODY,
    "staff_id": NOBODY,
    "result_id": NOBODY,
    "room": "people",
    "key": "gate-need",
    "number": "1",
    "job_id": NOBODY,
    "which": "current",
    "form": "json",
    "language": "ar",
    "text_id": "guide.lead",
}

# What an answer is: its status, and for a redirect the path to which it leads.
HOME = "303 /en/staff"
SIGN_IN = "303 /en/staff/sign-in"
CONFIRM = "303 /en/staff/confirm/"


@dataclass(frozen=True)
class Row:
    """What a stranger, a counselor and an admin get at a rule, by a method, with an empty form."""

    anonymous: str
    counselor: str
    admin: str


def everyone(answer: str) -> Row:
    """The same for all."""
    return Row(answer, answer, answer)


def staff(answer: str) -> Row:
    """Any member of staff; strangers are sent to sign in."""
    return Row(SIGN_IN, answer, answer)


def admins(answer: str) -> Row:
    """Admins only; for counselors there is nothing at the address."""
    return Row(SIGN_IN, "404", answer)


_L = "/<locale:locale>"
_ATTEMPT = f"{_L}/quiz/<token:token>"
_RESULT = f"{_L}/result/<token:token>"
_STAFF = f"{_L}/staff"
_ACCOUNT = f"{_STAFF}/account"
_PEOPLE = f"{_STAFF}/people"
_PERSON = f"{_PEOPLE}/<uuid:staff_id>"
_MODELS = f"{_L}/admin/models"
_QUEUE = f"{_L}/counselor"
_CASE = f"{_QUEUE}/cases/<uuid:result_id>"
_BANK = f"{_L}/admin/bank"
_QUESTION = f"{_BANK}/questions/<key>"
_IMPACT = f"{_BANK}/impact"
_FILES = f"{_L}/admin/bank/files"
_STATISTICS = f"{_L}/admin/statistics"
_AUDIT = f"{_L}/admin/audit"
_SETTINGS = f"{_L}/admin/settings"
_TEXTS = f"{_L}/admin/texts"
_TEXT = f"{_TEXTS}/<text_id>"

ROUTES: dict[tuple[str, str], Row] = {
    ("GET", "/"): everyone("302 /fr/"),
    ("GET", "/quiz"): everyone("302 /fr/quiz"),
    ("GET", "/quiz/"): everyone("302 /fr/quiz"),
    ("GET", "/guide"): everyone("302 /fr/guide"),
    ("GET", "/guide/"): everyone("302 /fr/guide"),
    ("GET", f"{_L}/quiz/"): everyone("308 /en/quiz"),
    ("GET", f"{_L}/guide/"): everyone("308 /en/guide"),
    ("GET", "/blog/mentorat-coaching-professionnel-2025"): everyone("302 /fr/guide"),
    ("GET", "/healthz"): everyone("200"),
    ("GET", "/readyz"): everyone("200"),
    ("GET", "/metrics"): everyone("200"),
    ("GET", "/robots.txt"): everyone("200"),
    ("GET", "/sitemap.xml"): everyone("200"),
    ("GET", f"{_L}/"): everyone("200"),
    ("GET", f"{_L}/guide"): everyone("200"),
    ("GET", f"{_L}/guide/<article>"): everyone("200"),
    ("GET", f"{_L}/<any(method,privacy,accessibility):name>"): everyone("200"),
    ("GET", f"{_L}/cards/<any(home,formal,informal,reverse,coaching):card>.png"): everyone("200"),
    ("GET", f"{_L}/compare"): everyone("200"),
    ("POST", f"{_L}/compare"): everyone("200"),
    ("GET", f"{_L}/quiz"): everyone("200"),
    ("POST", f"{_L}/quiz"): everyone("400"),
    ("GET", _ATTEMPT): everyone("404"),
    ("GET", f"{_ATTEMPT}/<int:position>"): everyone("404"),
    ("POST", f"{_ATTEMPT}/<int:position>"): everyone("404"),
    ("GET", f"{_ATTEMPT}/check"): everyone("404"),
    ("POST", f"{_ATTEMPT}/check"): everyone("404"),
    ("POST", f"{_ATTEMPT}/more"): everyone("400"),
    ("GET", f"{_ATTEMPT}/qr.svg"): everyone("404"),
    ("GET", _RESULT): everyone("404"),
    ("GET", f"{_RESULT}/data.json"): everyone("404"),
    ("GET", f"{_RESULT}/report.pdf"): everyone("404"),
    ("GET", f"{_RESULT}/plan.ics"): everyone("404"),
    ("GET", f"{_RESULT}/erase"): everyone("404"),
    ("POST", f"{_RESULT}/erase"): everyone("404"),
    ("POST", f"{_RESULT}/counselor"): everyone("404"),
    ("POST", f"{_RESULT}/counselor/withdraw"): everyone("404"),
    ("POST", f"{_RESULT}/counselor/open"): everyone("404"),
    ("GET", f"{_L}/erased"): everyone("200"),
    # Before signing in.
    ("GET", f"{_STAFF}/sign-in"): Row("200", HOME, HOME),
    ("POST", f"{_STAFF}/sign-in"): everyone("400"),
    ("GET", f"{_STAFF}/code"): Row(SIGN_IN, HOME, HOME),
    ("POST", f"{_STAFF}/code"): Row(SIGN_IN, HOME, HOME),
    ("POST", f"{_STAFF}/sign-out"): Row(SIGN_IN, HOME, HOME),
    ("GET", f"{_STAFF}/join/<token:token>"): everyone("404"),
    ("POST", f"{_STAFF}/join/<token:token>"): everyone("404"),
    ("GET", f"{_STAFF}/reset/<token:token>"): everyone("404"),
    ("POST", f"{_STAFF}/reset/<token:token>"): everyone("404"),
    # Any member of staff.
    ("GET", _STAFF): staff("200"),
    ("GET", _ACCOUNT): staff("200"),
    ("GET", f"{_ACCOUNT}/password"): staff("200"),
    ("POST", f"{_ACCOUNT}/password"): staff("400"),
    ("GET", f"{_ACCOUNT}/second-factor"): staff("200"),
    ("POST", f"{_ACCOUNT}/second-factor"): staff("400"),
    ("GET", f"{_ACCOUNT}/second-factor/qr.svg"): staff("200"),
    ("POST", f"{_ACCOUNT}/second-factor/remove"): staff("400"),
    ("GET", f"{_ACCOUNT}/recovery-codes"): staff("200"),
    ("POST", f"{_ACCOUNT}/recovery-codes"): staff("400"),
    ("POST", f"{_ACCOUNT}/sessions/<uuid:session_id>/end"): staff("400"),
    ("POST", f"{_ACCOUNT}/sessions/end"): staff("400"),
    ("GET", f"{_STAFF}/confirm/<room>"): staff("200"),
    ("POST", f"{_STAFF}/confirm/<room>"): staff("400"),
    # Counselors, and admins who act as one.
    ("GET", _QUEUE): staff("200"),
    ("GET", _CASE): staff("404"),
    ("POST", f"{_CASE}/claim"): staff("303 /en/counselor/cases/" + NOBODY),
    ("POST", f"{_CASE}/let-go"): staff("303 /en/counselor/cases/" + NOBODY),
    ("POST", f"{_CASE}/judge"): staff("404"),
    ("POST", f"{_CASE}/say"): staff("404"),
    ("POST", f"{_CASE}/release"): staff("303 /en/counselor/cases/" + NOBODY),
    ("POST", f"{_CASE}/undo"): staff("303 /en/counselor/cases/" + NOBODY),
    ("GET", f"{_L}/counselor/figures"): staff("200"),
    ("GET", f"{_L}/counselor/export"): staff("200"),
    ("POST", f"{_L}/counselor/export"): staff("400"),
    # Admins.
    ("GET", _PEOPLE): admins("200"),
    ("GET", f"{_PEOPLE}/invite"): admins("200"),
    ("POST", f"{_PEOPLE}/invite"): admins("400"),
    ("POST", f"{_PEOPLE}/invitations/<uuid:invitation_id>/withdraw"): admins("400"),
    ("GET", _PERSON): admins("404"),
    ("POST", f"{_PERSON}/role"): admins("400"),
    ("POST", f"{_PERSON}/reset"): admins("400"),
    ("POST", f"{_PERSON}/sessions/end"): admins("400"),
    ("POST", f"{_PERSON}/disable"): admins("400"),
    ("POST", f"{_PERSON}/enable"): admins("400"),
    ("GET", _MODELS): admins("200"),
    ("POST", f"{_MODELS}/promote"): admins("400"),
    ("POST", f"{_MODELS}/back"): admins("400"),
    ("GET", _BANK): admins("200"),
    ("GET", f"{_BANK}/title"): admins("200"),
    ("POST", f"{_BANK}/title"): admins("400"),
    ("POST", f"{_BANK}/questions"): admins("400"),
    ("POST", f"{_BANK}/order"): admins("400"),
    ("GET", _QUESTION): admins("200"),
    ("POST", _QUESTION): admins("400"),
    ("POST", f"{_QUESTION}/autosave"): admins("400"),
    ("POST", f"{_QUESTION}/live"): admins("400"),
    ("POST", f"{_QUESTION}/duplicate"): admins("400"),
    ("POST", f"{_QUESTION}/move"): admins("400"),
    ("POST", f"{_QUESTION}/retire"): admins("400"),
    ("GET", f"{_QUESTION}/history"): admins("200"),
    ("GET", f"{_BANK}/publish"): admins("200"),
    ("POST", f"{_BANK}/publish"): admins("400"),
    ("GET", f"{_BANK}/publish/now"): admins("200"),
    ("POST", f"{_BANK}/publish/now"): admins("400"),
    ("POST", f"{_BANK}/discard"): admins("400"),
    ("GET", f"{_BANK}/versions"): admins("200"),
    ("POST", f"{_BANK}/versions/<int:number>/restore"): admins("400"),
    ("GET", f"{_BANK}/compare"): admins("404"),
    ("GET", _IMPACT): admins("200"),
    ("POST", _IMPACT): admins("400"),
    ("GET", f"{_IMPACT}/<uuid:job_id>"): admins("404"),
    ("POST", f"{_IMPACT}/<uuid:job_id>/cancel"): admins("400"),
    ("GET", _FILES): admins("200"),
    ("POST", _FILES): admins("400"),
    ("GET", f"{_FILES}/<any(current,draft):which>.<any(json,csv,xlsx):form>"): admins("200"),
    ("GET", f"{_FILES}/<any(current,draft):which>-<any(fr,en,ar):language>.po"): admins("200"),
    ("GET", _SETTINGS): admins("200"),
    ("POST", _SETTINGS): admins("400"),
    ("GET", _AUDIT): admins("200"),
    ("POST", f"{_AUDIT}/check"): admins("400"),
    ("POST", f"{_AUDIT}/check/<uuid:job_id>/stop"): admins("400"),
    ("GET", _TEXTS): admins("200"),
    ("GET", _TEXT): admins("200"),
    ("POST", _TEXT): admins("400"),
    ("POST", f"{_TEXT}/autosave"): admins("400"),
    ("POST", f"{_TEXT}/live"): admins("400"),
    ("GET", f"{_TEXTS}/publish"): admins("200"),
    ("POST", f"{_TEXTS}/publish"): admins("400"),
    ("GET", f"{_TEXTS}/publish/now"): admins("200"),
    ("POST", f"{_TEXTS}/publish/now"): admins("400"),
    ("POST", f"{_TEXTS}/discard"): admins("400"),
    ("GET", f"{_TEXTS}/versions"): admins("200"),
    ("POST", f"{_TEXTS}/versions/<int:number>/restore"): admins("400"),
    ("GET", f"{_TEXTS}/compare"): admins("404"),
    ("GET", _STATISTICS): admins("200"),
    ("POST", f"{_STATISTICS}/<int:number>/measure"): admins("400"),
    ("GET", f"{_STATISTICS}/<int:number>/questions/<key>"): admins("404"),
    ("GET", f"{_STATISTICS}/<int:number>/statistics.csv"): admins("404"),
}

# These ask who one is within their own form, so that what was typed into it is kept.
ASKS_ITSELF = {("POST", f"{_L}/counselor/export"), ("POST", f"{_PEOPLE}/invite")}

# Behind these one must have shown a short while ago who one is; by rule, any other method.
GRAVE = {
    f"{_L}/counselor/export",
    f"{_ACCOUNT}/second-factor",
    f"{_ACCOUNT}/second-factor/qr.svg",
    f"{_ACCOUNT}/second-factor/remove",
    f"{_ACCOUNT}/recovery-codes",
    f"{_PEOPLE}/invite",
    f"{_PEOPLE}/invitations/<uuid:invitation_id>/withdraw",
    _PERSON,
    f"{_PERSON}/role",
    f"{_PERSON}/reset",
    f"{_PERSON}/sessions/end",
    f"{_PERSON}/disable",
    f"{_PERSON}/enable",
    f"{_MODELS}/promote",
    f"{_MODELS}/back",
    f"{_BANK}/publish/now",
    _SETTINGS,
    f"{_TEXTS}/publish/now",
}


def path_for(rule: str, values: Mapping[str, str] = FILLED) -> str:
    """A path that a rule fits, with these values in its places."""
    pieces = [piece.partition(">") for piece in rule.split("<")]
    filled = [values[name.rpartition(":")[2]] + rest if close else name for name, close, rest in pieces]
    return "".join(filled)


def _said(answer: TestResponse) -> str:
    return " ".join(filter(None, (str(answer.status_code), answer.headers.get("Location", ""))))


def _asked(someone: Visitor, method: str, rule: str) -> str:
    return _said(someone.post(path_for(rule)) if method == "POST" else someone.get(path_for(rule)))


def _wrong(someone: Visitor, role: str) -> dict[tuple[str, str], str]:
    """Where the table is wrong about a role."""
    found = {key: _asked(someone, *key) for key in ROUTES}
    return {key: said for key, said in found.items() if said.partition("?")[0] != getattr(ROUTES[key], role)}


def test_every_route_of_the_app_is_in_the_table_and_no_other(quick_app: Flask) -> None:
    rules = {
        (method, rule.rule)
        for rule in quick_app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert rules - ROUTES.keys() == set()
    assert ROUTES.keys() - rules == set()


def test_a_stranger_gets_visitors_pages_and_is_sent_to_sign_in(quick_app: Flask) -> None:
    assert _wrong(StaffMember(quick_app), "anonymous") == {}


def test_a_counselor_finds_nothing_at_an_admins_addresses(quick_app: Flask, clock: Clock) -> None:
    assert _wrong(counselor_of(first_admin(quick_app, clock)), "counselor") == {}


def test_an_admin_gets_everything_that_staff_get(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    # The table is longer than ten minutes at a person's pace: then she would be asked again who she is.
    clock.pace = timedelta(seconds=1)
    assert _wrong(ada, "admin") == {}


def test_grave_deeds_ask_again_who_one_is_and_others_do_not(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    clock.go_on(minutes=11)
    for method, rule in ROUTES:
        if rule.startswith((_STAFF, f"{_L}/counselor", f"{_L}/admin")) and "sign-" not in rule:
            grave = rule in GRAVE and (method, rule) not in ASKS_ITSELF
            assert _asked(ada, method, rule).startswith(CONFIRM) is grave, rule


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_no_route_knows_another_method(quick_app: Flask, clock: Clock, method: str) -> None:
    ada = first_admin(quick_app, clock)
    for rule in {rule for _, rule in ROUTES}:
        answer = ada.client.open(path_for(rule), method=method)
        assert answer.status_code in {403, 405}, rule


def test_a_person_who_is_there_is_hidden_from_counselors_all_the_same(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    zoe = counselor_of(ada)
    there = path_of(ada, "Ada")
    assert zoe.get(there).status_code == 404
    assert zoe.post(f"{there}/disable").status_code == 404
    assert StaffMember(quick_app, clock=clock).get(there).headers["Location"] == "/en/staff/sign-in"
