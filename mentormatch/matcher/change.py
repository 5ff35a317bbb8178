"""What would change the recommendation: the fewest other answers that make another kind lead.

A changed answer stays an answer, so the pattern stays and ℓ moves by δ = table[new] − table[old]:
several changes add up. With z = ℓ/T, a mentoring kind's value is its z and coaching's is
log Σ exp z over its leaves; the leading kind a is overtaken when some rival r has a greater value.
For every rival each alternative has a bound u on what it can gain, and bounds add up:

- mentoring against mentoring, the value is linear: u = δ_r − δ_a is the gain itself;
- coaching leads: log Σ exp is convex, so it lies above its tangent and falls by no more than
  −Σ p_c δ_c, with p_c the present share of leaf c: u = δ_r − Σ p_c δ_c;
- coaching overtakes: log Σ exp rises by no more than the greatest rise: u = max_c δ_c − δ_a.

A set of changes can only succeed if its bounds sum to more than the present lead. So sets are
looked at in falling order of bounds, those that cannot reach are never built, and every set that
could is evaluated exactly: no smaller or nearer change is missed.
"""

from collections.abc import Iterator
from dataclasses import field

import numpy as np

from mentormatch.guide import Kind, Role
from mentormatch.matcher.recommend import packed
from mentormatch.matcher.residual import Residual, corrected
from mentormatch.quiz import Bank
from mentormatch.scoring import ExpertModel, Floats, Ints, Rows, ScoringArrays, score_rows
from mentormatch.values import dataclass

MOST_CHANGES = 3
_OTHER_OPTION = 2
_SURELY = 1e-9
_KINDS = tuple(Kind)
_COACHING = _KINDS.index(Kind.COACHING)


@dataclass(frozen=True, slots=True)
class Alteration:
    """One question answered with `instead` where `chosen` had been."""

    question: str
    chosen: str
    instead: str


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change: these alterations together make `kind` lead.

    `demand` is how far it asks to move: the steps on agreement questions, and two for another
    option of a pair or a situation.
    """

    alterations: tuple[Alteration, ...]
    kind: Kind
    demand: int


@dataclass(frozen=True, slots=True, eq=False)
class _Alternatives:
    """Every other answer to every answered item: item, code, demand (a,), δ/T (a, leaf)."""

    start: Floats
    leaves: Ints = field(repr=False)
    items: Ints = field(repr=False)
    codes: Ints = field(repr=False)
    demands: Ints = field(repr=False)
    moves: Floats = field(repr=False)


def smallest_change(
    model: ExpertModel,
    arrays: ScoringArrays,
    bank: Bank,
    answers: bytes,
    role: Role,
    residual: Residual | None = None,
) -> Change | None:
    """The fewest other answers that make another kind lead; the least demanding of those.

    Answers stay answers (nothing is skipped instead). Among equally small changes the one with
    the smallest demand is taken, then the first in bank order. None when nothing is answered or
    when more than three answers would have to be different.

    Raises:
        InvalidInputError: as `recommend`.
    """
    arrays.require(model, bank)
    rows = _rows(arrays, answers, role, residual)
    alternatives = _alternatives(arrays, rows)
    for size in range(1, MOST_CHANGES + 1):
        best = _nearest(alternatives, size)
        if best is not None:
            return _described(arrays, bank, rows, alternatives, best)
    return None


def weighty(
    model: ExpertModel,
    arrays: ScoringArrays,
    bank: Bank,
    answers: bytes,
    role: Role,
    residual: Residual | None = None,
) -> frozenset[str]:
    """Keys of the answered questions where one other answer alone makes another kind lead."""
    arrays.require(model, bank)
    rows = _rows(arrays, answers, role, residual)
    alternatives = _alternatives(arrays, rows)
    sets = np.arange(len(alternatives.items))[:, np.newaxis]
    overturns = _overturns(alternatives, sets)
    return frozenset(arrays.keys[item] for item in alternatives.items[overturns])


def _rows(arrays: ScoringArrays, answers: bytes, role: Role, residual: Residual | None) -> Rows:
    rows = score_rows(arrays, packed(answers), (role,))
    return rows if residual is None else corrected(arrays, rows, (role,), residual)


def _alternatives(arrays: ScoringArrays, rows: Rows) -> _Alternatives:
    codes, log_p = rows.codes[0], rows.scores.log_probabilities[0]
    leaves = np.flatnonzero(np.isfinite(log_p))
    table = rows.patterns.effects(arrays, int(rows.pattern[0])) / arrays.model.temperature
    choice = np.ones(len(codes), dtype=bool)
    graded = arrays.graded
    choice[graded.items[graded.options > 2]] = False
    found = []
    for item in np.flatnonzero(rows.answered[0]).tolist():
        chosen = int(codes[item])
        for code in range(1, int(arrays.limits[arrays.questions[item]]) + 1):
            if code != chosen:
                demand = _OTHER_OPTION if choice[item] else abs(code - chosen)
                found.append((item, code, demand, arrays.first[item] + chosen))
    items, new, demands, old = np.array(found, dtype=np.int64).reshape(-1, 4).T
    return _Alternatives(
        start=log_p[leaves] / arrays.model.temperature,
        leaves=leaves,
        items=items,
        codes=new,
        demands=demands,
        moves=(table[arrays.first[items] + new] - table[old])[:, leaves],
    )


def _values(z: Floats) -> Floats:
    """The kinds' values from the leaves' (…, 6 or 3), (…, 4 or 3)."""
    if z.shape[-1] <= _COACHING:
        return z
    coaching = z[..., _COACHING:]
    top = coaching.max(axis=-1, keepdims=True)
    value = top + np.log(np.exp(coaching - top).sum(axis=-1, keepdims=True))
    return np.concatenate([z[..., :_COACHING], value], axis=-1)


def _overturns(alternatives: _Alternatives, sets: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each set of alternatives (s, size) makes another kind lead, (s,)."""
    z = alternatives.start + alternatives.moves[sets].sum(axis=1)
    values = _values(z)
    lead = int(np.argmax(_values(alternatives.start)))
    own = values[:, lead].copy()
    values[:, lead] = -np.inf
    result: np.ndarray[tuple[int], np.dtype[np.bool_]] = values.max(axis=1) > own + _SURELY
    return result


