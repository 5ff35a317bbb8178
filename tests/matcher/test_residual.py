"""What counselors taught stays an exact account: reasons, the smallest change, every batch."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from mentormatch.bundled import data_path
from mentormatch.guide import Kind, Leaf, Role, leaves_for
from mentormatch.lab import Purpose, Regime, draw_people, make_world, respond
from mentormatch.lab.answering import Codes
from mentormatch.matcher import Line, contributions, recommend, score_lines, smallest_change, weighty
from mentormatch.matcher.estimator import ResidualClassifier
from mentormatch.matcher.labels import NOT_POSSIBLE
from mentormatch.matcher.residual import Residual, predicted, residual_of
from mentormatch.matcher.verdicts import verdicts
from mentormatch.quiz import parse_bank
from mentormatch.scoring import LEAVES, TRAITS, arrays_for, load_expert, score_rows

BANK = parse_bank(data_path("banks", "mentoring.json").read_bytes())
MODEL = load_expert()
ARRAYS = arrays_for(BANK, MODEL)


def _taught(seed: int = 5) -> Residual:
    rng = np.random.default_rng(seed)
    return residual_of("f" * 64, 0.83, rng.normal(0, 0.4, 4), rng.normal(0, 0.35, (4, len(TRAITS))))


def _answers(role: Role, size: int) -> Codes:
    world = make_world(Purpose.TUNING, Regime.REALISTIC, 3)
    codes = respond(world, BANK, draw_people(world, role, size)).codes
    codes[::2, ::3] = 0
    return codes


@pytest.mark.parametrize("role", list(Role))
def test_contributions_sum_to_the_log_odds_that_are_shown(role: Role) -> None:
    taught = _taught()
    for row in _answers(role, 6):
        outcome = recommend(MODEL, ARRAYS, BANK, row.tobytes(), role, taught)
        account = contributions(ARRAYS, row.tobytes(), role, taught)
        for kind, rival in itertools.permutations((Kind.FORMAL, Kind.INFORMAL, Kind.REVERSE), 2):
            odds = np.log(outcome.probabilities[kind] / outcome.probabilities[rival])
            assert account.log_odds(Leaf(kind.value), Leaf(rival.value)) == pytest.approx(odds, abs=1e-9)
        if role is Role.FIND:
            for leaf in leaves_for(role)[3:]:
                assert leaf.focus is not None
                p = outcome.probabilities[Kind.COACHING] * outcome.focus_probabilities[leaf.focus]
                odds = np.log(p / outcome.probabilities[Kind.FORMAL])
                assert account.log_odds(leaf, Leaf.FORMAL) == pytest.approx(odds, abs=1e-9)


def test_reasons_are_those_contributions() -> None:
    taught = _taught()
    for row in _answers(Role.BECOME, 8):
        outcome = recommend(MODEL, ARRAYS, BANK, row.tobytes(), Role.BECOME, taught)
        account = contributions(ARRAYS, row.tobytes(), Role.BECOME, taught)
        own = account.values[:, LEAVES.index(Leaf(outcome.recommendation.value))]
        first = outcome.reasons[0]
        assert own[account.questions.index(first.question)] == pytest.approx(own.max(), abs=1e-9)
        assert first.weight == pytest.approx(own.max(), abs=1e-9)


def test_nothing_taught_is_the_expert() -> None:
    nothing = residual_of("0" * 64, 1.0, np.zeros(4), np.zeros((4, len(TRAITS))))
    row = _answers(Role.FIND, 1)[0].tobytes()
    expert, same = (recommend(MODEL, ARRAYS, BANK, row, Role.FIND, r) for r in (None, nothing))
    assert dict(same.probabilities) == pytest.approx(dict(expert.probabilities), abs=1e-12)
    assert [r.question for r in same.reasons] == [r.question for r in expert.reasons]


def test_traits_and_carelessness_stay_the_experts() -> None:
    row = _answers(Role.FIND, 1)[0].tobytes()
    expert, taught = (recommend(MODEL, ARRAYS, BANK, row, Role.FIND, r) for r in (None, _taught()))
    assert (taught.traits, taught.careless) == (expert.traits, expert.careless)
    assert taught.probabilities != expert.probabilities


def test_the_smallest_change_makes_the_other_kind_lead_and_nothing_smaller_does() -> None:
    taught, checked = _taught(), 0
    for row in _answers(Role.FIND, 12):
        change = smallest_change(MODEL, ARRAYS, BANK, row.tobytes(), Role.FIND, taught)
        singles = weighty(MODEL, ARRAYS, BANK, row.tobytes(), Role.FIND, taught)
        if change is None:
            continue
        altered = row.copy()
        for one in change.alterations:
            question = BANK.by_key[one.question]
            altered[question.index] = question.code_of(one.instead)
        after = recommend(MODEL, ARRAYS, BANK, altered.tobytes(), Role.FIND, taught)
        assert after.recommendation is change.kind
        assert (len(change.alterations) == 1) is bool(singles)
        checked += 1
    assert checked > 5


def test_a_person_alone_and_in_a_batch_get_the_same_bits() -> None:
    taught, answers = _taught(), _answers(Role.FIND, 30)
    batch = [Line(number, Role.FIND, row.tobytes()) for number, row in enumerate(answers)]
    found = score_lines(MODEL, ARRAYS, BANK, batch, taught)
    for document, row in zip(found, answers, strict=True):
        alone = recommend(MODEL, ARRAYS, BANK, row.tobytes(), Role.FIND, taught)
        assert document["probabilities"] == {k.value: p for k, p in alone.probabilities.items()}


@pytest.mark.parametrize("role", list(Role))
def test_serving_predicts_what_scikit_learn_would_to_nine_digits(role: Role) -> None:
    answers = _answers(role, 120)
    rows = score_rows(ARRAYS, answers, [role] * len(answers))
    z = rows.scores.log_probabilities / MODEL.temperature
    features = np.hstack([np.where(np.isfinite(z), z, NOT_POSSIBLE), rows.shift[:, : len(TRAITS)]])
    names = [leaf.kind.value for leaf in LEAVES]
    rng = np.random.default_rng(1)
    labels = rng.choice(names[:3] if role is Role.BECOME else sorted(set(names)), len(answers))
    fitted = ResidualClassifier(expert=names).fit(features, labels)
    order = [list(fitted.classes_).index(kind.value) for kind in Kind]
    taught = residual_of("a" * 64, fitted.trust_, fitted.shift_[order], fitted.slopes_[order])
    served = verdicts(ARRAYS, answers, [role] * len(answers), taught).kinds
    assert served == pytest.approx(fitted.predict_proba(features)[:, order], abs=1e-9)
    beside = predicted(taught, z, rows.shift)
    assert beside[:, :3] == pytest.approx(served[:, :3], abs=1e-9)


def test_a_correction_of_another_person_would_be_noticed() -> None:
    """The batch test above compares something: another trust gives other numbers."""
    row = _answers(Role.FIND, 1)[0].tobytes()
    one = recommend(MODEL, ARRAYS, BANK, row, Role.FIND, _taught())
    other = recommend(MODEL, ARRAYS, BANK, row, Role.FIND, replace(_taught(), trust=1.2))
    assert one.probabilities != other.probabilities
