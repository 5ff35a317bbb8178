"""An admin takes the bank away as a file and brings one back."""

import io
import json

import polib
import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from mentormatch import storage
from mentormatch.quiz.drafting import draft_bytes, parse_draft
from mentormatch.web.services import services
from tests.apps import Clock
from tests.pages import Page
from tests.staff import StaffMember, first_admin, raw_form

FILES = "/en/admin/bank/files"
ENDINGS = ("current.json", "current.csv", "current.xlsx", "current-ar.po", "current-fr.po")


_PARTS = ("bank", "bank/publish", "bank/versions", "bank/files")
_PLACES = {
    "fr": "Ligne {row}, colonne {column}",
    "en": "Row {row}, column {column}",
    "ar": "الصف {row}، العمود {column}",
}


def _send(ada: StaffMember, content: bytes, page: Page | None = None, lang: str = "en") -> Page:
    where = f"/{lang}/admin/bank/files"
    _, fields = raw_form(page or ada.page(where), "/files")
    sent = FileStorage(io.BytesIO(content), filename="bank", name="file")
    # Encoded here: werkzeug's client would leave a temporary file of a large upload open.
    boundary, body = encode_multipart({**fields, "file": sent})
    kind = f"multipart/form-data; boundary={boundary}"
    return ada._followed(ada.post(where, data=body, content_type=kind), where)


def _draft(app: Flask) -> storage.drafts.Draft | None:
    with app.app_context(), services().database.reading() as tx:
        return storage.drafts.find(tx, "mentoring")


def _edited(ada: StaffMember, title: str) -> bytes:
    content = json.loads(ada.get(f"{FILES}/current.json").get_data())
    content["title"]["en"] = title
    return json.dumps(content).encode()


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_file_comes_back_as_the_draft(app: Flask, clock: Clock, ending: str) -> None:
    ada = first_admin(app, clock)
    answer = ada.get(f"{FILES}/{ending}")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    page = _send(ada, answer.get_data())
    assert page.path == f"{FILES}?said=kept"
    draft = _draft(app)
    assert draft is not None
    with app.app_context(), services().database.reading() as tx:
        current = storage.banks.current(tx, "mentoring")
        assert draft.document == storage.banks.document(tx, current.id)


def test_all_problems_are_shown_with_their_places_and_nothing_is_kept(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock, lang)
    sheet = (
        ada.get(f"{FILES}/current.csv")
        .get_data()
        .replace(b"prompt,gate-need,gate,", b"prompt,gate-need,door,")
    )
    sheet = sheet.replace(b"help,gate-need", b"help,<script>alert(1)</script>")
    page = _send(ada, sheet, lang=lang)
    assert page.status == 400
    assert _PLACES[lang].format(row=3, column="part") in page.text
    assert _PLACES[lang].format(row=4, column="question") in page.text
    assert not page.source.count("Input should be")
    assert "<script>alert" not in page.source
    assert _draft(quick_app) is None


def test_the_second_of_two_who_send_a_file_is_told_and_replaces_nothing(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    before = ada.page(FILES)
    _send(ada, _edited(ada, "First"), before)
    page = _send(ada, _edited(ada, "Second"), before)
    assert page.status == 409
    draft = _draft(app)
    assert draft is not None
    assert json.loads(draft.document)["title"]["en"] == "First"
    assert _send(ada, _edited(ada, "Second"), page).path.endswith("?said=kept")
    assert ada.get(f"{FILES}/draft.csv").status_code == 200


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Please choose a file."),
        (b"nonsense", "The column “element” is missing."),
        (b"\xff\xfe\x00", "The file is not in UTF-8"),
        (b"x" * 2_000_001, "larger than 2000000 bytes"),
    ],
)
def test_what_is_no_bank_is_told(quick_app: Flask, clock: Clock, content: bytes, words: str) -> None:
    page = _send(first_admin(quick_app, clock), content)
    assert page.status == 400
    assert words in page.text


def test_a_huge_upload_is_refused_before_it_is_read(quick_app: Flask, clock: Clock) -> None:
    kind = "multipart/form-data; boundary=x"
    answer = first_admin(quick_app, clock).post(FILES, data=b"x" * 5_000_000, content_type=kind)
    assert answer.status_code == 413


def test_there_is_no_file_of_a_draft_that_is_not_there(quick_app: Flask, clock: Clock) -> None:
    assert first_admin(quick_app, clock).get(f"{FILES}/draft.json").status_code == 404


