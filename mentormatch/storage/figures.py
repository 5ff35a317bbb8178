"""How much is going on, from the keys of rows alone."""

from datetime import datetime

from sqlalchemy import func, select

from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import first_key
from mentormatch.storage.tables import ATTEMPTS, RESULTS


def since(tx: Transaction, moment: datetime) -> tuple[int, int]:
    """How many attempts were begun, and how many results made, since a moment."""
    key = first_key(moment)
    attempts = select(func.count()).select_from(ATTEMPTS).where(ATTEMPTS.c.id >= key)
    results = select(func.count()).select_from(RESULTS).where(RESULTS.c.id >= key)
    return tx.execute(attempts).scalar_one(), tx.execute(results).scalar_one()
