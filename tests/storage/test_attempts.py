"""Attempts: kept exactly, created once, never overwritten unseen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch import quiz, storage
from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.i18n import Locale
from mentormatch.storage import packing
from tests.databases import CountQueries
from tests.storage import samples
from tests.storage.elsewhere import in_threads


def test_an_attempt_comes_back_exactly_as_it_was_stored(database: storage.Database) -> None:
    bank = samples.bank()
    attempt = samples.attempt(bank)
    with database.transaction() as tx:
        version = samples.published(tx, bank)
        created = storage.attempts.create(
            tx, samples.token(), attempt=attempt, bank_version_id=version.id, demo=True
        )
    with database.reading() as tx:
        loaded = storage.attempts.load(tx, samples.token())
    assert loaded == created
    assert loaded.attempt == attempt
    assert (loaded.bank_version_id, loaded.demo) == (version.id, True)


def test_a_double_click_on_start_finds_the_first_attempt(database: storage.Database) -> None:
    other = replace(samples.attempt(samples.bank(), seed=7), locale=Locale.FR)
    with database.transaction() as tx:
        first = samples.stored(tx)
    with database.transaction() as tx:
        again = storage.attempts.create(
            tx, samples.token(), attempt=other, bank_version_id=first.bank_version_id
        )
    assert again == first


def test_two_clicks_at_the_same_moment_make_one_attempt(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.published(tx)
    found = set()

    def click(_: int) -> None:
        with database.transaction() as tx:
            found.add(samples.stored(tx, "twice").id)

    in_threads(click, 4)
    assert len(found) == 1


def test_an_unknown_token_leads_nowhere(database: storage.Database) -> None:
    with database.reading() as tx, pytest.raises(NotFoundError, match="attempt"):
        storage.attempts.load(tx, samples.token("nobody"))


def test_an_answer_is_recorded_and_counted(database: storage.Database) -> None:
    bank = samples.bank()
    with database.transaction() as tx:
        before = samples.stored(tx)
        later = samples.NOW + timedelta(seconds=42)
        answered = quiz.with_answer(before.attempt, bank.questions[2], "5", locale=Locale.AR, now=later)
        closed = quiz.finished(quiz.with_extra(answered, 2, now=later), now=later)
        recorded = storage.attempts.record(tx, before, closed)
    with database.reading() as tx:
        assert storage.attempts.load(tx, samples.token()) == recorded
    assert recorded.attempt == replace(closed, revision=1)


def test_an_attempt_that_moved_meanwhile_is_not_overwritten(database: storage.Database) -> None:
    with database.transaction() as tx:
        seen = samples.stored(tx)
        moved = storage.attempts.record(tx, seen, replace(seen.attempt, extra=2))
    with database.transaction() as tx, pytest.raises(ConflictError, match="attempt-moved"):
        storage.attempts.record(tx, seen, replace(seen.attempt, extra=4))
    with database.reading() as tx:
        assert storage.attempts.load(tx, samples.token()) == moved


def test_answers_from_two_tabs_at_once_are_both_kept(database: storage.Database) -> None:
    bank = samples.bank()
    with database.transaction() as tx:
        samples.stored(tx)

    def answer(index: int) -> None:
        with database.transaction() as tx:
            stored = storage.attempts.load(tx, samples.token(), for_update=True)
            after = quiz.with_answer(
                stored.attempt, bank.questions[index], "3", locale=Locale.EN, now=samples.NOW
            )
            storage.attempts.record(tx, stored, after)

    in_threads(answer, 6)
    with database.reading() as tx:
        attempt = storage.attempts.load(tx, samples.token()).attempt
    assert [attempt.answers[index] for index in range(6)] == [3] * 6
    assert attempt.revision == 6


def test_an_answer_costs_one_query_and_one_update(
    database: storage.Database, count_queries: CountQueries
) -> None:
    with database.transaction() as tx:
        samples.stored(tx)
    with count_queries() as statements, database.transaction() as tx:
        stored = storage.attempts.load(tx, samples.token(), for_update=True)
        storage.attempts.record(tx, stored, stored.attempt)
    assert [statement.split()[0] for statement in statements] == ["SELECT", "UPDATE"]


def test_a_row_of_arrays_that_do_not_fit_each_other_is_refused(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = samples.stored(tx)
    with pytest.raises(ConflictError, match="ck_attempts_languages"), database.transaction() as tx:
        storage.attempts.record(tx, stored, replace(stored.attempt, languages=b"\x01"))


@given(
    shown=st.lists(st.builds(quiz.Shown, st.integers(0, 2**16 - 1), st.integers(0, 255))).map(tuple),
    elapsed=st.lists(st.integers(0, quiz.attempt.MAX_DECISECONDS)).map(tuple),
    seed=st.integers(0, samples.BIGGEST_SEED),
)
def test_packing_loses_nothing(shown: tuple[quiz.Shown, ...], elapsed: tuple[int, ...], seed: int) -> None:
    assert packing.unpack_shown(packing.pack_shown(shown)) == shown
    assert packing.unpack_elapsed(packing.pack_elapsed(elapsed)) == elapsed
    assert packing.unpack_seed(packing.pack_seed(seed)) == seed
    assert -(2**63) <= packing.pack_seed(seed) < 2**63


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_of_more_than_64_bits_is_refused(seed: int) -> None:
    with pytest.raises(ValueError, match="64 bits"):
        packing.pack_seed(seed)
