"""Counts, intervals, reliability and suppression beside figures from elsewhere."""

import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mentormatch.itemstats.intervals import tail_of_chi_square, tail_of_normal, wilson
from mentormatch.itemstats.reliability import consistency, marginal_reliability, one_factor
from mentormatch.itemstats.rest import Rest
from mentormatch.itemstats.sample import Sample, offer
from mentormatch.itemstats.small_groups import LEAST, shown_counts
from mentormatch.itemstats.tally import Tally, chunk_of, count, count_left, seconds_at
from mentormatch.itemstats.working import kind_bits, rest_correlations


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_a_share_is_wilsons_as_scipy_has_it(pair: tuple[int, int]) -> None:
    part, whole = pair
    theirs = stats.binomtest(part, whole).proportion_ci(0.95, method="wilson")
    ours = wilson(part, whole)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@given(st.floats(0, 60))
def test_the_tails_are_those_of_scipy(value: float) -> None:
    assert tail_of_chi_square(value) == pytest.approx(stats.chi2.sf(value, 1), abs=1e-12)
    assert tail_of_normal(value - 30) == pytest.approx(stats.norm.sf(value - 30), abs=1e-12)


def test_every_answer_is_counted_once_in_its_language_and_second() -> None:
    rng = np.random.default_rng(4)
    answers = rng.choice([0, 1, 2, 5, 255], (500, 9)).astype(np.uint8)
    languages = np.where(answers > 0, rng.integers(1, 4, answers.shape), 0).astype(np.uint8)
    elapsed = np.where(answers > 0, rng.integers(1, 9000, answers.shape), 0).astype("<u2")
    tally = Tally(9)
    for at in range(0, 500, 190):
        part = slice(at, at + 190)
        count(tally, chunk_of(9, *(x[part].tobytes() for x in (answers, languages, elapsed))))
    for question in range(9):
        for code, place in ((1, 1), (2, 2), (5, 5), (255, 7)):
            for language in (1, 2, 3):
                there = (answers[:, question] == code) & (languages[:, question] == language)
                assert tally.counts[language - 1, question, place] == there.sum()
        theirs = np.minimum(elapsed[answers[:, question] > 0, question], 6000) / 10
        for share in (0.5, 0.9):
            expected = np.quantile(theirs, share, method="inverted_cdf")
            assert seconds_at(tally, question, share) == pytest.approx(expected)
    assert tally.counts[:, :, 0].sum() == 0
    assert tally.attempts == 500


def test_whoever_stopped_is_counted_where_they_stopped() -> None:
    tally = Tally(3)
    answers = bytes([1, 0, 0, 1, 2, 0, 0, 0, 0])
    shown = b"".join(struct.pack("<HB", index, 9) for index in (1, 1, 2))
    count_left(tally, answers, shown)
    assert tally.dropped.tolist() == [0, 1, 1]


@given(st.integers(1, 50), st.lists(st.integers(0, 40), max_size=30))
def test_a_sample_is_spread_evenly_and_bounded(most: int, parts: list[int]) -> None:
    sample, at = Sample(most), 0
    for size in parts:
        rows = np.arange(at, at + size, dtype=np.uint32).view(np.uint8).reshape(size, 4)
        offer(sample, rows, rows, np.zeros(size, np.uint8), np.ones(size, bool))
        at += size
    if not at:
        return
    held = sample.rows()[0].copy().view(np.uint32).ravel()
    assert sample.size < 2 * most
    assert held.tolist() == list(range(0, at, sample.stride))


def _simulated(loadings: list[float], people: int = 20_000) -> "np.ndarray[Any, Any]":
    rng = np.random.default_rng(8)
    common = rng.normal(size=(people, 1))
    unique = np.sqrt(1 - np.array(loadings) ** 2)
    scores: np.ndarray[Any, Any] = common * loadings + rng.normal(size=(people, len(loadings))) * unique
    return scores


def test_alpha_of_parallel_questions_is_the_spearman_brown_prophecy() -> None:
    found = consistency(_simulated([0.7] * 6))
    assert found is not None
    assert found.alpha == pytest.approx(6 * 0.49 / (1 + 5 * 0.49), abs=0.01)
    assert found.omega == pytest.approx(found.alpha, abs=0.01)


