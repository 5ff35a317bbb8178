"""From judgements to a model that serves, and back, on both databases."""

import json
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import text

from mentormatch import storage
from mentormatch.errors import ConflictError
from mentormatch.guide import Kind, Role
from mentormatch.matcher import recommend
from mentormatch.matcher.model_document import parse_model, sealed
from mentormatch.scoring import load_expert
from mentormatch.usecases import judged, promote
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.judged import judged_beside
from mentormatch.usecases.make_result import of_case
from mentormatch.usecases.promote import overview
from mentormatch.usecases.rescore import rescore
from mentormatch.usecases.training_report import reliability_svg, report_lines
from mentormatch.usecases.weighing import weights_of
from tests.databases import (
    CountQueries,
    backend,
    count_queries,
    database,
    database_url,
    postgresql_server,
    sqlite_database,
    sqlite_template,
)
from tests.taught import Installation
from tests.usecases.learnt import EXPERT, NOW, challenging, promoted, served, shifted, trained

__all__ = [
    "backend",
    "count_queries",
    "database",
    "database_url",
    "postgresql_server",
    "sqlite_database",
    "sqlite_template",
]


def test_the_same_judgements_and_seed_give_the_same_bytes(database: storage.Database) -> None:
    place = Installation(database)
    place.visit(80)
    one, two = trained(place), trained(place)
    assert one.model.document == two.model.document
    assert (one.was_known, two.was_known, two.number) == (False, True, one.number)


def test_a_stored_training_set_is_selected_again_after_more_was_judged(database: storage.Database) -> None:
    place = Installation(database)
    place.visit(60)
    first = trained(place)
    place.visit(20)
    assert trained(place).model.document != first.model.document
    again = trained(place, again=first.model.card.taught.hash)
    assert again.model.document == first.model.document


def test_a_training_set_from_which_someone_was_erased_is_refused(database: storage.Database) -> None:
    place = Installation(database)
    place.visit(60)
    first = trained(place)
    kept = first.model.card.taught.judgements
    with database.transaction() as tx:
        storage.attempts.erase(tx, (2).to_bytes(32, "big"), NOW)
    with pytest.raises(ConflictError, match=f"{kept - 1} of {kept}"):
        trained(place, again=first.model.card.taught.hash)


def test_a_training_set_of_which_a_case_was_judged_anew_is_refused(database: storage.Database) -> None:
    """As many judgements are left as were learnt from, but one of them says something else."""
    place = Installation(database)
    place.visit(40)
    shown = place.visit(20, blind=False)
    first = trained(place)
    with database.transaction() as tx:
        learnt = storage.models.training_set(tx, first.model.card.taught.hash).selection["judgements"]
        result = next(result for result, _ in learnt if result in shown)
        review = storage.reviews.by_reading(tx, result, 1)
        other = next(kind for kind in Kind if kind.value not in (review.thought.kind, "coaching"))
        thought = replace(review.thought, kind=other.value, focus=None)
        storage.reviews.judge_again(tx, review, thought, staff_id=review.staff_id, now=review.judged)
    with pytest.raises(ConflictError, match="judged anew"):
        trained(place, again=first.model.card.taught.hash)


def test_too_little_to_learn_from_is_said(database: storage.Database) -> None:
    place = Installation(database)
    place.visit(12)
    with pytest.raises(ConflictError, match="too-few-judgements"):
        trained(place)


def test_a_candidate_never_serves_by_itself_and_is_heard_beside_results(database: storage.Database) -> None:
    place = Installation(database)
    model = challenging(place)
    (result,) = place.visit(1)
    with database.reading() as tx:
        made = storage.results.by_id(tx, result)
        beside = storage.models.scores(tx, model.content_hash, storage.models.SHADOW)
        instrument = place.instruments.current(tx)
    assert made.model_hash == EXPERT
    answers = bytes.fromhex(made.outcome["answers"])
    expected = recommend(
        instrument.model, instrument.arrays, instrument.bank, answers, Role.FIND, model.residual
    )
    assert beside[result].probabilities == pytest.approx(
        {kind.value: p for kind, p in expected.probabilities.items()}, abs=1e-9
    )


