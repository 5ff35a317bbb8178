"""Looking over an installation: what is there, where it comes from, what is wrong with it."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from mentormatch import storage
from mentormatch.config import Setting, Settings, inspect
from mentormatch.errors import ConfigurationError, MentormatchError
from mentormatch.scoring import load_expert
from mentormatch.storage.diagnosis import engine_facts
from mentormatch.usecases import choices
from mentormatch.usecases.deep_check import deep_check
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.usecases.kept_figures import figures_problem
from mentormatch.usecases.set_up import shipped_bank, shipped_hash
from mentormatch.usecases.unsafe_settings import too_many_connections, unsafe
from mentormatch.usecases.voices import load_voices
from mentormatch.values import dataclass

_SHORT = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was found, and what is wrong (empty when nothing is)."""

    name: str
    found: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All settings and everything that was looked at."""

    settings: tuple[Setting, ...]
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not any(setting.problem for setting in self.settings) and not any(
            finding.problem for finding in self.findings
        )


def diagnose(environment: Mapping[str, str], *, deep: bool = False) -> Diagnosis:
    """Look at everything that can be looked at; never raises for what it finds.

    While the settings are wrong, nobody knows which database is meant: then only what ships with
    the program is looked at. A database that does not exist is not made. `deep` reads every row.
    """
    settings = tuple(inspect(environment))
    if any(setting.problem for setting in settings):
        unknown = "not looked at until the settings are right"
        installed: tuple[Finding, ...] = (
            Finding("data place", "", unknown),
            Finding("database", "", unknown),
        )
    else:
        installed = tuple(_installed(environment, deep=deep))
    return Diagnosis(settings, (*installed, *_shipped()))


def _installed(environment: Mapping[str, str], *, deep: bool) -> Iterator[Finding]:
    try:
        settings = Settings.from_environment(environment)
    except ConfigurationError as error:
        yield Finding("data place", "", error.detail)
        return
    yield _looked_at("serving", lambda: _serving(settings))
    yield _looked_at("data place", lambda: _writable(settings.data_dir))
    yield from _database(settings, deep=deep)


def _database(settings: Settings, *, deep: bool) -> Iterator[Finding]:
    try:
        database = storage.connect(settings.database_url)
    except MentormatchError as error:
        yield Finding("database", "", error.detail or error.code)
        return
    try:
        if database.path is not None and not database.path.exists():
            yield Finding("database", str(database.path), "not there yet; run `mentormatch init`")
            return
        yield from _answering(database, settings, deep=deep)
    finally:
        database.close()


def _answering(database: storage.Database, settings: Settings, *, deep: bool) -> Iterator[Finding]:
    engine = _looked_at("database", lambda: _engine(database, settings))
    yield engine
    if not engine.found:
        return
    schema = _looked_at("schema", lambda: _schema(database))
    yield schema
    if schema.problem:
        return
    yield _looked_at("question bank", lambda: _published(database))
    yield _looked_at("changed by admins", lambda: _chosen(database, settings))
    if deep:
        for checked in deep_check(database):
            yield Finding(checked.name, "" if checked.problems else "ok", "; ".join(checked.problems))


def _shipped() -> Iterator[Finding]:
    yield _looked_at("shipped bank", lambda: f"{len(shipped_bank().questions)} questions")
    yield _looked_at(
        "expert model", lambda: f"{load_expert().version}, {load_expert().content_hash[:_SHORT]}"
    )
    yield _looked_at("languages", _languages)
    yield _looked_at("figures", _figures)


def _looked_at(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, look())
    except _WrongError as wrong:
        return Finding(name, wrong.found, wrong.problem)
    except MentormatchError as error:
        return Finding(name, "", str(error))
    except OSError as error:
        return Finding(name, "", error.strerror or str(error))


class _WrongError(Exception):
    """Something was found, and it is wrong."""

    def __init__(self, found: str, problem: str) -> None:
        super().__init__(problem)
        self.found = found
        self.problem = problem


def _writable(folder: Path) -> str:
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as trial:
            trial.write(b"mentormatch")
    except OSError as error:
        raise _WrongError(str(folder), f"cannot be written to: {error.strerror}") from error
    return f"{folder}, writable"


def _serving(settings: Settings) -> str:
    found = f"{settings.workers} × {settings.threads} threads at {settings.host}:{settings.port}"
    if problems := unsafe(settings):
        raise _WrongError(found, "; ".join(map(str, problems)))
    return found


def _engine(database: storage.Database, settings: Settings) -> str:
    facts = engine_facts(database)
    place = f" at {database.path}" if database.path else ""
    found = f"{facts.engine} {facts.version}{place}; journal: {facts.journal}"
    if problem := too_many_connections(database, settings):
        raise _WrongError(found, str(problem))
    return found


def _schema(database: storage.Database) -> str:
    state = storage.schema_state(database)
    if not state.ready:
        found = f"revision {state.current or 'none'}"
        raise _WrongError(found, f"the program needs revision {state.head}; run `mentormatch init`")
    return f"revision {state.current}"


def _published(database: storage.Database) -> str:
    with database.reading() as tx:
        found = storage.banks.versions(tx, BANK_KEY)
        version = next((version for version in found if version.is_current), None)
        if version is None:
            raise _WrongError("", "none is published; run `mentormatch init`")
        storage.banks.document(tx, version.id)
    same = version.content_hash == shipped_hash()
    beside = "the shipped one" if same else "differs from the shipped one"
    return f"version {version.number}, {version.content_hash[:_SHORT]}, {beside}"


def _chosen(database: storage.Database, settings: Settings) -> str:
    """The settings that are not the environment's any more, because an admin changed them."""
    with database.reading() as tx:
        chosen = storage.choices.load(tx)
    found = asdict(choices.in_force(settings, chosen))
    unread = [name for name, value in chosen.document.items() if found.get(name, value) != value]
    told = ", ".join(f"{name} {found[name]}" for name in sorted(chosen.document) if name in choices.NUMBERS)
    others = sorted(set(chosen.document) - set(choices.NUMBERS))
    shown = ", ".join(filter(None, (told, *others))) or "nothing"
    if unread:
        raise _WrongError(shown, f"cannot be read, the installation’s own is in force: {', '.join(unread)}")
    return shown


def _figures() -> str:
    if problem := figures_problem():
        raise _WrongError("", f"{problem}; the page on the method leaves them out")
    return "measured on simulated people"


def _languages() -> str:
    voices = load_voices()
    found = f"{', '.join(voices.spoken)}; {len(list(voices.content))} texts of the guide"
    if problems := voices.problems():
        raise _WrongError(found, "; ".join(problems))
    return found