def _bounds(alternatives: _Alternatives) -> Iterator[tuple[Floats, float]]:
    """For every rival: how much each alternative can gain at most, and the lead to overcome."""
    start, moves = alternatives.start, alternatives.moves
    values = _values(start)
    lead = int(np.argmax(values))
    upper, falls = moves, moves[:, lead]
    if len(values) > _COACHING:
        upper = np.concatenate(
            [moves[:, :_COACHING], moves[:, _COACHING:].max(axis=1, keepdims=True)], axis=1
        )
        if lead == _COACHING:
            falls = moves[:, _COACHING:] @ np.exp(start[_COACHING:] - values[_COACHING])
    for rival in range(len(values)):
        if rival != lead:
            yield upper[:, rival] - falls, float(values[lead] - values[rival])


def _nearest(alternatives: _Alternatives, size: int) -> Ints | None:
    """The least demanding set of exactly `size` alternatives that overturns, None without one."""
    best: tuple[int, list[int]] | None = None
    for gains, margin in _bounds(alternatives):
        for reaching in _reaching(alternatives.items, gains, margin, size):
            demands = alternatives.demands[reaching].sum(axis=1)
            sets = reaching if best is None else reaching[demands <= best[0]]
            working = sets[_overturns(alternatives, sets)]
            if len(working):
                nearest = _first_of_the_nearest(alternatives, working)
                best = nearest if best is None else min(best, nearest)
    return None if best is None else np.array(best[1], dtype=np.int64)


def _first_of_the_nearest(alternatives: _Alternatives, sets: Ints) -> tuple[int, list[int]]:
    """The smallest demand, and the first set in bank order that makes it."""
    demands = alternatives.demands[sets].sum(axis=1)
    least = np.sort(sets[demands == demands.min()], axis=1)
    return int(demands.min()), least[np.lexsort(least.T[::-1])[0]].tolist()


def _reaching(items: Ints, gains: Floats, margin: float, size: int) -> Iterator[Ints]:
    """Sets of `size` alternatives to different items whose bounds sum to more than `margin`."""
    order = np.argsort(-gains, kind="stable")
    sorted_gains, sorted_items = gains[order], items[order]
    if size == 1:
        yield order[sorted_gains > margin][:, np.newaxis]
        return
    pairs = np.add.outer(sorted_gains, sorted_gains)
    apart = np.triu(sorted_items[:, np.newaxis] != sorted_items, 1)
    if size == 2:
        yield order[np.argwhere(apart & (pairs > margin))]
        return
    for first in range(len(order) - 2):
        rest = slice(first + 1, None)
        if sorted_gains[first] + pairs[first + 1, first + 2] <= margin:
            return
        usable = apart[rest, rest] & (pairs[rest, rest] > margin - sorted_gains[first])
        others = sorted_items[rest] != sorted_items[first]
        found = np.argwhere(usable & others & others[:, np.newaxis]) + first + 1
        yield order[np.column_stack([np.full(len(found), first), found])]


def _described(
    arrays: ScoringArrays, bank: Bank, rows: Rows, alternatives: _Alternatives, chosen: Ints
) -> Change:
    z = alternatives.start + alternatives.moves[chosen].sum(axis=0)
    alterations = []
    for alternative in chosen.tolist():
        item = int(alternatives.items[alternative])
        question = bank.questions[int(arrays.questions[item])]
        before = question.options[int(rows.codes[0, item]) - 1].key
        after = question.options[int(alternatives.codes[alternative]) - 1].key
        alterations.append(Alteration(question.key, before, after))
    return Change(
        alterations=tuple(alterations),
        kind=_KINDS[int(np.argmax(_values(z)))],
        demand=int(alternatives.demands[chosen].sum()),
    )
