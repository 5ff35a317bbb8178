"""Settings that admins change while the program runs: the installation's own, until one is changed.

Only what differs from the installation is stored, so that a variable of the environment goes on
deciding what nobody has changed. What was fixed before stays: the shares of a case that is open,
the day by which an answer was promised.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta
from typing import Any

from mentormatch import storage
from mentormatch.config import SPECS, Settings, Whole
from mentormatch.errors import InvalidInputError, UnavailableError
from mentormatch.i18n import Locale
from mentormatch.i18n.text import Text
from mentormatch.quiz.characters import hidden_characters
from mentormatch.storage.actions import Action
from mentormatch.storage.choices import NOTHING, Chosen
from mentormatch.usecases.staff_people import names
from mentormatch.values import dataclass

LONGEST_NOTICE = 300
# So long a process may go on with what it knows: the longest that a change takes to be everywhere.
FRESH = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Choices:
    """What is in force; the first seven are as in `Settings`. `notice` stands on visitors' pages."""

    unfinished_days: int
    result_days: int
    contact_days: int
    promise_days: int
    claim_minutes: int
    blind_percent: int
    double_percent: int
    asking_open: bool = True
    notice: Text | None = None


NUMBERS: Mapping[str, Whole] = {
    name: spec.parse
    for spec in SPECS
    if (name := spec.name.removeprefix("MENTORMATCH_").lower()) in {field.name for field in fields(Choices)}
    and isinstance(spec.parse, Whole)
}


def installed(settings: Settings) -> Choices:
    """What is in force while no admin has changed anything."""
    return Choices(**{name: getattr(settings, name) for name in NUMBERS})


def in_force(settings: Settings, chosen: Chosen) -> Choices:
    """The installation's own with what was chosen; what cannot be read of that is left out."""
    found = installed(settings)
    for name, value in chosen.document.items():
        try:
            found = replace(found, **{name: _read(name, value)})
        except (ValueError, TypeError, InvalidInputError):
            # Damaged or of another program: the installation's own stands.
            continue
    return found


def load(tx: storage.Transaction, settings: Settings) -> Choices:
    """What is in force now; one query."""
    return in_force(settings, storage.choices.load(tx))


@dataclass(slots=True)
class ChoicesInForce:
    """What a process knows to be chosen, read anew when it is older than `FRESH`.

    Where the database does not answer, what was known last stands.
    """

    _known: Chosen = NOTHING
    _read_at: datetime | None = None

    def at(self, settings: Settings, database: storage.Database, now: datetime) -> Choices:
        """What is in force; not for use within a transaction."""
        if self._read_at is None or not timedelta(0) <= now - self._read_at < FRESH:
            try:
                with database.reading() as tx:
                    self._known = storage.choices.load(tx)
            except UnavailableError:
                # Pages that need nothing else of the database go on.
                pass
            self._read_at = now
        return in_force(settings, self._known)

    def forget(self) -> None:
        """Read anew at the next look."""
        self._read_at = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it came: what was understood of it, and a code for each field that was not."""

    choices: Choices
    problems: Mapping[str, str]


def parse(before: Choices, sent: Mapping[str, str]) -> Sent:
    """What a form asks for; fields with a problem keep what was before."""
    found: dict[str, Any] = {"asking_open": bool(sent.get("asking_open"))}
    problems = {}
    for name, whole in NUMBERS.items():
        try:
            found[name] = whole(sent.get(name, "").strip())
        except ValueError:
            problems[name] = "not-whole"
    texts = {locale: " ".join(sent.get(f"notice_{locale}", "").split()) for locale in Locale}
    problems |= _notice_problems(texts)
    if not any(name.startswith("notice") for name in problems):
        found["notice"] = Text(*texts.values()) if any(texts.values()) else None
    return Sent(replace(before, **found), problems)


def change(
    tx: storage.Transaction, settings: Settings, wanted: Choices, *, revision: int, by: str, now: datetime
) -> None:
    """Put choices in force, with an audit row that tells old and new; without a difference, nothing.

    Raises:
        ConflictError: `choices-moved` when others were saved since `revision`.
    """
    was = asdict(load(tx, settings))
    own, new = asdict(installed(settings)), asdict(wanted)
    changed: dict[str, object] = {name: [was[name], new[name]] for name in new if was[name] != new[name]}
    document = {name: value for name, value in new.items() if value != own[name]}
    if not changed:
        return
    storage.choices.save(tx, document, revision=revision, by=by, now=now)
    storage.audit.append(
        tx, actor=by, action=Action.SETTINGS_CHANGED, subject="settings", details=changed, now=now
    )


def would_delete(tx: storage.Transaction, settings: Settings, wanted: Choices, *, now: datetime) -> int:
    """How many quizzes the next purge would delete that it would not delete as things are."""
    before, after = (
        storage.erasure.count_due(
            tx,
            unfinished=now - timedelta(one.unfinished_days),
            finished=now - timedelta(one.result_days),
        )
        for one in (load(tx, settings), wanted)
    )
    return max(0, after - before)


def last_change(tx: storage.Transaction) -> tuple[Chosen, dict[str, str]]:
    """What was chosen last, and what everyone who may have done it is called, by id."""
    return storage.choices.load(tx), names(tx)


def _read(name: str, value: object) -> Any:
    if name in NUMBERS:
        return NUMBERS[name](str(value))
    if name == "notice":
        return Text.from_mapping(dict(value)) if isinstance(value, dict) else None
    if name == "asking_open" and isinstance(value, bool):
        return value
    raise ValueError(name)


def _notice_problems(texts: Mapping[Locale, str]) -> dict[str, str]:
    problems = {}
    for locale, text in texts.items():
        if hidden_characters(text):
            problems[f"notice_{locale}"] = "hidden"
        elif len(text) > LONGEST_NOTICE:
            problems[f"notice_{locale}"] = "notice-long"
        elif not text and any(texts.values()):
            problems[f"notice_{locale}"] = "notice-missing"
    return problems
