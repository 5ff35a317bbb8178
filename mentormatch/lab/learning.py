"""Learning from simulated counselors: does it help, can it be fooled, and by whom.

Everyone answers the fixed form; counselors judge; the matcher learns and is measured on other
people of the same world, against what truly fits them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from sklearn.calibration import CalibratedClassifierCV

from mentormatch.guide import Role
from mentormatch.lab import metrics
from mentormatch.lab.answering import respond
from mentormatch.lab.bench import Instruments
from mentormatch.lab.counselors import Counselors, draw_counselors, judge
from mentormatch.lab.forms import balanced_form, only
from mentormatch.lab.people import Bools, Ints, People, draw_people
from mentormatch.lab.worlds import Floats, World
from mentormatch.matcher.estimator import ResidualClassifier, plain_alternative
from mentormatch.matcher.labels import Examples, features_of, weights
from mentormatch.matcher.promotion import learnt_enough
from mentormatch.matcher.training import LEAF_KINDS, teach, validate
from mentormatch.scoring import score_rows
from mentormatch.values import dataclass

LABELS = (15, 60, 240, 960)
NULL_LABELS = (60, 240)
COUNSELORS = 8
_HONEST = 5
BLIND_SHARE = 0.2
ANCHORING = 0.6
Parts = Mapping[tuple[str, str], metrics.Part]


@dataclass(frozen=True, slots=True)
class LearningSizes:
    """People to learn from at most, people to measure on, and how often folds are redrawn."""

    labels: tuple[int, ...] = LABELS
    null_labels: tuple[int, ...] = NULL_LABELS
    judged: int = 240
    people: int = 300
    repeats: int = 4


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """One world's people, with what the expert makes of them: the first to learn from."""

    world: World
    people: People
    others: People
    examples: Examples
    tested: Examples

    @property
    def truth(self) -> Ints:
        """What truly fits those who are tested."""
        return self.tested.kind

    def unaided(self, counselors: Counselors) -> Ints:
        """What these counselors, in turn, say of those who are tested when nothing is shown."""
        size = len(self.tested)
        nothing = (np.zeros(size, dtype=bool), np.zeros(size, dtype=np.int64))
        return judge(self.world, counselors, np.arange(size) % len(counselors), self.others, nothing)


def measure_learning(tools: Instruments, world: World, sizes: LearningSizes) -> Parts:
    """Every row and metric of one world."""
    place = _place(tools, world, sizes)
    found: dict[tuple[str, str], metrics.Part] = {}
    for row, parts in (
        *_curve(place, sizes),
        *_null(place, sizes),
        *_anchored(place, sizes),
        *_poisoned(place, sizes),
    ):
        for name, part in parts.items():
            found[row, name] = part
    return found


def measure_null(tools: Instruments, world: World, sizes: LearningSizes) -> Parts:
    """The rows on promotion of one world only: a fraction of a second, so that many can be measured."""
    rows = _null(_place(tools, world, sizes), sizes)
    return {(row, name): part for row, parts in rows for name, part in parts.items()}


Rows = Iterator[tuple[str, dict[str, metrics.Part]]]
Learner = Callable[[Examples], Floats]


def _place(tools: Instruments, world: World, sizes: LearningSizes) -> _Place:
    learnt = max(*sizes.labels, *sizes.null_labels, 2 * sizes.judged)
    everyone = draw_people(world, Role.FIND, learnt + sizes.people)
    codes = only(respond(world, tools.bank, everyone).codes, balanced_form(tools.bank, Role.FIND))
    blocks = [
        features_of(score_rows(tools.arrays, codes[at : at + 512], [Role.FIND] * len(codes[at : at + 512])))
        for at in range(0, len(codes), 512)
    ]
    z, x = (np.concatenate(part) for part in zip(*blocks, strict=True))
    examples = _examples(z, x, everyone)
    first, rest = np.arange(learnt), np.arange(learnt, len(z))
    return _Place(
        world, everyone.those(first), everyone.those(rest), examples.those(first), examples.those(rest)
    )


def _examples(z: Floats, x: Floats, people: People) -> Examples:
    size = len(people)
    examples = Examples(
        z=z, x=x, kind=people.kind, recommended=np.zeros(size, dtype=np.int64),
        blind=np.ones(size, dtype=bool), case=np.arange(size), counselor=np.zeros(size, dtype=np.int64),
        language=people.language, weight=np.ones(size),
    )  # fmt: skip
    return replace(examples, recommended=np.argmax(examples.expert, axis=1))


def _judged(place: _Place, counselors: Counselors, who: Ints, blind: Bools) -> Examples:
    """The first people, one judgement each, by counselor `who` (n,)."""
    those = np.arange(len(who))
    examples = place.examples.those(those)
    shown = (~blind, examples.recommended)
    kind = judge(place.world, counselors, who, place.people.those(those), shown)
    return replace(examples, kind=kind, blind=blind, counselor=who, weight=weights(examples.case, who))


def _quality(chances: Floats, truth: Ints) -> dict[str, metrics.Part]:
    found = metrics.quality(chances, truth)
    return {name: found[name] for name in ("top1", "log_loss", "ece")}


