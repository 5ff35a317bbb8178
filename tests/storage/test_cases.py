"""Cases, claims and what visitors ask: moved once, held by one, forgotten in time."""

from datetime import timedelta

import pytest

from mentormatch import storage
from mentormatch.casework import CaseState, Origin
from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.i18n import Locale
from mentormatch.storage.contact import Consent
from tests.storage import samples
from tests.storage.elsewhere import in_threads
from tests.storage.test_erasure import files_with

NOW = samples.NOW
HALF_AN_HOUR = timedelta(minutes=30)


def _case(tx: storage.Transaction, name: str = "someone") -> storage.cases.Case:
    return samples.case(tx, samples.result(tx, samples.stored(tx, name)))


def _ask(tx: storage.Transaction, attempt_id: str, message: str = "Which one is for me?") -> None:
    consent = Consent("1", Locale.AR, NOW)
    storage.contact.ask(
        tx, attempt_id, message=message, email="me@example.org", consent=consent, locale=Locale.EN, now=NOW
    )


def test_a_case_comes_back_as_it_was_made_and_is_made_once(database: storage.Database) -> None:
    with database.transaction() as tx:
        result = samples.result(tx, samples.stored(tx))
        made = samples.case(tx, result, certainty=0.1 + 0.2, blind_first=True)
        again = samples.case(tx, result, certainty=0.9)
    assert again == made
    assert (made.certainty, made.blind_first, made.due, made.state) == (0.1 + 0.2, True, None, "waiting")


def test_a_case_moves_once_for_each_look_at_it(database: storage.Database) -> None:
    with database.transaction() as tx:
        case = _case(tx)
        storage.cases.move(tx, case, CaseState.WAITING, key="k", origin=Origin.ASKED, due=NOW)
        moved = storage.cases.load(tx, case.result_id)
        assert (moved.origin, moved.due, moved.revision, moved.last_key) == (Origin.ASKED, NOW, 1, "k")
        with pytest.raises(ConflictError, match="case-moved"):
            storage.cases.move(tx, case, CaseState.REVIEWED, key="other")
        assert storage.cases.load(tx, case.result_id) == moved


