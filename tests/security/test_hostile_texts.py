"""What hostile people write, kept by every part of the house and read by everybody, in a real browser."""

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from mentormatch import quiz, storage
from mentormatch.bundled import data_path
from mentormatch.quiz.document import MAX_LABEL, MAX_PROMPT
from mentormatch.usecases.counsel import LONGEST_MESSAGE
from mentormatch.usecases.saying import LONGEST_TEXT
from mentormatch.usecases.set_up import set_up
from mentormatch.usecases.staff_joining import LONGEST_NAME
from tests.apps import Clock, serving, settings_for
from tests.bank_editing import editor, save
from tests.browser.conftest import Window
from tests.browser.walks import answer_all, begin, send
from tests.pages import Visitor
from tests.quizzes import each_in_turn, take
from tests.security.payloads import HUGE, TEXTS, packed
from tests.staff import StaffMember, confirmed, counselor_of, first_admin, invited_by, path_of
from tests.text_editing import LEAD, reworded, text_editor

pytestmark = pytest.mark.browser

# What a page must not have become: the numbers of dialogs and of breaches of the policy are kept apart.
_HARM = """() => {
  const found = [];
  for (const e of document.querySelectorAll('*')) {
    for (const a of e.attributes) {
      if (a.name.startsWith('on')) found.push(`${e.localName} ${a.name}`);
      if (/^\\s*(javascript|data):/i.test(a.value) && /href|src|action/.test(a.name)) found.push(a.value);
    }
  }
  for (const e of document.querySelectorAll('iframe, object, embed, base, style, math, template, marquee'))
    found.push(e.localName);
  for (const e of document.querySelectorAll('script, img, link, form'))
    for (const name of ['src', 'href', 'action'])
      if (e.getAttribute(name) && new URL(e.getAttribute(name), location.href).origin !== location.origin)
        found.push(`${e.localName} ${name}`);
  if (document.querySelectorAll('h1').length !== 1) found.push('not one h1');
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over > 0) found.push(`${over} px too wide`);
  return found;
}"""
_WORDS = """() => [document.body.textContent,
  ...[...document.querySelectorAll('input, textarea')].map(e => e.value)].join('\\n')"""
_LISTEN = "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"


@dataclass
class Besieged:
    """An installation in which everything that people write is hostile."""

    app: Flask
    address: str
    ada: StaffMember
    pages: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    written: set[str] = field(default_factory=set)

    def wrote(self, texts: list[str]) -> list[str]:
        self.written |= {line for text in texts for line in text.split("\n")}
        return texts


