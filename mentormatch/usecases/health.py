"""Whether this program can serve visitors now."""

from dataclasses import dataclass

from mentormatch import storage
from mentormatch.errors import NotFoundError, UnavailableError
from mentormatch.usecases.instruments import BANK_KEY


@dataclass(frozen=True, slots=True)
class Readiness:
    """`checks` says of each part "ok" or what is wrong; `ready` that all are ok."""

    ready: bool
    checks: dict[str, str]


def readiness(database: storage.Database) -> Readiness:
    """Check the database, the schema and the published bank; never raises for what it finds."""
    checks = {"database": "ok", "schema": "ok", "bank": "ok"}
    try:
        schema = storage.health(database)
        if not schema.ready:
            # A bank is not looked for in tables that may not be there.
            checks |= {"schema": f"at {schema.current}, needs {schema.head}", "bank": "unknown"}
        else:
            with database.reading() as tx:
                storage.banks.current(tx, BANK_KEY)
    except NotFoundError:
        checks["bank"] = "none is published"
    except UnavailableError as error:
        checks["database"] = error.code
    return Readiness(all(found == "ok" for found in checks.values()), checks)