def test_a_later_result_replaces_the_open_cases_of_earlier_ones(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = samples.stored(tx)
        first, second = (
            samples.case(tx, samples.result(tx, stored, number=number, now=NOW + timedelta(hours=number)))
            for number in (1, 2)
        )
        other = _case(tx, "someone else")
        storage.cases.replace_earlier(tx, stored.id, second.result_id)
        assert [case.state for case in storage.cases.of_attempt(tx, stored.id)] == ["replaced", "waiting"]
        assert storage.cases.load(tx, other.result_id) == other
        with pytest.raises(ConflictError, match="case-moved"):
            storage.cases.move(tx, first, CaseState.REVIEWED, key="late")


def test_a_case_that_is_gone_is_not_found(database: storage.Database) -> None:
    with database.transaction() as tx:
        case = _case(tx)
        storage.claims.take(tx, case.result_id, samples.counselor(tx), expires=NOW + HALF_AN_HOUR, now=NOW)
        _ask(tx, case.attempt_id)
        storage.attempts.erase(tx, samples.token(), NOW)
        with pytest.raises(NotFoundError, match="case"):
            storage.cases.load(tx, case.result_id)
        assert storage.claims.find(tx, case.result_id, NOW) is None
        assert storage.contact.find(tx, case.attempt_id) is None


def test_a_claim_is_one_persons_until_it_is_over(database: storage.Database) -> None:
    later = NOW + timedelta(minutes=31)
    with database.transaction() as tx:
        case, zoe, ada = _case(tx), samples.counselor(tx, "zoe"), samples.counselor(tx, "ada")
        first = storage.claims.take(tx, case.result_id, zoe, expires=NOW + HALF_AN_HOUR, now=NOW)
        assert storage.claims.take(tx, case.result_id, ada, expires=later, now=NOW) == first
        assert storage.claims.held_by(tx, zoe, NOW) == 1
        assert storage.claims.find(tx, case.result_id, later) is None
        taken = storage.claims.take(tx, case.result_id, ada, expires=later + HALF_AN_HOUR, now=later)
        assert (taken.staff_id, taken.claimed) == (ada, later)
        assert not storage.claims.release(tx, case.result_id, zoe)
        assert storage.claims.release(tx, case.result_id, ada)
        assert storage.claims.find(tx, case.result_id, later) is None


def test_a_claim_that_is_taken_again_lasts_longer(database: storage.Database) -> None:
    later = NOW + timedelta(minutes=10)
    with database.transaction() as tx:
        case, zoe = _case(tx), samples.counselor(tx)
        storage.claims.take(tx, case.result_id, zoe, expires=NOW + HALF_AN_HOUR, now=NOW)
        again = storage.claims.take(tx, case.result_id, zoe, expires=later + HALF_AN_HOUR, now=later)
        assert (again.claimed, again.expires) == (NOW, later + HALF_AN_HOUR)


def test_of_many_who_claim_at_once_one_has_the_case(database: storage.Database) -> None:
    with database.transaction() as tx:
        case = _case(tx)
        people = [samples.counselor(tx, f"counselor-{number}") for number in range(6)]
    winners = []

    def claim(number: int) -> None:
        with database.transaction() as tx:
            end = NOW + HALF_AN_HOUR
            found = storage.claims.take(tx, case.result_id, people[number], expires=end, now=NOW)
        winners.append(found.staff_id)

    in_threads(claim, len(people))
    assert len(winners) == len(people)
    assert len(set(winners)) == 1


def test_what_a_visitor_asks_comes_back_with_the_consent(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = samples.stored(tx)
        _ask(tx, stored.id)
        found = storage.contact.find(tx, stored.id)
        assert found is not None
        assert (found.message, found.email, found.locale) == (
            "Which one is for me?",
            "me@example.org",
            Locale.EN,
        )
        assert found.consent == Consent("1", Locale.AR, NOW)
        storage.contact.ask(
            tx, stored.id, message="Anew", email=None, consent=None, locale=Locale.FR, now=NOW
        )
        anew = storage.contact.find(tx, stored.id)
        assert anew is not None
        assert (anew.message, anew.email, anew.consent) == ("Anew", None, None)


def test_an_address_without_a_consent_is_refused(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = samples.stored(tx)
    with pytest.raises(ConflictError, match="data-conflict"), database.transaction() as tx:
        storage.contact.ask(
            tx, stored.id, message="", email="me@example.org", consent=None, locale=Locale.FR, now=NOW
        )


def test_what_is_withdrawn_is_forgotten_at_once(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = samples.stored(tx)
        _ask(tx, stored.id)
        assert storage.contact.withdraw(tx, stored.id, NOW)
        assert not storage.contact.withdraw(tx, stored.id, NOW)
        found = storage.contact.find(tx, stored.id)
    assert found is not None
    assert (found.message, found.email, found.withdrawn) == (None, None, NOW)


def test_contact_details_go_so_many_days_after_the_answer(database: storage.Database) -> None:
    with database.transaction() as tx:
        asked = [samples.stored(tx, name) for name in ("answered", "waiting")]
        for stored in asked:
            _ask(tx, stored.id)
        storage.contact.close(tx, asked[0].id, NOW)

    def left(days: int) -> list[bool]:
        with database.transaction() as tx:
            late = NOW + days * samples.DAY
            storage.purge(tx, now=late, unfinished_days=90, result_days=180, contact_days=30)
            found = [storage.contact.find(tx, stored.id) for stored in asked]
        return [request is not None and request.message is not None for request in found]

    assert left(30) == [True, True]
    assert left(31) == [False, True]


@pytest.mark.parametrize("deed", ["withdraw", "purge", "erase", "ask anew"])
def test_no_file_holds_a_message_that_is_gone(sqlite_database: storage.Database, deed: str) -> None:
    message = "a-very-personal-question-" + "y" * 3000
    with sqlite_database.transaction() as tx:
        stored = samples.stored(tx)
        _ask(tx, stored.id, message)
        _ask(tx, samples.stored(tx, "else").id, "another")
    assert files_with(sqlite_database, message[:60])
    with sqlite_database.transaction() as tx:
        if deed == "withdraw":
            storage.contact.withdraw(tx, stored.id, NOW)
        elif deed == "purge":
            storage.contact.close(tx, stored.id, NOW)
            late = NOW + 40 * samples.DAY
            storage.purge(tx, now=late, unfinished_days=90, result_days=180, contact_days=30)
        elif deed == "erase":
            storage.attempts.erase(tx, samples.token(), NOW)
        else:
            _ask(tx, stored.id, "something else")
    assert files_with(sqlite_database, message[:60]) == []
    assert files_with(sqlite_database, "y" * 60) == []
