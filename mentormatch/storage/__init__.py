"""Where everything is kept; the only room that knows SQLAlchemy.

`connect` gives a `Database`; its `transaction()` and `reading()` give a `Transaction`, which the
functions of each subject take. Only frozen values come out.
"""

from mentormatch.storage import (
    attempts,
    audit,
    banks,
    drafts,
    erasure,
    figures,
    invitations,
    item_statistics,
    packed_answers,
    recovery_codes,
    resets,
    results,
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
    "connect",
    "downgrade",
    "drafts",
    "erasure",
    "figures",
    "health",
    "invitations",
    "item_statistics",
    "migrate",
    "packed_answers",
    "purge",
    "recovery_codes",
    "resets",
    "results",
    "schema_state",
    "sessions",
    "staff",
    "tries",
]
