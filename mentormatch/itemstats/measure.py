"""From counts and samples to the figures of every question and trait."""

from dataclasses import field

import numpy as np

from mentormatch.guide import CONTENT_TRAITS, Role, Trait
from mentormatch.itemstats import tally as counting
from mentormatch.itemstats.differences import differences
from mentormatch.itemstats.intervals import wilson
from mentormatch.itemstats.reliability import LEAST, consistency, marginal_reliability
from mentormatch.itemstats.report import (
    GROUPS,
    OptionFigures,
    QuestionFigures,
    ShareFigure,
    Statistics,
    TraitFigures,
)
from mentormatch.itemstats.rest import Rest, Standing, standing, without
from mentormatch.itemstats.sample import Sample, offer
from mentormatch.itemstats.small_groups import LEAST as SMALL
from mentormatch.itemstats.small_groups import shown_counts
from mentormatch.itemstats.tally import LANGUAGES, SKIP_CODE, Codes, Tally, chunk_of
from mentormatch.itemstats.working import kind_bits, rest_correlations
from mentormatch.quiz import SKIPPED, UNANSWERED, Bank, Format, Part, Question
from mentormatch.scoring import TRAITS, Floats, ScoringArrays
from mentormatch.values import dataclass

PER_LANGUAGE = 5_000
FULL_FORMS = 10_000


@dataclass(frozen=True, slots=True)
class Marks:
    """Where in an attempt's byte of marks its door, form, state and language stand."""

    become: int
    full: int
    finished: int
    locale_shift: int


@dataclass(slots=True, eq=False)
class Gathered:
    """What of a stream of attempts is kept: sums over all, a sample a language, one of full forms."""

    bank: Bank
    marks: Marks
    tally: Tally = field(init=False)
    samples: tuple[Sample, ...] = field(init=False)
    full: Sample = field(init=False)

    def __post_init__(self) -> None:
        self.tally = Tally(len(self.bank.questions))
        self.samples = tuple(Sample(PER_LANGUAGE) for _ in LANGUAGES)
        self.full = Sample(FULL_FORMS)


def gather(found: Gathered, answers: bytes, languages: bytes, elapsed: bytes, marks: bytes) -> None:
    """Take in a chunk of packed attempts."""
    chunk = chunk_of(found.tally.questions, answers, languages, elapsed)
    counting.count(found.tally, chunk)
    marked = np.frombuffer(marks, np.uint8)
    for place, sample in enumerate(found.samples):
        offer(sample, chunk.answers, chunk.languages, marked, marked >> found.marks.locale_shift == place)
    wanted = found.marks.full | found.marks.finished
    offer(found.full, chunk.answers, chunk.languages, marked, marked & wanted == wanted)


def gather_left(found: Gathered, answers: bytes, shown: bytes) -> None:
    """Take in a chunk of attempts that were left open."""
    counting.count_left(found.tally, answers, shown)


def measure(found: Gathered, arrays: ScoringArrays) -> Statistics:
    """The figures of all that was gathered.

    Raises:
        InvalidInputError: `unknown-option` or `wrong-bank` when the answers are not this bank's.
    """
    answers, languages, marks = _sampled(found)
    known = None
    if len(answers):
        roles = [Role.BECOME if mark & found.marks.become else Role.FIND for mark in marks.tolist()]
        known = standing(arrays, answers, roles)
    questions = [_question(found, arrays, question, known, languages) for question in found.bank.questions]
    finished = (marks & found.marks.finished) > 0
    return Statistics(
        bank=found.bank.content_hash,
        model=arrays.model.content_hash,
        attempts=found.tally.attempts,
        sampled=len(answers),
        full_forms=found.full.size,
        questions=questions,
        traits=[_trait(found, trait, known, finished) for trait in TRAITS],
    )


def _sampled(found: Gathered) -> tuple[Codes, Codes, Codes]:
    held = [sample.rows() for sample in found.samples if sample.size]
    if not held:
        nothing = np.zeros((0, found.tally.questions), dtype=np.uint8)
        return nothing, nothing, np.zeros(0, dtype=np.uint8)
    answers, languages, marks = zip(*held, strict=True)
    return np.concatenate(answers), np.concatenate(languages), np.concatenate(marks)


