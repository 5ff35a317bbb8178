"""Results: kept as they were made, to the last digit, and made once."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from mentormatch import storage
from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.storage.documents import from_text, to_text
from tests.storage import samples


def test_a_result_comes_back_to_the_last_digit(database: storage.Database) -> None:
    outcome: dict[str, object] = {
        "traits": {"goals": {"mean": 0.1 + 0.2, "sd": math.pi * 1e-300}},
        "reasons": ["é", "سبب", None],
    }
    with database.transaction() as tx:
        stored = samples.stored(tx)
        saved = samples.result(tx, stored, outcome=outcome)
    with database.reading() as tx:
        assert storage.results.latest(tx, stored.id) == saved
        assert storage.results.by_id(tx, saved.id) == saved
    assert saved.outcome == outcome
    assert saved.probabilities == {"coaching": 0.1 + 0.2, "formal": 0.7}
    assert (saved.recommendation, saved.focus, saved.close_call) == ("coaching", "leadership", True)
    assert (saved.model_hash, saved.created, saved.number) == ("e" * 64, samples.NOW, 1)


@given(
    st.dictionaries(st.text(), st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.text())
)
def test_stored_documents_lose_nothing(content: dict[str, object]) -> None:
    assert from_text(to_text(content)) == content


def test_a_result_that_is_no_number_is_refused_before_it_is_stored() -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_text({"mean": math.nan})


def test_confirming_twice_keeps_the_first_result(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = samples.stored(tx)
        first = samples.result(tx, stored, outcome={"made": "first"})
    with database.transaction() as tx:
        again = samples.result(tx, stored, outcome={"made": "second"})
        assert storage.results.of_attempt(tx, stored.id) == (first,)
    assert again == first


def test_further_questions_make_a_further_result_and_keep_the_first(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = samples.stored(tx)
        first = samples.result(tx, stored)
        second = samples.result(tx, stored, number=2)
    with database.reading() as tx:
        assert storage.results.of_attempt(tx, stored.id) == (first, second)
        assert storage.results.latest(tx, stored.id) == second


def test_before_the_first_result_there_is_none(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = samples.stored(tx)
        assert storage.results.latest(tx, stored.id) is None
        assert storage.results.of_attempt(tx, stored.id) == ()
        with pytest.raises(NotFoundError, match="result"):
            storage.results.by_id(tx, stored.id)


def test_a_result_cannot_be_changed(database: storage.Database) -> None:
    with database.transaction() as tx:
        saved = samples.result(tx, samples.stored(tx))
    with pytest.raises(ConflictError, match="data-conflict"), database.transaction() as tx:
        tx.execute(text("UPDATE results SET recommendation = 'formal'"))
    with database.reading() as tx:
        assert storage.results.by_id(tx, saved.id) == saved


def test_a_result_of_an_attempt_that_was_erased_is_refused(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = samples.stored(tx)
        storage.attempts.erase(tx, samples.token(), samples.NOW)
    with pytest.raises(ConflictError, match="data-conflict"), database.transaction() as tx:
        samples.result(tx, stored)
