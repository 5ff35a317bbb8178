"""Staff, their invitations and their sessions."""

import pytest

from mentormatch import storage
from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.i18n import Locale
from tests.storage import samples
from tests.storage.elsewhere import in_threads


def hire(
    tx: storage.Transaction, email: str = "Ada@Example.org", role: str = "admin"
) -> storage.staff.StaffMember:
    return storage.staff.create(
        tx, email=email, role=role, password_hash="$argon2id$", locale=Locale.AR, now=samples.NOW
    )


def test_an_account_is_found_by_its_e_mail_in_any_case(database: storage.Database) -> None:
    with database.transaction() as tx:
        ada = hire(tx)
    with database.reading() as tx:
        assert storage.staff.by_email(tx, " aDA@exaMPLE.ORG ") == ada
        assert storage.staff.by_id(tx, ada.id) == ada
        assert storage.staff.by_email(tx, "bob@example.org") is None
        assert storage.staff.by_id(tx, "00000000-0000-7000-8000-000000000000") is None
    assert ada.email == "Ada@Example.org"


def test_one_e_mail_has_one_account_in_any_case(database: storage.Database) -> None:
    with database.transaction() as tx:
        hire(tx)
    with pytest.raises(ConflictError, match="already-exists") as refused, database.transaction() as tx:
        hire(tx, "ADA@example.ORG")
    assert "ada" not in str(refused.value).lower()
    with database.reading() as tx:
        assert storage.staff.count_admins(tx) == 1


def test_only_admins_are_counted_as_admins(database: storage.Database) -> None:
    with database.transaction() as tx:
        hire(tx)
        hire(tx, "bob@example.org", role="counselor")
        assert storage.staff.count_admins(tx) == 1


def test_secrets_of_an_account_do_not_show_when_it_is_printed(database: storage.Database) -> None:
    with database.transaction() as tx:
        assert "argon2id" not in repr(hire(tx))


def test_an_invitation_is_taken_once(database: storage.Database) -> None:
    with database.transaction() as tx:
        invite(tx)
    with database.transaction() as tx:
        assert storage.invitations.take(tx, samples.token(), samples.NOW).role == "counselor"
    with database.transaction() as tx, pytest.raises(NotFoundError, match="invitation"):
        storage.invitations.take(tx, samples.token(), samples.NOW)


def test_of_two_who_take_an_invitation_at_once_one_gets_it(database: storage.Database) -> None:
    with database.transaction() as tx:
        invite(tx)
    taken, refused = [], []

    def take(number: int) -> None:
        try:
            with database.transaction() as tx:
                storage.invitations.take(tx, samples.token(), samples.NOW)
            taken.append(number)
        except NotFoundError:
            refused.append(number)

    in_threads(take, 4)
    assert (len(taken), len(refused)) == (1, 3)


def test_an_invitation_that_was_taken_in_vain_can_be_taken_again(database: storage.Database) -> None:
    with database.transaction() as tx:
        invite(tx)
    with samples.failing(database) as tx:
        storage.invitations.take(tx, samples.token(), samples.NOW)
    with database.transaction() as tx:
        assert storage.invitations.take(tx, samples.token(), samples.NOW).role == "counselor"


def test_an_invitation_that_is_over_or_unknown_cannot_be_taken(database: storage.Database) -> None:
    with database.transaction() as tx:
        invite(tx)
        for name, moment in (("someone", samples.NOW + samples.DAY), ("nobody", samples.NOW)):
            with pytest.raises(NotFoundError, match="invitation"):
                storage.invitations.take(tx, samples.token(name), moment)


def test_a_session_runs_until_it_is_over_or_revoked(database: storage.Database) -> None:
    with database.transaction() as tx:
        ada = hire(tx)
        for name in ("desk", "phone", "tablet"):
            storage.sessions.create(
                tx, samples.token(name), staff_id=ada.id, expires=samples.NOW + samples.DAY, now=samples.NOW
            )
    with database.transaction() as tx:
        desk = storage.sessions.load(tx, samples.token("desk"), samples.NOW)
        assert storage.sessions.revoke_one(tx, ada.id, desk.id, samples.NOW)
        assert not storage.sessions.revoke_one(tx, ada.id, desk.id, samples.NOW)
    with database.transaction() as tx:
        session = storage.sessions.load(tx, samples.token("phone"), samples.NOW)
        assert (session.staff_id, session.created) == (ada.id, samples.NOW)
        with pytest.raises(NotFoundError, match="session"):
            storage.sessions.load(tx, samples.token("desk"), samples.NOW)
        with pytest.raises(NotFoundError, match="session"):
            storage.sessions.load(tx, samples.token("phone"), session.expires)
        assert storage.sessions.revoke_all(tx, ada.id, samples.NOW) == 2
        with pytest.raises(NotFoundError, match="session"):
            storage.sessions.load(tx, samples.token("phone"), samples.NOW)


def invite(tx: storage.Transaction) -> None:
    storage.invitations.create(
        tx, samples.token(), role="counselor", expires=samples.NOW + samples.DAY, now=samples.NOW
    )
