"""The numbers behind the quiz, in one process: the adaptive step, and attempts by the million."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from mentormatch.adaptive import Ask
from mentormatch.bundled import data_path
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.matcher import smallest_change
from mentormatch.quiz import UNANSWERED, Bank, parse_bank, with_answer, with_shown
from mentormatch.scoring import arrays_for, load_expert
from tests.adaptive.visits import NOW, fresh, step
from tests.banks import large_bank, random_answers
from tests.bench.against_catsim import batch_figure, step_figure, their_seconds
from tests.bench.learning import measure_learning
from tests.bench.processes import children_cpu, run
from tests.bench.ratios import Figure, paired
from tests.bench.serving import environment
from tests.bench.sizes import Sizes
from tests.bench.stored import ANSWERS, attempts
from tests.matcher.hard_cases import leaning

_MILLION = 1_000_000
_INVERSIONS = 20
_IMPACT = 100_000


def measure_scoring(folder: Path, sizes: Sizes, tick: Callable[[str], None]) -> list[Figure]:
    """Everything about numbers."""
    tick("adaptive steps")
    figures = [*_step_figures(folder, sizes), _change_figure(sizes), batch_figure(folder, sizes)]
    for manner, must, aim in (("plain", 15.0, 5.0), ("reasons", 60.0, 30.0)):
        tick(f"{sizes.stored} attempts, {manner}")
        figures += _stored_figures(folder, sizes, manner, (must, aim))
    tick("the impact of a draft on past results")
    figures += _impact_figures(folder, sizes)
    tick(f"item statistics of {sizes.stored} attempts")
    figures += _statistics_figures(folder, sizes)
    tick("learning, and a challenger beside results")
    figures += measure_learning(folder, sizes)
    tick("mentormatch score")
    return [*figures, *_line_figures(folder, sizes)]


def _step_figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """Steps of whole visits to a bank of 60 items, beside inversions of a 12 × 12 matrix, and catsim."""
    steps, inversions, theirs = [], [], []
    bank = large_bank()
    matrix = np.eye(12) + 0.1
    for visit in range(sizes.visits):
        steps.append(_step_seconds(bank, visit))
        began = time.process_time()
        for _ in range(_INVERSIONS * 10):
            np.linalg.inv(matrix)
        inversions.append((time.process_time() - began) / 10)
        theirs.append(their_seconds(folder, "next"))
    return [
        Figure("adaptive step, 60 items, CPU", tuple(1e3 * value for value in steps), "ms", 1.0, 0.2),
        Figure(f"adaptive step ÷ {_INVERSIONS} inversions of 12 × 12", paired(steps, inversions), "×"),
        step_figure(tuple(steps), tuple(theirs)),
    ]


def _step_seconds(bank: Bank, visit: int) -> float:
    """The mean processor time of a step in one visit to its end."""
    answers = random_answers(bank, visit, people=1, answered=1.0)[0].tobytes()
    attempt = fresh(bank=bank, seed=visit)
    step(attempt, bank)
    used, count = 0.0, 0
    while True:
        began = time.process_time()
        ask = step(attempt, bank)
        used, count = used + time.process_time() - began, count + 1
        if not isinstance(ask, Ask):
            return used / count
        code = answers[ask.question.index]
        option = None if code > len(ask.question.options) else ask.question.options[code - 1].key
        attempt = with_shown(attempt, ask.question, ask.left)
        attempt = with_answer(attempt, ask.question, option, locale=Locale.EN, now=NOW)


def _change_figure(sizes: Sizes) -> Figure:
    """The slowest of sixty people's smallest changes, each after every question was answered."""
    bank, model = large_bank(), load_expert()
    arrays, slowest = arrays_for(bank, model), []
    for _ in range(sizes.repetitions):
        seconds = []
        for answers in leaning(bank, 60):
            began = time.process_time()
            smallest_change(model, arrays, bank, answers, Role.FIND)
            seconds.append(time.process_time() - began)
        slowest.append(1e3 * max(seconds))
    return Figure("smallest change, slowest of 60 people, CPU", tuple(slowest), "ms", 50.0, about="60 items")