def _question(
    found: Gathered, arrays: ScoringArrays, question: Question, known: Standing | None, languages: Codes
) -> QuestionFigures:
    table = found.tally.counts[:, question.index, 1:]
    shown = shown_counts(
        np.concatenate([table[:, : len(question.options)], table[:, SKIP_CODE - 1 :]], axis=1)
    )
    item = arrays.item_of.get(question.index)
    rest = without(arrays, known, item) if known is not None and item is not None else None
    each = _correlations(rest, question)
    whole = [value for value in each if value is not None]
    spoken = languages[rest.people, question.index] if rest is not None else np.zeros(0, dtype=np.uint8)
    figures, compared = differences(question, rest, spoken) if rest is not None else ([], [])
    enough = rest is not None and len(rest.people) >= LEAST
    return QuestionFigures(
        key=question.key,
        format=question.format.value,
        part=question.part.value,
        people=_by_group([row[-1] for row in shown]),
        skipped=_skipped(shown),
        dropped=_dropped(found.tally, question),
        median_seconds=_seconds(found.tally, question, 0.5),
        slow_seconds=_seconds(found.tally, question, 0.9),
        rest=sum(whole) / len(whole) if whole else None,
        bits=kind_bits(rest, len(question.options)) if rest is not None and enough else None,
        options=_options(question, shown, each),
        skips=_by_group([row[-2] for row in shown]),
        differences=figures,
        compared=compared,
    )


def _correlations(rest: Rest | None, question: Question) -> tuple[float | None, ...]:
    if rest is None or len(rest.people) < LEAST:
        return ()
    return rest_correlations(rest, len(question.options))


def _options(
    question: Question, shown: list[list[int | None]], each: tuple[float | None, ...]
) -> list[OptionFigures]:
    own = each if question.format is Format.CHOOSE and each else (None,) * len(question.options)
    return [
        OptionFigures(key=option.key, counts=_by_group([row[place] for row in shown]), rest=own[place])
        for place, option in enumerate(question.options)
    ]


def _by_group(values: list[int | None]) -> dict[str, int | None]:
    return dict(zip(GROUPS, values, strict=True))


def _skipped(shown: list[list[int | None]]) -> ShareFigure | None:
    skipped, everyone = shown[-1][-2:]
    return _share(skipped, everyone) if skipped is not None and everyone else None


def _dropped(tally: Tally, question: Question) -> ShareFigure | None:
    """None also where the few who stopped could be counted back from their share."""
    dropped = int(tally.dropped[question.index])
    everyone = dropped + int(tally.counts[:, question.index, 1:].sum())
    return None if everyone < SMALL or 0 < dropped < SMALL else _share(dropped, everyone)


def _share(part: int, whole: int) -> ShareFigure:
    share = wilson(part, whole)
    return ShareFigure(value=share.value, low=share.low, high=share.high)


def _seconds(tally: Tally, question: Question, share: float) -> float | None:
    if tally.times[question.index, 1:].sum() < SMALL:
        return None
    return counting.seconds_at(tally, question.index, share)


def _trait(
    found: Gathered,
    trait: Trait,
    known: Standing | None,
    finished: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> TraitFigures:
    place = TRAITS.index(trait)
    reliability = None
    if known is not None and finished.sum() >= LEAST:
        reliability = marginal_reliability(known.means[finished, place], known.sds[finished, place])
    scores = _keyed_scores(found, trait)
    inner = consistency(scores) if trait in CONTENT_TRAITS else None
    return TraitFigures(
        trait=trait.value,
        reliability=reliability,
        items=scores.shape[1],
        alpha=inner.alpha if inner else None,
        omega=inner.omega if inner else None,
    )


def _keyed_scores(found: Gathered, trait: Trait) -> Floats:
    """Complete answers to the agreement questions of one trait, (n, k), all keyed its way."""
    asked = [
        (question.index, 1.0 if question.loads[trait] > 0 else -1.0)
        for question in found.bank.questions
        if question.part is Part.TRAITS and question.format is Format.AGREE and _is_about(question, trait)
    ]
    answers = found.full.rows()[0]
    if not asked or not len(answers):
        return np.zeros((0, len(asked)))
    codes = answers[:, [index for index, _ in asked]]
    complete = ((codes != UNANSWERED) & (codes != SKIPPED)).all(axis=1)
    keyed: Floats = codes[complete].astype(np.float64) * np.array([sign for _, sign in asked])
    return keyed


def _is_about(question: Question, trait: Trait) -> bool:
    """Whether a trait is the one that a question loads on most."""
    most = max(question.loads, key=lambda one: abs(question.loads[one]), default=None)
    return most is trait and question.loads[trait] != 0