def test_a_challenger_needs_thirty_cases_judged_blind_after_it_was_trained(
    database: storage.Database,
) -> None:
    place = Installation(database)
    model = challenging(place)
    place.visit(25)
    place.visit(20, blind=False)
    deed = partial(
        promote.promote, instruments=place.instruments, source=judged_beside, content_hash=model.content_hash,
        expected=0, by="ada", now=NOW,
    )  # fmt: skip
    with database.transaction() as tx:
        found = {test.code: test for test in overview(tx, place.instruments, judged_beside).tests}
        assert (found["shadow-cases"].found <= 25, found["shadow-cases"].met) == (True, False)
        with pytest.raises(ConflictError, match="not-proved"):
            deed(tx)
    place.visit(15)
    with database.transaction() as tx:
        assert overview(tx, place.instruments, judged_beside).may_promote
        deed(tx)


def test_a_challenger_measured_against_another_model_than_the_one_that_serves_is_not_promoted(
    database: storage.Database,
) -> None:
    place = Installation(database)
    model = challenging(place)
    other = parse_model(sealed({**json.loads(model.document), "parent": "1" * 64}), expert=EXPERT)
    with database.transaction() as tx:
        learnt = storage.models.training_set(tx, model.card.taught.hash).id
        storage.models.store(tx, other.content_hash, other.document, training_set_id=learnt, now=NOW)
        storage.models.challenge(tx, other.content_hash)
    place.visit(40)
    with database.transaction() as tx:
        found = overview(tx, place.instruments, judged_beside)
        assert [test.code for test in found.tests if not test.met] == ["other-rival"]
        with pytest.raises(ConflictError, match="not-proved"):
            promote.promote(
                tx, place.instruments, judged_beside, other.content_hash, expected=0, by="ada", now=NOW
            )


