"""The five fixed options of every agreement question."""

from mentormatch.i18n import Text

AGREEMENT_LABELS: dict[str, Text] = {
    "1": Text(fr="Pas du tout d’accord", en="Do not agree at all", ar="لا أوافق إطلاقًا"),
    "2": Text(fr="Plutôt pas d’accord", en="Mostly disagree", ar="لا أوافق إلى حد ما"),
    "3": Text(fr="Ni d’accord, ni pas d’accord", en="Neither agree nor disagree", ar="لا أوافق ولا أعارض"),
    "4": Text(fr="Plutôt d’accord", en="Mostly agree", ar="أوافق إلى حد ما"),
    "5": Text(fr="Tout à fait d’accord", en="Fully agree", ar="أوافق تمامًا"),
}
