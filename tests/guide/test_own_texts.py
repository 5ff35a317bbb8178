"""Own words over the shipped texts: what is read, what gives way, what is kept."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch.errors import InvalidDocumentError
from mentormatch.guide import Content, load_content
from mentormatch.guide.own_texts import OwnTexts, parse_own_texts, worded
from mentormatch.guide.sheets import NotesSheet, PlanSheet, sheets_of
from mentormatch.i18n import Locale, Words

PLAIN = "plan.formal.find.1.text"
FILLED = "advice.formal.find.letter.core"


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


def same(words: str) -> Words:
    return dict.fromkeys(Locale, words)


def test_own_words_are_read_in_every_language_and_all_else_as_it_ships(content: Content) -> None:
    own = OwnTexts({PLAIN: {Locale.FR: "Autre", Locale.EN: "Other", Locale.AR: "آخر"}})
    read = worded(content, own)
    assert [read[PLAIN][locale] for locale in Locale] == ["Autre", "Other", "آخر"]
    assert [it for it in content if read[it] != content[it]] == [PLAIN]


@pytest.mark.parametrize(
    "words",
    [
        "Without the places",
        "%(pace)s and a name of no place: %(name)s, %(by)s",
        "%(pace)s, %(by)s and 50 % more",
        "%(pace)s, %(by)",
        "",
        "   ",
    ],
)
def test_a_text_that_could_not_be_filled_gives_way_to_the_shipped_one(content: Content, words: str) -> None:
    assert worded(content, OwnTexts({FILLED: same(words)}))[FILLED] == content[FILLED]


def test_a_text_of_another_release_gives_way(content: Content) -> None:
    read = worded(content, OwnTexts({"advice.gone": same("Once"), PLAIN: same("Meet by %(by)s")}))
    assert "advice.gone" not in read
    assert read[PLAIN] == content[PLAIN]


def test_a_per_cent_sign_is_only_one_where_nothing_is_filled(content: Content) -> None:
    assert worded(content, OwnTexts({PLAIN: same("At 50 % of it")}))[PLAIN].en == "At 50 % of it"


def test_the_shipped_words_are_no_own_words(content: Content) -> None:
    own = OwnTexts().with_text(PLAIN, same("Other"), content[PLAIN])
    assert list(own.texts) == [PLAIN]
    shipped = {locale: content[PLAIN][locale] for locale in Locale}
    assert own.with_text(PLAIN, shipped, content[PLAIN]) == OwnTexts()


@given(st.dictionaries(st.text(), st.fixed_dictionaries(dict.fromkeys(Locale, st.text()))))
def test_what_is_kept_comes_back_the_same(texts: dict[str, Words]) -> None:
    own = OwnTexts(texts)
    try:
        raw = own.document
    except UnicodeEncodeError:
        return
    assert parse_own_texts(raw) == own
    turned = OwnTexts(dict(reversed(texts.items())))
    assert (turned.document, turned.content_hash) == (raw, own.content_hash)


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b'{"schema":2,"texts":{}}', b'{"schema":1}', b'{"schema":1,"texts":{"a":{"fr":1}}}'],
)
def test_a_damaged_document_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidDocumentError):
        parse_own_texts(raw)


def test_every_advice_note_and_part_of_the_guide_has_a_place_and_the_vocabulary_none(
    content: Content,
) -> None:
    places = sheets_of(content).places
    worded_here = ("advice.", "plan.", "goal.", "part.", "guide.", "gate.", "counsel.note.")
    titles = {"plan.title.find", "plan.title.become"}
    expected = {it for it in content if it.startswith(worded_here)} - titles
    assert expected <= set(places)
    assert {it.split(".")[0] for it in set(places) - expected} == {"kind", "focus", "readiness"}
    assert {it.rpartition(".")[2] for it in set(places) - expected} == {"tagline", "summary", "next"}


def test_a_sheet_is_what_a_plan_says_in_its_order(content: Content) -> None:
    sheet = sheets_of(content).by_key["plan.coaching-career.find"]
    assert isinstance(sheet, PlanSheet)
    assert [part.name for part in sheet.parts][:3] == ["summary", "need", "steps"]
    steps = next(part for part in sheet.parts if part.name == "steps").text_ids
    assert steps[:2] == ("plan.coaching-career.find.1.title", "plan.coaching-career.find.1.text")
    assert isinstance(sheets_of(content).by_key["notes"], NotesSheet)


def test_the_document_is_json_with_the_languages_by_name() -> None:
    own = OwnTexts({PLAIN: {Locale.FR: "é", Locale.EN: "e", Locale.AR: "ا"}})
    assert json.loads(own.document) == {
        "schema": 1,
        "texts": {PLAIN: {"fr": "é", "en": "e", "ar": "ا"}},
    }
