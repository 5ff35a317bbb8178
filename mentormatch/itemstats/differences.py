"""A question in every language beside French, where enough people answered it in both."""

from collections.abc import Iterator

import numpy as np

from mentormatch.itemstats.differential import (
    FIRM,
    LEAST,
    Difference,
    chosen_difference,
    graded_difference,
    strata_of,
)
from mentormatch.itemstats.report import DifferenceFigures
from mentormatch.itemstats.rest import Rest
from mentormatch.itemstats.tally import LANGUAGES, Codes
from mentormatch.quiz import LANGUAGE_CODES, Format, Question

_REFERENCE, *_FOCAL = LANGUAGES


def differences(question: Question, rest: Rest, spoken: Codes) -> tuple[list[DifferenceFigures], list[str]]:
    """The differences from French, and the languages that could be compared.

    `spoken` (k,) is the packed code of the language in which each of the rest's people answered.
    """
    found, compared = [], []
    for language in _FOCAL:
        focal, reference = (spoken == LANGUAGE_CODES[one] for one in (language, _REFERENCE))
        fewest = int(min(focal.sum(), reference.sum()))
        if fewest < LEAST:
            continue
        compared.append(language.value)
        both = focal | reference
        some = Rest(rest.people[both], rest.codes[both], rest.leaves[both], rest.logits[both])
        found += [
            DifferenceFigures(
                language=language.value,
                option=option,
                size=one.size,
                effect=one.effect.value,
                provisional=fewest < FIRM,
            )
            for option, one in _differences(question, some, focal[both])
        ]
    return found, compared


def _differences(
    question: Question, rest: Rest, focal: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> Iterator[tuple[str | None, Difference]]:
    if question.format is Format.CHOOSE:
        tests = len(question.options)
        for code, option in enumerate(question.options, start=1):
            strata = strata_of(rest.logits[:, code - 1])
            one = chosen_difference(rest.codes == code, strata, focal, tests=tests)
            if one is not None:
                yield option.key, one
        return
    strata = strata_of(rest.logits[:, 0])
    if question.format is Format.AGREE:
        whole = graded_difference(rest.codes, strata, focal)
    else:
        whole = chosen_difference(rest.codes == 1, strata, focal)
    if whole is not None:
        yield None, whole
