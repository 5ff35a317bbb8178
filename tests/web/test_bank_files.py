"""An admin takes the bank away as a file and brings one back."""

import io
import json

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.web.services import services
from tests.apps import Clock
from tests.pages import Page
from tests.staff import StaffMember, first_admin, raw_form

FILES = "/en/admin/bank/files"
ENDINGS = ("current.json", "current.csv", "current.xlsx", "current-ar.po", "current-fr.po")


def _send(ada: StaffMember, content: bytes, page: Page | None = None, lang: str = "en") -> Page:
    where = f"/{lang}/admin/bank/files"
    _, fields = raw_form(page or ada.page(where), "/files")
    data = {**fields, "file": (io.BytesIO(content), "bank")}
    return ada._followed(ada.post(where, data=data, content_type="multipart/form-data"), where)


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
    assert "row 3, column part" in page.text
    assert "row 4, column question" in page.text
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
        (b"nonsense", "no column element"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"x" * 2_000_001, "more than 2000000 bytes"),
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
