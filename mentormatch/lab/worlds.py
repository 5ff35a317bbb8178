"""A world: how people of each kind really are there, which no scorer is told.

The starting point is the guide's words read as profiles; a world then disagrees with them in every
entry. Within a kind, traits go together through two drawn directions (planning and closeness) that
the expert model does not know, and tails are heavy.
"""

from dataclasses import field

import numpy as np
import numpy.typing as npt

from mentormatch.guide import FOCUS_TRAITS, Kind, Leaf, Trait
from mentormatch.i18n import Locale
from mentormatch.lab.chance import Purpose, generator
from mentormatch.lab.regimes import CONDITIONS, Conditions, Regime
from mentormatch.values import dataclass

Floats = npt.NDArray[np.float64]

LEAVES = tuple(Leaf)
TRAITS = tuple(Trait)
LANGUAGES = tuple(Locale)

_GUIDE: dict[Kind, tuple[float, ...]] = {
    Kind.FORMAL: (1.0, 0.2, 0.6, 0.6, -0.4, -0.6, 1.1, -0.2),
    Kind.INFORMAL: (-1.2, 0.9, -0.8, 0.5, -0.1, 1.2, -0.3, -0.9),
    Kind.REVERSE: (-0.2, -0.1, -0.4, -1.0, 1.5, 0.3, 0.0, -0.3),
    Kind.COACHING: (0.6, -0.9, 1.0, -0.5, -0.5, -0.5, -0.5, 1.3),
}
_OWN_FOCUS, _OTHER_FOCUS = 1.0, -0.5
_PLANNING = (0.5, 0.0, 0.55, 0.0, 0.0, -0.3, 0.3, 0.45, 0.1, 0.2, 0.1)
_CLOSENESS = (-0.1, 0.45, 0.0, 0.4, 0.3, 0.45, 0.25, 0.0, 0.0, 0.0, 0.1)
_LANGUAGE_SHARES = {Locale.FR: 0.5, Locale.EN: 0.25, Locale.AR: 0.25}
_SAYING_YES = {Locale.FR: -0.05, Locale.EN: 0.0, Locale.AR: 0.15}
_EXTREMES = {Locale.FR: -0.1, Locale.EN: 0.0, Locale.AR: 0.15}


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """One population and how it answers.

    `shares` (leaf,) how common each leaf is; `means` (leaf, trait) where its people stand on
    average; `roots` (leaf, trait, trait) A with AAᵀ their covariance; `language_shares`,
    `saying_yes` and `extremes` (language,) the mix of languages and what each does to agreeing
    and to strong words.
    """

    purpose: Purpose
    regime: Regime
    index: int
    conditions: Conditions = field(repr=False)
    shares: Floats = field(repr=False)
    means: Floats = field(repr=False)
    roots: Floats = field(repr=False)
    language_shares: Floats = field(repr=False)
    saying_yes: Floats = field(repr=False)
    extremes: Floats = field(repr=False)

    def chance(self, *names: str | int) -> np.random.Generator:
        """The generator of one named draw in this world."""
        return generator(self.purpose, self.regime.value, self.index, *names)


def make_world(purpose: Purpose, regime: Regime, index: int) -> World:
    """The world of that number; the same one on every call."""
    conditions = CONDITIONS[regime]
    rng = generator(purpose, regime.value, index, "world")
    kinds = rng.dirichlet(np.full(len(Kind), 8.0))
    focuses = rng.dirichlet(np.full(len(FOCUS_TRAITS), 8.0))
    languages = np.array([_LANGUAGE_SHARES[language] for language in LANGUAGES])
    return World(
        purpose=purpose,
        regime=regime,
        index=index,
        conditions=conditions,
        shares=np.concatenate([kinds[:3], kinds[3] * focuses]),
        means=_means(rng, conditions),
        roots=np.stack([_root(rng, conditions) for _ in LEAVES]),
        language_shares=rng.dirichlet(20.0 * languages),
        saying_yes=rng.normal([_SAYING_YES[language] for language in LANGUAGES], 0.05),
        extremes=rng.normal([_EXTREMES[language] for language in LANGUAGES], 0.05),
    )


def guide_profiles() -> Floats:
    """Where the guide's words put each leaf, (leaf, trait): the centre of all worlds."""
    profiles = np.zeros((len(LEAVES), len(TRAITS)))
    for row, leaf in enumerate(LEAVES):
        profiles[row, :8] = _GUIDE[leaf.kind]
        if leaf.focus is not None:
            own = np.array([trait.value == leaf.focus.value for trait in FOCUS_TRAITS])
            profiles[row, 8:] = np.where(own, _OWN_FOCUS, _OTHER_FOCUS)
    return profiles


def _means(rng: np.random.Generator, conditions: Conditions) -> Floats:
    """Profiles as they are there; the coaching leaves share one error on the content traits."""
    errors = rng.normal(0.0, conditions.misjudged, (len(LEAVES), len(TRAITS)))
    errors[4:, :8] = errors[3, :8]
    return conditions.apart * guide_profiles() + errors


def _root(rng: np.random.Generator, conditions: Conditions) -> Floats:
    """A, such that AAᵀ has spreads near `within` and the two drawn directions in common."""
    size = len(TRAITS)
    directions = np.array([_PLANNING, _CLOSENESS]) + rng.normal(0.0, 0.15, (2, size))
    shared = np.minimum(np.sum(directions**2, axis=0), 0.8)
    directions *= np.sqrt(shared / np.sum(directions**2, axis=0))
    correlation = directions.T @ directions
    np.fill_diagonal(correlation, 1.0)
    spreads = conditions.within * np.exp(rng.normal(0.0, 0.12, size))
    root: Floats = spreads[:, np.newaxis] * np.linalg.cholesky(correlation)
    return root
