"""Which judgements a model is taught: a selection that can be stored, hashed and made again.

Blind, shown and twice-read judgements are in; answers that look unread are left out. The hash is
over everything that is learnt from, so that a selection that comes back changed, because somebody
erased their data meanwhile, is noticed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Any

from mentormatch import storage
from mentormatch.errors import ConflictError
from mentormatch.guide import Kind
from mentormatch.i18n import Locale
from mentormatch.matcher.judgement import Judgement, examples_of
from mentormatch.matcher.labels import Examples
from mentormatch.matcher.model_document import canonical
from mentormatch.storage.models import TrainingSet
from mentormatch.usecases.instruments import Instruments
from mentormatch.values import dataclass

LEAST_JUDGEMENTS, LEAST_BLIND = 20, 10


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A selection ready to learn from.

    `selection` is what is stored: names of judgements only. `counts` is the `taught` part of a
    model's document.
    """

    examples: Examples = field(repr=False)
    selection: dict[str, Any] = field(repr=False)
    content_hash: str
    counts: dict[str, Any]


def lesson(
    tx: storage.Transaction,
    instruments: Instruments,
    judgements: Iterable[Judgement],
    only: TrainingSet | None = None,
) -> Lesson:
    """What may be learnt from judgements, in a standing order; of a stored selection with `only`.

    Raises:
        ConflictError: `too-few-judgements`, `training-set-changed` when `only` cannot be made again:
            somebody erased their data, or a counselor judged a case anew.
    """
    every = sorted(judgements, key=lambda one: (one.judged, one.result_id, one.reading))
    if only is not None:
        wanted = {(result, reading) for result, reading in only.selection["judgements"]}
        every = [one for one in every if (one.result_id, one.reading) in wanted]
    kept = [one for one in every if not one.careless]
    if only is not None and len(kept) != only.judgements:
        raise ConflictError("training-set-changed", f"{len(kept)} of {only.judgements} are left")
    if len(kept) < LEAST_JUDGEMENTS or sum(one.blind for one in kept) < LEAST_BLIND:
        found = f"{len(kept)}, {sum(one.blind for one in kept)} of them blind"
        raise ConflictError("too-few-judgements", f"{found}; it takes {LEAST_JUDGEMENTS} and {LEAST_BLIND}")
    left_out = only.selection["careless"] if only is not None else len(every) - len(kept)
    selection = {"judgements": [[one.result_id, one.reading] for one in kept], "careless": left_out}
    digest = hashlib.sha256(canonical({"rows": [_row(one) for one in kept]})).hexdigest()
    if only is not None and digest != only.content_hash:
        raise ConflictError("training-set-changed", "a case was judged anew")
    counts = {"hash": digest, **_counts(kept), "careless_left_out": left_out}
    arrays = {one.bank: instruments.of(tx, one.bank).arrays for one in kept}
    return Lesson(examples_of(kept, arrays), selection, digest, counts)


def _row(one: Judgement) -> list[object]:
    learnt = [one.answers.hex(), one.role.value, one.locale.value, one.recommended.value, one.kind.value]
    return [one.result_id, one.reading, one.bank, one.blind, one.counselor, *learnt]


def _counts(kept: Sequence[Judgement]) -> dict[str, Any]:
    cases = [one.result_id for one in kept]
    return {
        "window": {"first": kept[0].judged.isoformat(), "last": kept[-1].judged.isoformat()},
        "judgements": len(kept),
        "cases": len(set(cases)),
        "blind": sum(one.blind for one in kept),
        "shown": sum(not one.blind for one in kept),
        "double_read": len(cases) - len(set(cases)),
        "counselors": len({one.counselor for one in kept}),
        "kinds": {kind.value: sum(one.kind is kind for one in kept) for kind in Kind},
        "languages": {locale.value: sum(one.locale is locale for one in kept) for locale in Locale},
    }
