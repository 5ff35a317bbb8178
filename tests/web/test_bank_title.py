"""The title of the bank is edited like any of its texts."""

from flask import Flask

from mentormatch.i18n import Locale
from tests.apps import Clock
from tests.bank_editing import named, press, second_admin, value
from tests.pages import Page, Visitor
from tests.staff import StaffMember, first_admin
from tests.web.test_bank_editor import look
from tests.web.test_bank_publishing import published


def titled(who: StaffMember, page: Page, **words: str) -> Page:
    return who.send(page, "/title", **named(words))


def test_a_title_is_saved_marks_the_others_and_is_published(app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(app, clock)
    address = f"/{lang}/admin/bank/title"
    assert address in {a.get("href") for a in ada.page(f"/{lang}/admin/bank").all("a")}
    page = titled(ada, ada.page(address), title_fr="Un autre titre")
    assert value(page, "title-fr") == "Un autre titre"
    boxes = {box.get("name") for box in page.all("input", type="checkbox")}
    assert boxes == {"holds-title-en", "holds-title-ar"}
    gate = ada.page(f"/{lang}/admin/bank/publish")
    found = [ul for ul in gate.all("ul") if ul.get("class") == "findings"]
    assert [a.get("href") for a in found[0].iter("a")] == [address, address]
    titled(ada, page, title_en="Another title", title_ar="عنوان آخر")
    published(ada)
    editing = look(app)
    assert [editing.base.title[locale] for locale in Locale] == [
        "Un autre titre",
        "Another title",
        "عنوان آخر",
    ]


def test_the_second_of_two_gets_both_titles(app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(app, clock)
    bob = second_admin(ada)
    address = f"/{lang}/admin/bank/title"
    seen, late = ada.page(address), bob.page(address)
    titled(ada, seen, title_fr="Le titre d’Ada")
    page = titled(bob, late, title_fr="Le titre de Bob")
    assert (page.status, value(page, "title-fr")) == (409, "Le titre de Bob")
    assert "Le titre d’Ada" in page.text
    assert look(app).draft.title[Locale.FR] == "Le titre d’Ada"
    titled(bob, page)
    assert look(app).draft.title[Locale.FR] == "Le titre de Bob"


def test_hidden_characters_in_a_title_are_told(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock)
    page = titled(ada, ada.page(f"/{lang}/admin/bank/title"), title_en="A\u202eB")
    assert (page.status, value(page, "title-en"), "U+202E" in page.text) == (400, "AB", True)
    assert look(quick_app).revision == 0


def test_the_measurements_have_an_address_of_their_own(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock)
    address = f"/{lang}/admin/bank/impact"
    assert address in {a.get("href") for a in ada.page(f"/{lang}/admin/bank").all("a")}
    assert [form for form in ada.page(address).all("form") if form.get("action") == address] == []
    page = titled(ada, ada.page(f"/{lang}/admin/bank/title"), title_fr="Un autre titre")
    titled(ada, page, title_en="Another title", title_ar="عنوان آخر")
    asked = press(ada, ada.page(address), "/bank/impact")
    assert asked.path.startswith(f"{address}/")
    listed = ada.page(address)
    assert asked.path in {a.get("href") for a in listed.all("a")}
    assert Visitor(quick_app).get(address).status_code == 303
