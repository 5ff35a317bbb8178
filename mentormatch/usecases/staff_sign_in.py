"""Signing in: password, then code; and showing again who one is before a grave deed.

Each deed takes the database, not a transaction: the try is counted and committed before the
hash is computed, and nobody waits for the turn to write while it is.
"""

from dataclasses import field
from datetime import datetime

from mentormatch import storage
from mentormatch.accounts import codes, passwords
from mentormatch.accounts.sessions import SessionState
from mentormatch.accounts.tries import account_key, address_key
from mentormatch.errors import ConflictError, InvalidInputError, NotFoundError
from mentormatch.storage.actions import Action
from mentormatch.storage.staff import StaffMember
from mentormatch.usecases.staff_sessions import Opened, SignedIn, Source, admit, begin, note, renew
from mentormatch.values import dataclass

_WRONG_PASSWORD = "wrong-credentials"
_WRONG_CODE = "wrong-code"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a person shows: `code` is of the app or a recovery code, "" where none is asked."""

    email: str
    password: str = field(repr=False)
    code: str = field(default="", repr=False)


def with_password(
    database: storage.Database, secret: str, given: Credentials, source: Source, *, now: datetime
) -> Opened:
    """Sign in with e-mail and password; the session waits for a code where there is a factor.

    An unknown address takes as long and is refused in the same way as a wrong password.

    Raises:
        InvalidInputError: `wrong-credentials`.
        TooManyTriesError: at this account or from this address.
    """
    keys = (account_key(secret, given.email), address_key(secret, source.address))
    counted = admit(database, keys, now=now)
    with database.reading() as tx:
        found = storage.staff.by_email(tx, given.email)
    member = _with_this_password(found, given.password)
    better = passwords.hash_password(given.password) if passwords.is_outdated(member.password_hash) else ""
    with database.transaction() as tx:
        _unchanged(tx, member)
        if better:
            storage.staff.set_password(tx, member.id, better)
        storage.tries.forget(tx, counted)
        if member.totp_seed is not None:
            return begin(tx, member, SessionState.CODE, source.device, now=now)
        opened = begin(tx, member, SessionState.OPEN, source.device, now=now)
        note(tx, member.id, Action.STAFF_SIGNED_IN, member.id, now=now, factors=1)
        return opened


def with_code(
    database: storage.Database, secret: str, me: SignedIn, code: str, source: Source, *, now: datetime
) -> Opened:
    """Finish signing in with a code of the app, or a recovery code; under a new token.

    Raises:
        InvalidInputError: `wrong-code`, also for one that was used before.
        TooManyTriesError: at this account or from this address.
    """
    keys = (account_key(secret, f"code:{me.member.id}"), address_key(secret, source.address))
    counted = admit(database, keys, now=now)
    with database.transaction() as tx:
        member = storage.staff.locked(tx, me.member.id)
        use_code(tx, secret, member, code, now=now)
        if not storage.sessions.revoke_one(tx, member.id, me.session.id, now):
            raise NotFoundError("session")
        storage.tries.forget(tx, counted)
        opened = begin(tx, member, SessionState.OPEN, source.device, now=now)
        recovery = codes.looks_like_recovery(code)
        note(tx, member.id, Action.STAFF_SIGNED_IN, member.id, now=now, factors=2, recovery_code=recovery)
        return opened


def confirm(
    database: storage.Database,
    secret: str,
    me: SignedIn,
    given: Credentials,
    source: Source,
    *,
    now: datetime,
) -> str:
    """Show again who one is; the session's new token.

    Raises:
        InvalidInputError: `wrong-credentials` or `wrong-code`.
        TooManyTriesError: at this account or from this address.
    """
    counted = admit_again(database, secret, me, source, now=now)
    member = _with_this_password(me.member, given.password)
    with database.transaction() as tx:
        _unchanged(tx, member)
        if member.totp_seed is not None:
            use_code(tx, secret, member, given.code, now=now)
        storage.tries.forget(tx, counted)
        token = renew(tx, me.session, now=now)
        note(tx, member.id, Action.STAFF_CONFIRMED, member.id, now=now)
        return token


def admit_again(
    database: storage.Database, secret: str, me: SignedIn, source: Source, *, now: datetime
) -> tuple[str, ...]:
    """Count a try of someone who is signed in already; as `admit`."""
    keys = (account_key(secret, f"again:{me.member.id}"), address_key(secret, source.address))
    return admit(database, keys, now=now)


def use_code(tx: storage.Transaction, secret: str, member: StaffMember, code: str, *, now: datetime) -> None:
    """Use up a code of the app or a recovery code; InvalidInputError `wrong-code` when wrong."""
    if codes.looks_like_recovery(code):
        if storage.recovery_codes.use(tx, member.id, codes.recovery_hash(member.id, code), now):
            return
        raise InvalidInputError(_WRONG_CODE)
    if member.totp_seed is None:
        raise InvalidInputError(_WRONG_CODE)
    key = codes.totp_key(secret, member.id, member.totp_seed)
    step = codes.accepted_step(key, code, now=now, after=member.totp_step)
    if step is None or not storage.staff.use_step(tx, member.id, step):
        raise InvalidInputError(_WRONG_CODE)


def _with_this_password(found: StaffMember | None, password: str) -> StaffMember:
    working = found is not None and found.disabled is None
    expected = found.password_hash if found and working else passwords.nobodys_hash()
    if not passwords.matches(expected, password) or found is None or not working:
        raise InvalidInputError(_WRONG_PASSWORD)
    return found


def _unchanged(tx: storage.Transaction, member: StaffMember) -> None:
    """Refuse when the account was changed between the check of the password and now."""
    today = storage.staff.locked(tx, member.id)
    same = (today.password_hash, today.disabled, today.totp_seed) == (
        member.password_hash,
        member.disabled,
        member.totp_seed,
    )
    if not same:
        raise ConflictError("account-changed")
