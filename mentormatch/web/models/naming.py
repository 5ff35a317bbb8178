"""What the codes of models, conditions, limits and charts are called."""

from mentormatch.guide import Kind, Trait
from mentormatch.i18n import Locale
from mentormatch.storage.models import CHALLENGER, SET_ASIDE, StoredModel
from mentormatch.usecases.promote import OTHER_RIVAL
from mentormatch.web.visitor.speech import Speech


def condition(speech: Speech, code: str) -> str:
    """A condition of taking over."""
    _ = speech.say
    return {
        OTHER_RIVAL: _("Measured against the model that recommends now"),
        "cases": _("Cases judged blind"),
        "per-kind": _("Cases of the kind with the fewest"),
        "gain": _("Gain in log-loss, cross-validated"),
        "bound": _("Gain that is exceeded in 19 of 20 cases"),
        "calibration": _("How much worse the calibration is, at most"),
        "one-counselor": _("Smallest gain with one counselor left out"),
        "shadow-cases": _("Cases judged blind since training"),
        "shadow-gain": _("Gain in log-loss on those"),
    }[code]


def limit(speech: Speech, code: str) -> str:
    """A known limit of a model."""
    _ = speech.say
    known = {
        "these-visitors-only": _("The figures hold for visitors like those who were judged."),
        "few-blind": _("Few cases were judged blind: the figures are uncertain."),
        "few-counselors": _("Fewer than three counselors judged."),
        "anchored": _("Counselors lean much towards the recommendation that they see."),
    }
    if code in known:
        return known[code]
    of = code.removeprefix("few-")
    name = speech.kind_name(Kind(of)) if of in tuple(Kind) else Locale(of).own_name
    return _("Few blind cases: %(name)s.", name=name)


def model_state(speech: Speech, model: StoredModel, promoted: str | None) -> str:
    """Where a stored model stands."""
    if model.content_hash == promoted:
        return speech.say("Recommends now")
    known = {CHALLENGER: speech.say("Challenger"), SET_ASIDE: speech.say("Set aside")}
    return known.get(model.state, speech.say("Candidate"))


def chart(speech: Speech, code: str) -> str:
    """What a chart watches."""
    _ = speech.say
    if code.startswith("kind-"):
        return _("Recommended: %(kind)s", kind=speech.kind_name(Kind(code.removeprefix("kind-"))))
    if code.startswith("trait-"):
        return speech.text(f"trait.{Trait(code.removeprefix('trait-'))}.name")
    return {
        "close-call": _("Close calls"),
        "careless": _("Answers that look careless"),
        "agreement": _("Judgements that agree with the recommendation"),
    }[code]
