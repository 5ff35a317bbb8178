"""An answer taken out in closed form is the person scored again without it."""

from typing import Any

import numpy as np
import pytest

from mentormatch.guide import Role
from mentormatch.itemstats.rest import standing, without
from mentormatch.quiz import SKIPPED, Bank, Format
from mentormatch.scoring import ScoringArrays, arrays_for, load_expert, score, score_rows
from tests.banks import small_bank


@pytest.fixture(scope="module")
def bank() -> Bank:
    return small_bank()


@pytest.fixture(scope="module")
def arrays(bank: Bank) -> ScoringArrays:
    return arrays_for(bank, load_expert())


def _answers(bank: Bank, people: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    rng = np.random.default_rng(5)
    limits = np.array([len(question.options) for question in bank.questions])
    codes = rng.integers(1, limits + 1, (people, len(limits)), dtype=np.uint8)
    codes[rng.random(codes.shape) < 0.4] = 0
    codes[rng.random(codes.shape) < 0.05] = SKIPPED
    return codes


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("form", list(Format))
def test_it_equals_scoring_again_without_the_answer(
    bank: Bank, arrays: ScoringArrays, form: Format, role: Role
) -> None:
    answers = _answers(bank, 600)
    roles = (role,) * len(answers)
    asked = [
        i
        for i, at in enumerate(arrays.questions)
        if bank.questions[at].format is form and arrays.asked[role][i]
    ]
    known = standing(arrays, answers, roles)
    for item in asked[:2]:
        rest = without(arrays, known, item)
        question = bank.questions[arrays.questions[item]]
        blank = answers.copy()
        blank[:, question.index] = 0
        again = score(arrays, blank, roles)
        assert np.abs(rest.leaves - again.probabilities[rest.people]).max() < 1e-9
        assert set(rest.people) == set(np.flatnonzero(known.codes[:, item]))
        assert np.abs(rest.logits - _expected(arrays, blank, roles, item)[rest.people]).max() < 1e-9


def _expected(arrays: ScoringArrays, answers: Any, roles: Any, item: int) -> Any:
    """Every logit of an item from the traits and acquiescence that the scorer itself estimates."""
    parts = []
    for at in range(0, len(answers), 512):
        rows = score_rows(arrays, answers[at : at + 512], roles[at : at + 512])
        carried = rows.patterns.carried[rows.pattern]
        means = rows.shift + np.einsum("nl,ndl->nd", rows.scores.probabilities, carried)
        parts.append(means)
    means = np.concatenate(parts)
    graded = np.flatnonzero(arrays.graded.items == item)
    if len(graded):
        return means @ arrays.graded.loadings[graded].T
    place = np.flatnonzero(arrays.situations.items == item)[0]
    return means @ arrays.situations.logits[place, : arrays.situations.options[place]].T


def test_people_keep_their_own_numbers(bank: Bank, arrays: ScoringArrays) -> None:
    answers = _answers(bank, 20)
    known, scores = standing(arrays, answers, (Role.FIND,) * 20), score(arrays, answers, (Role.FIND,) * 20)
    assert np.array_equal(known.means, scores.means)
    assert np.array_equal(known.sds, scores.sds)
