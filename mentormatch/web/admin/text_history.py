"""The published versions of the texts: listed, compared, made the draft."""

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.i18n import Locale
from mentormatch.storage.banks import BankVersion
from mentormatch.usecases import edit_texts, publish_texts
from mentormatch.usecases.publish_texts import DRAFT, SHIPPED
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.frame import button, check_key, frame
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.pages import Option
from mentormatch.web.admin import addresses, present_texts, text_speech
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.blueprint import admin
from mentormatch.web.admin.frame import admin_page, writer
from mentormatch.web.admin.pages import ComparePage, VersionRow, VersionsPage
from mentormatch.web.rendering import see_other
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_TEXTS = "/<locale:locale>/admin/texts"
_SHORT_HASH = 12


@admin.get(f"{_TEXTS}/versions")
@staff_only(StaffRole.ADMIN)
def text_versions(me: SignedIn, locale: Locale) -> Response:
    """All published versions, newest first, and at the end the texts as they ship."""
    served, speech = services(), Speech(locale)
    with served.database.reading() as tx:
        found, editing = publish_texts.versions(tx), edit_texts.look(tx, served.texts)
    free, draft = editing.revision == 0, editing.revision > 0
    page = VersionsPage(
        frame=frame(me, locale),
        notice=text_speech.notice(speech, request.args.get("said")),
        back=text_speech.back_to_texts(speech),
        title=speech.say("Versions of the texts"),
        rows=(
            *(_row(me, speech, version, restorable=free) for version in found),
            _shipped_row(me, speech, current=not found, restorable=free and bool(found)),
        ),
        has_draft=draft,
        action=addresses.comparing_texts(locale),
        before=_choices(speech, found, draft=False),
        after=_choices(speech, found, draft=draft),
    )
    return admin_page("versions", locale, page, page.title)


@admin.get(f"{_TEXTS}/compare")
@staff_only(StaffRole.ADMIN)
def compare_texts(me: SignedIn, locale: Locale) -> Response:
    """Two states of the texts, in words."""
    served, speech = services(), Speech(locale)
    with served.database.reading() as tx:
        before = publish_texts.state(tx, served.texts, request.args.get("before", ""))
        after = publish_texts.state(tx, served.texts, request.args.get("after", ""))
        editing = edit_texts.look(tx, served.texts)
    found = publish_texts.differences(served.texts, before.own, after.own)
    both = {"before": before, "after": after}
    said = {name: text_speech.state_name(speech, state) for name, state in both.items()}
    page = ComparePage(
        frame=frame(me, locale),
        title=speech.say("From %(before)s to %(after)s", **said),
        summary=speech.count("%(num)s text differs", "%(num)s texts differ", len(found)),
        differences=tuple(
            present_texts.difference(speech, served.texts, editing, one, linked=after.name == DRAFT)
            for one in found
        ),
        back_href=addresses.text_versions(locale),
    )
    return admin_page("compare", locale, page, page.title)


@admin.post(f"{_TEXTS}/versions/<int:number>/restore")
@staff_only(StaffRole.ADMIN)
def restore_texts(me: SignedIn, locale: Locale, number: int) -> Response:
    """Make the draft of a version, or of the texts as they ship (0)."""
    check_key(me, locale)
    with services().database.transaction() as tx:
        publish_texts.restore(tx, str(number), who=writer(me))
    return see_other(addresses.texts(locale, "restored"))


def _row(me: SignedIn, speech: Speech, version: BankVersion, *, restorable: bool) -> VersionRow:
    locale, number = speech.locale, version.number
    action = addresses.restore_texts(locale, str(number))
    return VersionRow(
        number=str(number),
        name=names.capital(names.version_name(speech, number)),
        about=names.published_when(speech, version),
        note=version.note,
        hash=version.content_hash[:_SHORT_HASH],
        current=version.is_current,
        compare_href=addresses.compare_texts(locale, str(number - 1), str(number)),
        restore=button(me, locale, action) if restorable and not version.is_current else None,
    )


def _shipped_row(me: SignedIn, speech: Speech, *, current: bool, restorable: bool) -> VersionRow:
    action = addresses.restore_texts(speech.locale, SHIPPED)
    return VersionRow(
        number=SHIPPED,
        name=names.capital(text_speech.shipped_name(speech)),
        about=speech.say("They come with the program, and change only with it."),
        note="",
        hash="",
        current=current,
        compare_href="",
        restore=button(me, speech.locale, action) if restorable else None,
    )


def _choices(speech: Speech, found: tuple[BankVersion, ...], *, draft: bool) -> tuple[Option, ...]:
    """What can be compared, newest first; chosen is the newest, or the one before for the start."""
    listed = [(str(it.number), names.capital(names.version_name(speech, it.number))) for it in found]
    listed.append((SHIPPED, names.capital(text_speech.shipped_name(speech))))
    if draft:
        listed.insert(0, (DRAFT, names.capital(speech.say("the draft"))))
    return tuple(Option(value, words) for value, words in listed)
