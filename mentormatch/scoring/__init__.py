"""From answers to where a person stands on each trait, and on each leaf; plain numpy."""

from mentormatch.scoring.directions import Ints
from mentormatch.scoring.expert import (
    ACQUIESCENCE,
    DIMENSIONS,
    LEAVES,
    TRAITS,
    ExpertModel,
    Floats,
    load_expert,
    parse_expert,
)
from mentormatch.scoring.items import Bools, ScoringArrays, arrays_for
from mentormatch.scoring.posterior import Patterns, inverses, log_priors, solve, tempered
from mentormatch.scoring.score import Rows, Scores, score, score_rows, scored_codes

__all__ = [
    "ACQUIESCENCE",
    "DIMENSIONS",
    "LEAVES",
    "TRAITS",
    "Bools",
    "ExpertModel",
    "Floats",
    "Ints",
    "Patterns",
    "Rows",
    "Scores",
    "ScoringArrays",
    "arrays_for",
    "inverses",
    "load_expert",
    "log_priors",
    "parse_expert",
    "score",
    "score_rows",
    "scored_codes",
    "solve",
    "tempered",
]
