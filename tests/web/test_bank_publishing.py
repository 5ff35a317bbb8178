"""Draft, gate, publish; versions compared and restored; order and number of the questions."""

import json
import threading
from dataclasses import replace

from flask import Flask

from mentormatch import storage
from mentormatch.guide import Kind, Leaf, Role
from mentormatch.i18n import Locale
from mentormatch.matcher.reach import Reach, Shares
from mentormatch.quiz import parse_bank, parse_document
from mentormatch.quiz.blueprint import blueprint_findings
from mentormatch.quiz.drafting import draft_bytes
from mentormatch.quiz.findings import placed
from mentormatch.usecases import bank_gate
from mentormatch.usecases.check_bank import reach_findings, share_findings
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.web.admin.present_findings import finding
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech
from tests.apps import Clock
from tests.bank_editing import SITUATION, editor, press, save, second_admin, value
from tests.pages import Page, Visitor, choices, form_values
from tests.staff import StaffMember, confirmed, first_admin
from tests.usecases.shipped import raw, shipped_document
from tests.web.test_bank_editor import look

ALL_HOLD = {"holds_prompt_fr": "y", "holds_prompt_en": "y", "holds_prompt_ar": "y"}
BANK = "/en/admin/bank"


def edited(ada: StaffMember, words: str = "A new job begins. What would help you most?") -> None:
    """A draft that passes the gate: the question in new English words, of which the others still hold."""
    save(ada, save(ada, ada.page(editor("en")), prompt_en=words), **ALL_HOLD)


def published(ada: StaffMember, note: str = "Clearer words") -> Page:
    press(ada, ada.page(f"{BANK}/publish"), "/publish", note=note)
    return press(ada, confirmed(ada, f"{BANK}/publish/now"), "/publish/now")


def _numbers(app: Flask) -> list[int]:
    with app.app_context(), services().database.reading() as tx:
        return [version.number for version in storage.banks.versions(tx, BANK_KEY)]


