"""How the reviews go, in the reader's words."""

from collections.abc import Iterable

from mentormatch.casework.agreement import Estimate
from mentormatch.guide import Kind
from mentormatch.i18n import Locale, long_date, number
from mentormatch.storage.case_queue import MOST_COUNTED
from mentormatch.usecases.review_figures import AGES, Group, Period, ReviewFigures, Waiting
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts import addresses as staff_addresses
from mentormatch.web.accounts.frame import frame
from mentormatch.web.accounts.pages import Link
from mentormatch.web.counselor import addresses
from mentormatch.web.counselor import speech as words_for
from mentormatch.web.counselor.overview_pages import DashboardPage, FigureRow, FigureTable, WaitingRow
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech


def dashboard_page(me: SignedIn, locale: Locale, period: Period, found: ReviewFigures) -> DashboardPage:
    """The page as values."""
    speech = Speech(locale)
    return DashboardPage(
        frame=frame(me, locale),
        periods=tuple(
            Link(addresses.figures(locale, one.value), period_name(speech, one), one is period)
            for one in Period
        ),
        until=long_date(found.until, locale),
        ages=_ages(speech),
        waiting=tuple(_waiting(speech, found.waiting)),
        tables=tuple(_tables(speech, found)),
        export_href=staff_addresses.export(locale),
    )


def period_name(speech: Speech, period: Period) -> str:
    """How far back a period goes."""
    if period is Period.EVER:
        return speech.say("Everything")
    return speech.count("Last %(num)d week", "Last %(num)d weeks", int(period))


def _ages(speech: Speech) -> tuple[str, ...]:
    first, second = AGES
    return (
        speech.count("Less than %(num)d day", "Less than %(num)d days", first),
        speech.say("%(first)d to %(second)d days", first=first, second=second),
        speech.say("Longer"),
    )


def _waiting(speech: Speech, found: Iterable[Waiting]) -> Iterable[WaitingRow]:
    rows = tuple(found)
    most = max(1, *(row.total for row in rows))
    for row in rows:
        yield WaitingRow(
            name=words_for.origin(speech, row.origin),
            by_age=tuple(_counted(speech, count) for count in row.by_age),
            overdue=_counted(speech, row.overdue) if row.overdue else "",
            total=_counted(speech, *row.by_age),
            share=row.total / most,
        )


def _counted(speech: Speech, *counts: int) -> str:
    """The sum of numbers of cases, with a plus where counting one of them has stopped."""
    written = _number(speech, sum(min(count, MOST_COUNTED) for count in counts))
    return _isolated(f"{written}+") if max(counts) > MOST_COUNTED else written


def _tables(speech: Speech, found: ReviewFigures) -> Iterable[FigureTable]:
    yield FigureTable(
        key="kinds",
        title=speech.say("Agreement by kind"),
        about=speech.say("In how many first readings the counselor's kind was the recommended one."),
        first=speech.say("Recommended"),
        rows=tuple(_share(speech, one, speech.kind_name(Kind(one.key)), one.key) for one in found.kinds),
    )
    yield _blind(speech, found)
    yield FigureTable(
        key="languages",
        title=speech.say("Agreement by language"),
        about=speech.say("A language that lies well below the others may ask its questions less clearly."),
        first=speech.say("Language"),
        rows=tuple(_share(speech, one, Locale(one.key).own_name, "") for one in found.languages),
    )
    yield FigureTable(
        key="twice",
        title=speech.say("Two counselors, one case"),
        about=speech.say("Cohen's kappa: 0 is what chance alone would give, 1 is full agreement."),
        first=speech.say("Language"),
        rows=tuple(_kappa(speech, one) for one in found.twice),
    )


def _blind(speech: Speech, found: ReviewFigures) -> FigureTable:
    return FigureTable(
        key="blind",
        title=speech.say("Judged blind, or with the recommendation in view"),
        about=speech.say(
            "Only blind judgements say how good the matcher is: a recommendation in view draws people to it."
        ),
        first=speech.say("Reading"),
        rows=(
            _share(speech, found.blind, speech.say("Judged blind"), ""),
            _share(speech, found.shown, speech.say("Recommendation in view"), ""),
        ),
        sentence=_anchoring(speech, found.anchoring),
    )


def _anchoring(speech: Speech, found: Estimate | None) -> str:
    if found is None:
        return speech.say("How strongly the view draws people cannot be said yet.")
    low, high = (_number(speech, round(bound, 2)) for bound in (found.low, found.high))
    return speech.say(
        "Share of other views that it draws to itself: %(share)s (interval %(low)s to %(high)s).",
        share=_isolated(_number(speech, round(found.value, 2))),
        low=_isolated(low),
        high=_isolated(high),
    )


def _share(speech: Speech, group: Group, name: str, kind: str) -> FigureRow:
    if group.estimate is None:
        return _none(speech, group, name, kind)
    found = group.estimate
    return FigureRow(
        name=name,
        kind=kind,
        counted=speech.say(
            "%(agreed)s of %(total)s",
            agreed=_number(speech, group.agreed),
            total=_number(speech, group.total),
        ),
        figure=speech.percent(found.value),
        words=speech.say(
            "%(low)s to %(high)s", low=speech.percent(found.low), high=speech.percent(found.high)
        ),
        place=found.value,
        low=found.low,
        high=found.high,
    )


def _kappa(speech: Speech, group: Group) -> FigureRow:
    name = Locale(group.key).own_name if group.key else speech.say("All languages")
    if group.estimate is None:
        return _none(speech, group, name, "")
    found = group.estimate
    low, high = (_isolated(_number(speech, round(bound, 2))) for bound in (found.low, found.high))
    return FigureRow(
        name=name,
        kind="",
        counted=speech.count("%(num)d case", "%(num)d cases", group.total),
        figure=_number(speech, round(found.value, 2)),
        words=speech.say("%(low)s to %(high)s", low=low, high=high),
        place=max(0.0, found.value),
        low=max(0.0, found.low),
        high=max(0.0, found.high),
    )


def _none(speech: Speech, group: Group, name: str, kind: str) -> FigureRow:
    """A row without a figure, and why."""
    if group.hidden:
        words = speech.say("Not shown, to protect small groups")
    elif group.total:
        words = speech.say("Cannot be said: all answers are the same")
    else:
        words = speech.say("Nothing yet")
    return FigureRow(name, kind, "", "", words, 0.0, 0.0, 0.0)


def _number(speech: Speech, value: float) -> str:
    """As the reader writes it, with a minus that is no hyphen and none before a zero."""
    return number(value + 0, speech.locale, digits=services().settings.digits).replace("-", "\u2212")


def _isolated(written: str) -> str:
    """A number that keeps its sign on its own side in text of the other direction."""
    return f"\u2068{written}\u2069"
