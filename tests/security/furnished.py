"""A house in which everything is there once, so that every form of the staff's pages is on some page."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
from flask import Flask

from tests.apps import Clock
from tests.bank_editing import SITUATION, editor, fields, press, second_admin
from tests.pages import Page, Visitor, form_values, words_of
from tests.quizzes import begin, each_in_turn, take, token_of
from tests.security.house import House, Sending
from tests.staff import StaffMember, confirmed, counselor_of, first_admin, invited_by, one_time_path, path_of
from tests.text_editing import OTHER, STEP, TEXTS, published_texts, reworded, text_editor
from tests.web.test_bank_publishing import edited, published
from tests.web.test_routes import ROUTES

# What a person types into the fields of any form.
_TYPED = {
    "label": "Somebody new",
    "role": "counselor",
    "name": "Somebody",
    "email": "somebody@example.org",
    "kind": "informal",
    "confidence": "2",
    "reason": "What the case says",
    "note": "Words that were written",
    "format": "agree",
    "room": "people",
}
_NEW_PASSWORD = "eleven herons near the old mill"


def furnished(app: Flask, clock: Clock, folder: Path) -> House:
    """Everything once: staff, cases in every state, a draft and two versions, a job, open links."""
    ada = first_admin(app, clock)
    house = House(app, clock, folder, ada, counselor_of(ada))
    house.zoe.enrol("en")
    _links_and_sessions(house)
    cases = _cases(house)
    # There is much to do within the ten minutes for which it is known who somebody is.
    clock.pace = timedelta(seconds=1)
    job = _bank(house)
    _texts(house)
    closed = _closed_account(house)
    confirmed(house.zoe, "/en/staff/account/second-factor")
    invite = confirmed(ada, "/en/staff/people/invite").path
    since = clock.now
    for path in _pages(ada, invite, closed, *cases, job):
        _take_forms(house, ada, ada.page(path))
    _take_forms(house, house.zoe, house.zoe.page("/en/staff/account"))
    _before_signing_in(house)
    _that_no_page_shows(house)
    clock.now = since + timedelta(minutes=1)
    _codes(house)
    house.moment = clock.now
    return house


def _pages(ada: StaffMember, *besides: str) -> list[str]:
    """Where an admin finds forms."""
    pages = ["", "/account", "/account/password", "/account/second-factor", "/account/recovery-codes"]
    pages = [f"/en/staff{path}" for path in (*pages, "/people", "/confirm/people")]
    pages += [path_of(ada, "Zoé"), "/en/counselor", "/en/counselor/export", *besides]
    pages += [f"/en/admin/{path}" for path in ("bank", "bank/publish", "bank/publish/now", "bank/files")]
    pages += ["/en/admin/settings", "/en/admin/audit"]
    pages += [f"{TEXTS}/publish", f"{TEXTS}/publish/now", f"{TEXTS}/versions", "/en/admin/bank/title"]
    return [*pages, editor("en"), text_editor("en")]


def _rule_of(house: House, path: str) -> str:
    adapter = house.app.url_map.bind("localhost")
    rule, _ = adapter.match(path.partition("?")[0], method="POST", return_rule=True)
    return str(rule.rule)


def _take_forms(house: House, who: StaffMember, page: Page) -> None:
    """Every form of a page that is not known yet, as its owner would send it."""
    for form in page.all("form", method="post"):
        path = form.get("action", "")
        values = form_values(form)
        typed = {name: word for name, word in _TYPED.items() if name in values and not values[name]}
        chosen = {name: _TYPED[name] for name in _names(form) & _TYPED.keys() if name not in values}
        secrets = {"current": who.password, "password": who.password}
        if "current" in values or not who.key:
            secrets["password"] = _NEW_PASSWORD
        secrets = {name: word for name, word in secrets.items() if name in values}
        sent = values | typed | chosen | secrets
        house.sendings.setdefault(_rule_of(house, path), Sending(who, path, sent))


def _names(form: Any) -> set[str]:
    return {element.get("name") or "" for element in form.iter()}


def _links_and_sessions(house: House) -> None:
    ada = house.ada
    ada.elsewhere().sign_in()
    house.values["/join/"] = invited_by(ada, label="Whoever").rpartition("/")[2]
    reset = press(ada, confirmed(ada, path_of(ada, "Zoé")), "/reset")
    house.values["/reset/"] = one_time_path(reset).rpartition("/")[2]
    house.values["staff_id"] = path_of(ada, "Zoé").rpartition("/")[2]
    for name, path, ends in (
        ("invitation_id", "people", "/withdraw"),
        ("session_id", "account", "/end"),
    ):
        actions = [form.get("action", "") for form in ada.page(f"/en/staff/{path}").all("form")]
        house.values[name] = next(a for a in actions if a.endswith(ends) and a.count("/") > 5).split("/")[-2]


def _closed_account(house: House) -> str:
    """The page of somebody who cannot sign in any more."""
    second_admin(house.ada)
    path = path_of(house.ada, "Bob")
    press(house.ada, confirmed(house.ada, path), "/disable")
    return path


def _cases(house: House) -> list[str]:
    """Pages of cases: waiting, to be judged blind, with words to release, released."""
    ada, visitor = house.ada, Visitor(house.app)
    paths: list[str] = []
    for blind, steps in ((0, ""), (100, "c"), (0, "cs"), (0, "csr")):
        found = house.app.extensions["mentormatch"]
        settings = replace(found.settings, blind_percent=blind, double_percent=0)
        house.app.extensions["mentormatch"] = replace(found, settings=settings)
        token = take(visitor, "en", answering=each_in_turn()).token
        visitor.post(f"/en/result/{token}/counselor", {"message": f"A question {len(paths)}"})
        queue = ada.page("/en/counselor")
        paths.append(_newest(queue, paths))
        house.values |= {"token": token, "result_id": paths[-1].rpartition("/")[2]}
        if "c" in steps:
            ada.post(f"{paths[-1]}/claim", form_values(queue.form(f"{paths[-1]}/claim")))
        if "s" in steps:
            said = {"kind": "informal", "confidence": "2", "reason": "r", "note": "n"}
            ada.send(ada.page(paths[-1]), "/say", **said)
        if "r" in steps:
            ada.send(ada.page(paths[-1]), "/release")
    house.values["position"] = "1"
    house.values["/quiz/<token"] = token_of(begin(visitor, "en"))
    return paths


def _newest(queue: Page, known: list[str]) -> str:
    links = [link.get("href", "").partition("?")[0] for link in queue.all("a")]
    return next(link for link in links if "/cases/" in link and link not in known)


def _bank(house: House) -> str:
    """Two versions and a draft with a note that could be published; the page of a job."""
    ada = house.ada
    edited(ada)
    published(ada)
    edited(ada, "Another job begins. What would help you most?")
    press(ada, ada.page("/en/admin/bank/publish"), "/publish", note="Clearer still")
    page = press(ada, ada.page("/en/admin/bank/publish"), "/impact")
    house.values |= {"key": SITUATION, "number": "1", "job_id": page.path.partition("?")[0].split("/")[-1]}
    return f"{page.path}?still=1"


def _texts(house: House) -> None:
    """Two versions of the texts and a draft with a note that could be published."""
    for number in range(3):
        reworded(house.ada, words={lang: f"{words} {number}" for lang, words in OTHER.items()})
        if number < 2:
            published_texts(house.ada)
    press(house.ada, house.ada.page(f"{TEXTS}/publish"), "/publish", note="Our own words")
    house.values["text_id"] = STEP


def _before_signing_in(house: House) -> None:
    """Forms that are bound to a visit, and the one of a session that waits for its code."""
    stranger = StaffMember(house.app, clock=house.clock)
    for ends in ("/join/", "/reset/"):
        _take_forms(house, stranger, stranger.page(f"/en/staff{ends}{house.values[ends]}"))
    page = stranger.page("/en/staff/sign-in")
    _take_forms(house, stranger, page)
    name = "/<locale:locale>/staff/sign-in"
    sent = {**house.sendings[name].sent, "email": house.zoe.email, "password": house.zoe.password}
    house.sendings[name] = replace(house.sendings[name], sent=sent)
    half = house.ada.elsewhere()
    form = half.page("/en/staff/sign-in")
    page = half.send(form, "/sign-in", email=half.email, password=half.password)
    _take_forms(house, half, page)


def _codes(house: House) -> None:
    """The codes that the phones show at the moment from which on the clock stands still."""
    new_key = words_of(house.ada.page("/en/staff/account/second-factor").find("bdi", id="totp-key"))
    keys = {"code": house.ada.key, "confirm/<room>": house.ada.key, "account/second-factor": new_key}
    for ends, key in keys.items():
        code = pyotp.TOTP(key.replace(" ", "")).at(int(house.clock.now.timestamp()))
        name = f"/<locale:locale>/staff/{ends}"
        house.sendings[name] = replace(house.sendings[name], sent={**house.sendings[name].sent, "code": code})


def _that_no_page_shows(house: House) -> None:
    """What the script sends, and what is offered only where a model has learnt or somebody measured."""
    ada, page = house.ada, house.ada.page(editor("en"))
    changed = {**fields(page), "prompt-en": "Something else is asked here?", "action": "save"}
    key = {"form_key": changed["form_key"]}
    question = "/<locale:locale>/admin/bank/questions/<key>"
    for ends in ("", "/autosave", "/live"):
        house.sendings[question + ends] = Sending(ada, editor("en") + ends, changed)
    order = "/<locale:locale>/admin/bank/order"
    house.sendings[order] = Sending(ada, "/en/admin/bank/order", {**key, "down": SITUATION})
    files = "/<locale:locale>/admin/bank/files"
    content = ada.get("/en/admin/bank/files/current.json").get_data()
    house.sendings[files] = replace(house.sendings[files], file=content.replace(b"Mentor", b"mentor"))
    rules = ("/models/promote", "/models/back", "/statistics/<int:number>/measure")
    for rule in (*rules, "/audit/check/<uuid:job_id>/stop"):
        full = f"/<locale:locale>/admin{rule}"
        house.sendings[full] = Sending(ada, house.path(full), {**key, "model": "0" * 64, "turn": "1"})
    for room in ("bank", "texts"):
        restore = f"/<locale:locale>/admin/{room}/versions/<int:number>/restore"
        house.sendings[restore] = Sending(ada, house.path(restore), key)
    text = "/<locale:locale>/admin/texts/<text_id>"
    written = {
        **fields(ada.page(text_editor("en"))),
        "text-en": "Something else is said here",
        "action": "save",
    }
    for ends in ("", "/autosave", "/live"):
        house.sendings[text + ends] = Sending(ada, text_editor("en") + ends, written)


def staff_posts() -> list[str]:
    """The rules of the staff's pages that take a form."""
    rooms = ("/<locale:locale>/staff", "/<locale:locale>/counselor", "/<locale:locale>/admin")
    return [rule for method, rule in ROUTES if method == "POST" and rule.startswith(rooms)]
