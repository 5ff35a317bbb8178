"""The kept figures as the page on the method quotes them: simulated people, the realistic regime."""

import logging
from collections.abc import Mapping
from functools import cache

from mentormatch.i18n import Locale, number, percent
from mentormatch.usecases.kept_figures import figures_problem, kept_figures

log = logging.getLogger(__name__)


@cache  # The file comes with the program: read once a process.
def measured(locale: Locale, *, digits: str) -> Mapping[str, str]:
    """What fills the page's sentences: each figure, and `…_low` and `…_high` of its 95 % interval.

    Nothing when the file is damaged: the page does without the sentences that need it.
    """
    if problem := figures_problem():
        log.error("figures damaged", extra={"code": "figures-damaged", "detail": problem})
        return {}
    document = kept_figures()
    regimes = document["regimes"]
    adaptive, noticed = regimes["realistic"]["adaptive"], regimes["realistic"]["careless, adaptive"]

    def share(value: float) -> str:
        return percent(value, locale, digits=digits)

    def in_thousand(value: float) -> str:
        return number(round(1000 * value), locale, digits=digits)

    def count(value: float) -> str:
        return number(round(value, 1), locale, digits=digits)

    said = {
        "confidence": share(0.95),
        "thousand": count(1000),
        "people": count(document["worlds"] * document["sizes"]["people"]),
        "crisp_right": share(regimes["crisp"]["adaptive"]["top1"][0]),
        "fuzzy_right": share(regimes["fuzzy"]["adaptive"]["top1"][0]),
    }
    for name, figure, written in (
        ("right", adaptive["top1"], share),
        ("between", adaptive["between_holds"], share),
        ("questions", adaptive["items"], count),
        ("random", noticed["random_false"], in_thousand),
        ("straight", noticed["straight_false"], in_thousand),
    ):
        places = (name, f"{name}_low", f"{name}_high")
        said |= {place: written(value) for place, value in zip(places, figure, strict=True)}
    return said
