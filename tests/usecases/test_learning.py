"""From judgements to a model that serves, and back, on both databases."""

import json
from functools import partial

import pytest
from sqlalchemy import text

from mentormatch import storage
from mentormatch.errors import ConflictError, InvalidDocumentError
from mentormatch.guide import Kind, Role
from mentormatch.matcher import recommend
from mentormatch.matcher.model_document import LearnedModel, parse_model, sealed
from mentormatch.scoring import load_expert
from mentormatch.usecases import judged, promote
from mentormatch.usecases.deep_check import deep_check
from mentormatch.usecases.health import readiness
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.judged import judged_beside, judgements
from mentormatch.usecases.promote import overview
from mentormatch.usecases.rescore import rescore
from mentormatch.usecases.train import Candidate, train
from mentormatch.usecases.training_report import reliability_svg, report_lines
from mentormatch.usecases.voices import load_voices
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
from tests.taught import HOUR, START, Installation

__all__ = [
    "backend",
    "count_queries",
    "database",
    "database_url",
    "postgresql_server",
    "sqlite_database",
    "sqlite_template",
]

NOW = START + 1000 * HOUR
EXPERT = load_expert().content_hash


def _trained(place: Installation, again: str | None = None) -> Candidate:
    return train(place.database, place.instruments, judgements, seed=1, now=NOW, again=again)


def _challenging(place: Installation) -> LearnedModel:
    """A model that learnt enough; 200 labels of a world that differs from the expert."""
    place.visit(200)
    found = _trained(place)
    assert found.challenges, "\n".join(report_lines(found.model.card))
    return found.model


def _promoted(place: Installation) -> LearnedModel:
    model = _challenging(place)
    place.visit(40)
    with place.database.transaction() as tx:
        promote.promote(
            tx, place.instruments, judged_beside, model.content_hash, expected=0, by="ada", now=NOW
        )
    return model


def _served(place: Installation) -> str:
    (result,) = place.visit(1)
    with place.database.reading() as tx:
        return storage.results.by_id(tx, result).model_hash


def test_the_same_judgements_and_seed_give_the_same_bytes(database: storage.Database) -> None:
    place = Installation(database)
    place.visit(80)
    one, two = _trained(place), _trained(place)
    assert one.model.document == two.model.document
    assert (one.was_known, two.was_known, two.number) == (False, True, one.number)


def test_a_stored_training_set_is_selected_again_after_more_was_judged(database: storage.Database) -> None:
    place = Installation(database)
    place.visit(60)
    first = _trained(place)
    place.visit(20)
    assert _trained(place).model.document != first.model.document
    again = _trained(place, again=first.model.card.taught.hash)
    assert again.model.document == first.model.document


def test_a_training_set_from_which_someone_was_erased_is_refused(database: storage.Database) -> None:
    place = Installation(database)
    place.visit(60)
    first = _trained(place)
    kept = first.model.card.taught.judgements
    with database.transaction() as tx:
        storage.attempts.erase(tx, (2).to_bytes(32, "big"), NOW)
    with pytest.raises(ConflictError, match=f"{kept - 1} of {kept}"):
        _trained(place, again=first.model.card.taught.hash)


def test_too_little_to_learn_from_is_said(database: storage.Database) -> None:
    place = Installation(database)
    place.visit(12)
    with pytest.raises(ConflictError, match="too-few-judgements"):
        _trained(place)


def test_a_candidate_never_serves_by_itself_and_is_heard_beside_results(database: storage.Database) -> None:
    place = Installation(database)
    model = _challenging(place)
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
    model = _challenging(place)
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


