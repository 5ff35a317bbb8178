"""How much each answer of a result weighed, for people who look at it closely."""

from mentormatch import matcher
from mentormatch.guide import Focus, Kind
from mentormatch.usecases.make_result import ResultView


def weights_of(view: ResultView) -> dict[str, float]:
    """What every answer did for the recommendation, in nats, by question.

    Nothing when another model made the result: its weights are not known any more.
    """
    instrument, outcome = view.instrument, view.outcome
    if instrument.model.content_hash != view.model_hash:
        return {}
    focuses = outcome["focus_probabilities"]
    leading = Focus(max(focuses, key=focuses.__getitem__)) if focuses else None
    return matcher.weights(
        instrument.arrays,
        view.attempt.answers,
        view.attempt.role,
        Kind(outcome["recommendation"]),
        leading,
    )