@pytest.fixture(scope="module")
def besieged(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    folder = tmp_path_factory.mktemp("besieged")
    path = folder / "mentormatch.sqlite3"
    shutil.copyfile(sqlite_template, path)
    clock, database = Clock(), storage.connect(f"sqlite:///{path}")
    set_up(database, now=clock())
    with serving(settings_for(f"sqlite:///{path}", folder, MENTORMATCH_BLIND_PERCENT="0"), clock) as app:
        made = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        ada = first_admin(app, clock)
        place = Besieged(app, f"http://127.0.0.1:{made.server_port}", ada)
        _published(place, database, clock)
        _asked_and_answered(place, counselor_of(ada))
        _people(place)
        _drafted(place)
        yield place
        made.shutdown()
        thread.join()
        made.server_close()
    database.close()


def _published(place: Besieged, database: storage.Database, clock: Clock) -> None:
    """A bank in which every sentence is hostile, with versions whose notes are."""
    document = json.loads(data_path("banks", "mentoring.json").read_bytes())
    prompts, labels = place.wrote(packed(MAX_PROMPT)), place.wrote(packed(MAX_LABEL))
    for number, question in enumerate(document["questions"]):
        question["prompt"] = dict.fromkeys(("fr", "en", "ar"), prompts[number % len(prompts)])
        for at, option in enumerate(question.get("options", ())):
            option["label"] = dict.fromkeys(("fr", "en", "ar"), labels[(3 * number + at) % len(labels)])
    for note in place.wrote(packed(1000)):
        document["title"]["en"] += "."
        bank = quiz.bank_from_document(quiz.validate_document(document))
        with database.transaction() as tx:
            storage.banks.publish(tx, bank, published_by=place.ada.email, note=note, now=clock())
    place.pages += ["admin/bank", "admin/bank/versions", "admin/bank/compare?before=1&after=2"]


def _asked_and_answered(place: Besieged, zoe: StaffMember) -> None:
    """A visitor for each message, a counselor who writes as much back, and a word that was opened."""
    visitor = Visitor(place.app)
    messages = place.wrote([*packed(LONGEST_MESSAGE), HUGE])
    texts = place.wrote([*packed(LONGEST_TEXT), HUGE])
    for number, message in enumerate(messages):
        token = take(visitor, "en", answering=each_in_turn()).token
        path = f"result/{token}"
        email = ("{{7*7}}@example.org", "'onfocus=alert'@example.org", "=1+1@example.org")[number % 3]
        place.written.add(email)
        asked = {"message": message, "email": email, "agrees": "y"}
        assert visitor.post(f"/en/{path}/counselor", asked).status_code == 303
        case = zoe.send(zoe.page("/en/counselor"), "/claim")
        text = texts[number % len(texts)]
        said = {"kind": "informal", "confidence": "2", "reason": text, "note": text, "private": text}
        saved = zoe.send(case, "/say", **said)
        assert "preview" in saved.source, saved.text[:500]
        place.pages.append(case.path.removeprefix("/en/").partition("?")[0])
        place.results.append(path)
        if number:
            zoe.send(saved, "/release")
            assert visitor.post(f"/en/{path}/counselor/open").status_code == 303
        assert visitor.get(f"/en/{path}/report.pdf").data.startswith(b"%PDF")
    place.pages += ["counselor", "counselor/figures"]


def _people(place: Besieged) -> None:
    """Someone with each name, who was invited under it."""
    names = [name for name in place.wrote(packed(LONGEST_NAME, between=" ")) if name.isprintable()]
    clock = place.ada.clock
    assert clock is not None
    confirmed(place.ada, "/en/staff/people/invite")
    moment = clock.now
    for number, name in enumerate(names):
        # However long it takes, Ada has just shown who she is.
        clock.now, link = moment, invited_by(place.ada, label=name)
        if number > 12:
            continue
        person = StaffMember(place.app, clock=place.ada.clock, email=f"p{number}@example.org", name=name)
        assert person.join(link).path == "/en/staff"
    place.written -= {line for line in place.written if not line.isprintable() and len(line) <= LONGEST_NAME}
    place.pages += ["staff", "staff/people", path_of(place.ada, names[0]).removeprefix("/en/")]


def _drafted(place: Besieged) -> None:
    """A draft with hostile words, as the editor keeps them."""
    text = "\n".join(packed(MAX_PROMPT))[:900]
    changes = {"prompt_en": text, "prompt_fr": text, "help_ar": text, "option_0_en": text}
    assert save(place.ada, place.ada.page(editor("en")), **changes).path.endswith("?said=saved")
    question = editor("en").removeprefix("/en/")
    place.pages += [question, f"{question}/history", "admin/bank/publish"]
    page = reworded(place.ada, LEAD, dict.fromkeys(("fr", "en", "ar"), text))
    assert page.path.endswith("said=saved"), page.text[:500]
    texts = [text_editor("en", LEAD).removeprefix("/en/"), "admin/texts?sheet=guide", "admin/texts/publish"]
    place.pages += [*texts, "admin/texts/compare?before=0&after=draft"]


class Watched(Window):
    """A window onto the besieged house: dialogs and breaches of the policy are problems."""

    def open(self, **guise: Any) -> Page:
        page = super().open(**guise)
        page.add_init_script(_LISTEN)
        page.on("dialog", self._dismiss)
        return page

    def _dismiss(self, dialog: Any) -> None:
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture
def watched(browser: Browser, besieged: Besieged) -> Iterator[Watched]:
    opened = Watched(browser, besieged.address)
    yield opened
    opened.close()
    assert opened.problems == []


def _read(page: Page, found: dict[str, list[str]], words: list[str], name: str) -> None:
    page.wait_for_load_state("load")
    harm = page.evaluate(_HARM)
    if harm:
        found[name] = harm
    words.append(page.evaluate(_WORDS))


def test_nothing_that_was_written_is_more_than_words(watched: Watched, besieged: Besieged) -> None:
    """What people write is the same in every language: the pages that show it are read in each in turn."""
    page = watched.open(width=360)
    found: dict[str, list[str]] = {}
    words: list[str] = []
    languages = cycle(("fr", "en", "ar"))
    for path in besieged.results:
        page.goto(f"/{next(languages)}/{path}")
        _read(page, found, words, path[:12])
    _take(page, found, words)
    cookie = besieged.ada.cookie() or ""
    page.context.add_cookies([{"name": "staff", "value": cookie, "url": besieged.address}])
    for path in besieged.pages:
        page.goto(f"/{next(languages)}/{path}")
        _read(page, found, words, path)
    page.context.clear_cookies()
    assert found == {}
    read = "\n".join(words)
    assert sorted(line for line in besieged.written if line not in read) == []


def _take(page: Page, found: dict[str, list[str]], words: list[str]) -> None:
    """The quiz whose every sentence is hostile."""
    begin(page, "ar")
    _read(page, found, words, "question")
    answer_all(page, -1)
    _read(page, found, words, "check")
    send(page)
    _read(page, found, words, "result")


@pytest.mark.parametrize(("place", "lang"), [("compare", "fr"), ("sign-in", "en"), ("search", "ar")])
def test_what_is_shown_again_at_once_is_words(
    watched: Watched, besieged: Besieged, lang: str, place: str
) -> None:
    page = watched.open(width=360)
    found: dict[str, list[str]] = {}
    words: list[str] = []
    texts = packed(100, TEXTS, between=" ")
    if place == "search":
        cookie = besieged.ada.cookie() or ""
        page.context.add_cookies([{"name": "staff", "value": cookie, "url": besieged.address}])
    for text in texts if place == "search" else ["".join(packed(400, TEXTS, between=" "))[:450]]:
        _again(page, lang, place, text.replace("\n", " "))
        _read(page, found, words, place)
        assert " ".join(text.split())[:60] in " ".join(words[-1].split())
    page.context.clear_cookies()
    assert found == {}


def _again(page: Page, lang: str, place: str, text: str) -> None:
    path, name = {
        "compare": ("compare", "one"),
        "sign-in": ("staff/sign-in", "email"),
        "search": ("admin/bank", "q"),
    }[place]
    page.goto(f"/{lang}/{path}")
    page.locator(f"[name={name}]").evaluate("(e, text) => { e.type = 'text'; e.value = text; }", text)
    with page.expect_navigation():
        page.locator(f"[name={name}]").evaluate("e => e.form.submit()")


def test_harm_would_be_found(watched: Watched) -> None:
    page = watched.open(width=360)
    page.set_content("<h1>a</h1><h1 onclick='1'>b</h1><iframe></iframe><a href='javascript:1'>c</a>")
    assert {"h1 onclick", "iframe", "javascript:1", "not one h1"} <= set(page.evaluate(_HARM))