def test_what_an_admin_looks_at_reads_the_newest_judgements_only(
    database: storage.Database, count_queries: CountQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Installation(database)
    _challenging(place)
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


def test_a_damaged_and_a_missing_model_are_named_by_a_deep_check(database: storage.Database) -> None:
    place = Installation(database)
    _promoted(place)
    assert _wrong_models(database) == ()
    with database.transaction() as tx:
        tx.execute(text("UPDATE model_versions SET document = :cut"), {"cut": b"{}"})
    assert _wrong_models(database) == ("learned model 1 is damaged",)
    with database.transaction() as tx:
        tx.execute(text("DELETE FROM model_versions"))
    (problem,) = _wrong_models(database)
    assert problem.endswith("is missing")


def _wrong_models(database: storage.Database) -> tuple[str, ...]:
    return next(checked.problems for checked in deep_check(database) if checked.name == "learned models")


def test_a_promoted_model_makes_results_and_one_step_back_the_expert_does(
    database: storage.Database,
) -> None:
    place = Installation(database)
    model = _promoted(place)
    assert _served(place) == model.content_hash
    with database.transaction() as tx:
        assert overview(tx, place.instruments, judged_beside).back_to == "expert"
        promote.roll_back(tx, expected=1, by="ada", now=NOW)
    assert _served(place) == EXPERT
    with database.transaction() as tx:
        assert storage.audit.verify(tx).intact
        with pytest.raises(ConflictError, match="nothing-before"):
            promote.roll_back(tx, expected=2, by="ada", now=NOW)


def test_two_admins_at_once_are_told_that_something_moved(database: storage.Database) -> None:
    place = Installation(database)
    model = _promoted(place)
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
    model = parse_model(_shifted(place), expert=EXPERT)
    first = rescore(database, place.instruments, model, by="ada", now=NOW)
    again = rescore(database, place.instruments, model, by="ada", now=NOW)
    assert (first.results, first.new, again.new) == (30, 30, 0)
    assert first.moved > 0
    assert _everything(database) == before
    with database.reading() as tx:
        actions = [row[0] for row in tx.exec_driver_sql("SELECT action FROM audit_events ORDER BY number")]
    assert actions[-2:] == ["results.rescored"] * 2


def test_erasing_takes_what_other_models_said_too(database: storage.Database) -> None:
    place = Installation(database)
    place.visit(30)
    model = parse_model(_shifted(place), expert=EXPERT)
    rescore(database, place.instruments, model, by="ada", now=NOW)
    with database.transaction() as tx:
        storage.attempts.erase(tx, (3).to_bytes(32, "big"), NOW)
        assert len(storage.models.scores(tx, model.content_hash, storage.models.RESCORE)) == 29


@pytest.mark.parametrize("harm", ["flipped", "cut", "edited", "foreign", "deleted"])
def test_a_damaged_or_missing_model_lets_the_expert_serve_and_is_told(
    sqlite_database: storage.Database, harm: str
) -> None:
    place = Installation(sqlite_database)
    model = _promoted(place)
    with sqlite_database.transaction() as tx:
        if harm == "deleted":
            tx.exec_driver_sql("DELETE FROM model_versions")
        else:
            tx.exec_driver_sql("UPDATE model_versions SET document = ?", (_harmed(model.document, harm),))
    place.instruments = Instruments(load_expert())
    assert _served(place) == EXPERT
    found = readiness(sqlite_database, load_voices())
    assert found.ready
    assert "the expert serves" in found.checks["model"]
    with sqlite_database.reading() as tx:
        assert overview(tx, place.instruments, judged_beside).problem in ("missing", "damaged")


def test_every_flipped_bit_of_a_document_is_noticed(sqlite_database: storage.Database) -> None:
    place = Installation(sqlite_database)
    document = _shifted(place)
    for at in range(0, len(document), 37):
        broken = bytearray(document)
        broken[at] ^= 1 << at % 8
        with pytest.raises(InvalidDocumentError):
            parse_model(bytes(broken), expert=EXPERT)
    for end in range(0, len(document), 211):
        with pytest.raises(InvalidDocumentError):
            parse_model(document[:end], expert=EXPERT)


def test_the_report_has_the_whole_card_and_draws_the_curve(sqlite_database: storage.Database) -> None:
    place = Installation(sqlite_database)
    place.visit(80)
    card = _trained(place).model.card
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


def _everything(database: storage.Database) -> list[tuple[object, ...]]:
    with database.reading() as tx:
        return [tuple(row) for row in tx.exec_driver_sql("SELECT * FROM results ORDER BY id")]


def _shifted(place: Installation) -> bytes:
    """A sound model that likes reverse mentoring very much."""
    if not place.made:
        place.visit(30)
    content = json.loads(_trained(place).model.document)
    content["coefficients"]["shift"] = {kind.value: 0.0 for kind in Kind} | {"reverse": 3.0}
    return sealed(content)


def _harmed(document: bytes, harm: str) -> bytes:
    content = json.loads(document)
    match harm:
        case "flipped":
            return document[:900] + bytes([document[900] ^ 4]) + document[901:]
        case "cut":
            return document[: len(document) // 2]
        case "edited":
            content["coefficients"]["trust"] = 0.5
            return json.dumps(content).encode()
        case _:
            return sealed({**content, "expert": "0" * 64})
