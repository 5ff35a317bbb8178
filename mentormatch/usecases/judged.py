"""Counselors' judgements as the matcher learns from them."""

from collections.abc import Iterator

from mentormatch import storage
from mentormatch.guide import Kind
from mentormatch.matcher.judgement import Judgement


def judgements(tx: storage.Transaction, *, demo: bool = False) -> Iterator[Judgement]:
    """Every judgement in the order it was made; made-up ones only in a demonstration."""
    for one in storage.reviews.judgements(tx, demo=demo):
        yield Judgement(
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
