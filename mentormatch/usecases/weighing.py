"""How much each answer of a result weighed, for people who look at it closely."""

from mentormatch import matcher
from mentormatch.guide import Focus, Kind
from mentormatch.usecases.make_result import ResultView


def weights_of(view: ResultView) -> dict[str, float]:
    """What every answer did for the recommendation, in nats, by question.

    Nothing when the model that made the result is not there any more: its weights are not known.
    """
    instrument, outcome, residual = view.instrument, view.outcome, view.residual
    if view.model_hash != (residual.content_hash if residual else instrument.model.content_hash):
        return {}
    focuses = outcome["focus_probabilities"]
    leading = Focus(max(focuses, key=focuses.__getitem__)) if focuses else None
    told = (Kind(outcome["recommendation"]), leading)
    return matcher.weights(instrument.arrays, view.attempt.answers, view.attempt.role, told, residual)
