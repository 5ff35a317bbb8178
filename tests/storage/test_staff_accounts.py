"""What signing in keeps: tries, one-time links, recovery codes, second factors, sessions."""

from datetime import timedelta

import pytest

from mentormatch import storage
from mentormatch.accounts.sessions import SessionState
from mentormatch.errors import NotFoundError
from mentormatch.i18n import Locale
from mentormatch.storage.sessions import Opening
from tests.storage import samples
from tests.storage.elsewhere import in_threads

NOW = samples.NOW
MOST = 3
WINDOW = timedelta(minutes=5)
LATER = NOW + timedelta(hours=12)


def _member(tx: storage.Transaction, email: str = "ada@example.org") -> storage.staff.StaffMember:
    return storage.staff.create(
        tx, email=email, name="Ada", role="admin", password_hash="x", locale=Locale.AR, now=NOW
    )


def _count(tx: storage.Transaction, *names: str, after: timedelta = timedelta()) -> object:
    keys = [samples.token(name) for name in names]
    return storage.tries.count(tx, keys, most=MOST, window=WINDOW, now=NOW + after)


def test_so_many_tries_are_let_through_then_the_oldest_must_grow_old(database: storage.Database) -> None:
    for seconds in (0, 10, 20):
        with database.transaction() as tx:
            assert isinstance(_count(tx, "door", after=timedelta(seconds=seconds)), tuple)
    with database.transaction() as tx:
        assert _count(tx, "door", after=timedelta(seconds=30)) == WINDOW - timedelta(seconds=30)
        assert isinstance(_count(tx, "other"), tuple)
    with database.transaction() as tx:
        assert isinstance(_count(tx, "door", after=WINDOW), tuple)
        assert _count(tx, "door", after=WINDOW) == timedelta(seconds=10)


def test_a_try_that_one_key_refuses_is_counted_under_none(database: storage.Database) -> None:
    with database.transaction() as tx:
        for _try in range(MOST):
            _count(tx, "account")
        for address in range(5):
            assert isinstance(_count(tx, "account", f"address {address}"), timedelta)
        for _try in range(MOST):
            assert isinstance(_count(tx, "address 0"), tuple)


def test_tries_that_were_right_are_taken_back(database: storage.Database) -> None:
    with database.transaction() as tx:
        for _try in range(2 * MOST):
            counted = _count(tx, "account", "address")
            assert isinstance(counted, tuple)
            storage.tries.forget(tx, counted)


def test_tries_made_at_once_are_counted_one_by_one(database: storage.Database) -> None:
    passed = []

    def attempt(_number: int) -> None:
        with database.transaction() as tx:
            if isinstance(_count(tx, "account", "address"), tuple):
                passed.append(True)

    in_threads(attempt, 8)
    assert len(passed) == MOST


def test_a_reset_link_is_taken_once_and_replaced_by_a_newer_one(database: storage.Database) -> None:
    with database.transaction() as tx:
        member = _member(tx)
        for name in ("older", "newer"):
            storage.resets.create(
                tx,
                samples.token(name),
                staff_id=member.id,
                ends_second_factor=name == "newer",
                expires=LATER,
                now=NOW,
            )
    with database.transaction() as tx:
        with pytest.raises(NotFoundError):
            storage.resets.look(tx, samples.token("older"), NOW)
        with pytest.raises(NotFoundError):
            storage.resets.look(tx, samples.token("newer"), LATER)
        taken = storage.resets.take(tx, samples.token("newer"), NOW)
        assert (taken.staff_id, taken.ends_second_factor) == (member.id, True)
        with pytest.raises(NotFoundError):
            storage.resets.take(tx, samples.token("newer"), NOW)


