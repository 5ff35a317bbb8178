"""A model that is damaged, missing or foreign: the expert serves, and everyone who asks is told."""

import json

import pytest
from sqlalchemy import text

from mentormatch import storage
from mentormatch.errors import InvalidDocumentError
from mentormatch.matcher.model_document import parse_model, sealed
from mentormatch.scoring import load_expert
from mentormatch.usecases.deep_check import deep_check
from mentormatch.usecases.health import readiness
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.judged import judged_beside
from mentormatch.usecases.promote import overview
from mentormatch.usecases.voices import load_voices
from tests.databases import (
    backend,
    database,
    database_url,
    postgresql_server,
    sqlite_database,
    sqlite_template,
)
from tests.taught import Installation
from tests.usecases.learnt import EXPERT, promoted, served, shifted

__all__ = ["backend", "database", "database_url", "postgresql_server", "sqlite_database", "sqlite_template"]


def test_a_damaged_and_a_missing_model_are_named_by_a_deep_check(database: storage.Database) -> None:
    place = Installation(database)
    promoted(place)
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


@pytest.mark.parametrize("harm", ["flipped", "cut", "edited", "foreign", "deleted"])
def test_a_damaged_or_missing_model_lets_the_expert_serve_and_is_told(
    sqlite_database: storage.Database, harm: str
) -> None:
    place = Installation(sqlite_database)
    model = promoted(place)
    with sqlite_database.transaction() as tx:
        if harm == "deleted":
            tx.exec_driver_sql("DELETE FROM model_versions")
        else:
            tx.exec_driver_sql("UPDATE model_versions SET document = ?", (_harmed(model.document, harm),))
    place.instruments = Instruments(load_expert())
    assert served(place) == EXPERT
    found = readiness(sqlite_database, load_voices())
    assert found.ready
    assert "the expert serves" in found.checks["model"]
    with sqlite_database.reading() as tx:
        assert overview(tx, place.instruments, judged_beside).problem in ("missing", "damaged")


def test_every_flipped_bit_of_a_document_is_noticed(sqlite_database: storage.Database) -> None:
    place = Installation(sqlite_database)
    document = shifted(place)
    for at in range(0, len(document), 37):
        broken = bytearray(document)
        broken[at] ^= 1 << at % 8
        with pytest.raises(InvalidDocumentError):
            parse_model(bytes(broken), expert=EXPERT)
    for end in range(0, len(document), 211):
        with pytest.raises(InvalidDocumentError):
            parse_model(document[:end], expert=EXPERT)


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
