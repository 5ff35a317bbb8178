"""What judgements weigh, what agreement is worth, and when a model may take over."""

from typing import Any

import numpy as np
import pytest

from mentormatch.guide import Kind
from mentormatch.matcher import promotion, quality
from mentormatch.matcher.labels import Examples, anchoring, soft_labels, weights
from mentormatch.matcher.promotion import Beside, learnt_enough, proved_in_shadow
from mentormatch.matcher.quality import Judged
from mentormatch.scoring import Bools, Floats, Ints


def _examples(kind: Ints, recommended: Ints, blind: Bools, counselor: Ints | None = None) -> Examples:
    size = len(kind)
    whose = np.arange(size) % 4 if counselor is None else counselor
    z = np.log(np.full((size, 6), 1 / 6))
    case = np.arange(size)
    return Examples(
        z, np.zeros((size, 11)), kind, recommended, blind, case, whose, case % 3, weights(case, whose)
    )


def test_readers_of_one_case_share_its_weight() -> None:
    found = weights(np.array([0, 0, 1, 2]), np.array([0, 1, 0, 1]))
    assert found.tolist() == [0.5, 0.5, 1.0, 1.0]


def test_nobody_among_many_has_more_than_a_quarter_of_the_weight() -> None:
    counselor = np.concatenate([np.repeat(np.arange(6), 10), np.full(500, 6)])
    found = weights(np.arange(len(counselor)), counselor)
    shares = np.bincount(counselor, found) / found.sum()
    assert shares.max() == pytest.approx(0.25, abs=1e-6)
    assert found[:60] == pytest.approx(np.ones(60))


def test_one_counselor_alone_is_taken_whole() -> None:
    assert weights(np.arange(9), np.zeros(9, dtype=np.int64)).tolist() == [1.0] * 9


def test_anchoring_is_found_from_blind_and_open_agreement() -> None:
    rng = np.random.default_rng(2)
    size = 40_000
    recommended, blind = rng.integers(0, 4, size), rng.random(size) < 0.2
    own = np.where(rng.random(size) < 0.7, recommended, (recommended + 1) % 4)
    goes_along = ~blind & (rng.random(size) < 0.6)
    found = anchoring(_examples(np.where(goes_along, recommended, own), recommended, blind))
    assert found == pytest.approx(0.6, abs=0.03)


def test_only_an_agreement_in_sight_of_the_recommendation_is_softened() -> None:
    kind, recommended = np.array([1, 1, 2]), np.array([1, 1, 1])
    examples = _examples(kind, recommended, np.array([True, False, False]))
    chances = np.tile([0.1, 0.6, 0.2, 0.1], (3, 1))
    which, label, weight = soft_labels(examples, chances, 0.5)
    assert [(int(w), int(k)) for w, k in zip(which, label, strict=True)] == [
        (0, 1), (1, 0), (1, 1), (1, 2), (1, 3), (2, 2),
    ]  # fmt: skip
    softened = weight[1:5] / weight[1:5].sum()
    assert softened == pytest.approx(np.array([0.05, 0.6, 0.1, 0.05]) / 0.8)


def _confident(kind: Ints, sure: float) -> Floats:
    chances = np.full((len(kind), 4), (1 - sure) / 3)
    chances[np.arange(len(kind)), kind] = sure
    return chances


def _rule(
    size: int = 80,
    better: float = 0.1,
    *,
    noise: float = 0.2,
    counselor: Ints | None = None,
    fewest: int | None = None,
    right: int | None = None,
) -> dict[str, promotion.Test]:
    """The tests on cases of four kinds in turn (of the last only `fewest`).

    Whoever serves says .6 of what was judged, and the model `better` more: of that in the first
    `right` cases (or all), in the others of something else.
    """
    kind = np.arange(size) % 4
    if fewest is not None:
        kind = np.where(np.arange(size) < fewest, 3, np.arange(size) % 3)
    blind = _examples(kind, kind, np.ones(size, dtype=bool), counselor)
    rival = _confident(kind, 0.6)
    shown = np.where(np.arange(size) < (size if right is None else right), kind, (kind + 1) % 4)
    chances = _confident(shown, 0.6 + better)
    gains = np.full(size, np.log(0.6 + better) - np.log(0.6))
    gains += noise * np.where(np.arange(size) % 8 < 4, 1.0, -1.0)
    return {test.code: test for test in learnt_enough(blind, rival, chances, gains)}