def test_a_recovery_code_is_used_once_by_its_owner(database: storage.Database) -> None:
    with database.transaction() as tx:
        ada, bob = _member(tx), _member(tx, "bob@example.org")
        storage.recovery_codes.replace(tx, ada.id, [samples.token("a"), samples.token("b")], now=NOW)
        assert not storage.recovery_codes.use(tx, bob.id, samples.token("a"), NOW)
        assert storage.recovery_codes.use(tx, ada.id, samples.token("a"), NOW)
        assert not storage.recovery_codes.use(tx, ada.id, samples.token("a"), NOW)
        assert storage.recovery_codes.left(tx, ada.id) == 1
        storage.recovery_codes.replace(tx, ada.id, (), now=NOW)
        assert storage.recovery_codes.left(tx, ada.id) == 0


def test_one_code_used_by_two_at_once_opens_once(database: storage.Database) -> None:
    with database.transaction() as tx:
        ada = _member(tx)
        storage.recovery_codes.replace(tx, ada.id, [samples.token("a")], now=NOW)
    opened = []

    def use(_number: int) -> None:
        with database.transaction() as tx:
            opened.append(storage.recovery_codes.use(tx, ada.id, samples.token("a"), NOW))

    in_threads(use, 4)
    assert sorted(opened) == [False, False, False, True]


def test_a_time_step_is_used_once_and_none_before_it(database: storage.Database) -> None:
    with database.transaction() as tx:
        ada = _member(tx)
        storage.staff.set_second_factor(tx, ada.id, ada.next_seed, step=10)
        assert not storage.staff.use_step(tx, ada.id, 10)
        assert storage.staff.use_step(tx, ada.id, 11)
        assert not storage.staff.use_step(tx, ada.id, 11)
        after = storage.staff.locked(tx, ada.id)
    assert (after.totp_seed, after.totp_step) == (ada.next_seed, 11)
    assert after.next_seed != ada.next_seed


def test_a_session_says_how_it_began_and_moves_to_a_new_token(database: storage.Database) -> None:
    with database.transaction() as tx:
        ada = _member(tx)
        opening = Opening(SessionState.OPEN, NOW, "Firefox, Linux")
        begun = storage.sessions.create(
            tx, samples.token("one"), staff_id=ada.id, expires=LATER, now=NOW, opening=opening
        )
        storage.sessions.create(
            tx,
            samples.token("half"),
            staff_id=ada.id,
            expires=LATER,
            now=NOW,
            opening=Opening(SessionState.CODE),
        )
    then = NOW + timedelta(minutes=20)
    with database.transaction() as tx:
        assert storage.sessions.load(tx, samples.token("one"), NOW) == begun
        storage.sessions.renew(tx, begun.id, samples.token("two"), confirmed=then)
        with pytest.raises(NotFoundError):
            storage.sessions.load(tx, samples.token("one"), NOW)
        moved = storage.sessions.load(tx, samples.token("two"), then)
        assert (moved.id, moved.confirmed, moved.expires) == (begun.id, then, LATER)
        assert storage.sessions.running(tx, ada.id, then) == (moved,)
        assert storage.sessions.running(tx, ada.id, then + timedelta(minutes=30)) == ()


def test_all_sessions_but_one_are_ended(database: storage.Database) -> None:
    with database.transaction() as tx:
        ada = _member(tx)
        kept, *_ = [
            storage.sessions.create(tx, samples.token(name), staff_id=ada.id, expires=LATER, now=NOW)
            for name in ("desk", "phone", "home")
        ]
        assert storage.sessions.revoke_all(tx, ada.id, NOW, keep=kept.id) == 2
        assert storage.sessions.running(tx, ada.id, NOW) == (kept,)
        assert not storage.sessions.revoke_one(tx, "00000000-0000-7000-8000-000000000000", kept.id, NOW)
        assert storage.sessions.revoke_one(tx, ada.id, kept.id, NOW)
        with pytest.raises(NotFoundError):
            storage.sessions.renew(tx, kept.id, samples.token("two"), confirmed=NOW)


def test_figures_count_what_is_new(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.result(tx, samples.stored(tx))
    with database.reading() as tx:
        assert storage.figures.since(tx, NOW) == (1, 1)
        assert storage.figures.since(tx, NOW + timedelta(seconds=1)) == (0, 0)
