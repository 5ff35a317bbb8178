"""Who is signed in: sessions of staff, from their secret tokens."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from mentormatch import storage
from mentormatch.accounts import tries as counting
from mentormatch.accounts.sessions import (
    SessionState,
    expiry,
    is_due_for_touch,
    is_fresh,
    is_idle,
)
from mentormatch.errors import NotFoundError, TooManyTriesError, UnavailableError
from mentormatch.storage.actions import Action
from mentormatch.storage.sessions import Opening, StaffSession
from mentormatch.storage.staff import StaffMember
from mentormatch.usecases.tokens import token_hash
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member of staff at work, and the session in which."""

    member: StaffMember
    session: StaffSession

    @property
    def waits_for_code(self) -> bool:
        """Whether only the password was right so far."""
        return self.session.state is SessionState.CODE

    @property
    def must_enrol(self) -> bool:
        """Whether the role asks for a second factor that is not set up yet."""
        return self.member.role.needs_second_factor and self.member.totp_seed is None

    def is_fresh(self, now: datetime) -> bool:
        """Whether the person showed who they are a short while ago."""
        return is_fresh(self.session.confirmed, now)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a request comes from: network address (counted, never kept) and browser's name."""

    address: str
    device: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has just begun: its secret token, and whether a code is still wanted."""

    token: str
    waits_for_code: bool


def who(tx: storage.Transaction, token: str, *, now: datetime) -> SignedIn:
    """Who is signed in under a token.

    Raises:
        NotFoundError: `session` when nobody is, or no longer.
    """
    session = storage.sessions.load(tx, token_hash(token), now)
    member = storage.staff.by_id(tx, session.staff_id)
    if member is None or member.disabled is not None or is_idle(session.last_seen, now):
        raise NotFoundError("session")
    return SignedIn(member, session)


def enter(database: storage.Database, token: str, *, now: datetime) -> SignedIn:
    """Who is signed in under a token, noted as seen once a minute.

    When the note cannot be written, work goes on: reading must not depend on writing.

    Raises:
        NotFoundError: `session` when nobody is, or no longer.
    """
    with database.reading() as tx:
        me = who(tx, token, now=now)
    if is_due_for_touch(me.session.last_seen, now):
        try:
            with database.transaction() as tx:
                storage.sessions.touch(tx, me.session.id, now)
        except UnavailableError:
            pass
    return me


def begin(
    tx: storage.Transaction, member: StaffMember, state: SessionState, device: str, *, now: datetime
) -> Opened:
    """Begin a session; in state OPEN the person counts as having just shown who they are."""
    token = secrets.token_urlsafe(32)
    confirmed = now if state is SessionState.OPEN else None
    storage.sessions.create(
        tx,
        token_hash(token),
        staff_id=member.id,
        expires=expiry(state, now),
        now=now,
        opening=Opening(state, confirmed, device),
    )
    return Opened(token, state is SessionState.CODE)


def renew(tx: storage.Transaction, session: StaffSession, *, now: datetime) -> str:
    """A new token for a session whose owner has just shown who they are; the old one is dead."""
    token = secrets.token_urlsafe(32)
    storage.sessions.renew(tx, session.id, token_hash(token), confirmed=now)
    return token


def sign_out(tx: storage.Transaction, me: SignedIn, *, now: datetime) -> None:
    """End the session in use."""
    storage.sessions.revoke_one(tx, me.member.id, me.session.id, now)
    note(tx, me.member.id, Action.STAFF_SIGNED_OUT, me.member.id, now=now)


def admit(database: storage.Database, keys: Sequence[bytes], *, now: datetime) -> tuple[str, ...]:
    """Count a try before anything costly is done; what to forget when it turns out right.

    Raises:
        TooManyTriesError: `tries` when one of the keys had too many.
    """
    with database.transaction() as tx:
        counted = storage.tries.count(tx, keys, most=counting.MOST_TRIES, window=counting.WINDOW, now=now)
    if isinstance(counted, tuple):
        return counted
    raise TooManyTriesError("tries", max(1, int(counted.total_seconds()) + 1))


def note(
    tx: storage.Transaction,
    actor: str,
    action: Action,
    staff_id: str,
    *,
    now: datetime,
    **details: object,
) -> None:
    """Write a deed about an account into the audit chain; last in its transaction."""
    storage.audit.append(
        tx, actor=actor, action=action, subject=f"staff {staff_id}", details=details, now=now
    )
