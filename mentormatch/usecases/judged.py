"""Counselors' judgements as the matcher learns from them."""

from collections.abc import Iterator

from mentormatch import storage
from mentormatch.guide import Kind
from mentormatch.matcher.judgement import Judgement

# Far more than decide anything: what lies before them tells of another time.
MOST_BESIDE = 2000


def judgements(tx: storage.Transaction, *, demo: bool = False) -> Iterator[Judgement]:
    """Every judgement in the order it was made; made-up ones only in a demonstration."""
    for one in storage.judgements.judgements(tx, demo=demo):
        yield _learnt(one)


def judged_beside(
    tx: storage.Transaction, content_hash: str, made_by: str, *, demo: bool = False
) -> Iterator[Judgement]:
    """The newest blind judgements of results beside which a model was heard: at most `MOST_BESIDE`."""
    found = storage.judgements.judged_blind_beside(tx, content_hash, made_by, most=MOST_BESIDE, demo=demo)
    return map(_learnt, found)


def _learnt(one: storage.judgements.Judgement) -> Judgement:
    return Judgement(
        result_id=one.result_id,
        reading=one.reading,
        bank=one.bank_version_id,
        answers=bytes(one.answers),
        role=one.role,
        locale=one.locale,
        made_by=one.model_hash,
        probabilities={Kind(name): p for name, p in one.probabilities.items()},
        recommended=Kind(one.recommendation),
        kind=Kind(one.judgement),
        blind=one.blind,
        careless=one.straight_line or one.random_like,
        counselor=one.staff_id,
        judged=one.judged,
    )