def test_what_an_admin_looks_at_reads_the_newest_judgements_only(
    database: storage.Database, count_queries: CountQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Installation(database)
    challenging(place)
    monkeypatch.setattr(judged, "MOST_BESIDE", 8)
    costs = []
    for _ in range(2):
        place.visit(12)
        with database.reading() as tx, count_queries() as statements:
            found = {test.code: test.found for test in overview(tx, place.instruments, judged_beside).tests}
        assert found["shadow-cases"] <= 8
        assert [one for one in statements if "FROM reviews" in one and "LIMIT" in one]
        assert not [one for one in statements if "FROM reviews" in one and "LIMIT" not in one]
        costs.append(len(statements))
    assert len(set(costs)) == 1


def test_a_promoted_model_makes_results_and_one_step_back_the_expert_does(
    database: storage.Database,
) -> None:
    place = Installation(database)
    model = promoted(place)
    assert served(place) == model.content_hash
    with database.transaction() as tx:
        assert overview(tx, place.instruments, judged_beside).back_to == "expert"
        promote.roll_back(tx, expected=1, by="ada", now=NOW)
    assert served(place) == EXPERT
    with database.transaction() as tx:
        assert storage.audit.verify(tx).intact
        with pytest.raises(ConflictError, match="nothing-before"):
            promote.roll_back(tx, expected=2, by="ada", now=NOW)


def test_what_answers_weighed_in_a_learned_models_result_are_its_own_weights(
    database: storage.Database,
) -> None:
    place = Installation(database)
    model = promoted(place)
    (result,) = place.visit(1)
    with database.reading() as tx:
        view = of_case(tx, place.instruments, result, result_days=180)
    found = weights_of(view)
    reasons = {one["question"]: one for one in view.outcome["reasons"]}
    supporting = [one for one in reasons.values() if one["toward"] == view.outcome["recommendation"]]
    assert view.model_hash == model.content_hash
    assert len(found) > len(supporting) > 0
    for one in supporting:
        assert found[one["question"]] == pytest.approx(one["weight"], abs=1e-9)
    with database.transaction() as tx:
        tx.execute(text("DELETE FROM model_versions"))
    with database.reading() as tx:
        gone = of_case(tx, Instruments(load_expert()), result, result_days=180)
    assert weights_of(gone) == {}


def test_two_admins_at_once_are_told_that_something_moved(database: storage.Database) -> None:
    place = Installation(database)
    model = promoted(place)
    with database.transaction() as tx, pytest.raises(ConflictError, match="model-moved"):
        promote.roll_back(tx, expected=0, by="bob", now=NOW)
    with database.transaction() as tx, pytest.raises(ConflictError, match="model-moved"):
        promote.promote(
            tx, place.instruments, judged_beside, model.content_hash, expected=1, by="bob", now=NOW
        )


def test_results_keep_the_model_that_made_them_and_rescoring_stays_apart(
    database: storage.Database,
) -> None:
    place = Installation(database)
    place.visit(30)
    before = _everything(database)
    model = parse_model(shifted(place), expert=EXPERT)
    first = rescore(database, place.instruments, model, by="ada", now=NOW)
    again = rescore(database, place.instruments, model, by="ada", now=NOW)
    assert (first.results, first.new, again.new) == (30, 30, 0)
    assert first.moved > 0
    assert _everything(database) == before
    assert [details.get("results") for details in _told_of_rescoring(database)] == [None, 30, None, 30]


def test_a_rescoring_that_is_stopped_halfway_is_in_the_trail_with_all_that_it_kept(
    database: storage.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Installation(database)
    place.visit(30)
    model = parse_model(shifted(place), expert=EXPERT)
    monkeypatch.setattr("mentormatch.usecases.rescore._BATCH", 10)

    def stop(count: int) -> None:
        raise KeyboardInterrupt(count)

    with pytest.raises(KeyboardInterrupt):
        rescore(database, place.instruments, model, by="ada", now=NOW, advance=stop)
    with database.reading() as tx:
        assert len(storage.models.scores(tx, model.content_hash, storage.models.RESCORE)) == 10
    assert _told_of_rescoring(database) == [{"finished": False}]


def test_erasing_takes_what_other_models_said_too(database: storage.Database) -> None:
    place = Installation(database)
    place.visit(30)
    model = parse_model(shifted(place), expert=EXPERT)
    rescore(database, place.instruments, model, by="ada", now=NOW)
    with database.transaction() as tx:
        storage.attempts.erase(tx, (3).to_bytes(32, "big"), NOW)
        assert len(storage.models.scores(tx, model.content_hash, storage.models.RESCORE)) == 29


def test_the_report_has_the_whole_card_and_draws_the_curve(sqlite_database: storage.Database) -> None:
    place = Installation(sqlite_database)
    place.visit(80)
    card = trained(place).model.card
    text = "\n".join(report_lines(card))
    taught = card.taught
    assert (taught.judgements + taught.careless_left_out, taught.careless_left_out > 0) == (80, True)
    first = f"Taught {taught.judgements} judgements"
    for words in (first, "Judged (down)", "Reliability", "not met", "worst:", "few-blind"):
        assert words in text
    assert text.count("·") >= len(card.measured.reliability)
    svg = reliability_svg(card.measured.reliability)
    assert svg.count("<circle") == len(card.measured.reliability)
    assert sum(sum(row) for row in card.measured.confusion) == taught.judgements


def _told_of_rescoring(database: storage.Database) -> list[dict[str, object]]:
    """What the audit trail says of it, event by event."""
    query = "SELECT details FROM audit_events WHERE action = 'results.rescored' ORDER BY number"
    with database.reading() as tx:
        return [json.loads(row[0]) for row in tx.exec_driver_sql(query)]


def _everything(database: storage.Database) -> list[tuple[object, ...]]:
    with database.reading() as tx:
        return [tuple(row) for row in tx.exec_driver_sql("SELECT * FROM results ORDER BY id")]
