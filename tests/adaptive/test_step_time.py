from statistics import median
from time import perf_counter

import numpy as np

from mentormatch.guide import Role
from mentormatch.quiz import with_shown
from mentormatch.scoring import arrays_for
from tests.adaptive.visits import MODEL, fresh, step
from tests.banks import large_bank

REPEATS = 60


def test_a_step_of_sixty_items_takes_no_more_than_a_hundred_inversions_of_its_covariance() -> None:
    """A millisecond where one 12 × 12 inversion takes ten microseconds; measured side by side."""
    bank = large_bank()
    assert arrays_for(bank, MODEL).asked[Role.FIND].sum() >= 60
    attempt = fresh(bank=bank)
    for question in bank.questions[:12]:
        attempt = with_shown(attempt, question, 0)
    matrix = np.array(MODEL.precision)
    step(attempt, bank)
    ratios = []
    for _ in range(REPEATS):
        began = perf_counter()
        step(attempt, bank)
        between = perf_counter()
        for _ in range(20):
            np.linalg.inv(matrix)
        ratios.append(20 * (between - began) / (perf_counter() - between))
    assert median(ratios) < 100, f"{median(ratios):.0f} inversions"
