"""Whether this program can serve visitors now."""

from mentormatch import storage
from mentormatch.errors import InvalidDocumentError, NotFoundError, UnavailableError
from mentormatch.scoring import load_expert
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.usecases.kept_figures import figures_problem
from mentormatch.usecases.serving import examined
from mentormatch.usecases.texts import published
from mentormatch.usecases.voices import Voices
from mentormatch.values import dataclass

_STOOD_IN_FOR = frozenset({"model", "languages", "figures", "texts"})


@dataclass(frozen=True, slots=True)
class Readiness:
    """`checks` says of each part "ok" or what is wrong; `ready` that visitors can be served.

    A learned model, a language or texts that cannot serve are told and do not count: the expert,
    the next language, the shipped texts serve in their place. The page on the method does without
    its figures.
    """

    ready: bool
    checks: dict[str, str]


def readiness(database: storage.Database, voices: Voices) -> Readiness:
    """Check database, schema, bank, model, texts and languages; never raises for what it finds."""
    checks = dict.fromkeys(("database", "schema", "bank", "model", "texts"), "ok")
    checks["languages"] = "; ".join(voices.problems()) or "ok"
    checks["figures"] = figures_problem() or "ok"
    try:
        schema = storage.health(database)
        if not schema.ready:
            # A bank is not looked for in tables that may not be there.
            needs = f"at {schema.current}, needs {schema.head}"
            checks |= {"schema": needs, "bank": "unknown", "model": "unknown", "texts": "unknown"}
        else:
            with database.reading() as tx:
                checks["model"] = _model(tx)
                checks["texts"] = _texts(tx)
                storage.banks.current(tx, BANK_KEY)
    except NotFoundError:
        checks["bank"] = "none is published"
    except UnavailableError as error:
        checks["database"] = error.code
    needed = {name: found for name, found in checks.items() if name not in _STOOD_IN_FOR}
    return Readiness(all(found == "ok" for found in needed.values()), checks)


def _texts(tx: storage.Transaction) -> str:
    """Say `ok`, or that the shipped texts are read although others were published."""
    try:
        published(tx)
    except (UnavailableError, InvalidDocumentError):
        return "the published texts are damaged; the shipped ones are read"
    return "ok"


def _model(tx: storage.Transaction) -> str:
    """Say `ok`, or why the expert serves although another model was promoted; read anew each time."""
    promoted = storage.models.named(tx).serving
    if promoted is None:
        return "ok"
    _, problem = examined(tx, promoted, expert=load_expert().content_hash)
    return f"the promoted model is {problem}; the expert serves" if problem else "ok"
