"""What the scorer is compared with: the commonest kind, a points quiz, a learner with labels."""

from collections.abc import Mapping

import numpy as np

from mentormatch.guide import Kind, Role, Trait, kinds_for
from mentormatch.lab.answering import Codes
from mentormatch.lab.people import Ints
from mentormatch.lab.worlds import TRAITS, Floats, guide_profiles
from mentormatch.quiz import SKIPPED, Bank, Format, Part, Question

KINDS = tuple(Kind)
PLAIN_SCALE = 2.0
CALIBRATED_SCALE = 5.0  # the best whole number on tuning worlds


def majority(labels: Ints, size: int) -> Floats:
    """Each kind's share among labelled people of the same world, (size, kind), for everyone."""
    counts = np.bincount(labels, minlength=len(KINDS)) + 0.5
    return np.tile(counts / counts.sum(), (size, 1))


def points_quiz(bank: Bank, role: Role, codes: Codes, scale: float = PLAIN_SCALE) -> Floats:
    """A points quiz, (n, kind): every answer gives each kind as many points as it fits its profile.

    Points are weights times profile, half as many for a weak agreement, taken away for
    disagreement; percentages are the softmax of points / `scale`. Skipped answers give none.
    """
    points = np.zeros((len(codes), len(KINDS)))
    for question in bank.asked_of(role, Part.TRAITS):
        given = np.where(codes[:, question.index] == SKIPPED, 0, codes[:, question.index])
        points += _points(question)[given]
    points[:, [kind not in kinds_for(role) for kind in KINDS]] = -np.inf
    weights = np.exp((points - points.max(axis=1, keepdims=True)) / scale)
    percentages: Floats = weights / weights.sum(axis=1, keepdims=True)
    return percentages


def _points(question: Question) -> Floats:
    """Points per kind by answer code, (options + 1, kind); none for no answer."""
    if question.format is Format.AGREE:
        return np.outer((0.0, -1.0, -0.5, 0.0, 0.5, 1.0), _fit(question.loads))
    return np.array([np.zeros(len(KINDS)), *(_fit(option.loads) for option in question.options)])


def _fit(loads: Mapping[Trait, float]) -> Floats:
    """How well weights fit each kind's profile, beyond the average kind."""
    fits = guide_profiles() @ np.array([loads.get(trait, 0.0) for trait in TRAITS])
    kinds = np.array([*fits[:3], fits[3:].mean()])
    beyond: Floats = kinds - kinds.mean()
    return beyond


def logistic(bank: Bank, role: Role, learnt: tuple[Codes, Ints], codes: Codes) -> Floats:
    """scikit-learn's LogisticRegression as it comes, taught labelled answers of the same world."""
    # The library is slow to import and only measuring needs it.
    from sklearn.linear_model import LogisticRegression

    questions = bank.asked_of(role, Part.TRAITS)
    answers, labels = learnt
    model = LogisticRegression(max_iter=1000)
    model.fit(_features(questions, answers), labels)
    probabilities = np.zeros((len(codes), len(KINDS)))
    probabilities[:, model.classes_] = model.predict_proba(_features(questions, codes))
    return probabilities


def _features(questions: tuple[Question, ...], codes: Codes) -> Floats:
    """Agreement as −2 … 2, every option of the others as a column of its own; skips all zero."""
    columns: list[Floats] = []
    for question in questions:
        given = codes[:, question.index].astype(np.float64)
        if question.format is Format.AGREE:
            columns.append(np.where((given >= 1) & (given <= 5), given - 3.0, 0.0))
        else:
            columns += [(given == code) * 1.0 for code in range(1, len(question.options) + 1)]
    return np.column_stack(columns)
