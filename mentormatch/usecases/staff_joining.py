"""Becoming staff by an invitation, and choosing a new password by a reset link."""

import secrets
from dataclasses import field
from datetime import datetime, timedelta

from mentormatch import storage
from mentormatch.accounts import passwords
from mentormatch.accounts.emails import is_email, tidy_email
from mentormatch.accounts.policy import password_problem
from mentormatch.accounts.roles import StaffRole
from mentormatch.accounts.sessions import SessionState
from mentormatch.accounts.tries import address_key
from mentormatch.errors import ConflictError, InvalidInputError, NotFoundError
from mentormatch.i18n import Locale
from mentormatch.storage.actions import Action
from mentormatch.storage.invitations import Invitation, Made
from mentormatch.storage.staff import StaffMember
from mentormatch.usecases.staff_sessions import Opened, Source, admit, begin, note
from mentormatch.usecases.tokens import token_hash
from mentormatch.values import dataclass

INVITATION_DAYS = 7
RESET_HOURS = 24
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Joining:
    """What a person says to become staff."""

    name: str
    email: str
    password: str = field(repr=False)
    locale: Locale


def problems_of(joining: Joining) -> dict[str, str]:
    """What is wrong with each field, as the codes of `InvalidInputError`; empty when nothing."""
    found = {}
    name = joining.name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        found["name"] = "name-missing" if not name else "name-malformed"
    if not is_email(tidy_email(joining.email)):
        found["email"] = "email-malformed"
    problem = password_problem(joining.password, email=joining.email, name=joining.name)
    if problem is not None:
        found["password"] = problem.value
    return found


def invitation(tx: storage.Transaction, token: str, *, now: datetime) -> Invitation:
    """What an invitation offers; NotFoundError `invitation` when it is over."""
    return storage.invitations.look(tx, token_hash(token), now)


def invite(tx: storage.Transaction, role: StaffRole, label: str, *, by: str | None, now: datetime) -> str:
    """The token of a fresh invitation; `by` is a staff id, None on the command line."""
    token = secrets.token_urlsafe(32)
    key = storage.invitations.create(
        tx,
        token_hash(token),
        role=role.value,
        expires=now + timedelta(days=INVITATION_DAYS),
        now=now,
        made=Made(label, by),
    )
    storage.audit.append(
        tx,
        actor=by or "system",
        action=Action.STAFF_INVITED,
        subject=f"invitation {key}",
        details={"role": role.value},
        now=now,
    )
    return token


def join(
    database: storage.Database, secret: str, token: str, joining: Joining, source: Source, *, now: datetime
) -> Opened:
    """Use an invitation up: an account, and a session in it.

    Raises:
        NotFoundError: `invitation` when it is unknown, used up or expired.
        InvalidInputError: a code of `problems_of`, or `email-taken`; the invitation stays good.
        TooManyTriesError: from this address.
    """
    counted = admit(database, (address_key(secret, source.address),), now=now)
    with database.reading() as tx:
        invitation(tx, token, now=now)
    for code in problems_of(joining).values():
        raise InvalidInputError(code)
    password_hash = passwords.hash_password(joining.password)
    with database.transaction() as tx:
        taken = storage.invitations.take(tx, token_hash(token), now)
        member = _account(tx, joining, taken.role, password_hash, now=now)
        if taken.role is StaffRole.ADMIN and taken.invited_by is None:
            # What an earlier start printed for the first admin is in some log; it opens nothing now.
            storage.invitations.withdraw_first_admin(tx)
        storage.tries.forget(tx, counted)
        opened = begin(tx, member, SessionState.OPEN, source.device, now=now)
        note(
            tx, member.id, Action.STAFF_JOINED, member.id, now=now, invitation=taken.id, role=taken.role.value
        )
        return opened


def add(database: storage.Database, joining: Joining, role: StaffRole, *, now: datetime) -> None:
    """Make an account without an invitation, for the command line; raises as `join`."""
    for code in problems_of(joining).values():
        raise InvalidInputError(code)
    password_hash = passwords.hash_password(joining.password)
    with database.transaction() as tx:
        member = _account(tx, joining, role, password_hash, now=now)
        note(tx, "system", Action.STAFF_ADDED, member.id, now=now, role=role.value)


def reset_link(
    tx: storage.Transaction, staff_id: str, *, ends_second_factor: bool, by: str | None, now: datetime
) -> str:
    """The token of a fresh link with which a person chooses a new password."""
    member = storage.staff.locked(tx, staff_id)
    token = secrets.token_urlsafe(32)
    storage.resets.create(
        tx,
        token_hash(token),
        staff_id=member.id,
        ends_second_factor=ends_second_factor,
        expires=now + timedelta(hours=RESET_HOURS),
        now=now,
    )
    actor = by or "system"
    note(tx, actor, Action.STAFF_RESET_OFFERED, member.id, now=now, ends_second_factor=ends_second_factor)
    return token


def whose_reset(tx: storage.Transaction, token: str, *, now: datetime) -> StaffMember:
    """Whose password a link is for; NotFoundError `reset` when it is over."""
    reset = storage.resets.look(tx, token_hash(token), now)
    member = storage.staff.by_id(tx, reset.staff_id)
    if member is None or member.disabled is not None:
        raise NotFoundError("reset")
    return member


def reset_password(
    database: storage.Database, secret: str, token: str, password: str, source: Source, *, now: datetime
) -> None:
    """Use a reset link up: the new password stands, and every session of the person ends.

    Raises:
        NotFoundError: `reset` when the link is over.
        InvalidInputError: a code of the password policy; the link stays good.
        TooManyTriesError: from this address.
    """
    counted = admit(database, (address_key(secret, source.address),), now=now)
    with database.reading() as tx:
        member = whose_reset(tx, token, now=now)
    problem = password_problem(password, email=member.email, name=member.name)
    if problem is not None:
        raise InvalidInputError(problem.value)
    password_hash = passwords.hash_password(password)
    with database.transaction() as tx:
        reset = storage.resets.take(tx, token_hash(token), now)
        storage.staff.set_password(tx, member.id, password_hash)
        if reset.ends_second_factor:
            storage.staff.set_second_factor(tx, member.id, None, step=0)
            storage.recovery_codes.replace(tx, member.id, (), now=now)
        storage.sessions.revoke_all(tx, member.id, now)
        storage.tries.forget(tx, counted)
        note(tx, member.id, Action.STAFF_PASSWORD_RESET, member.id, now=now)


def _account(
    tx: storage.Transaction, joining: Joining, role: StaffRole, password_hash: str, *, now: datetime
) -> StaffMember:
    try:
        return storage.staff.create(
            tx,
            email=joining.email,
            name=joining.name,
            role=role.value,
            password_hash=password_hash,
            locale=joining.locale,
            now=now,
        )
    except ConflictError as error:
        raise InvalidInputError("email-taken") from error
