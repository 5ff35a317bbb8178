"""Texts worded by admins: where they are read, by whom they are saved, what is published to whom."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.guide.sheets import Part, Sheet
from mentormatch.i18n import Locale
from mentormatch.usecases.drafts import TEXTS_KEY
from mentormatch.web.admin.preview_texts import previews, words_shown
from mentormatch.web.services import services
from tests.apps import Clock, serving, settings_for
from tests.bank_editing import press, save, script, second_admin, tags_of, value
from tests.pages import Page, Visitor, words_of
from tests.quizzes import each_in_turn, take
from tests.staff import StaffMember, confirmed, counselor_of, first_admin
from tests.text_editing import (
    FILLED,
    GOAL,
    LEAD,
    NOTE,
    OTHER,
    STEP,
    TEXTS,
    look_at_texts,
    published_texts,
    reworded,
    text_editor,
)


def test_a_text_is_shown_in_three_languages_with_every_place_it_is_read_at(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock, lang)
    page = ada.page(text_editor(lang, "kind.formal.summary"))
    with quick_app.app_context():
        shipped = services().content["kind.formal.summary"]
    for locale in Locale:
        area = page.find("textarea", name=f"text-{locale}")
        assert (area.get("lang"), area.get("dir")) == (locale.value, locale.direction)
        assert "".join(area.itertext()).strip() == shipped[locale]
    hrefs = [a.get("href", "") for a in page.all("a")]
    for sheet in ("plan.formal.find", "plan.formal.become", "guide.compared"):
        assert [href for href in hrefs if f"?sheet={sheet}" in href], sheet
    phones = [phone for phone in page.all("div") if phone.get("data-preview") is not None]
    assert [phone.get("lang") for phone in phones] == [locale.value for locale in Locale]
    for phone, locale in zip(phones, Locale, strict=True):
        assert shipped[locale] in words_of(phone)


def test_every_preview_says_its_text_as_the_page_does(quick_app: Flask, clock: Clock) -> None:
    del clock
    with quick_app.test_request_context(), quick_app.app_context():
        texts = services().texts
        missing = [
            f"{text_id} in {sheet.key}, {locale}"
            for text_id, places in texts.sheets.places.items()
            for sheet, part in places[:1]
            for locale in _unsaid(text_id, sheet, part)
        ]
    assert missing == []


def _unsaid(text_id: str, sheet: Sheet, part: Part) -> list[Locale]:
    content = services().content
    shown = previews(content, text_id, sheet, part)
    return [
        locale
        for locale, preview in zip(Locale, shown, strict=True)
        if not _says(" ".join(" ".join(words_shown(preview.body)).split()), content[text_id][locale])
    ]


def _says(body: str, sentence: str) -> bool:
    """Whether all of a sentence is there, but for its places."""
    pieces = [
        piece for part in sentence.split("%(") for piece in part.partition(")s")[:: 2 if ")s" in part else 1]
    ]
    kept = pieces if "%(" in sentence else [sentence]
    words = (piece for piece in kept if piece not in {"pace", "halfway", "by", "pole", "preference"})
    return all(" ".join(piece.split()) in body for piece in words)


def test_a_draft_is_read_by_nobody_and_what_is_published_by_everyone(
    app: Flask, database_url: str, tmp_path: Path, clock: Clock, lang: str
) -> None:
    """In the process that published, and in another that was running all the while."""
    ada = first_admin(app, clock, lang)
    with serving(settings_for(database_url, tmp_path), clock) as other:
        readers = [Visitor(app), Visitor(other)]
        address = f"/{lang}/result/{take(readers[0], lang, answering=each_in_turn()).token}"
        reworded(ada, GOAL)
        reworded(ada, LEAD)
        for reader in readers:
            assert OTHER[lang] not in reader.page(address).text
            assert OTHER[lang] not in reader.page(f"/{lang}/guide").text
        assert published_texts(ada).path.endswith("/versions?said=published")
        for reader in readers:
            assert OTHER[lang] in reader.page(address).text
            assert OTHER[lang] in reader.page(f"/{lang}/guide").text
            assert reader.get(f"{address}/report.pdf").status_code == 200


def test_a_process_looks_again_after_two_seconds_and_not_before(
    app: Flask, database_url: str, tmp_path: Path, clock: Clock
) -> None:
    ada = first_admin(app, clock)
    with serving(settings_for(database_url, tmp_path), clock) as other, other.app_context():
        served, now = services(), clock()
        served.texts.keep_up(served.database, now=now)
        reworded(ada, LEAD)
        published_texts(ada)
        clock.now = now
        clock.go_on(seconds=1)
        served.texts.keep_up(served.database, now=clock.now)
        assert served.content[LEAD].en != OTHER["en"]
        clock.go_on(seconds=1)
        served.texts.keep_up(served.database, now=clock.now)
        assert served.content[LEAD].en == OTHER["en"]


def test_a_counselor_begins_a_note_from_the_published_template(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    reworded(ada, NOTE, {it: f"{words}.\n\nEt 1." for it, words in OTHER.items()})
    published_texts(ada)
    found = quick_app.extensions["mentormatch"]
    seen = replace(found.settings, blind_percent=0)
    quick_app.extensions["mentormatch"] = replace(found, settings=seen)
    visitor = Visitor(quick_app)
    finished = take(visitor, lang, answering=each_in_turn())
    page = visitor.page(f"/{lang}/result/{finished.token}")
    visitor.submit(page, to="/counselor", message="Which?")
    zoe = counselor_of(ada)
    assert OTHER[lang] in zoe.send(zoe.page("/en/counselor"), "/claim").text


def test_a_changed_text_marks_the_others_until_they_follow_or_still_hold(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock, lang)
    page = save(ada, ada.page(text_editor(lang)), text_fr=OTHER["fr"])
    boxes = {box.get("name") for box in page.all("input", type="checkbox")}
    assert {"holds-text-en", "holds-text-ar"} <= boxes
    listed = tags_of(ada.page(f"/{lang}/admin/texts?sheet=plan.formal.find"))
    assert len([tag for tag in listed if ":" in tag]) == 2
    page = save(ada, page, text_en=OTHER["en"], holds_text_ar="y")
    assert look_at_texts(quick_app).stale(STEP) == frozenset()


def test_the_second_of_two_gets_both_texts_and_nothing_is_overwritten(
    app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(app, clock)
    bob = second_admin(ada)
    seen, late = ada.page(text_editor(lang)), bob.page(text_editor(lang))
    save(ada, seen, text_fr="Les mots d’Ada")
    page = save(bob, late, text_fr="Les mots de Bob")
    assert (page.status, value(page, "text-fr")) == (409, "Les mots de Bob")
    assert "Les mots d’Ada" in page.text
    assert look_at_texts(app).words(STEP)[Locale.FR] == "Les mots d’Ada"
    save(bob, page, text_fr="Les mots des deux")
    assert look_at_texts(app).words(STEP)[Locale.FR] == "Les mots des deux"


def test_two_save_at_once_one_text_once_and_two_texts_both(app: Flask, clock: Clock) -> None:
    """From the very first save on, before there is anything to lock."""
    ada = first_admin(app, clock)
    bob = second_admin(ada)
    two = _at_once(ada, bob, (STEP, LEAD))
    assert sorted(two.values()) == [200, 200]
    editing = look_at_texts(app)
    assert (editing.words(STEP)[Locale.EN], editing.words(LEAD)[Locale.EN]) == ("By Ada", "By Bob")
    for _round in range(6):
        one = _at_once(ada, bob, (GOAL, GOAL))
        assert sorted(one.values()) == [200, 409]
        winner = next(name for name, status in one.items() if status == 200)
        assert look_at_texts(app).words(GOAL)[Locale.EN] == f"By {winner}"
        save(ada, ada.page(text_editor("en", GOAL)), "shipped")


def _at_once(ada: StaffMember, bob: StaffMember, texts: tuple[str, str]) -> dict[str, int]:
    """Ada and Bob save at the same moment; the status that each gets."""
    barrier = threading.Barrier(2)
    answers: dict[str, int] = {}

    def write(who: StaffMember, page: Page) -> None:
        barrier.wait()
        answers[who.name] = save(who, page, text_en=f"By {who.name}").status

    pages = [
        (who, who.page(text_editor("en", text_id))) for who, text_id in zip((ada, bob), texts, strict=True)
    ]
    threads = [threading.Thread(target=write, args=one) for one in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


WRONG = {
    STEP: {
        "missing": "",
        "markup": "A <b>bold</b> word",
        "break": "One line\nand another",
        "long": "word " * 200,
        "places": "By %(by)s",
    },
    FILLED: {"lost": "No place at all", "spelled": "%(by)s %(paces)s", "loose": "%(by)s %(pace)s 50 % more"},
}


@pytest.mark.parametrize(
    ("text_id", "words"), [(text_id, words) for text_id, kinds in WRONG.items() for words in kinds.values()]
)
def test_the_gate_stops_what_could_not_be_read_and_says_it_in_the_readers_language(
    quick_app: Flask, clock: Clock, lang: str, text_id: str, words: str
) -> None:
    ada = first_admin(quick_app, clock)
    with quick_app.app_context():
        shipped = services().content[text_id]
    reworded(ada, text_id, {"fr": f"{shipped.fr} Oui.", "en": words, "ar": f"{shipped.ar} نعم."})
    gate = ada.page(f"/{lang}/admin/texts/publish")
    lists = [found for found in gate.all("ul") if found.get("class") == "findings"]
    assert text_editor(lang, text_id) in {a.get("href") for found in lists for a in found.iter("a")}
    assert [it for found in lists for it in found.iter("bdi") if it.get("lang")] == []
    press(ada, gate, "/publish", note="Not yet")
    page = confirmed(ada, f"/{lang}/admin/texts/publish/now")
    assert not [form for form in page.all("form") if form.get("action", "").endswith("/now")]
    sent = {
        "form_key": value_of_key(page),
        "revision": str(look_at_texts(quick_app).revision),
        "version": "0",
    }
    assert ada.post(f"{TEXTS}/publish/now", sent).status_code == 400


def value_of_key(page: Page) -> str:
    """The key of the form that signs out, as good as any of the session."""
    key = page.form("/sign-out").find(".//input[@name='form_key']")
    assert key is not None
    return key.get("value", "")


def test_hidden_characters_are_taken_out_and_told(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock, lang)
    page = save(ada, ada.page(text_editor(lang)), text_ar="جملة\u202eمقلوبة")
    assert (page.status, value(page, "text-ar")) == (400, "جملةمقلوبة")
    assert "U+202E" in page.text
    assert look_at_texts(quick_app).revision == 0


def test_publishing_asks_again_who_one_is_keeps_the_note_and_is_audited(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    reworded(ada)
    draft = look_at_texts(app).draft
    clock.go_on(minutes=11)
    page = press(ada, ada.page(f"{TEXTS}/publish"), "/publish", note="Our own words")
    assert page.path.endswith("/confirm/publish-texts")
    page = ada.send(page, "/publish-texts", password=ada.password, code=ada.code())
    assert (page.path, "Our own words" in page.text) == (f"{TEXTS}/publish/now", True)
    press(ada, page, "/publish/now")
    with app.app_context(), services().database.reading() as tx:
        version = storage.banks.current(tx, TEXTS_KEY)
        assert storage.banks.document(tx, version.id) == draft.document
        assert (version.number, version.content_hash) == (1, draft.content_hash)
        events = tx.exec_driver_sql("SELECT actor, action FROM audit_events ORDER BY number").all()
        found = [tuple(event) for event in events if str(event[1]).startswith("texts.")]
        assert found == [
            (version.published_by, "texts.text-saved"),
            (version.published_by, "texts.published"),
        ]
        assert storage.audit.verify(tx).intact


def test_a_note_is_required_and_nothing_new_is_not_published(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    reworded(ada)
    for note in ("", "   ", "x" * 1001, "Our\u202e words"):
        page = press(ada, ada.page(f"/{lang}/admin/texts/publish"), "/publish", note=note)
        assert (page.status, page.find("p", id="note-error") is not None) == (400, True)
        assert "\u202e" not in page.source
    save(ada, ada.page(text_editor("en")), "shipped")
    press(ada, ada.page(f"{TEXTS}/publish"), "/publish", note="The same")
    page = confirmed(ada, f"/{lang}/admin/texts/publish/now")
    assert not [form for form in page.all("form") if form.get("action", "").endswith("/now")]


def test_versions_are_compared_and_restored_as_a_draft_also_the_shipped_texts(
    app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(app, clock)
    with app.app_context():
        shipped = services().texts.shipped[STEP]
    reworded(ada)
    published_texts(ada, "First")
    reworded(ada, STEP, {it: f"{words} 2" for it, words in OTHER.items()})
    published_texts(ada, "Second")
    versions = ada.page(f"/{lang}/admin/texts/versions")
    assert ("First" in versions.text, "Second" in versions.text) == (True, True)
    compared = ada.page(f"/{lang}/admin/texts/compare?before=0&after=2")
    for locale in Locale:
        assert shipped[locale] in compared.text
        assert f"{OTHER[locale]} 2" in compared.text
    press(ada, versions, "/versions/1/restore")
    assert look_at_texts(app).words(STEP)[Locale.FR] == OTHER["fr"]
    assert ada.page(f"/{lang}/guide").status == 200
    press(ada, ada.page(f"{TEXTS}/publish"), "/discard")
    press(ada, ada.page(f"/{lang}/admin/texts/versions"), "/versions/0/restore")
    published_texts(ada, "As they ship")
    with app.app_context():
        assert services().content[STEP] == shipped


def test_a_draft_is_not_restored_over_nor_published_when_another_was_seen(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    reworded(ada)
    published_texts(ada, "First")
    versions = ada.page(f"{TEXTS}/versions")
    reworded(ada, LEAD)
    assert press(ada, versions, "/versions/0/restore").status == 409
    press(ada, ada.page(f"{TEXTS}/publish"), "/publish", note="Second")
    now = confirmed(ada, f"{TEXTS}/publish/now")
    reworded(ada, GOAL)
    assert press(ada, now, "/publish/now").status == 409
    with app.app_context():
        assert services().content[LEAD].en != OTHER["en"]


def test_the_shipped_text_is_taken_again(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock)
    reworded(ada)
    page = save(ada, ada.page(text_editor(lang)), "shipped")
    with quick_app.app_context():
        assert value(page, "text-ar") == services().texts.shipped[STEP].ar
    assert look_at_texts(quick_app).draft.texts == {}


def test_the_script_saves_and_renews_the_preview(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock)
    page = ada.page(text_editor(lang))
    seen = script(ada, page, "live", text_ar=OTHER["ar"])
    shown = [phone["pieces"] for phone in seen["previews"]]
    assert OTHER["ar"] in " ".join(shown[2])
    saved = script(ada, page, "autosave", text_ar=OTHER["ar"])
    assert (saved["state"], look_at_texts(quick_app).words(STEP)[Locale.AR]) == ("saved", OTHER["ar"])
    assert script(ada, page, "autosave", text_ar="غير ذلك")["state"] == "moved"
    again = ada.page(text_editor(lang))
    assert script(ada, again, "autosave", text_ar="a\u202eb")["state"] == "waits"
    assert len(shown[0]) == len(script(ada, again, "live", text_fr=OTHER["fr"])["previews"][0]["pieces"])


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {% raw %}",
    "</textarea><b onmouseover=alert(1)>",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words_in_the_editor_and_its_preview(
    quick_app: Flask, clock: Clock, words: str
) -> None:
    ada = first_admin(quick_app, clock)
    for text_id in (STEP, LEAD, NOTE, "advice.letter.signature"):
        page = reworded(ada, text_id, dict.fromkeys(Locale, words))
        assert page.text.count(words) >= 3
        assert "<script>alert" not in page.source
        assert page.all("b", onmouseover="alert(1)") == []


def test_damaged_texts_give_way_to_the_shipped_ones_and_readiness_says_so(
    app: Flask, database_url: str, tmp_path: Path, clock: Clock
) -> None:
    ada = first_admin(app, clock)
    reworded(ada, LEAD)
    published_texts(ada)
    with app.app_context(), services().database.transaction() as tx:
        table = "" if services().database.is_sqlite else " ON bank_versions"
        tx.exec_driver_sql(f"DROP TRIGGER bank_versions_no_update{table}")
        change = "UPDATE bank_versions SET document = substr(document, 2) WHERE bank_key = 'texts'"
        tx.exec_driver_sql(change)
    with serving(settings_for(database_url, tmp_path), clock) as fresh:
        reader = Visitor(fresh)
        assert OTHER["en"] not in reader.page("/en/guide").text
        ready = reader.get("/readyz")
        assert (ready.status_code, "damaged" in ready.get_json()["texts"]) == (200, True)
    # Who has read them before they were damaged goes on saying them.
    assert OTHER["en"] in Visitor(app).page("/en/guide").text
