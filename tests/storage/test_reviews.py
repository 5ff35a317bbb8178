"""Reviews: locked when blind, taken back until seen, read as data to learn from."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mentormatch import storage
from mentormatch.casework import Confidence, Verdict
from mentormatch.errors import ConflictError
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.storage.reviews import Review, Thought, Word
from tests.databases import CountQueries
from tests.storage import samples
from tests.storage.test_erasure import files_with

NOW = samples.NOW
LATER = NOW + timedelta(hours=1)
THOUGHT = Thought("coaching", "career", Confidence.FAIRLY)
WORD = Word(Verdict.OVERRIDE, "formal", None, "the answers on aims", "Dear visitor", "for colleagues")


def _judged(tx: storage.Transaction, name: str = "someone", *, blind: bool = False) -> Review:
    case = samples.case(tx, samples.result(tx, samples.stored(tx, name)), blind_first=blind)
    return storage.reviews.judge(
        tx,
        case.result_id,
        THOUGHT,
        attempt_id=case.attempt_id,
        staff_id=samples.counselor(tx, name),
        reading=1,
        blind_first=blind,
        now=NOW,
    )


def test_a_review_goes_from_judgement_to_word_to_release(database: storage.Database) -> None:
    with database.transaction() as tx:
        judged = _judged(tx)
        assert (judged.thought, judged.word, judged.released) == (THOUGHT, None, None)
        storage.reviews.say(tx, judged.id, WORD)
        storage.reviews.release(tx, judged.id, staff_id=judged.staff_id, now=LATER)
        (found,) = storage.reviews.of_case(tx, judged.result_id)
    assert found == replace(
        judged,
        word=WORD,
        private_note="for colleagues",
        released=LATER,
        released_by=judged.staff_id,
    )


def test_a_reading_is_judged_once(database: storage.Database) -> None:
    with database.transaction() as tx:
        judged = _judged(tx)
        with pytest.raises(ConflictError, match="already-judged"):
            storage.reviews.judge(
                tx,
                judged.result_id,
                replace(THOUGHT, kind="reverse"),
                attempt_id=storage.cases.load(tx, judged.result_id).attempt_id,
                staff_id=judged.staff_id,
                reading=1,
                blind_first=False,
                now=LATER,
            )
        assert storage.reviews.of_case(tx, judged.result_id) == (judged,)


def test_a_blind_judgement_is_locked_and_an_open_one_is_not(database: storage.Database) -> None:
    changed = Thought("informal", None, Confidence.SURE)
    with database.transaction() as tx:
        blind, open_one = _judged(tx, "blind", blind=True), _judged(tx, "open")
        with pytest.raises(ConflictError, match="already-judged"):
            storage.reviews.judge_again(tx, blind, changed, staff_id=blind.staff_id, now=LATER)
        storage.reviews.judge_again(tx, open_one, changed, staff_id=open_one.staff_id, now=LATER)
        assert storage.reviews.of_case(tx, blind.result_id)[0].thought == THOUGHT
        assert storage.reviews.of_case(tx, open_one.result_id)[0].thought == changed


def test_what_is_released_can_be_taken_back_until_it_is_seen(database: storage.Database) -> None:
    with database.transaction() as tx:
        judged = _judged(tx)
        attempt_id = storage.cases.load(tx, judged.result_id).attempt_id
        storage.reviews.say(tx, judged.id, WORD)
        assert storage.reviews.word_for(tx, attempt_id) is None
        assert not storage.reviews.see(tx, judged.id, now=NOW)
        storage.reviews.release(tx, judged.id, staff_id=judged.staff_id, now=NOW)
        with pytest.raises(ConflictError, match="review-released"):
            storage.reviews.say(tx, judged.id, replace(WORD, note_to_visitor="changed behind the back"))
        storage.reviews.undo(tx, judged.id, now=NOW)
        storage.reviews.say(tx, judged.id, replace(WORD, note_to_visitor="better"))
        storage.reviews.release(tx, judged.id, staff_id=judged.staff_id, now=LATER)
        assert storage.reviews.see(tx, judged.id, now=LATER)
        assert not storage.reviews.see(tx, judged.id, now=LATER + timedelta(days=1))
        with pytest.raises(ConflictError, match="review-seen"):
            storage.reviews.undo(tx, judged.id, now=LATER)
        found = storage.reviews.word_for(tx, attempt_id)
    assert found is not None
    assert found.word is not None
    assert (found.word.note_to_visitor, found.seen, found.undone) == ("better", LATER, NOW)


def test_judgements_come_with_the_answers_that_were_judged(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = samples.stored(tx)
        careless = {"straight_line": True, "random_like": False, "longest_run": 1.0, "predictability": None}
        outcome: dict[str, object] = {"answers": "0001ff", "careless": careless}
        case = samples.case(tx, samples.result(tx, stored, outcome=outcome), blind_first=True)
        zoe = samples.counselor(tx)
        storage.reviews.judge(
            tx,
            case.result_id,
            THOUGHT,
            attempt_id=case.attempt_id,
            staff_id=zoe,
            reading=1,
            blind_first=True,
            now=NOW,
        )
    with database.reading() as tx:
        (found,) = storage.judgements.judgements(tx)
    assert (found.answers, found.straight_line, found.random_like) == (b"\x00\x01\xff", True, False)
    assert (found.role, found.locale, found.bank_version_id) == (
        Role.BECOME,
        stored.attempt.locale,
        stored.bank_version_id,
    )
    assert (found.recommendation, found.recommended_focus) == ("coaching", "leadership")
    assert (found.judgement, found.focus, found.confidence) == ("coaching", "career", Confidence.FAIRLY)
    assert (found.blind, found.reading, found.staff_id, found.judged) == (True, 1, zoe, NOW)
    assert found.probabilities == {"coaching": 0.1 + 0.2, "formal": 0.7}
    assert (found.bank_hash, found.model_hash, found.locale) == (
        samples.bank().content_hash,
        "e" * 64,
        Locale.FR,
    )


def test_judgements_come_in_order_in_one_query_without_made_up_ones(
    database: storage.Database, count_queries: CountQueries
) -> None:
    with database.transaction() as tx:
        first, second = _judged(tx, "one"), _judged(tx, "two")
        version = samples.published(tx)
        made_up = storage.attempts.create(
            tx,
            samples.token("demo"),
            attempt=samples.attempt(samples.bank()),
            bank_version_id=version.id,
            demo=True,
        )
        case = samples.case(tx, samples.result(tx, made_up), demo=True)
        storage.reviews.judge(
            tx,
            case.result_id,
            THOUGHT,
            attempt_id=case.attempt_id,
            staff_id=first.staff_id,
            reading=1,
            blind_first=False,
            now=LATER,
        )
    with database.reading() as tx:
        with count_queries() as statements:
            real = [found.result_id for found in storage.judgements.judgements(tx)]
        assert len([line for line in statements if "SELECT" in line]) == 1
        assert set(real) == {first.result_id, second.result_id}
        assert [found.demo for found in storage.judgements.judgements(tx, demo=True)] == [False, False, True]


def test_no_file_holds_the_note_of_an_erased_visitor(sqlite_database: storage.Database) -> None:
    note = "a-very-personal-note-" + "z" * 3000
    with sqlite_database.transaction() as tx:
        judged = _judged(tx)
        storage.reviews.say(tx, judged.id, replace(WORD, note_to_visitor=note))
        storage.reviews.release(tx, judged.id, staff_id=judged.staff_id, now=NOW)
    assert files_with(sqlite_database, note[:60])
    with sqlite_database.transaction() as tx:
        storage.attempts.erase(tx, samples.token(), NOW)
    assert files_with(sqlite_database, "z" * 60) == []
