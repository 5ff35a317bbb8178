"""From judgements to a candidate, a challenger and a champion, for the tests of what learns."""

import json

from mentormatch import storage
from mentormatch.guide import Kind
from mentormatch.matcher.model_document import LearnedModel, sealed
from mentormatch.scoring import load_expert
from mentormatch.usecases import promote
from mentormatch.usecases.judged import judged_beside, judgements
from mentormatch.usecases.train import Candidate, train
from mentormatch.usecases.training_report import report_lines
from tests.taught import HOUR, START, Installation

NOW = START + 1000 * HOUR
EXPERT = load_expert().content_hash


def trained(place: Installation, again: str | None = None) -> Candidate:
    """Learn from all judgements, or from a stored selection."""
    return train(place.database, place.instruments, judgements, seed=1, now=NOW, again=again)


def challenging(place: Installation) -> LearnedModel:
    """A model that learnt enough; 200 labels of a world that differs from the expert."""
    place.visit(200)
    found = trained(place)
    assert found.challenges, "\n".join(report_lines(found.model.card))
    return found.model


def promoted(place: Installation) -> LearnedModel:
    """A model that serves."""
    model = challenging(place)
    place.visit(40)
    with place.database.transaction() as tx:
        promote.promote(
            tx, place.instruments, judged_beside, model.content_hash, expected=0, by="ada", now=NOW
        )
    return model


def served(place: Installation) -> str:
    """The hash of the model that makes a result now."""
    (result,) = place.visit(1)
    with place.database.reading() as tx:
        return storage.results.by_id(tx, result).model_hash


def shifted(place: Installation) -> bytes:
    """A sound model that likes reverse mentoring very much."""
    if not place.made:
        place.visit(30)
    content = json.loads(trained(place).model.document)
    content["coefficients"]["shift"] = {kind.value: 0.0 for kind in Kind} | {"reverse": 3.0}
    return sealed(content)