def test_a_draft_is_published_whole_with_its_note_by_whom_and_audited(
    app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(app, clock, lang)
    edited(ada)
    draft = look(app)
    page = published(ada)
    assert page.path == "/en/admin/bank/versions?said=published"
    assert "Clearer words" in ada.page(f"/{lang}/admin/bank/versions").text
    with app.app_context(), services().database.reading() as tx:
        version = storage.banks.current(tx, BANK_KEY)
        assert storage.banks.document(tx, version.id) == draft.raw
        assert version.content_hash == parse_bank(draft.raw).content_hash
        assert (version.number, version.note) == (2, "Clearer words")
        assert version.published_by is not None
        events = tx.exec_driver_sql("SELECT actor, action FROM audit_events ORDER BY number").all()
        assert (version.published_by, "bank-published") in [tuple(event) for event in events]
        assert storage.audit.verify(tx).intact
    assert look(app).revision == 0


def test_publishing_asks_again_who_one_is_and_keeps_the_note(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    edited(ada)
    clock.go_on(minutes=11)
    page = press(ada, ada.page(f"{BANK}/publish"), "/publish", note="Clearer words")
    assert page.path.endswith("/confirm/publish")
    page = ada.send(page, "/publish", password=ada.password, code=ada.code())
    assert (page.path, "Clearer words" in page.text) == (f"{BANK}/publish/now", True)
    assert press(ada, page, "/publish/now").path.endswith("?said=published")


def test_a_note_is_required(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock)
    edited(ada)
    for note in ("", "   ", "x" * 1001):
        page = press(ada, ada.page(f"/{lang}/admin/bank/publish"), "/publish", note=note)
        assert page.status == 400
        assert page.find("p", id="note-error") is not None
    assert "Publish now" not in ada.page(f"{BANK}/publish/now").text
    assert _numbers(quick_app) == [1]


def test_the_gate_stops_stale_missing_and_hidden_text_and_says_where(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    page = save(ada, ada.page(editor(lang)), prompt_en="Other words")
    save(ada, page, option_0_ar="")
    gate = ada.page(f"/{lang}/admin/bank/publish")
    places = [a.get("href") for a in gate.all("a") if (a.get("href") or "").endswith(SITUATION)]
    assert len(places) >= 3
    press(ada, gate, "/publish", note="Not yet")
    page = ada.page(f"/{lang}/admin/bank/publish/now")
    assert not [form for form in page.all("form") if form.get("action", "").endswith("/now")]
    key = page.form("/sign-out").find(".//input[@name='form_key']")
    assert key is not None
    sent = {"form_key": key.get("value"), "revision": str(look(quick_app).revision), "version": "1"}
    assert ada.post(f"{BANK}/publish/now", sent).status_code == 400
    assert _numbers(quick_app) == [1]


def test_the_gate_stops_kinds_that_are_out_of_reach(quick_app: Flask, clock: Clock, lang: str) -> None:
    """All options of a question speak for the same: nothing leads anywhere but to what comes first."""
    ada = first_admin(quick_app, clock, lang)
    seen = look(quick_app)
    alike = []
    for question in seen.draft.questions:
        loads = dict.fromkeys(question.loads, 0.01)
        options = tuple(replace(o, loads=dict(question.options[0].loads)) for o in question.options)
        alike.append(replace(question, loads=loads, options=options))
    document = draft_bytes(replace(seen.draft, questions=tuple(alike)))
    with quick_app.app_context():
        served, model = services(), services().instruments.model
        with served.database.transaction() as tx:
            storage.drafts.save(tx, BANK_KEY, document, revision=0, now=clock())
        blocks = bank_gate.gate(look(quick_app), model).blocks
    assert any("no answers lead to" in found.message for found in blocks)
    page = ada.page(f"/{lang}/admin/bank/publish")
    assert not any(found.message in page.text for found in blocks if "lead to" in found.message)


def test_what_the_gate_says_most_is_said_in_every_language(quick_app: Flask, lang: str) -> None:
    shares = Shares(
        role=Role.BECOME,
        answerers=100,
        chance={Kind.REVERSE: 0.7},
        simulated={Kind.REVERSE: 0.9},
        recovered={Kind.REVERSE: 0.2},
    )
    short = Reach(Role.FIND, Leaf.COACHING_CAREER, 0.6, 0.6, True, False, ("q",) * 12)
    none = Reach(Role.FIND, Leaf.FORMAL, 0.1, 0.1, False, False, ("q",))
    thin = parse_document(raw({**shipped_document(), "questions": shipped_document()["questions"][:40]}))
    messages = [
        *share_findings([shares]),
        *reach_findings([short, none]),
        *(
            found
            for found in blueprint_findings(placed(thin.questions))
            if "no question" not in found.message
        ),
    ]
    seen = look(quick_app)
    with quick_app.app_context():
        said = [finding(Speech(Locale(lang)), seen, found) for found in messages]
    assert len(said) >= 7
    assert [one.words for one in said if one.lang] == []


def test_those_on_their_way_finish_on_their_version(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    visitor = Visitor(app)
    page = visitor.submit(visitor.page("/en/quiz"), role="find", form="full")
    edited(ada, "Words of the second version?")
    published(ada)
    prompts = []
    while "/check" not in page.path:
        prompts.append(page.heading)
        page = visitor.submit(page, answer=choices(page, "answer")[0], action="answer")
    assert "You start a new job next month. What would help you most?" in prompts
    result = visitor.submit(page)
    data = json.loads(visitor.get(f"{result.path}/data.json").get_data(as_text=True))
    assert data["versions"]["bank"] == 1
    later = Visitor(app)
    page = later.submit(later.page("/en/quiz"), role="find", form="full")
    prompts = []
    while "/check" not in page.path:
        prompts.append(page.heading)
        page = later.submit(page, answer=choices(page, "answer")[0], action="answer")
    assert "Words of the second version?" in prompts


def test_a_draft_saved_after_the_last_step_was_shown_is_not_published(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    bob = second_admin(ada)
    edited(ada)
    press(ada, ada.page(f"{BANK}/publish"), "/publish", note="Clearer words")
    page = confirmed(ada, f"{BANK}/publish/now")
    save(bob, bob.page(editor("en", "agree-direction-known")), help_en="Later")
    assert press(ada, page, "/publish/now").status == 409
    assert _numbers(app) == [1]
    assert look(app).draft.question("agree-direction-known").help[Locale.EN] == "Later"


def test_of_two_who_publish_at_the_same_moment_one_wins(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    bob = second_admin(ada)
    for round_ in range(3):
        edited(ada, f"Words of round {round_}?")
        press(ada, ada.page(f"{BANK}/publish"), "/publish", note="n")
        pages = [(who, confirmed(who, f"{BANK}/publish/now")) for who in (ada, bob)]
        statuses = _at_once(pages)
        assert sorted(statuses) == [200, 409]
        assert _numbers(app) == list(range(round_ + 2, 0, -1))


def _at_once(pages: list[tuple[StaffMember, Page]]) -> list[int]:
    barrier = threading.Barrier(len(pages))
    statuses: list[int] = []

    def publish(who: StaffMember, page: Page) -> None:
        barrier.wait()
        statuses.append(press(who, page, "/publish/now").status)

    threads = [threading.Thread(target=publish, args=pair) for pair in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def test_versions_are_compared_in_words_and_restored_as_a_draft(app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(app, clock)
    before = look(app).draft
    edited(ada, "Words of the second version?")
    published(ada)
    page = ada.page(f"/{lang}/admin/bank/compare?before=1&after=2")
    assert [" ".join("".join(e.itertext()).split()) for e in page.all("ins")] == [
        "Words of the second version?"
    ]
    press(ada, ada.page(f"/{lang}/admin/bank/versions"), "/versions/1/restore")
    assert look(app).draft == before
    assert ada.page(f"/{lang}/admin/bank/compare?before=1&after=draft").all("ins") == []
    page = ada.page(f"/{lang}/admin/bank/versions")
    assert not [form for form in page.all("form") if form.get("action", "").endswith("/restore")]
    assert ada.page("/en/admin/bank/compare?before=1&after=77").status == 404


def test_a_version_is_never_restored_over_a_draft(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    edited(ada)
    published(ada)
    page = ada.page(f"{BANK}/versions")
    edited(ada, "A third one?")
    assert press(ada, page, "/versions/1/restore").status == 409
    assert look(quick_app).draft.question(SITUATION).prompt[Locale.EN] == "A third one?"


def test_the_history_of_a_question_tells_every_version_that_changed_it(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    edited(ada, "Second words?")
    published(ada)
    edited(ada, "Third words?")
    page = ada.page(f"{editor(lang)}/history")
    assert len(page.all("h2")) == 3
    assert "Second words?" in page.text
    assert ada.page(f"/{lang}/admin/bank/questions/never-there/history").status == 404


def test_questions_are_added_duplicated_moved_retired_and_brought_back(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    keys = [q.key for q in look(app).draft.questions]
    page = press(ada, ada.page(BANK), "/bank/questions", format="choose")
    assert (page.heading, value(page, "option-3-key")) == (f"Question {len(keys) + 1}", "d")
    page = save(ada, page, key="sit-brand-new", prompt_fr="Neuve ?")
    assert page.path.startswith(editor("en", "sit-brand-new"))
    press(ada, page, "/move", place="2")
    page = press(ada, ada.page(editor("en")), "/duplicate")
    assert page.path.startswith(editor("en", f"{SITUATION}-2"))
    press(ada, ada.page(editor("en", keys[0])), "/retire")
    now = [q.key for q in look(app).draft.questions]
    at = keys.index(SITUATION)
    assert now == ["sit-brand-new", *keys[1 : at + 1], f"{SITUATION}-2", *keys[at + 1 :]]
    list_page = ada.page(BANK)
    form = {"form_key": form_values(list_page.form("/order"))["form_key"]}
    ada.post(f"{BANK}/order", {**form, "back": keys[0]})
    ada.post(f"{BANK}/order", {**form, "down": keys[0]})
    assert [q.key for q in look(app).draft.questions][:2] == ["sit-brand-new", keys[0]]


def test_a_draft_is_discarded_only_by_who_has_seen_it(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    edited(ada)
    page = ada.page(f"{BANK}/publish")
    edited(ada, "Later words?")
    assert press(ada, page, "/discard").status == 409
    assert press(ada, ada.page(f"{BANK}/publish"), "/discard").path.endswith("?said=discarded")
    assert look(quick_app).revision == 0


def test_a_search_finds_words_in_any_language_and_says_when_there_are_none(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    for words in ("new job next month", "NOUVEL EMPLOI", "وظيفة", SITUATION):
        page = ada.page(f"/{lang}/admin/bank?q={words}")
        found = [a.get("href") for a in page.all("a")]
        assert (editor(lang) in found) is (words != "وظيفة"), words
    assert ada.page(f"/{lang}/admin/bank?q=zzzz").all("ol") == []
