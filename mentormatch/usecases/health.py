"""Whether this program can serve visitors now."""

from dataclasses import dataclass

from mentormatch import storage
from mentormatch.errors import NotFoundError, UnavailableError
from mentormatch.scoring import load_expert
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.usecases.kept_figures import figures_problem
from mentormatch.usecases.serving import examined
from mentormatch.usecases.voices import Voices

_STOOD_IN_FOR = frozenset({"model", "languages", "figures"})


@dataclass(frozen=True, slots=True)
class Readiness:
    """`checks` says of each part "ok" or what is wrong; `ready` that visitors can be served.

    A learned model or a language that cannot serve is told and does not count: the expert, or
    the next language, serves in its place. The page on the method does without its figures.
    """

    ready: bool
    checks: dict[str, str]


def readiness(database: storage.Database, voices: Voices) -> Readiness:
    """Check database, schema, bank, model and languages; never raises for what it finds."""
    checks = {"database": "ok", "schema": "ok", "bank": "ok", "model": "ok"}
    checks["languages"] = "; ".join(voices.problems()) or "ok"
    checks["figures"] = figures_problem() or "ok"
    try:
        schema = storage.health(database)
        if not schema.ready:
            # A bank is not looked for in tables that may not be there.
            needs = f"at {schema.current}, needs {schema.head}"
            checks |= {"schema": needs, "bank": "unknown", "model": "unknown"}
        else:
            with database.reading() as tx:
                checks["model"] = _model(tx)
                storage.banks.current(tx, BANK_KEY)
    except NotFoundError:
        checks["bank"] = "none is published"
    except UnavailableError as error:
        checks["database"] = error.code
    needed = {name: found for name, found in checks.items() if name not in _STOOD_IN_FOR}
    return Readiness(all(found == "ok" for found in needed.values()), checks)


def _model(tx: storage.Transaction) -> str:
    """Say `ok`, or why the expert serves although another model was promoted; read anew each time."""
    promoted = storage.models.named(tx).serving
    if promoted is None:
        return "ok"
    _, problem = examined(tx, promoted, expert=load_expert().content_hash)
    return f"the promoted model is {problem}; the expert serves" if problem else "ok"