def test_omega_is_that_of_the_loadings_and_alpha_is_below_it() -> None:
    loadings = [0.9, 0.7, 0.5, 0.3]
    found = consistency(_simulated(loadings))
    assert found is not None
    truth = sum(loadings) ** 2 / (sum(loadings) ** 2 + sum(1 - one**2 for one in loadings))
    assert found.omega == pytest.approx(truth, abs=0.01)
    assert found.omega is not None
    assert found.alpha < found.omega - 0.02


def test_one_factor_of_an_exact_covariance_is_found_exactly() -> None:
    loadings = np.array([0.8, 0.6, 0.4, 1.2])
    covariance = np.outer(loadings, loadings) + np.diag([0.3, 0.5, 0.7, 0.2])
    found = one_factor(covariance)
    assert found is not None
    assert found == pytest.approx(loadings, abs=1e-3)


def test_reliability_is_the_squared_correlation_with_the_truth() -> None:
    """Of expected a posteriori estimates: Kim (2012), A note on the reliability coefficients."""
    rng = np.random.default_rng(6)
    truth = rng.normal(size=50_000)
    noise = 0.8
    seen = truth + rng.normal(scale=noise, size=truth.size)
    shrink = 1 / (1 + noise**2)
    found = marginal_reliability(shrink * seen, np.full(truth.size, np.sqrt(1 - shrink)))
    assert found == pytest.approx(np.corrcoef(truth, seen)[0, 1] ** 2, abs=0.01)


def _rest(
    codes: "np.ndarray[Any, Any]", leaves: "np.ndarray[Any, Any]", logits: "np.ndarray[Any, Any]"
) -> Rest:
    return Rest(np.arange(len(codes)), codes, leaves, logits)


def test_a_random_answer_says_nothing_and_a_telling_one_says_all() -> None:
    rng = np.random.default_rng(9)
    leaf = rng.integers(0, 4, 20_000)
    sure = np.eye(6)[leaf]
    telling = kind_bits(_rest(leaf + 1, sure, np.zeros((20_000, 4))), 4)
    random = kind_bits(_rest(rng.integers(1, 5, 20_000), sure, np.zeros((20_000, 4))), 4)
    assert telling == pytest.approx(2.0, abs=0.01)
    assert random == pytest.approx(0.0, abs=0.001)


def test_the_coaching_leaves_are_one_kind() -> None:
    leaf = np.arange(3000) % 3 + 3
    assert kind_bits(_rest(leaf - 2, np.eye(6)[leaf], np.zeros((3000, 3))), 3) == 0.0


def test_the_first_option_of_a_pair_counts_as_the_upper_half() -> None:
    logits = np.random.default_rng(1).normal(size=(500, 1))
    codes = np.where(logits[:, 0] > 0, 1, 2)
    (found,) = rest_correlations(_rest(codes, np.ones((500, 6)) / 6, logits), 2)
    assert found is not None
    assert found == pytest.approx(stats.pointbiserialr(codes == 1, logits[:, 0]).statistic)
    assert found > 0.7


_counts = st.sampled_from([0, 1, 2, 5, 9, 10, 14, 40, 300])
tables = st.integers(2, 8).flatmap(
    lambda width: st.lists(st.lists(_counts, min_size=width, max_size=width), min_size=3, max_size=3)
)


@given(tables)
def test_no_group_of_fewer_than_ten_is_shown_or_follows_from_a_line(table: list[list[int]]) -> None:
    shown = shown_counts(np.array(table))
    whole = np.pad(np.array(table), ((0, 1), (0, 1)))
    whole[-1, :] = whole[:-1].sum(axis=0)
    whole[:, -1] = whole[:, :-1].sum(axis=1)
    hidden = np.array([[value is None for value in row] for row in shown])
    assert not ((whole > 0) & (whole < LEAST) & ~hidden).any()
    for line, gone in [*zip(whole, hidden, strict=True), *zip(whole.T, hidden.T, strict=True)]:
        inside = line[:-1][gone[:-1]]
        if gone.sum() == 1:
            raise AssertionError(f"{line} with {gone} can be completed")
        if gone.any() and not gone[-1]:
            assert inside.sum() >= LEAST


def test_a_table_without_small_groups_is_shown_whole() -> None:
    table = np.array([[20, 30, 0], [40, 50, 12], [10, 11, 15]])
    assert [row[:-1] for row in shown_counts(table)[:-1]] == table.tolist()
