"""One's own account: password, second factor, sessions."""

from datetime import datetime

from mentormatch import storage
from mentormatch.accounts import codes, passwords
from mentormatch.accounts.policy import password_problem
from mentormatch.errors import ConflictError, InvalidInputError, NotFoundError
from mentormatch.storage.actions import Action
from mentormatch.storage.sessions import StaffSession
from mentormatch.usecases.staff_sessions import SignedIn, Source, note, renew
from mentormatch.usecases.staff_sign_in import admit_again


def change_password(
    database: storage.Database,
    secret: str,
    me: SignedIn,
    change: tuple[str, str],
    source: Source,
    *,
    now: datetime,
) -> str:
    """Another password instead of the current one, `change` being (current, new).

    Every other session of the person ends; this one goes on under the token returned.

    Raises:
        InvalidInputError: `wrong-password`, `password-same`, or a code of the password policy.
        TooManyTriesError: at this account or from this address.
    """
    current, new = change
    counted = admit_again(database, secret, me, source, now=now)
    if not passwords.matches(me.member.password_hash, current):
        raise InvalidInputError("wrong-password")
    problem = password_problem(new, email=me.member.email, name=me.member.name)
    if problem is not None:
        raise InvalidInputError(problem.value)
    if new == current:
        raise InvalidInputError("password-same")
    password_hash = passwords.hash_password(new)
    with database.transaction() as tx:
        if storage.staff.locked(tx, me.member.id).password_hash != me.member.password_hash:
            raise ConflictError("account-changed")
        storage.staff.set_password(tx, me.member.id, password_hash)
        storage.resets.withdraw_all(tx, me.member.id)
        storage.tries.forget(tx, counted)
        token = _alone(tx, me, now=now)
        note(tx, me.member.id, Action.STAFF_PASSWORD_CHANGED, me.member.id, now=now)
        return token


def next_key(secret: str, me: SignedIn) -> str:
    """The key that the next authenticator app of this person is set up with."""
    return codes.totp_key(secret, me.member.id, me.member.next_seed)


def enrol(
    tx: storage.Transaction, secret: str, me: SignedIn, code: str, *, now: datetime
) -> tuple[str, tuple[str, ...]]:
    """Begin to ask for codes of the app that was just set up, as `code` shows.

    The session's new token and fresh recovery codes, to be shown once; other sessions end.

    Raises:
        InvalidInputError: `wrong-code`.
        ConflictError: `account-changed` when another page was quicker.
    """
    step = codes.accepted_step(next_key(secret, me), code, now=now, after=0)
    if step is None:
        raise InvalidInputError("wrong-code")
    if storage.staff.locked(tx, me.member.id).next_seed != me.member.next_seed:
        raise ConflictError("account-changed")
    storage.staff.set_second_factor(tx, me.member.id, me.member.next_seed, step=step)
    shown = _fresh_codes(tx, me, now=now)
    token = _alone(tx, me, now=now)
    note(tx, me.member.id, Action.STAFF_SECOND_FACTOR_SET, me.member.id, now=now)
    return token, shown


def remove_second_factor(tx: storage.Transaction, me: SignedIn, *, now: datetime) -> str:
    """Ask for the password alone from now on; the session's new token.

    Raises:
        ConflictError: `second-factor-required` when the role asks for one.
    """
    if storage.staff.locked(tx, me.member.id).role.needs_second_factor:
        raise ConflictError("second-factor-required")
    storage.staff.set_second_factor(tx, me.member.id, None, step=0)
    storage.recovery_codes.replace(tx, me.member.id, (), now=now)
    token = _alone(tx, me, now=now)
    note(tx, me.member.id, Action.STAFF_SECOND_FACTOR_REMOVED, me.member.id, now=now)
    return token


def new_recovery_codes(tx: storage.Transaction, me: SignedIn, *, now: datetime) -> tuple[str, ...]:
    """Fresh recovery codes, to be shown once; the earlier ones open nothing any more."""
    if storage.staff.locked(tx, me.member.id).totp_seed is None:
        raise ConflictError("no-second-factor")
    shown = _fresh_codes(tx, me, now=now)
    note(tx, me.member.id, Action.STAFF_RECOVERY_CODES_MADE, me.member.id, now=now)
    return shown


def sessions_of(tx: storage.Transaction, me: SignedIn, *, now: datetime) -> tuple[StaffSession, ...]:
    """Where the person is signed in, the last used first."""
    return storage.sessions.running(tx, me.member.id, now)


def codes_left(tx: storage.Transaction, me: SignedIn) -> int:
    """How many recovery codes the person has not used yet."""
    return storage.recovery_codes.left(tx, me.member.id)


def end_session(tx: storage.Transaction, me: SignedIn, session_id: str, *, now: datetime) -> None:
    """End one of one's own sessions; one that was ended already stays as it is.

    Raises:
        NotFoundError: `session` when one has none of this id.
    """
    if storage.sessions.revoke_one(tx, me.member.id, session_id, now):
        note(tx, me.member.id, Action.STAFF_SESSION_ENDED, me.member.id, now=now)
    elif not storage.sessions.is_of(tx, me.member.id, session_id):
        raise NotFoundError("session")


def end_every_session(tx: storage.Transaction, me: SignedIn, *, now: datetime) -> None:
    """Sign out everywhere, here too."""
    ended = storage.sessions.revoke_all(tx, me.member.id, now)
    note(tx, me.member.id, Action.STAFF_SESSIONS_ENDED, me.member.id, now=now, sessions=ended)


def _fresh_codes(tx: storage.Transaction, me: SignedIn, *, now: datetime) -> tuple[str, ...]:
    shown = codes.new_recovery_codes()
    hashes = [codes.recovery_hash(me.member.id, code) for code in shown]
    storage.recovery_codes.replace(tx, me.member.id, hashes, now=now)
    return shown


def _alone(tx: storage.Transaction, me: SignedIn, *, now: datetime) -> str:
    """End the person's other sessions; this one goes on under the token returned."""
    storage.sessions.revoke_all(tx, me.member.id, now, keep=me.session.id)
    return renew(tx, me.session, now=now)
