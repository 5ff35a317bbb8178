"""The five fixed options of every agreement question."""

from mentormatch.i18n import Text

AGREEMENT_LABELS: dict[str, Text] = {
    "1": Text(fr="Pas du tout d’accord", en="Not at all", ar="لا ينطبق إطلاقًا"),
    "2": Text(fr="Plutôt pas d’accord", en="Mostly not", ar="لا ينطبق غالبًا"),
    "3": Text(fr="Ni l’un ni l’autre", en="In between", ar="بين بين"),
    "4": Text(fr="Plutôt d’accord", en="Mostly", ar="ينطبق غالبًا"),
    "5": Text(fr="Tout à fait d’accord", en="Entirely", ar="ينطبق تمامًا"),
}