def _stored_figures(folder: Path, sizes: Sizes, manner: str, goals: tuple[float, float]) -> list[Figure]:
    command = ("-m", "tests.bench.stored", str(sizes.stored), manner)
    rounds = [json.loads(run(command, environment(folder))) for _ in range(sizes.batches)]
    million = _MILLION / sizes.stored
    name = f"1M × {ANSWERS} answers scored, {'with' if manner == 'reasons' else 'without'} reasons"
    seconds = tuple(round_["seconds"] * million for round_ in rounds)
    measured = "" if million == 1 else f"from {sizes.stored:,} attempts"
    return [
        Figure(name, seconds, "s", *goals, measured),
        Figure("the same ÷ bare look-ups and sums", tuple(r["seconds"] / r["bare"] for r in rounds), "×"),
        Figure("the same, memory held", tuple(r["megabytes"] for r in rounds), "MB", 1024),
    ]


def _impact_figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """Past results scored again under a draft, database to counts, beside reading them alone."""
    results = min(sizes.stored, _IMPACT)
    command = ("-m", "tests.bench.impact", str(folder), str(results))
    rounds = [json.loads(run(command, environment(folder))) for _ in range(min(3, sizes.repetitions))]
    scale = _IMPACT / results
    seconds = tuple(round_["seconds"] * scale for round_ in rounds)
    measured = "" if scale == 1 else f"from {results:,} results"
    return [
        Figure("impact of a draft on 100,000 results, CPU", seconds, "s", 10.0, about=measured),
        Figure("the same ÷ reading them", tuple(r["seconds"] / r["bare"] for r in rounds), "×"),
    ]


def _statistics_figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """From the database to the figures of every question, beside merely reading the same columns."""
    command = ("-m", "tests.bench.measured", str(folder / "measured.sqlite3"), str(sizes.stored))
    found = json.loads(run(command, environment(folder)))
    to_goal = 20 * _MILLION / found["answers"]
    about = f"from {found['answers']:,} answers"
    return [
        Figure("item statistics of 20M answers", (found["seconds"] * to_goal,), "s", 5.0, 2.0, about),
        Figure("the same ÷ reading the columns", (found["seconds"] / found["bare"],), "×"),
        Figure("the same, memory held", (found["megabytes"],), "MB", 1500),
    ]


def _line_figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """`mentormatch score` on a file, and the same file merely read and written as JSON."""
    path = data_path("banks", "mentoring.json")
    lines = folder / "attempts.jsonl"
    lines.write_text("".join(_lines(parse_bank(path.read_bytes()), sizes.lines)), encoding="utf-8")
    copy = "import json,sys\nfor line in sys.stdin: sys.stdout.write(json.dumps(json.loads(line))+'\\n')"
    ours, bare = [], []
    for _ in range(sizes.repetitions):
        ours.append(_cpu_of(("-m", "mentormatch", "score", str(path)), folder, lines))
        bare.append(_cpu_of(("-c", copy), folder, lines))
    speed = tuple(sizes.lines / seconds for seconds in ours)
    return [
        Figure("mentormatch score, lines per CPU second", speed, "/s", about="start included"),
        Figure("mentormatch score ÷ reading and writing the lines as JSON", paired(ours, bare), "×"),
    ]


def _cpu_of(command: tuple[str, ...], folder: Path, lines: Path) -> float:
    before = children_cpu()
    with lines.open("rb") as source:
        run(command, environment(folder), source=source)
    return children_cpu() - before


def _lines(bank: Bank, count: int) -> list[str]:
    documents = []
    for number, row in enumerate(attempts(bank, count)):
        answers = {
            q.key: q.options[row[q.index] - 1].key for q in bank.questions if row[q.index] != UNANSWERED
        }
        documents.append(json.dumps({"id": number, "role": "find", "answers": answers}) + "\n")
    return documents
