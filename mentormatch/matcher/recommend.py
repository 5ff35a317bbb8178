"""One person's outcome."""

from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from mentormatch.guide import Focus, Role, kinds_for
from mentormatch.matcher.outcome import Careless, Outcome, Reason, TraitEstimate
from mentormatch.matcher.readiness import readiness_outcome
from mentormatch.matcher.residual import Residual
from mentormatch.matcher.verdicts import COACHING, KINDS, Verdicts, verdicts
from mentormatch.quiz import Bank
from mentormatch.scoring import TRAITS, ExpertModel, ScoringArrays

FOCUSES = tuple(Focus)


def recommend(
    model: ExpertModel,
    arrays: ScoringArrays,
    bank: Bank,
    answers: bytes,
    role: Role,
    residual: Residual | None = None,
) -> Outcome:
    """The outcome of packed answers, under the model and bank that `arrays` were made from.

    A `residual` lays what counselors taught over the model; traits and readiness stay as they are.

    With nothing answered it is the prior: a close call between all kinds of the door, the first
    in the standing order named.

    Raises:
        InvalidInputError: `unknown-option` or `wrong-bank` when the answers are not this bank's.
    """
    arrays.require(model, bank)
    verdict = verdicts(arrays, packed(answers), (role,), residual)
    lead, focuses = int(verdict.lead[0]), role is Role.FIND
    kinds = [float(p) for p in verdict.kinds[0]]
    conditional = [float(p) for p in verdict.focuses[0]] if focuses else []
    scores = verdict.rows.scores
    means, sds = scores.means[0].tolist(), scores.sds[0].tolist()
    estimates = [TraitEstimate(mean, sd) for mean, sd in zip(means, sds, strict=True)]
    return Outcome(
        recommendation=KINDS[lead],
        focus=FOCUSES[int(verdict.focus[0])] if lead == COACHING else None,
        runner_up=KINDS[int(verdict.runner_up[0])],
        probabilities=MappingProxyType(dict(zip(kinds_for(role), kinds, strict=False))),
        focus_probabilities=MappingProxyType(dict(zip(FOCUSES, conditional, strict=False))),
        traits=MappingProxyType(dict(zip(TRAITS, estimates, strict=True))),
        close_call=bool(verdict.close_call[0]),
        reasons=_reasons(verdict, arrays, bank),
        readiness=readiness_outcome(bank, answers) if role is Role.BECOME else None,
        careless=_careless(verdict),
    )


def packed(answers: bytes) -> npt.NDArray[np.uint8]:
    """One person's packed answers as a row."""
    return np.frombuffer(answers, dtype=np.uint8).reshape(1, -1)


def _reasons(verdict: Verdicts, arrays: ScoringArrays, bank: Bank) -> tuple[Reason, ...]:
    pulls = verdict.pulls
    found = zip(pulls.items[0].tolist(), pulls.weights[0].tolist(), strict=True)
    lead = KINDS[int(verdict.lead[0])]
    reasons = [(item, lead, weight, True) for item, weight in found if weight > 0]
    against = float(pulls.counterweight[0])
    if against > 0:
        reasons.append((int(pulls.against[0]), KINDS[int(pulls.toward[0])], against, False))
    codes = verdict.rows.codes[0]
    result = []
    for item, toward, weight, supports in reasons:
        question = bank.questions[int(arrays.questions[item])]
        option = question.options[int(codes[item]) - 1].key
        result.append(Reason(question.key, option, toward, weight, supports))
    return tuple(result)


def _careless(verdict: Verdicts) -> Careless:
    answered = bool(verdict.rows.answered[0].any())
    return Careless(
        straight_line=bool(verdict.straight_line[0]),
        random_like=bool(verdict.random_like[0]),
        longest_run=float(verdict.runs[0]),
        predictability=float(verdict.predictability[0]) if answered else None,
    )
