"""Claims: who works on a case, and until when, so that two people never do one case."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from mentormatch.storage.database import Transaction
from mentormatch.storage.tables import REVIEW_CLAIMS
from mentormatch.storage.writing import insert_if_absent
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """Who has a case, since when, until when."""

    result_id: str
    staff_id: str
    claimed: datetime
    expires: datetime


def take(tx: Transaction, result_id: str, staff_id: str, *, expires: datetime, now: datetime) -> Claim:
    """Claim a case, or keep one's claim for longer; the claim that stands, which may be another's.

    A claim that has run out is taken over.
    """
    claim = Claim(result_id, staff_id, now, expires)
    row = {"result_id": result_id, "staff_id": staff_id, "claimed_at": now, "expires_at": expires}
    if insert_if_absent(tx, REVIEW_CLAIMS, row):
        return claim
    claims = REVIEW_CLAIMS.c
    mine = update(REVIEW_CLAIMS).where(claims.result_id == result_id, claims.staff_id == staff_id)
    if tx.execute(mine.where(claims.expires_at > now).values(expires_at=expires)).rowcount != 1:
        over = update(REVIEW_CLAIMS).where(claims.result_id == result_id, claims.expires_at <= now)
        tx.execute(over.values(staff_id=staff_id, claimed_at=now, expires_at=expires))
    found = find(tx, result_id, now)
    assert found is not None
    return found


def find(tx: Transaction, result_id: str, now: datetime) -> Claim | None:
    """The running claim on a case; None when nobody works on it."""
    return among(tx, (result_id,), now).get(result_id)


def among(tx: Transaction, result_ids: tuple[str, ...], now: datetime) -> dict[str, Claim]:
    """The running claims on some cases, by case, in one query."""
    claims = REVIEW_CLAIMS.c
    query = select(REVIEW_CLAIMS).where(claims.result_id.in_(result_ids), claims.expires_at > now)
    return {row.result_id: Claim(*row) for row in tx.execute(query)}


def held_by(tx: Transaction, staff_id: str, now: datetime) -> int:
    """How many cases a person has claimed at the moment."""
    claims = REVIEW_CLAIMS.c
    query = select(func.count()).where(claims.staff_id == staff_id, claims.expires_at > now)
    return tx.execute(query).scalar_one()


def release(tx: Transaction, result_id: str, staff_id: str) -> bool:
    """Let a case go; False when the person had no claim on it."""
    claims = REVIEW_CLAIMS.c
    query = delete(REVIEW_CLAIMS).where(claims.result_id == result_id, claims.staff_id == staff_id)
    return tx.execute(query).rowcount == 1


def drop(tx: Transaction, result_id: str) -> None:
    """End whatever claim there is on a case: nothing is left to do in it."""
    tx.execute(delete(REVIEW_CLAIMS).where(REVIEW_CLAIMS.c.result_id == result_id))