def _keep_draft(app: Flask, *, ar: str, en: str, stale: str = "{}") -> None:
    """A draft whose first prompt has these words in Arabic and English."""
    with app.app_context(), services().database.transaction() as tx:
        current = storage.banks.current(tx, "mentoring")
        content = json.loads(storage.banks.document(tx, current.id))
        content["questions"][0]["prompt"] |= {"ar": ar, "en": en}
        raw = draft_bytes(parse_draft(json.dumps(content).encode()))
        storage.drafts.save(tx, "mentoring", raw, revision=0, now=services().now(), stale=stale)


def _entry(raw: bytes) -> polib.POEntry:
    catalogue = polib.pofile(raw.decode())
    return next(entry for entry in catalogue if entry.msgctxt.endswith(":prompt"))


def test_an_incomplete_draft_goes_out_in_every_format_and_its_translation_comes_back(
    quick_app: Flask, clock: Clock
) -> None:
    ada = first_admin(quick_app, clock)
    _keep_draft(quick_app, ar="", en="")
    for ending in ("draft.json", "draft.csv", "draft.xlsx", "draft-fr.po", "draft-en.po", "draft-ar.po"):
        assert ada.get(f"{FILES}/{ending}").status_code == 200
    raw = ada.get(f"{FILES}/draft-ar.po").get_data()
    assert _entry(raw).msgstr == ""
    catalogue = polib.pofile(raw.decode())
    next(e for e in catalogue if e.msgctxt.endswith(":prompt")).msgstr = "ما الذي تحتاج إليه الآن؟"
    assert _send(ada, str(catalogue).encode()).path.endswith("?said=kept")
    draft = _draft(quick_app)
    assert draft is not None
    prompt = json.loads(draft.document)["questions"][0]["prompt"]
    assert (prompt["ar"], prompt["en"]) == ("ما الذي تحتاج إليه الآن؟", "")
    assert draft.updated_by is not None
    with quick_app.app_context(), services().database.reading() as tx:
        event = tx.execute(text("select actor, action from audit_events order by number desc")).first()
    assert event == (draft.updated_by, "bank-draft-imported")


def test_an_incomplete_sheet_is_refused(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock, lang)
    _keep_draft(quick_app, ar="", en="")
    page = _send(ada, ada.get(f"{FILES}/draft.csv").get_data(), lang=lang)
    assert page.status == 400
    assert _PLACES[lang].format(row=3, column="ar") in page.text
    assert 'lang="en" dir="ltr"' not in page.source.partition('class="problems"')[2].partition("</ol>")[0]


def test_a_stale_translation_goes_out_as_fuzzy_and_holds_when_it_comes_back_without(
    quick_app: Flask, clock: Clock
) -> None:
    ada = first_admin(quick_app, clock)
    key = json.loads(ada.get(f"{FILES}/current.json").get_data())["questions"][0]["key"]
    _keep_draft(
        quick_app, ar="ما الذي يفيدك؟", en="What helps?", stale=json.dumps({key: {"prompt": ["ar", "en"]}})
    )
    raw = ada.get(f"{FILES}/draft-ar.po").get_data()
    assert _entry(raw).fuzzy
    assert _send(ada, raw).status == 400
    assert _send(ada, raw.replace(b"#, fuzzy\n", b"")).path.endswith("?said=kept")
    draft = _draft(quick_app)
    assert draft is not None
    assert json.loads(draft.stale) == {key: {"prompt": ["en"]}}


def test_a_sheet_with_a_changed_text_marks_the_other_languages(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    content = json.loads(ada.get(f"{FILES}/current.json").get_data())
    content["questions"][0]["prompt"]["fr"] = "Qu’est-ce qui vous aiderait en ce moment ?".replace(
        " ?", "\u202f?"
    )
    assert _send(ada, json.dumps(content).encode()).path.endswith("?said=kept")
    draft = _draft(quick_app)
    assert draft is not None
    assert json.loads(draft.stale) == {content["questions"][0]["key"]: {"prompt": ["ar", "en"]}}


def test_the_pages_of_the_bank_lead_to_each_other(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock, lang)
    parts = [f"/{lang}/admin/{part}" for part in _PARTS]
    for part in parts:
        source = ada.page(part).source
        nav = source.partition('class="bank-parts"')[2].partition("</nav>")[0]
        assert [one for one in parts if f'href="{one}"' not in nav] == []
        assert nav.count('aria-current="page"') == 1
