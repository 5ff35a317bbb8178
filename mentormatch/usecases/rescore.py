"""What a model would say of the results that others made: kept apart, nothing is overwritten."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime

from mentormatch import matcher, storage
from mentormatch.matcher.model_document import LearnedModel
from mentormatch.storage.actions import Action
from mentormatch.storage.audit_trail import Trail
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.make_result import record_beside
from mentormatch.values import dataclass

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Rescored:
    """How many results were looked at, how many words are new, and how many kinds would differ."""

    results: int = 0
    new: int = 0
    moved: int = 0


def rescore(
    database: storage.Database,
    instruments: Instruments,
    model: LearnedModel,
    *,
    by: str,
    now: datetime,
    advance: Callable[[int], None] = lambda count: None,
) -> Rescored:
    """Go over all results, oldest first, in short transactions; repeatable.

    Audited together with the first of them and again at the end, so that no score is kept of which
    the trail knows nothing, also when this is killed halfway.
    `advance` is told how many results each step looked at.
    """
    found, after = Rescored(), None
    while True:
        with database.transaction() as tx:
            begins = after is None and not _was_begun(tx, model)
            step, after = _step(tx, instruments, model, after, now)
            if begins:
                _note(tx, model, {"finished": False}, by, now)
        if after is None:
            break
        found = Rescored(found.results + step.results, found.new + step.new, found.moved + step.moved)
        advance(step.results)
    with database.transaction() as tx:
        _note(tx, model, {"finished": True, **asdict(found)}, by, now)
    return found


def _was_begun(tx: storage.Transaction, model: LearnedModel) -> bool:
    """Whether the trail already tells of a re-scoring that did not come to its end."""
    trail = Trail(actions=(Action.RESULTS_RESCORED,), subjects=(model.content_hash,))
    latest = storage.audit_trail.page(tx, trail, after=None, size=1).events
    return bool(latest) and latest[0].details.get("finished") is False


def _note(
    tx: storage.Transaction, model: LearnedModel, details: Mapping[str, object], by: str, now: datetime
) -> None:
    subject = model.content_hash
    storage.audit.append(
        tx, actor=by, action=Action.RESULTS_RESCORED, subject=subject, details=details, now=now
    )


def _step(
    tx: storage.Transaction, instruments: Instruments, model: LearnedModel, after: str | None, now: datetime
) -> tuple[Rescored, str | None]:
    """The next results, and the key of the last one; None when there are no more."""
    step, last = Rescored(), None
    for result in storage.models.answered_after(tx, after, _BATCH):
        arrays = instruments.of(tx, result.bank_version_id).arrays
        chances = matcher.probabilities_of(arrays, result.answers, result.role, model.residual)
        said = (result.id, model.content_hash)
        new = record_beside(tx, said, chances, origin=storage.models.RESCORE, now=now)
        moved = max(chances, key=lambda kind: chances[kind]).value != result.recommendation
        step = Rescored(step.results + 1, step.new + new, step.moved + moved)
        last = result.id
    return step, last
