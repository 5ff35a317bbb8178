"""Training a candidate from counselors' judgements. Needs scikit-learn: for the command line only."""

from collections.abc import Callable, Iterable
from datetime import datetime

from mentormatch import storage
from mentormatch.matcher.card import FITS, Heritage, trained
from mentormatch.matcher.judgement import Judgement
from mentormatch.matcher.model_document import LearnedModel, parse_model
from mentormatch.storage.actions import Action
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.training_set import lesson
from mentormatch.values import dataclass

__all__ = ["FITS", "Candidate", "train"]

Source = Callable[[storage.Transaction], Iterable[Judgement]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trained model as it was stored; `challenges` when it passed and is heard beside results now."""

    model: LearnedModel
    number: int
    challenges: bool
    was_known: bool


def train(  # noqa: PLR0913 - where from, which selection, which seed, when, and who listens
    database: storage.Database,
    instruments: Instruments,
    source: Source,
    *,
    seed: int,
    now: datetime,
    again: str | None = None,
    tick: Callable[[], None] = lambda: None,
) -> Candidate:
    """Learn from all judgements (or a stored selection, by its hash) and store the candidate.

    It never serves by itself. One that learnt enough becomes the challenger, whose word is kept
    beside every result until an admin promotes it or another takes its place. Reading, learning
    and writing are three steps, so that visitors wait for none of it.

    Raises:
        ConflictError: `too-few-judgements`, `training-set-changed`.
        NotFoundError: `training-set`.
    """
    with database.reading() as tx:
        only = storage.models.training_set(tx, again) if again else None
        learnt = lesson(tx, instruments, source(tx), only)
        champion = instruments.serving(tx).residual
    expert = instruments.model.content_hash
    document = trained(learnt.examples, learnt.counts, Heritage(expert, champion), seed, tick)
    model = parse_model(document, expert=expert)
    passed = all(test.met for test in model.card.rule)
    with database.transaction() as tx:
        known = storage.models.document(tx, model.content_hash) is not None
        kept = storage.models.store_training_set(
            tx, learnt.content_hash, learnt.selection, judgements=len(learnt.examples), now=now
        )
        stored = storage.models.store(tx, model.content_hash, document, training_set_id=kept.id, now=now)
        if passed and not known:
            storage.models.challenge(tx, model.content_hash)
        details = {"number": stored.number, "training_set": learnt.content_hash, "passed": passed}
        storage.audit.append(
            tx,
            actor="system",
            action=Action.MODEL_TRAINED,
            subject=model.content_hash,
            details=details,
            now=now,
        )
    return Candidate(model, stored.number, passed and not known, known)
