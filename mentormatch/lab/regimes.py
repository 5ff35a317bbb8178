"""How hard the simulated worlds are: crisp, realistic and fuzzy.

The numbers imitate the simulated people on whom the method was first measured. From 24 balanced
questions, over the three regimes, the best that anyone could do who knows the world (the Bayes
ceiling) is right for about .79 of respondents and the scorer with its first constants for about
.73 (log-loss .72); those questions lead to the whole bank's answer for .93, .88 and .81.

They were set twice. The first set met the ceiling and the accuracy only; it was replaced after
constants had been tried on it, because agreement with the whole bank and calibration were unlike
those of the people to be imitated. `docs/science.md` has the figures on both. Nothing about them
may be chosen to flatter a scorer.
"""

from enum import StrEnum

from mentormatch.values import dataclass


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
        apart=1.15, misjudged=0.28, within=0.95, torn=0.2,
        agree=1.5, pair=1.3, choose=1.7, mistaken=0.25, crossed=0.1, dud=0.03, appeal=0.3, lost=0.05,
        hurried=0.03, random=0.01, straight=0.01, slips=0.01,
    ),
    Regime.REALISTIC: Conditions(
        apart=1.18, misjudged=0.42, within=1.1, torn=0.3,
        agree=1.3, pair=1.2, choose=1.5, mistaken=0.35, crossed=0.15, dud=0.05, appeal=0.4, lost=0.1,
        hurried=0.06, random=0.02, straight=0.01, slips=0.02,
    ),
    Regime.FUZZY: Conditions(
        apart=0.85, misjudged=0.45, within=1.05, torn=0.4,
        agree=1.05, pair=0.95, choose=1.25, mistaken=0.4, crossed=0.2, dud=0.08, appeal=0.5, lost=0.15,
        hurried=0.1, random=0.03, straight=0.02, slips=0.03,
    ),
}  # fmt: skip
