"""From what is in force, and what was sent, to the words of the page."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, field, replace
from typing import Any

from flask import request

from mentormatch.i18n import Locale, day_and_time
from mentormatch.storage.choices import Chosen
from mentormatch.usecases.choices import NUMBERS, Choices, in_force, installed
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.values import dataclass
from mentormatch.web.accounts import addresses
from mentormatch.web.accounts.frame import button, frame
from mentormatch.web.accounts.pages import FormView
from mentormatch.web.services import services
from mentormatch.web.settings import speech as words_for
from mentormatch.web.settings.pages import NoticeField, NumberField, Part, SettingsPage
from mentormatch.web.visitor.speech import Speech


@dataclass(frozen=True, slots=True)
class Standing:
    """A form that was sent and not saved, and why: problems, a loss to be sure of, a faster other."""

    sent: Mapping[str, str] | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    losing: int = 0
    moved: bool = False

    @property
    def status(self) -> int:
        """The status of the answer."""
        return 409 if self.moved else 200 if self.sent is None else 400


def settings_page(
    me: SignedIn, locale: Locale, chosen: Chosen, names: Mapping[str, str], standing: Standing
) -> SettingsPage:
    """The page as values; what was sent and not saved is shown as it was typed."""
    speech, base = Speech(locale), services().settings
    now, own = in_force(base, chosen), installed(base)
    form = _form(me, speech, now, standing)
    return SettingsPage(
        frame=frame(me, locale),
        notice=speech.say("Saved, and in force everywhere within seconds.") if _saved() else "",
        moved=_moved(speech) if standing.moved else "",
        losing=_losing(speech, standing.losing),
        changed=_changed(speech, chosen, names),
        form=form,
        revision=chosen.revision,
        asking_open=bool(standing.sent.get("asking_open")) if standing.sent is not None else now.asking_open,
        parts=tuple(_parts(speech, now, own, standing)),
        notices=tuple(_notices(now, standing, form)),
    )


def _saved() -> bool:
    return request.args.get("said") == "saved"


def _form(me: SignedIn, speech: Speech, now: Choices, standing: Standing) -> FormView:
    plain = button(me, speech.locale, addresses.settings(speech.locale))
    stored: dict[str, Any] = asdict(now)
    sent = standing.sent
    values = {name: str(stored[name]) if sent is None else sent.get(name, "") for name in NUMBERS}
    errors = {name: words_for.problem(speech, name, code) for name, code in standing.problems.items()}
    return replace(plain, values=values, errors=errors)


def _parts(speech: Speech, now: Choices, own: Choices, standing: Standing) -> Iterator[Part]:
    known, stored, installed_as = words_for.names(speech), asdict(now), asdict(own)
    for key, title, about, names in words_for.parts(speech):
        numbers = []
        for name in names:
            hint = words_for.hint(speech, name, installed_as[name])
            if standing.sent is not None and standing.sent.get(name, "").strip() != str(stored[name]):
                hint += " " + speech.say("In force now: %(number)s.", number=stored[name])
            numbers.append(NumberField(name, known[name], hint))
        yield Part(key, title, about, tuple(numbers))


def _notices(now: Choices, standing: Standing, form: FormView) -> Iterator[NoticeField]:
    for locale in Locale:
        name = f"notice_{locale}"
        stored = now.notice[locale] if now.notice else ""
        yield NoticeField(
            name=name,
            lang=locale.value,
            dir=locale.direction,
            label=locale.own_name,
            value=stored if standing.sent is None else standing.sent.get(name, ""),
            error=form.errors.get(name, ""),
        )


def _changed(speech: Speech, chosen: Chosen, names: Mapping[str, str]) -> str:
    if chosen.at is None:
        return speech.say("Nothing was changed yet: everything is as installed.")
    return speech.say(
        "Last changed on %(date)s (UTC) by %(name)s.",
        date=day_and_time(chosen.at, speech.locale),
        name=names.get(chosen.by, chosen.by),
    )


def _moved(speech: Speech) -> str:
    return speech.say(
        "Somebody else changed the settings meanwhile, and nothing of yours was saved. Below is what you "
        "typed; where it differs, what is in force now stands beside it. Saving again puts yours in force."
    )


def _losing(speech: Speech, losing: int) -> str:
    if not losing:
        return ""
    return speech.count(
        "With these periods, %(num)s quiz is deleted for good within the hour, with its result.",
        "With these periods, %(num)s quizzes are deleted for good within the hour, with their results.",
        losing,
    )
