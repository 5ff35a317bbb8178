"""The question editor: three languages, weights, previews, saving, and two people at once."""

import threading
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.i18n import Locale
from mentormatch.usecases import edit_bank
from mentormatch.usecases.edit_bank import Editing
from mentormatch.web.services import services
from tests.apps import Clock
from tests.bank_editing import (
    SITUATION,
    STATEMENT,
    editor,
    press,
    save,
    script,
    second_admin,
    tags_of,
    value,
)
from tests.pages import Page, Visitor, words_of
from tests.staff import StaffMember, first_admin

ROUNDS = 12


def look(app: Flask) -> Editing:
    with app.app_context(), services().database.reading() as tx:
        return edit_bank.look(tx)


def test_a_question_is_shown_in_three_languages_each_in_its_direction(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    page = ada.page(editor(lang))
    question = look(quick_app).draft.question(SITUATION)
    for locale in Locale:
        area = page.find("textarea", name=f"option-2-{locale}")
        assert (area.get("lang"), area.get("dir")) == (locale.value, locale.direction)
        assert "".join(area.itertext()).strip() == question.options[2].label[locale]


def test_what_is_saved_is_in_the_draft_and_not_yet_in_the_quiz(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    page = save(
        ada, ada.page(editor("en")), prompt_en="A new job begins. What helps?", option_0_method="-0,25"
    )
    assert page.path.endswith("?said=saved")
    assert value(page, "prompt-en") == "A new job begins. What helps?"
    assert value(page, "option-0-method") == "-0.25"
    editing = look(app)
    assert editing.revision == 1
    assert (
        editing.base.question(SITUATION).prompt[Locale.EN]
        == "You start a new job next month. What would help you most?"
    )


def test_a_changed_text_marks_the_others_until_they_follow_or_still_hold(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    page = save(ada, ada.page(editor(lang)), prompt_fr="Vous changez d’emploi. Qu’est-ce qui aide ?")
    assert len(page.all("input", type="checkbox")) == 2
    assert len([tag for tag in tags_of(ada.page(f"/{lang}/admin/bank")) if ":" in tag]) == 2
    page = save(ada, page, prompt_en="You change jobs. What helps?")
    assert [box.get("name") for box in page.all("input", type="checkbox")] == ["holds-prompt-ar"]
    page = save(ada, page, holds_prompt_ar="y")
    assert page.all("input", type="checkbox") == []


def test_a_wrong_weight_is_told_and_nothing_that_was_typed_is_lost(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    for wrong in ("1.5", "much", "0,5,5", "٠٫٥", "nan"):
        page = save(ada, ada.page(editor(lang)), prompt_en="Typed", option_1_goals=wrong)
        assert page.status == 400
        assert (value(page, "prompt-en"), value(page, "option-1-goals")) == ("Typed", wrong)
        assert page.find("div", role="alert") is not None
    assert look(quick_app).revision == 0


@pytest.mark.parametrize("hidden", ["\u202e", "\u0007", "\u0000", "\ue000"])
def test_characters_that_cannot_be_seen_are_refused_by_name(
    quick_app: Flask, clock: Clock, hidden: str
) -> None:
    ada = first_admin(quick_app, clock)
    page = save(ada, ada.page(editor("en")), option_0_ar=f"نص{hidden}")
    assert page.status == 400
    assert f"U+{ord(hidden):04X}" in page.text
    assert look(quick_app).revision == 0


def test_the_preview_shows_what_was_typed_without_saving_it(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    page = save(ada, ada.page(editor("en")), "preview", prompt_ar="سؤال جديد؟", option_0_en="Typed")
    phones = [e for e in page.all("div") if e.get("class") == "phone"]
    assert [phone.get("lang") for phone in phones] == ["fr", "en", "ar"]
    assert "Typed" in words_of(phones[1])
    assert "سؤال جديد؟" in words_of(phones[2])
    assert look(quick_app).revision == 0


def test_the_preview_has_the_parts_of_the_visitors_page(quick_app: Flask, clock: Clock) -> None:
    """Same card, same classes in the same order: only the radios' names and the heading differ."""
    visitor = Visitor(quick_app)
    asked = visitor.submit(visitor.page("/en/quiz"), role="find", form="full")
    ada = first_admin(quick_app, clock)
    key = next(q.key for q in look(quick_app).draft.questions if q.prompt[Locale.EN] == asked.heading)
    phone = next(e for e in ada.page(editor("en", key)).all("div") if e.get("lang") == "en")

    def parts(root: Element) -> list[tuple[str, str | None]]:
        return [
            (e.tag, e.get("class"))
            for e in root.iter()
            if e.tag in {"fieldset", "label", "input", "span"} or e.get("class") == "choices"
        ]

    card = asked.find("fieldset")
    shown = next(phone.iter("fieldset"))
    assert parts(shown) == parts(card)
    assert {words_of(e) for e in shown.iter("label")} == {
        words_of(e).rstrip("0123456789 ") for e in card.iter("label")
    }


def test_the_picture_says_what_each_option_argues_for(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    page = ada.page(editor("en"))
    toward = [words_of(e) for e in page.all("p") if e.get("class") == "toward"]
    assert toward == [
        "Argues for: Formal mentoring",
        "Argues for: Informal mentoring",
        "Argues for: Reverse mentoring",
        "Argues for: Professional coaching",
    ]
    found = script(
        ada, page, "live", option_0_structure="-1", option_0_naturalness="1", option_0_network="-1"
    )
    assert found["arguments"][0]["toward"] == "Argues for: Informal mentoring"


def test_the_script_saves_while_one_writes_and_knows_its_own_work(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    page = ada.page(editor("en", STATEMENT))
    first = script(ada, page, "autosave", prompt_fr="Je sais où je vais.")
    assert first["state"] == "saved"
    second = script(ada, page, "autosave", prompt_fr="Je sais où je vais, moi.", seen=first["seen"])
    assert second["state"] == "saved"
    stale = look(app).marks_of(STATEMENT)
    assert stale == {"prompt": {Locale.EN, Locale.AR}}
    moved = script(ada, page, "autosave", prompt_fr="Autre chose")
    assert (moved["state"], "seen" in moved) == ("moved", False)
    assert look(app).draft.question(STATEMENT).prompt[Locale.FR] == "Je sais où je vais, moi."


def test_the_second_of_two_who_save_gets_both_texts_and_chooses(app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(app, clock)
    bob = second_admin(ada)
    hers, his = ada.page(editor(lang)), bob.page(editor(lang))
    save(ada, hers, prompt_en="Hers", option_0_goals="0.5")
    page = save(bob, his, prompt_en="His")
    assert page.status == 409
    assert value(page, "prompt-en") == "His"
    assert "Hers" in page.text
    assert look(app).draft.question(SITUATION).prompt[Locale.EN] == "Hers"
    assert save(bob, page).path.endswith("?said=saved")
    assert look(app).draft.question(SITUATION).prompt[Locale.EN] == "His"


def test_work_on_two_questions_goes_side_by_side(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    bob = second_admin(ada)
    hers, his = ada.page(editor("en")), bob.page(editor("en", STATEMENT))
    assert save(ada, hers, prompt_en="Hers").status == 200
    assert save(bob, his, prompt_en="His").status == 200
    draft = look(app).draft
    assert draft.question(SITUATION).prompt[Locale.EN] == "Hers"
    assert draft.question(STATEMENT).prompt[Locale.EN] == "His"


def test_a_question_retired_meanwhile_is_not_lost_with_what_was_typed(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    bob = second_admin(ada)
    his = bob.page(editor("en"))
    press(ada, ada.page(editor("en")), "/retire")
    assert not look(quick_app).draft.has(SITUATION)
    page = save(bob, his, prompt_en="His")
    assert (page.status, value(page, "prompt-en")) == (409, "His")
    save(bob, page)
    assert look(quick_app).draft.question(SITUATION).prompt[Locale.EN] == "His"


def test_of_many_who_save_one_question_at_the_same_moment_one_wins_each_round(
    app: Flask, clock: Clock
) -> None:
    """Both hold the same state; one save is acknowledged, the other gets 409 and overwrites nothing."""
    ada = first_admin(app, clock)
    bob = second_admin(ada)
    for round_ in range(ROUNDS):
        pages = [(who, who.page(editor("en")), f"{round_} by {who.name}") for who in (ada, bob)]
        answers = _saved_at_once(pages)
        assert sorted(answers.values()) == [200, 409]
        assert answers[look(app).draft.question(SITUATION).prompt[Locale.EN]] == 200
    with app.app_context(), services().database.reading() as tx:
        assert storage.audit.verify(tx).intact


def _saved_at_once(pages: list[tuple[StaffMember, Page, str]]) -> dict[str, int]:
    """The status that each got, by the words that they saved."""
    barrier = threading.Barrier(len(pages))
    answers: dict[str, int] = {}

    def write(who: StaffMember, page: Page, words: str) -> None:
        barrier.wait()
        answers[words] = save(who, page, prompt_en=words).status

    threads = [threading.Thread(target=write, args=one) for one in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_options_are_added_moved_and_removed_with_what_was_typed(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    page = save(ada, ada.page(editor("en")), "add-option", prompt_en="Typed")
    assert (value(page, "option-4-key"), value(page, "prompt-en")) == ("e", "Typed")
    page = save(ada, page, "up:e", option_4_en="The new one")
    assert (value(page, "option-3-key"), value(page, "option-3-en")) == ("e", "The new one")
    page = save(ada, page, "remove:a")
    assert [o.key for o in look(quick_app).draft.question(SITUATION).options] == ["b", "c", "e", "d"]


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} %(x)s {% raw %}",
    "</textarea><b onmouseover=alert(1)>",
    "'; DROP TABLE bank_drafts; --",
    "﷽ \u2066isolated\u2069 ' \" & <",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_shown_as_they_are_written(
    quick_app: Flask, clock: Clock, lang: str, text: str
) -> None:
    ada = first_admin(quick_app, clock)
    page = save(ada, ada.page(editor(lang)), prompt_fr=text, help_en=text, option_0_ar=text)
    assert value(page, "prompt-fr").strip() == text
    for path in (
        editor(lang),
        f"/{lang}/admin/bank",
        f"/{lang}/admin/bank/publish",
        f"{editor(lang)}/history",
    ):
        shown = ada.page(path)
        assert " ".join(text.split()) in shown.text or "history" not in path
        assert not [e for e in shown.all("b") + shown.all("img") if e.get("onerror") or e.get("onmouseover")]
