"""How well each question works, also per language: from packed answers, in plain numpy."""

from mentormatch.itemstats.measure import Gathered, Marks, gather, gather_left, measure
from mentormatch.itemstats.report import (
    GROUPS,
    DifferenceFigures,
    OptionFigures,
    QuestionFigures,
    ShareFigure,
    Statistics,
    TraitFigures,
)
from mentormatch.itemstats.small_groups import LEAST as SMALLEST_GROUP

__all__ = [
    "GROUPS",
    "SMALLEST_GROUP",
    "DifferenceFigures",
    "Gathered",
    "Marks",
    "OptionFigures",
    "QuestionFigures",
    "ShareFigure",
    "Statistics",
    "TraitFigures",
    "gather",
    "gather_left",
    "measure",
]
