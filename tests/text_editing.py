"""An admin at the texts, for tests."""

from flask import Flask

from mentormatch.i18n import Locale
from mentormatch.usecases import edit_texts
from mentormatch.usecases.edit_texts import TextsEditing
from mentormatch.web.services import services
from tests.bank_editing import press, save
from tests.pages import Page
from tests.staff import StaffMember, confirmed

STEP = "plan.formal.find.1.text"
GOAL = "goal.clear.name"
LEAD = "guide.lead"
NOTE = "counsel.note.formal"
FILLED = "advice.formal.find.letter.core"
TEXTS = "/en/admin/texts"
OTHER = {
    "fr": "Une phrase que personne d’autre n’a écrite",
    "en": "A sentence that nobody else has written",
    "ar": "جملة لم يكتبها أحد غيرنا",
}


def text_editor(lang: str, text_id: str = STEP) -> str:
    """The path of a text's editor."""
    return f"/{lang}/admin/texts/{text_id}"


def reworded(member: StaffMember, text_id: str = STEP, words: dict[str, str] | None = None) -> Page:
    """A text worded otherwise in all languages, in the draft."""
    found = words or OTHER
    page = member.page(text_editor("en", text_id))
    return save(member, page, **{f"text_{locale}": found[locale] for locale in Locale})


def published_texts(member: StaffMember, note: str = "Our own words") -> Page:
    """The draft, published."""
    press(member, member.page(f"{TEXTS}/publish"), "/publish", note=note)
    return press(member, confirmed(member, f"{TEXTS}/publish/now"), "/publish/now")


def look_at_texts(app: Flask) -> TextsEditing:
    """The texts as they are being written."""
    with app.app_context(), services().database.reading() as tx:
        return edit_texts.look(tx, services().texts)
