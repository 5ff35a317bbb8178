"""How well the questions work: all of them, one of them, as CSV; and measuring anew."""

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import ConflictError, InvalidInputError, NotFoundError
from mentormatch.i18n import Locale, day_and_time
from mentormatch.usecases import item_statistics
from mentormatch.usecases.item_statistics import Known
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts import staff_only
from mentormatch.web.accounts.forms import PlainForm
from mentormatch.web.accounts.frame import binding, button, frame
from mentormatch.web.accounts.pages import Link
from mentormatch.web.admin import statistics_speech as speech
from mentormatch.web.admin.blueprint import admin
from mentormatch.web.admin.statistics_csv import statistics_csv
from mentormatch.web.admin.statistics_pages import Chart, StatisticsPage
from mentormatch.web.rendering import Head, render, see_other, words
from mentormatch.web.services import services

_LONGEST_NUMBER = 6


@admin.get("/<locale:locale>/admin/statistics")
@staff_only(StaffRole.ADMIN)
def statistics(me: SignedIn, locale: Locale) -> Response:
    """All questions of a version, and the traits."""
    known = _known(_number())
    charts: tuple[Chart, ...] = ()
    if known.statistics is not None:
        base = f"{address(locale, known)}/questions/"
        questions = speech.questions_chart(locale, known.instrument.bank, known.statistics, base)
        charts = (questions, speech.traits_chart(locale, known.statistics))
    title = words(locale).gettext("Statistics")
    return _page(me, locale, known, title, charts, measures=True)


@admin.post("/<locale:locale>/admin/statistics/<int:number>/measure")
@staff_only(StaffRole.ADMIN)
def measure(me: SignedIn, locale: Locale, number: int) -> Response:
    """Measure anew; where too little is new, what is there is shown again."""
    served = services()
    if not PlainForm(locale, binding(me)).validate():
        raise InvalidInputError("form-key")
    try:
        item_statistics.measure(served.database, served.instruments, number, now=served.now())
    except ConflictError as refusal:
        if refusal.code != "too-little-new":
            raise
    return see_other(f"/{locale}/admin/statistics?version={number}")


@admin.get("/<locale:locale>/admin/statistics/<int:number>/questions/<key>")
@staff_only(StaffRole.ADMIN)
def question_statistics(me: SignedIn, locale: Locale, number: int, key: str) -> Response:
    """One question: who chose what, and whether it works alike in every language."""
    known = _known(number)
    found = known.statistics.questions if known.statistics is not None else []
    one = next((figures for figures in found if figures.key == key), None)
    if one is None:
        raise NotFoundError("question", key)
    question = known.instrument.bank.by_key[key]
    charts = [speech.facts_chart(locale, one), speech.options_chart(locale, question, one)]
    if one.compared:
        charts.append(speech.differences_chart(locale, question, one))
    return _page(me, locale, known, question.prompt[locale], tuple(charts), measures=False)


@admin.get("/<locale:locale>/admin/statistics/<int:number>/statistics.csv")
@staff_only(StaffRole.ADMIN)
def statistics_file(me: SignedIn, locale: Locale, number: int) -> Response:
    """All figures of a version as CSV."""
    del me, locale
    known = _known(number)
    if known.statistics is None:
        raise NotFoundError("statistics", str(number))
    response = Response(statistics_csv(known.statistics), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="statistics-{number}.csv"'
    return response


def address(locale: Locale, known: Known) -> str:
    """Where the statistics of a version are."""
    return f"/{locale}/admin/statistics/{known.version.number}"


def _number() -> int | None:
    """The version that the address asks for; NotFoundError when it is no number."""
    text = request.args.get("version", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        raise NotFoundError("bank-version", f"{text!r:.20}")
    return int(text)


def _known(number: int | None) -> Known:
    served = services()
    with served.database.reading() as tx:
        return item_statistics.known(tx, served.instruments, number)


def _page(
    me: SignedIn, locale: Locale, known: Known, title: str, charts: tuple[Chart, ...], *, measures: bool
) -> Response:
    say, at = words(locale), address(locale, known)
    back = Link(f"/{locale}/admin/statistics?version={known.version.number}", say.gettext("All questions"))
    page = StatisticsPage(
        frame=frame(me, locale),
        title=title,
        back=None if measures else back,
        versions=_versions(locale, known) if measures else (),
        state=_state(locale, known) if measures else (),
        measure=button(me, locale, f"{at}/measure") if measures and known.may_measure else None,
        csv_href=f"{at}/statistics.csv" if known.statistics is not None else "",
        charts=charts,
        notes=_notes(locale),
    )
    return render("admin/statistics.html", locale, page, Head(title, private=True))


def _versions(locale: Locale, known: Known) -> tuple[Link, ...]:
    with services().database.reading() as tx:
        found = item_statistics.versions(tx)
    return tuple(
        Link(
            f"/{locale}/admin/statistics?version={version.number}",
            words(locale).gettext("Version %(number)s", number=speech.spelled(locale, version.number)),
            current=version.number == known.version.number,
        )
        for version in found
    )


def _state(locale: Locale, known: Known) -> tuple[str, ...]:
    say = words(locale)
    too_little = say.gettext("Measuring again becomes possible once ten more quizzes have come or gone.")
    if known.statistics is None or known.measured is None:
        nothing = say.gettext("This version has not been measured yet.")
        few = say.gettext("It takes ten quizzes at least, so that nobody can be recognised.")
        return (nothing,) if known.may_measure else (nothing, few)
    people = speech.spelled(locale, known.statistics.attempts)
    measured = say.gettext(
        "Measured on %(date)s, from %(people)s quizzes.",
        date=day_and_time(known.measured, locale),
        people=people,
    )
    sampled = say.gettext(
        "What relates answers to each other rests on %(people)s of them, evenly spread.",
        people=speech.spelled(locale, known.statistics.sampled),
    )
    return (measured, sampled) if known.may_measure else (measured, sampled, too_little)


def _notes(locale: Locale) -> tuple[str, ...]:
    say = words(locale)
    return (
        say.gettext("A dash stands for fewer than ten people, or for a number that would give them away."),
        say.gettext(
            "“Goes with the other answers” is a correlation, from -1 to 1, with what all other answers "
            "of the same people lead to expect. Near 0, the question asks about something else, "
            "or is not understood."
        ),
        say.gettext(
            "Differences between languages compare people who stand alike by their other answers, where "
            "at least 100 answered in each language. Below 200 they are provisional. "
            "B and C ask for a look at the translation."
        ),
        say.gettext("Intervals hold the true share in 95 of 100 cases. Nothing here judges a person."),
    )