def _failing(**options: Any) -> set[str]:
    return {code for code, test in _rule(**options).items() if not test.met}


def test_a_model_that_is_clearly_better_on_enough_cases_passes_every_test() -> None:
    assert _failing() == set()
    assert list(_rule()) == ["cases", "per-kind", "gain", "bound", "calibration", "one-counselor"]


@pytest.mark.parametrize(
    ("options", "failing"),
    [
        ({"size": 60}, set()),
        ({"size": 59}, {"cases"}),
        ({"fewest": 8}, set()),
        ({"fewest": 7}, {"per-kind"}),
        # Gains of .0116 and .0083 nats, the same on every case: only how much decides.
        ({"better": 0.007, "noise": 0.0}, set()),
        ({"better": 0.005, "noise": 0.0}, {"gain"}),
        # A gain of .15 nats of which one cannot be sure: 1.645 · 1 / √80 is more than that.
        ({"noise": 1.0}, {"bound"}),
        ({"noise": 0.8}, set()),
    ],
)
def test_each_condition_holds_up_to_its_number_and_no_further(
    options: dict[str, Any], failing: set[str]
) -> None:
    assert _failing(**options) == failing


@pytest.mark.parametrize(("right", "worse", "met"), [(28, 0.02, True), (26, 0.04, False)])
def test_calibration_may_be_worse_by_three_hundredths_and_no_more(
    right: int, worse: float, *, met: bool
) -> None:
    """Whoever serves says .6 and is always right, an error of .4; the model says .7 and seldom is."""
    found = _rule(100, right=right)["calibration"]
    assert found.found == pytest.approx(worse)
    assert found.met is met


def test_a_gain_that_rests_on_one_counselor_does_not_count() -> None:
    kind, whose = np.arange(100) % 4, np.where(np.arange(100) < 40, 0, 1 + np.arange(100) % 3)
    blind = _examples(kind, kind, np.ones(100, dtype=bool), whose)
    chances = _confident(kind, 0.6)
    gains = np.where(whose == 0, 1.0, -0.01)
    found = {test.code: test for test in learnt_enough(blind, chances, chances, gains)}
    assert found["gain"].met
    assert not found["one-counselor"].met


def test_a_shadow_needs_thirty_cases_and_must_not_be_worse() -> None:
    good, bad = {Kind.FORMAL: 0.9, Kind.REVERSE: 0.1}, {Kind.FORMAL: 0.4, Kind.REVERSE: 0.6}

    def met(cases: int, champion: dict[Kind, float], challenger: dict[Kind, float]) -> list[bool]:
        beside = [Beside(str(case), Kind.FORMAL, champion, challenger) for case in range(cases)]
        return [test.met for test in proved_in_shadow(beside)]

    assert met(30, bad, good) == [True, True]
    assert met(29, bad, good) == [False, True]
    assert met(30, good, bad) == [True, False]
    assert met(0, good, bad) == [False, False]


def test_the_bound_of_a_gain_is_the_normal_one() -> None:
    gains, case = np.array([0.1, 0.3, 0.2, 0.4]), np.arange(4)
    mean, low = quality.lower_bound(gains, case, np.ones(4))
    assert mean == pytest.approx(0.25)
    assert low == pytest.approx(0.25 - 1.6448536 * gains.std(ddof=1) / 2)


def test_two_readers_of_a_case_are_one_case() -> None:
    judged = Judged(_confident(np.array([0, 0, 1]), 0.7), np.array([0, 1, 1]), np.array([5, 5, 6]))
    assert judged.cases == 2
    assert quality.by_case(quality.right(judged), judged.case).tolist() == [0.5, 1.0]
    assert quality.confusion(judged)[1][:2] == [1, 1]


def test_calibration_error_is_the_gap_between_how_sure_and_how_right() -> None:
    judged = Judged(_confident(np.zeros(10, dtype=np.int64), 0.9), np.array([0] * 5 + [1] * 5), np.arange(10))
    assert quality.calibration_error(judged) == pytest.approx(0.4)
