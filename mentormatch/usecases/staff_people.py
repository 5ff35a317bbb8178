"""Who works here: what an admin does with accounts and invitations.

`by` is the acting admin's staff id, None on the command line. Nobody locks themselves out, and
at least one admin is always left.
"""

from datetime import datetime, timedelta

from mentormatch import storage
from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.storage.actions import Action
from mentormatch.storage.invitations import Invitation
from mentormatch.storage.staff import StaffMember
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.usecases.staff_sessions import note
from mentormatch.values import dataclass

_COMMAND_LINE = "system"
_FIGURE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Person:
    """An account and where it is in use."""

    member: StaffMember
    sessions: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How things stand: the published bank, and the last days' attempts and results."""

    bank_number: int
    published: datetime
    attempts: int
    results: int
    days: int = _FIGURE_DAYS


def everyone(
    tx: storage.Transaction, *, now: datetime
) -> tuple[tuple[StaffMember, ...], tuple[Invitation, ...]]:
    """All accounts, and the invitations that can still be taken."""
    return storage.staff.everyone(tx), storage.invitations.still_open(tx, now)


def names(tx: storage.Transaction) -> dict[str, str]:
    """What everyone who works here is called, by id."""
    return {member.id: member.name or member.email for member in storage.staff.everyone(tx)}


def person(tx: storage.Transaction, staff_id: str, *, now: datetime) -> Person:
    """One account; NotFoundError `staff` when there is none."""
    member = storage.staff.by_id(tx, staff_id)
    if member is None:
        raise NotFoundError("staff")
    return Person(member, len(storage.sessions.running(tx, staff_id, now)))


def figures(tx: storage.Transaction, *, now: datetime) -> Figures:
    """How things stand; NotFoundError when no bank is published."""
    version = storage.banks.current(tx, BANK_KEY)
    since = now - timedelta(days=_FIGURE_DAYS)
    attempts, results = storage.figures.since(tx, since)
    return Figures(version.number, version.published_at, attempts, results)


def withdraw(tx: storage.Transaction, invitation_id: str, *, by: str | None, now: datetime) -> None:
    """Take an invitation back; NotFoundError `invitation` when it was taken meanwhile."""
    storage.invitations.withdraw(tx, invitation_id)
    storage.audit.append(
        tx,
        actor=by or _COMMAND_LINE,
        action=Action.STAFF_INVITATION_WITHDRAWN,
        subject=f"invitation {invitation_id}",
        details={},
        now=now,
    )


def set_role(
    tx: storage.Transaction, staff_id: str, role: StaffRole, *, by: str | None, now: datetime
) -> None:
    """Give another role; the person's sessions end, so that nobody works in a role of the past.

    Raises:
        ConflictError: `own-account`, `last-admin`.
    """
    _may_lose(tx, staff_id, by, stays_admin=role is StaffRole.ADMIN)
    member = storage.staff.locked(tx, staff_id)
    if member.role is role:
        return
    storage.staff.set_role(tx, staff_id, role)
    storage.sessions.revoke_all(tx, staff_id, now)
    note(tx, by or _COMMAND_LINE, Action.STAFF_ROLE_CHANGED, staff_id, now=now, role=role.value)


def disable(tx: storage.Transaction, staff_id: str, *, by: str | None, now: datetime) -> None:
    """Close an account: its sessions and links end, its name stays on past work.

    Raises:
        ConflictError: `own-account`, `last-admin`.
    """
    _may_lose(tx, staff_id, by, stays_admin=False)
    if storage.staff.locked(tx, staff_id).disabled is not None:
        return
    storage.staff.set_disabled(tx, staff_id, now)
    storage.sessions.revoke_all(tx, staff_id, now)
    storage.resets.withdraw_all(tx, staff_id)
    note(tx, by or _COMMAND_LINE, Action.STAFF_DISABLED, staff_id, now=now)


def enable(tx: storage.Transaction, staff_id: str, *, by: str | None, now: datetime) -> None:
    """Open a closed account again, as it was."""
    if storage.staff.locked(tx, staff_id).disabled is None:
        return
    storage.staff.set_disabled(tx, staff_id, None)
    note(tx, by or _COMMAND_LINE, Action.STAFF_ENABLED, staff_id, now=now)


def end_sessions(tx: storage.Transaction, staff_id: str, *, by: str | None, now: datetime) -> int:
    """End every session of a person; how many were running."""
    storage.staff.locked(tx, staff_id)
    ended = storage.sessions.revoke_all(tx, staff_id, now)
    note(tx, by or _COMMAND_LINE, Action.STAFF_SESSIONS_ENDED, staff_id, now=now, sessions=ended)
    return ended


def _may_lose(tx: storage.Transaction, staff_id: str, by: str | None, *, stays_admin: bool) -> None:
    """Refuse to act on oneself, and to leave nobody who may do this; both of two at once too."""
    if staff_id == by:
        raise ConflictError("own-account")
    admins = storage.staff.lock_admins(tx)
    # From the command line the last admin may go: `serve` invites a first admin again.
    if by is not None and not stays_admin and admins == {staff_id}:
        raise ConflictError("last-admin")
    if by is not None and by not in admins:
        raise ConflictError("account-changed")
