"""The database of a demonstration: marked as such for good, and never one that people use."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mentormatch import storage
from mentormatch.config import Settings
from mentormatch.errors import ConflictError, UnavailableError
from mentormatch.usecases.set_up import set_up
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """What a demonstration is filled with: `people` who come over `weeks`, drawn by `seed`."""

    seed: int
    people: int
    weeks: int


def prepare(database: storage.Database, plan: Plan, *, now: datetime) -> Plan:
    """Make an empty database a demonstration, or find one; the plan that it is filled by.

    Nothing is written into a database that holds anything else.

    Raises:
        ConflictError: `not-a-demo` for a database that people may use.
    """
    with database.reading() as tx:
        found = storage.demo.find_mark(tx)
        usable = found is not None or storage.demo.is_empty(tx)
    if not usable:
        raise ConflictError("not-a-demo")
    set_up(database, now=now)
    if found is not None:
        return _plan(found.details)
    details = {"seed": plan.seed, "people": plan.people, "weeks": plan.weeks}
    with database.transaction() as tx:
        storage.demo.mark(tx, details, now=now)
    return plan


def is_filled(database: storage.Database) -> bool:
    """Whether a demonstration was filled to the end."""
    with database.reading() as tx:
        found = storage.demo.find_mark(tx)
    return found is not None and found.filled


def as_marked(settings: Settings) -> Settings:
    """Settings that say so when their database is a demonstration, by whatever way it is served.

    A database that does not answer is served as it is: its visitors are told later.
    """
    database = storage.connect(settings.database_url)
    try:
        with database.reading() as tx:
            return replace(settings, demo=settings.demo or storage.demo.find_mark(tx) is not None)
    except UnavailableError:
        return settings
    finally:
        database.close()


def _plan(details: Mapping[str, object]) -> Plan:
    return Plan(*(int(str(details[name])) for name in ("seed", "people", "weeks")))
