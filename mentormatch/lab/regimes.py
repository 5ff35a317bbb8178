"""How hard the simulated worlds are: crisp, realistic and fuzzy.

The numbers were set once, before anything was tuned, so that from 24 balanced questions the best
that anyone could do who knows the world (the Bayes ceiling) is right for about .80 of respondents
over the three regimes, and the scorer as first written for about .74 (log-loss .71), .76 in
realistic worlds. They are no part of the expert model and must not be chosen to flatter it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Regime(StrEnum):
    """How clearly people differ, and how well questions are understood."""

    CRISP = "crisp"
    REALISTIC = "realistic"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a regime is made of; spreads are standard deviations in z units of the traits.

    People: `apart` multiplies the guide's profiles, `misjudged` is the error of every profile
    entry, `within` the spread among people of one kind, `torn` the share of people who stand
    between two kinds. Questions: `agree`, `pair`, `choose` are the mean slopes, `mistaken` the
    log-spread of weights, `crossed` the spread of weights nobody intended, `dud` the share of
    questions that hardly work, `appeal` the spread of how attractive an answer is in itself,
    `lost` the share of questions that a translation changes. Manner: the shares of `hurried`,
    `random` and `straight` respondents, and `slips` the chance that one answer is a mistake.
    """

    apart: float
    misjudged: float
    within: float
    torn: float
    agree: float
    pair: float
    choose: float
    mistaken: float
    crossed: float
    dud: float
    appeal: float
    lost: float
    hurried: float
    random: float
    straight: float
    slips: float


CONDITIONS: dict[Regime, Conditions] = {
    Regime.CRISP: Conditions(
        apart=1.15, misjudged=0.2, within=0.85, torn=0.15,
        agree=0.95, pair=0.85, choose=1.15, mistaken=0.25, crossed=0.1, dud=0.03, appeal=0.3, lost=0.05,
        hurried=0.03, random=0.01, straight=0.01, slips=0.01,
    ),
    Regime.REALISTIC: Conditions(
        apart=1.15, misjudged=0.3, within=0.9, torn=0.3,
        agree=0.85, pair=0.75, choose=1.0, mistaken=0.35, crossed=0.15, dud=0.05, appeal=0.4, lost=0.1,
        hurried=0.06, random=0.02, straight=0.01, slips=0.02,
    ),
    Regime.FUZZY: Conditions(
        apart=0.85, misjudged=0.35, within=0.9, torn=0.4,
        agree=0.75, pair=0.65, choose=0.85, mistaken=0.4, crossed=0.2, dud=0.08, appeal=0.5, lost=0.15,
        hurried=0.1, random=0.03, straight=0.02, slips=0.03,
    ),
}  # fmt: skip
