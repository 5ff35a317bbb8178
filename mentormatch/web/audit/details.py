"""The details and subjects of audit events in the reader's words."""

from collections.abc import Mapping
from datetime import datetime

from mentormatch.accounts.roles import StaffRole
from mentormatch.casework import Verdict
from mentormatch.i18n import Locale, long_date
from mentormatch.storage.audit import AuditEvent
from mentormatch.usecases.drafts import TEXTS_KEY
from mentormatch.web.accounts.speech import role_name
from mentormatch.web.settings.speech import names as setting_names
from mentormatch.web.visitor.speech import Speech

_SHORT = 12
_HASH = 64
_PAIR = 2


def subject_name(speech: Speech, subject: str, names: Mapping[str, str]) -> str:
    """What an event is about; keys are shortened."""
    sort, _, key = subject.partition(" ")
    if sort == "staff":
        return speech.say("Account of %(name)s", name=names.get(key, short(key)))
    known = {
        "case": speech.say("Case %(key)s", key=short(key)),
        "invitation": speech.say("Invitation %(key)s", key=short(key)),
        "impact": speech.say("Impact of a draft"),
        "chain": speech.say("Check of the audit chain"),
        "mentoring": speech.say("Question bank"),
        TEXTS_KEY: speech.say("Texts"),
        "attempt": speech.say("A quiz"),
        "attempts": speech.say("Quizzes"),
        "cases": speech.say("Cases"),
        "database": speech.say("Database"),
        "settings": speech.say("Settings"),
        "expert": speech.say("Expert model"),
    }
    if sort in known:
        return known[sort]
    return speech.say("Model %(number)s", number=short(subject)) if len(subject) == _HASH else subject


def details(speech: Speech, event: AuditEvent) -> tuple[tuple[str, str], ...]:
    """The names and values of an event's details; an unknown name is shown as it is written."""
    names = {**_names(speech), **setting_names(speech)}
    return tuple(
        (names.get(name, name), value_words(speech, name, value))
        for name, value in event.details.items()
        if value is not None
    )


def value_words(speech: Speech, name: str, value: object) -> str:
    """A value in words."""
    match value:
        case bool():
            return speech.say("yes") if value else speech.say("no")
        case None:
            return speech.say("nothing")
        case [before, after]:
            was, now = (value_words(speech, name, one) for one in (before, after))
            return speech.say("%(before)s before, %(after)s now", before=was, after=now)
        case {"fr": str(fr), "en": str(en), "ar": str(ar)}:
            return {"fr": fr, "en": en, "ar": ar}[speech.locale.value] or speech.say("nothing")
        case str():
            return _text(speech, name, value)
        case _:
            return str(value)


def short(key: str) -> str:
    """A key or a hash, as much of it as people compare."""
    return key[-_SHORT:] if key.count("-") == 4 else key[:_SHORT]


def _text(speech: Speech, name: str, value: str) -> str:
    if name == "role" and value in tuple(StaffRole):
        return role_name(speech.locale, StaffRole(value))
    if name == "verdict" and value in tuple(Verdict):
        return speech.say("confirmed") if value == Verdict.CONFIRM else speech.say("corrected")
    if name in {"since", "until"}:
        return _date(speech.locale, value)
    if len(value) == _HASH or name == "invitation":
        return short(value)
    return value


def _date(locale: Locale, value: str) -> str:
    try:
        return long_date(datetime.fromisoformat(value), locale)
    except ValueError:
        return value


def _names(speech: Speech) -> dict[str, str]:
    _ = speech.say
    return {
        "attempts": _("Quizzes"),
        "cases": _("Cases"),
        "content_hash": _("Fingerprint"),
        "ends_second_factor": _("Second factor removed"),
        "erased_again": _("Erased again"),
        "events": _("Events"),
        "factors": _("Factors shown"),
        "finished": _("Finished"),
        "format": _("Format"),
        "hash": _("Fingerprint"),
        "invitation": _("Invitation"),
        "moved": _("Other recommendation"),
        "new": _("Newly scored"),
        "number": _("Number"),
        "passed": _("Conditions met"),
        "people": _("Simulated people"),
        "question": _("Question"),
        "reading": _("Reading"),
        "reason": _("Reason"),
        "recovery_code": _("With a recovery code"),
        "replaced": _("In the place of"),
        "results": _("Results"),
        "revision": _("Revision"),
        "role": _("Role"),
        "rows": _("Rows"),
        "seed": _("Seed"),
        "sessions": _("Sessions"),
        "since": _("From"),
        "text": _("Text"),
        "texts": _("With texts"),
        "training_set": _("Training set"),
        "turn": _("Change number"),
        "unreadable": _("Unreadable"),
        "until": _("To"),
        "verdict": _("Verdict"),
        "version": _("Version"),
        "weeks": _("Weeks"),
    }
