"""A counselor's word in the document that a visitor takes along: once it was opened, in its own language."""

from pathlib import Path

import pytest
from flask import Flask

from tests.apps import Clock
from tests.pages import Page, Visitor, words_of
from tests.quizzes import each_in_turn, take
from tests.readings import with_shares
from tests.staff import StaffMember, counselor_of, first_admin
from tests.web.test_report import bare, read

NOTES = {
    "fr": "Chère visiteuse,\nparlez-en d’abord à votre équipe : *sans* engagement.",
    "en": "Dear friend of maps,\nspeak with your team first: #panic it is no promise.",
    "ar": "أهلًا بطارق السؤال،\nيحسن الحديث مع الفريق أولًا قبل أي التزام.",
}


@pytest.fixture
def zoe(quick_app: Flask, clock: Clock) -> StaffMember:
    return counselor_of(first_admin(quick_app, clock))


def _answered(visitor: Visitor, zoe: StaffMember, lang: str) -> tuple[str, Page]:
    """A result in a language on which a counselor's word is released, and its page."""
    with_shares(visitor.app)
    finished = take(visitor, lang, answering=each_in_turn())
    path = f"/{lang}/result/{finished.token}"
    visitor.submit(visitor.page(path), to="/counselor", message="?")
    case = zoe.send(zoe.page("/en/counselor"), "/claim")
    saved = zoe.send(case, "/say", kind="informal", confidence="2", reason="private reason", note=NOTES[lang])
    zoe.send(saved, "/release")
    return finished.token, visitor.page(path)


def test_the_report_has_the_counselors_word_once_it_is_opened(
    visitor: Visitor, zoe: StaffMember, lang: str, tmp_path: Path
) -> None:
    token, page = _answered(visitor, zoe, lang)
    path = f"/{lang}/result/{token}/report.pdf"
    before = "".join(read(bytes(visitor.get(path).data), tmp_path))
    opened = visitor.submit(page, to="/counselor/open")
    after = "".join(read(bytes(visitor.get(path).data), tmp_path))
    section = opened.find("section", id="counselor")
    heading = bare(words_of(opened.find("h2", id="counselor-title")))
    said = [words_of(one) for one in section.iter() if str(one.get("class")).startswith("word-")]
    assert len(said) == 3
    for words in (*said, *NOTES[lang].splitlines()):
        assert bare(words) in after, words
        assert bare(words) not in before, words
    assert heading in after
    assert heading not in before
    assert bare("private reason") not in after


@pytest.mark.parametrize(("written", "read_in"), [("ar", "fr"), ("fr", "ar"), ("en", "ar")])
def test_a_note_stays_in_its_language_on_the_page_and_in_the_report(
    visitor: Visitor, zoe: StaffMember, written: str, read_in: str, tmp_path: Path
) -> None:
    token, page = _answered(visitor, zoe, written)
    path, tag = f"/{read_in}/result/{token}", f"/Lang({written})".encode()
    assert tag not in visitor.get(f"{path}/report.pdf").data
    visitor.submit(page, to="/counselor/open")
    shown = visitor.page(path).all("p", class_="word-note")
    direction = "rtl" if written == "ar" else "ltr"
    assert [(line.get("lang"), line.get("dir")) for line in shown] == [(written, direction)] * 2
    document = bytes(visitor.get(f"{path}/report.pdf").data)
    assert bare(NOTES[written]) in "".join(read(document, tmp_path))
    assert tag in document
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document
