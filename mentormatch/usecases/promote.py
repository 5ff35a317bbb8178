"""Who serves, who challenges, and whether it may take over: what an admin looks at and decides."""

from collections.abc import Callable, Iterable
from datetime import datetime

from mentormatch import storage
from mentormatch.errors import ConflictError
from mentormatch.guide import Kind
from mentormatch.matcher.judgement import Judgement
from mentormatch.matcher.model_document import LearnedModel
from mentormatch.matcher.promotion import Beside, Test, proved_in_shadow
from mentormatch.storage.actions import Action
from mentormatch.storage.models import StoredModel, Turn
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.serving import examined
from mentormatch.values import dataclass

SHOWN = 20
EXPERT = "expert"
OTHER_RIVAL = "other-rival"

# Blind judgements of results that one model made while another was heard beside it, by their hashes.
Source = Callable[[storage.Transaction, str, str], Iterable[Judgement]]


@dataclass(frozen=True, slots=True)
class Known:
    """A stored model read anew: its card, or what is wrong with its document."""

    stored: StoredModel
    model: LearnedModel | None
    problem: str


@dataclass(frozen=True, slots=True)
class Overview:
    """How models stand.

    `champion` None: the expert was never replaced, or came back; `problem` says why the expert
    serves although another was promoted. `tests` are the challenger's, on its training set and
    in shadow; one of them fails when it was measured against a model that no longer serves.
    `turn` is the number of the latest change, 0 before the first; `back_to` what one click back
    would let serve (a number, or `expert`), None where there is nothing before.
    """

    champion: Known | None
    promoted: str | None
    problem: str
    challenger: Known | None
    tests: tuple[Test, ...]
    models: tuple[StoredModel, ...]
    turns: tuple[Turn, ...]
    turn: int
    back_to: str | None

    @property
    def may_promote(self) -> bool:
        """Whether the challenger is sound and has met every test."""
        sound = self.challenger is not None and self.challenger.model is not None
        return sound and bool(self.tests) and all(test.met for test in self.tests)


def overview(tx: storage.Transaction, instruments: Instruments, source: Source) -> Overview:
    """How models stand now; documents are read and checked anew."""
    expert = instruments.model.content_hash
    named = storage.models.named(tx)
    champion, problem = _known(tx, named.serving, expert)
    challenger, _ = _known(tx, named.challenger, expert)
    turns = storage.models.turns(tx, SHOWN)
    return Overview(
        champion=champion,
        promoted=named.serving,
        problem=problem,
        challenger=challenger,
        tests=_tests(tx, challenger, named.serving or expert, source),
        models=storage.models.newest(tx, SHOWN),
        turns=turns,
        turn=turns[0].number if turns else 0,
        back_to=_name(tx, _before(turns)) if _can_go_back(turns) else None,
    )


def promote(  # noqa: PLR0913 - what, against which state, whose deed and when
    tx: storage.Transaction,
    instruments: Instruments,
    source: Source,
    content_hash: str,
    *,
    expected: int,
    by: str,
    now: datetime,
) -> Turn:
    """Let the challenger serve from now on.

    Raises:
        ConflictError: `model-moved` when it is no longer the challenger or something was changed
            since turn `expected`, `not-proved` when a test is not met.
    """
    found = overview(tx, instruments, source)
    if found.challenger is None or found.challenger.stored.content_hash != content_hash:
        raise ConflictError("model-moved")
    if not found.may_promote:
        raise ConflictError("not-proved")
    turn = storage.models.serve(
        tx, content_hash, expected=expected, deed=storage.models.PROMOTED, by=by, now=now
    )
    _note(tx, turn, Action.MODEL_PROMOTED, by, now)
    return turn


def roll_back(tx: storage.Transaction, *, expected: int, by: str, now: datetime) -> Turn:
    """Let that serve again which the present model had replaced.

    Raises:
        ConflictError: `model-moved`, `nothing-before`.
    """
    turns = storage.models.turns(tx, _ALL)
    if not _can_go_back(turns):
        raise ConflictError("nothing-before")
    turn = storage.models.serve(
        tx, _before(turns), expected=expected, deed=storage.models.BACK, by=by, now=now
    )
    _note(tx, turn, Action.MODEL_ROLLED_BACK, by, now)
    return turn


_ALL = 10_000


def _known(tx: storage.Transaction, content_hash: str | None, expert: str) -> tuple[Known | None, str]:
    """A model by hash, and what is wrong with it: nothing at all where none is named."""
    if content_hash is None:
        return None, ""
    model, problem = examined(tx, content_hash, expert=expert)
    if problem == "missing":
        return None, problem
    return Known(storage.models.by_hash(tx, content_hash), model, problem), problem


def _tests(
    tx: storage.Transaction, challenger: Known | None, serving: str, source: Source
) -> tuple[Test, ...]:
    if challenger is None or challenger.model is None:
        return ()
    card = challenger.model.card
    learnt = tuple(Test(test.code, test.found, test.needed, test.met) for test in card.rule)
    if card.parent != serving:
        # What it gained, it gained over a model that no longer serves.
        learnt = (Test(OTHER_RIVAL, 0.0, 1.0, met=False), *learnt)
    judged = [one for one in source(tx, card.hash, serving) if not one.careless]
    results = (one.result_id for one in judged)
    said = storage.models.scores(tx, card.hash, storage.models.SHADOW, results)
    beside = [
        Beside(
            one.result_id,
            one.counselor,
            one.kind,
            one.probabilities,
            _by_kind(said[one.result_id].probabilities),
        )
        for one in judged
    ]
    return learnt + proved_in_shadow(beside)


def _by_kind(probabilities: dict[str, float]) -> dict[Kind, float]:
    return {Kind(name): p for name, p in probabilities.items()}


def _can_go_back(turns: tuple[Turn, ...]) -> bool:
    """Whether a learned model serves: the expert came first, so something is always before it."""
    return bool(turns) and turns[0].content_hash is not None


def _before(turns: tuple[Turn, ...]) -> str | None:
    """What the present model replaced when it was promoted; the expert when that is out of sight."""
    serving = turns[0].content_hash
    for turn in turns:
        if turn.content_hash == serving and turn.deed == storage.models.PROMOTED:
            return turn.replaced_hash
    return None


def _name(tx: storage.Transaction, content_hash: str | None) -> str:
    if content_hash is None:
        return EXPERT
    return str(storage.models.by_hash(tx, content_hash).number)


def _note(tx: storage.Transaction, turn: Turn, action: Action, by: str, now: datetime) -> None:
    subject = turn.content_hash or EXPERT
    details = {"turn": turn.number, "replaced": turn.replaced_hash or EXPERT}
    storage.audit.append(tx, actor=by, action=action, subject=subject, details=details, now=now)