def _curve(place: _Place, sizes: LearningSizes) -> Rows:
    """Labels that are right, more and more of them, every learner on the same ones; then people's."""
    people, tested, truth = draw_counselors(place.world, COUNSELORS), place.tested, place.truth
    yield "expert", _quality(tested.expert, truth)
    for size in sizes.labels:
        examples = place.examples.those(np.arange(size))
        yield f"residual, {size} labels", _quality(teach(examples).chances(tested), truth)
        for name, learner in _rivals(examples):
            yield f"{name}, {size} labels", _quality(learner(tested), truth)
        judged = _judged(place, people, np.arange(size) % COUNSELORS, np.ones(size, dtype=bool))
        yield f"residual, {size} judgements", _quality(teach(judged).chances(tested), truth)


def _rivals(examples: Examples) -> Iterator[tuple[str, Learner]]:
    """Plain logistic regression, and ours wrapped in scikit-learn's calibration; where they can learn."""
    counts = np.unique(examples.kind, return_counts=True)[1]
    if len(counts) < 2:
        return
    plain = plain_alternative()
    yield "LogisticRegression", _fitted(plain, examples)
    if len(counts) < 4 or counts.min() < 3:
        return
    for method in ("sigmoid", "isotonic"):
        ours = ResidualClassifier(expert=LEAF_KINDS)
        yield f"residual, {method}", _fitted(CalibratedClassifierCV(ours, method=method, cv=3), examples)


def _fitted(model: "ResidualClassifier | CalibratedClassifierCV", examples: Examples) -> Learner:
    model.fit(examples.features, examples.kind)

    def chances(tested: Examples) -> Floats:
        found = np.zeros((len(tested), 4))
        found[:, model.classes_] = model.predict_proba(tested.features)
        return found

    return chances


def _null(place: _Place, sizes: LearningSizes) -> Rows:
    """The expert is exactly right here, so that whoever promotes a challenger promotes noise."""
    rng = place.world.chance("null")
    expert = place.examples.expert
    drawn = np.argmax(np.log(expert + 1e-300) + rng.gumbel(size=expert.shape), axis=1)
    everyone = replace(place.examples, kind=drawn)
    for size in sizes.null_labels:
        yield f"null world, {size} labels", _promoted(everyone.those(np.arange(size)), sizes)
    counselors = draw_counselors(place.world, COUNSELORS)
    size = sizes.null_labels[-1]
    judged = _judged(place, counselors, np.arange(size) % COUNSELORS, np.ones(size, dtype=bool))
    yield f"ordinary world, {size} labels", _promoted(judged, sizes)


def _promoted(examples: Examples, sizes: LearningSizes) -> dict[str, metrics.Part]:
    """Whether the rule lets a challenger pass, and whether any gain at all would."""
    found = validate(examples, 1, repeats=sizes.repeats)
    tests = learnt_enough(examples.those(found.places), found.rival, found.chances, found.gains)
    passed = all(test.met for test in tests)
    return {
        "promoted": metrics.mean(np.array([passed])),
        "any_gain": metrics.mean(np.array([found.gains.mean() > 0])),
    }


def _anchored(place: _Place, sizes: LearningSizes) -> Rows:
    """Counselors who go along with six of ten recommendations that they would not have made.

    Measured against what they say of others unaided: that is what is to be learnt.
    """
    size, tested = sizes.judged, place.tested
    counselors = draw_counselors(place.world, COUNSELORS, anchoring=ANCHORING)
    unaided, who = place.unaided(counselors), np.arange(size) % COUNSELORS
    blind = place.world.chance("blind").random(size) < BLIND_SHARE
    seen = _judged(place, counselors, who, blind)
    free = _judged(place, counselors, who, np.ones(size, dtype=bool))
    corrected = teach(seen)
    yield "anchored: expert", _quality(tested.expert, unaided)
    yield "anchored: taken as they stand", _quality(teach(seen, pull=0.0).chances(tested), unaided)
    found = metrics.mean(np.array([corrected.anchoring]))
    yield "anchored: corrected", {**_quality(corrected.chances(tested), unaided), "anchoring": found}
    yield "anchored: had all been blind", _quality(teach(free).chances(tested), unaided)


def _poisoned(place: _Place, sizes: LearningSizes) -> Rows:
    """One of six means harm and judges as many cases as the five others together."""
    size, tested = sizes.judged, place.tested
    counselors = draw_counselors(place.world, _HONEST + 1, hostile=1)
    honest = draw_counselors(place.world, _HONEST + 1).first(_HONEST)
    who = np.concatenate([np.arange(size) % _HONEST, np.full(size, _HONEST)])
    examples = _judged(place, counselors, who, np.ones(2 * size, dtype=bool))
    unaided, clean = place.unaided(honest), examples.those(np.arange(size))
    evenly = replace(examples, weight=np.ones(2 * size))
    yield "hostile: expert", _quality(tested.expert, unaided)
    yield "hostile: without that one", _quality(teach(clean).chances(tested), unaided)
    capped = _quality(teach(examples).chances(tested), unaided)
    yield "hostile: capped", {**capped, **_promoted(examples, sizes)}
    yield "hostile: not capped", _quality(teach(evenly).chances(tested), unaided)
