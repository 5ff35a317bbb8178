"""From traits to a recommendation, its reasons, and what would change it."""

from mentormatch.matcher.change import Alteration, Change, smallest_change, weighty
from mentormatch.matcher.contributions import Contributions, contributions, weights
from mentormatch.matcher.lines import Line, line_reader, score_lines, score_text
from mentormatch.matcher.outcome import (
    Careless,
    Outcome,
    ReadinessOutcome,
    Reason,
    TraitEstimate,
    outcome_document,
)
from mentormatch.matcher.recommend import recommend

__all__ = [
    "Alteration",
    "Careless",
    "Change",
    "Contributions",
    "Line",
    "Outcome",
    "ReadinessOutcome",
    "Reason",
    "TraitEstimate",
    "contributions",
    "line_reader",
    "outcome_document",
    "recommend",
    "score_lines",
    "score_text",
    "smallest_change",
    "weights",
    "weighty",
]
