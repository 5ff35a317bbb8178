"""Places that are filled for each reader, as an admin sees them among words of either direction."""

from flask import Flask

from tests.apps import Clock
from tests.bank_editing import save
from tests.staff import first_admin
from tests.text_editing import FILLED, text_editor


def test_places_to_fill_stay_in_one_piece_among_arabic_words(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    save(ada, ada.page(text_editor("ar", FILLED)), text_ar="جملة بلا مواضع")
    for path in (f"{text_editor('ar', FILLED)}", "/ar/admin/texts/publish"):
        assert "\u2066%(pace)s\u2069" in ada.page(path).source, path
