"""Two results side by side, in the reader's words."""

from collections.abc import Iterator

from mentormatch.guide import Kind
from mentormatch.i18n import long_date, number
from mentormatch.usecases.compare_results import Comparison, KindShift, Movement, TraitShift
from mentormatch.usecases.make_result import ResultView
from mentormatch.web.services import services
from mentormatch.web.visitor.addresses import compare_path
from mentormatch.web.visitor.compare_page import ComparePage, KindRow, ShiftRow
from mentormatch.web.visitor.present_result import trait_row
from mentormatch.web.visitor.speech import Speech

_MINUS = "\u2212"


def present_comparison(speech: Speech, comparison: Comparison) -> ComparePage:
    """The page that compares two results, in one language."""
    earlier, later = comparison.earlier, comparison.later
    return ComparePage(
        kind_before=earlier.outcome["recommendation"],
        kind_after=later.outcome["recommendation"],
        before=speech.say("Earlier: %(date)s", date=long_date(earlier.made, speech.locale)),
        after=speech.say("Later: %(date)s", date=long_date(later.made, speech.locale)),
        sentences=tuple(_sentences(speech, comparison)),
        notices=tuple(_notices(speech, comparison)),
        kinds=tuple(_kind(speech, shift) for shift in comparison.kinds),
        traits=tuple(_shift(speech, shift) for shift in comparison.traits),
        again_href=compare_path(speech.locale),
    )


def _recommended(speech: Speech, view: ResultView) -> str:
    return speech.kind_name(Kind(view.outcome["recommendation"]))


def _sentences(speech: Speech, comparison: Comparison) -> Iterator[str]:
    before, after = (_recommended(speech, view) for view in (comparison.earlier, comparison.later))
    if before == after:
        yield speech.say("Both results recommend the same: %(kind)s.", kind=after)
    else:
        yield speech.say("First it was: %(before)s. Now it is: %(after)s.", before=before, after=after)
    moved = sum(shift.movement is Movement.MOVED for shift in comparison.traits)
    if moved:
        yield speech.count(
            "%(num)d preference moved more than chance alone explains.",
            "%(num)d preferences moved more than chance alone explains.",
            moved,
        )
    elif before == after:
        yield speech.say("No preference moved more than chance alone explains: one confirms the other.")
    else:
        yield speech.say(
            "No preference moved more than chance alone explains: both kinds are simply close to you."
        )


def _notices(speech: Speech, comparison: Comparison) -> Iterator[str]:
    if not comparison.same_door:
        yield speech.say(
            "One result is about finding a mentor, the other about becoming one: "
            "only the preferences can be compared."
        )
    if not comparison.same_questions:
        yield speech.say(
            "The questions changed in between (version %(before)s, then version %(after)s): "
            "a small difference may come from that.",
            before=str(comparison.earlier.instrument.number),
            after=str(comparison.later.instrument.number),
        )
    views = (comparison.earlier, comparison.later)
    if any(view.outcome["careless"]["straight_line"] for view in views):
        yield speech.say("In one of the two, the answers all look alike: comparing says little.")


def _kind(speech: Speech, shift: KindShift) -> KindRow:
    points = round(shift.after * 100) - round(shift.before * 100)
    sign = "+" if points > 0 else _MINUS if points else ""
    size = number(abs(points), speech.locale, digits=services().settings.digits)
    return KindRow(
        kind=shift.kind.value,
        name=speech.kind_name(shift.kind),
        before=speech.percent(shift.before),
        after=speech.percent(shift.after),
        difference=f"{sign}{size}",
    )


def _shift(speech: Speech, shift: TraitShift) -> ShiftRow:
    after = trait_row(speech, shift.trait, *shift.after)
    return ShiftRow(
        before=trait_row(speech, shift.trait, *shift.before),
        after=after,
        words=_movement(speech, shift.movement, after.high if shift.margins > 0 else after.low),
        moved=shift.movement is Movement.MOVED,
    )


def _movement(speech: Speech, movement: Movement, pole: str) -> str:
    match movement:
        case Movement.MOVED:
            return speech.say("Moved toward: %(pole)s", pole=pole)
        case Movement.PERHAPS:
            return speech.say("Perhaps moved toward: %(pole)s", pole=pole)
        case Movement.STEADY:
            return speech.say("No clear change")
