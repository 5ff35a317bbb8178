"""Statistics in the reader's words: figures, tables, and what they mean."""

from mentormatch.i18n import Locale, number, percent
from mentormatch.itemstats import GROUPS, DifferenceFigures, QuestionFigures, ShareFigure, Statistics
from mentormatch.quiz import Bank, Question
from mentormatch.web.admin.statistics_pages import Cell, Chart, Line
from mentormatch.web.rendering import Words, words
from mentormatch.web.services import services

NOTHING = Cell("—")
_MOST_BITS = 1.0
_SHOWN = (GROUPS[-1], *GROUPS[:-1])


def questions_chart(locale: Locale, bank: Bank, found: Statistics, base: str) -> Chart:
    """All questions, each with a link to its own page."""
    say = words(locale)
    columns = (
        say.gettext("Question"),
        say.gettext("Answers and skips"),
        say.gettext("Goes with the other answers"),
        say.gettext("Says of the kind, in bits"),
        say.gettext("Skipped"),
        say.gettext("Left here"),
        say.gettext("Seconds, half and nine in ten"),
    )
    lines = tuple(_question_line(locale, bank.by_key[one.key], one, base) for one in found.questions)
    return Chart(say.gettext("Questions"), columns, lines)


def traits_chart(locale: Locale, found: Statistics) -> Chart:
    """How reliably each trait is measured."""
    say = words(locale)
    columns = (
        say.gettext("Trait"),
        say.gettext("Reliability"),
        say.gettext("Agreement questions"),
        say.gettext("Alpha, full forms"),
        say.gettext("Omega, full forms"),
    )
    lines = tuple(
        Line(
            _trait_name(locale, one.trait),
            "",
            (
                _figure(locale, one.reliability, one.reliability),
                Cell(spelled(locale, one.items)),
                _figure(locale, one.alpha),
                _figure(locale, one.omega),
            ),
        )
        for one in found.traits
    )
    return Chart(say.gettext("Traits"), columns, lines)


def options_chart(locale: Locale, question: Question, one: QuestionFigures) -> Chart:
    """Who chose what, in each language and in all."""
    say = words(locale)
    columns = (say.gettext("Answer"), *(_group_name(say, group) for group in _SHOWN))
    labels = {option.key: option.label[locale] for option in question.options}
    people = one.people
    lines = [
        Line(labels[each.key], "", _counts(locale, each.counts, people), _rest_tag(locale, each.rest))
        for each in one.options
    ]
    skipped = Line(say.gettext("Skipped"), "", _counts(locale, one.skips, people))
    return Chart(say.gettext("Answers by language"), columns, (*lines, skipped))


def differences_chart(locale: Locale, question: Question, one: QuestionFigures) -> Chart:
    """Where the question works differently for people who stand alike."""
    say = words(locale)
    columns = (say.gettext("Beside French"), say.gettext("Class"), say.gettext("Size"))
    labels = {option.key: option.label[locale] for option in question.options}
    lines = tuple(
        Line(
            " · ".join(filter(None, (Locale(found.language).own_name, labels.get(found.option or "", "")))),
            "",
            (Cell(effect_name(say, found)), Cell(spelled(locale, found.size))),
            (say.gettext("Provisional"),) if found.provisional else (),
        )
        for found in one.differences
    )
    return Chart(say.gettext("Differences between languages"), columns, lines)


def effect_name(say: Words, found: DifferenceFigures) -> str:
    """A class of differential functioning, in words."""
    match found.effect:
        case "A":
            return say.gettext("A, negligible")
        case "B":
            return say.gettext("B, moderate")
        case "C":
            return say.gettext("C, large")


def spelled(locale: Locale, value: float) -> str:
    """A number as the reader writes it."""
    return number(value, locale, digits=services().settings.digits)


def facts_chart(locale: Locale, one: QuestionFigures) -> Chart:
    """The figures of one question."""
    say = words(locale)
    rows = (
        (say.gettext("Goes with the other answers"), _figure(locale, one.rest, one.rest)),
        (say.gettext("Says of the kind, in bits"), _figure(locale, one.bits, one.bits)),
        (say.gettext("Skipped"), _share(locale, one.skipped)),
        (say.gettext("Left here"), _share(locale, one.dropped)),
        (say.gettext("Seconds, half and nine in ten"), _seconds(locale, one)),
    )
    lines = tuple(Line(name, "", (cell,)) for name, cell in rows)
    return Chart(say.gettext("At a glance"), (say.gettext("Figure"), say.gettext("Value")), lines)


def _question_line(locale: Locale, question: Question, one: QuestionFigures, base: str) -> Line:
    say = words(locale)
    marked = {found.language for found in one.differences if found.effect != "A"}
    worst = {
        language: max(found.effect for found in one.differences if found.language == language)
        for language in sorted(marked)
    }
    tags = tuple(
        say.gettext("%(language)s: class %(effect)s", language=Locale(language).own_name, effect=effect)
        for language, effect in worst.items()
    )
    people = one.people["all"]
    cells = (
        NOTHING if people is None else Cell(spelled(locale, people)),
        _figure(locale, one.rest, one.rest),
        _figure(locale, one.bits, None if one.bits is None else one.bits / _MOST_BITS),
        _share(locale, one.skipped),
        _share(locale, one.dropped),
        _seconds(locale, one),
    )
    return Line(question.prompt[locale], base + one.key, cells, tags)


def _figure(locale: Locale, value: float | None, bar: float | None = None) -> Cell:
    if value is None:
        return NOTHING
    return Cell(spelled(locale, value), None if bar is None else min(1.0, max(0.0, bar)))


def _share(locale: Locale, share: ShareFigure | None) -> Cell:
    if share is None:
        return NOTHING
    digits = services().settings.digits
    value, low, high = (percent(one, locale, digits=digits) for one in (share.value, share.low, share.high))
    return Cell(value, share.value, words(locale).gettext("%(low)s to %(high)s", low=low, high=high))


def _seconds(locale: Locale, one: QuestionFigures) -> Cell:
    if one.median_seconds is None or one.slow_seconds is None:
        return NOTHING
    return Cell(f"{spelled(locale, one.median_seconds)} · {spelled(locale, one.slow_seconds)}")


def _counts(locale: Locale, counts: dict[str, int | None], people: dict[str, int | None]) -> tuple[Cell, ...]:
    digits = services().settings.digits
    cells = []
    for group in _SHOWN:
        count, whole = counts[group], people[group]
        if count is None:
            cells.append(NOTHING)
        elif not whole:
            cells.append(Cell(spelled(locale, count)))
        else:
            share = percent(count / whole, locale, digits=digits)
            cells.append(Cell(share, count / whole, spelled(locale, count)))
    return tuple(cells)


def _rest_tag(locale: Locale, rest: float | None) -> tuple[str, ...]:
    if rest is None:
        return ()
    say = words(locale)
    return (say.gettext("Goes with the other answers: %(value)s", value=spelled(locale, rest)),)


def _trait_name(locale: Locale, trait: str) -> str:
    content = services().content
    place = f"trait.{trait}.name"
    return content[place if place in content else f"focus.{trait}.name"][locale]


def _group_name(say: Words, group: str) -> str:
    return say.gettext("All languages") if group == "all" else Locale(group).own_name
