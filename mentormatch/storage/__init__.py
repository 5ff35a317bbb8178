"""Where everything is kept; the only room that knows SQLAlchemy.

`connect` gives a `Database`; its `transaction()` and `reading()` give a `Transaction`, which the
functions of each subject take. Only frozen values come out.
"""

from mentormatch.storage import (
    attempts,
    audit,
    banks,
    cases,
    claims,
    contact,
    drafts,
    erasure,
    figures,
    invitations,
    jobs,
    past,
    recovery_codes,
    resets,
    results,
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
    "cases",
    "claims",
    "connect",
    "contact",
    "downgrade",
    "drafts",
    "erasure",
    "figures",
    "health",
    "invitations",
    "jobs",
    "migrate",
    "past",
    "purge",
    "recovery_codes",
    "resets",
    "results",
    "reviews",
    "schema_state",
    "sessions",
    "staff",
    "tries",
]
