"""Where everything is kept; the only room that knows SQLAlchemy.

`connect` gives a `Database`; its `transaction()` and `reading()` give a `Transaction`, which the
functions of each subject take. Only frozen values come out.
"""

from mentormatch.storage import (
    attempts,
    audit,
    banks,
    case_queue,
    cases,
    claims,
    contact,
    demo,
    drafts,
    drift,
    erasure,
    figures,
    invitations,
    jobs,
    models,
    past,
    recovery_codes,
    resets,
    results,
    review_export,
    review_figures,
    reviews,
    sessions,
    staff,
    tries,
)
from mentormatch.storage.database import Database, Transaction, connect
from mentormatch.storage.erasure import Purged, purge
from mentormatch.storage.schema import SchemaState, downgrade, health, migrate, schema_state

__all__ = [
    "Database",
    "Purged",
    "SchemaState",
    "Transaction",
    "attempts",
    "audit",
    "banks",
    "case_queue",
    "cases",
    "claims",
    "connect",
    "contact",
    "demo",
    "downgrade",
    "drafts",
    "drift",
    "erasure",
    "figures",
    "health",
    "invitations",
    "jobs",
    "migrate",
    "models",
    "past",
    "purge",
    "recovery_codes",
    "resets",
    "results",
    "review_export",
    "review_figures",
    "reviews",
    "schema_state",
    "sessions",
    "staff",
    "tries",
]
