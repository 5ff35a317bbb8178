"""Taking the quiz: start, one question a page, check your answers."""

import secrets
from functools import partial
from urllib.parse import urlencode

from flask import request
from flask.wrappers import Response

from mentormatch.errors import InvalidInputError, NotFoundError
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.quiz import SKIPPED, UNANSWERED, Form, Format, Question, option_order
from mentormatch.storage import Transaction
from mentormatch.usecases import take_quiz
from mentormatch.usecases.open_case import shares_of
from mentormatch.usecases.short_turns import do_in_a_short_turn
from mentormatch.usecases.take_quiz import (
    Answered,
    AtCheck,
    AtQuestion,
    AtResult,
    Beginning,
    Ending,
    Foreseen,
    Given,
    Place,
    Standing,
)
from mentormatch.usecases.tokens import token_for
from mentormatch.web.limiting import Deed
from mentormatch.web.rendering import LINKS, Head, render, see_other, words
from mentormatch.web.security import keep_secret
from mentormatch.web.services import services
from mentormatch.web.sharing import Nature
from mentormatch.web.visitor.addresses import (
    check_path,
    keeping,
    question_path,
    result_path,
)
from mentormatch.web.visitor.blueprint import visitor
from mentormatch.web.visitor.notice import house_notice
from mentormatch.web.visitor.pages import CheckPage, CheckRow, Choice, QuestionPage, StartPage

_SEED_BITS = 63


@visitor.get("/<locale:locale>/quiz")
def start(locale: Locale) -> Response:
    """Choose a door."""
    return _start_page(locale, role="", form=Form.ADAPTIVE.value, error="", status=200)


@visitor.post("/<locale:locale>/quiz")
def begin(locale: Locale) -> Response:
    """Begin an attempt and go to its first question."""
    role, form = request.form.get("role", ""), request.form.get("form", Form.ADAPTIVE.value)
    if role not in tuple(Role) or form not in tuple(Form):
        say = words(locale)
        chosen = role if role in tuple(Role) else ""
        error = say.gettext("Please choose what you are looking for.")
        return _start_page(locale, role=chosen, form=form, error=error, status=400)
    served = services()
    served.limits.spend(Deed.BEGIN, request.remote_addr)
    token = token_for(request.form.get("start_key", ""), served.settings.secret_key)
    seed = secrets.randbits(_SEED_BITS)
    beginning = Beginning(Role(role), Form(form), locale, seed, served.settings.demo)
    with served.database.reading() as tx:
        opening = take_quiz.foresee_start(tx, served.instruments, beginning, now=served.now())
    with served.database.transaction() as tx:
        place = take_quiz.start(tx, token, opening)
    return see_other(place_path(locale, token, place))


@visitor.get("/<locale:locale>/quiz/<token:token>")
def resume(locale: Locale, token: str) -> Response:
    """Back to where the attempt stands, from its link."""
    served = services()
    with served.database.reading() as tx:
        standing = take_quiz.look(tx, served.instruments, token)
    return keep_secret(see_other(place_path(locale, token, standing.place)))


@visitor.get("/<locale:locale>/quiz/<token:token>/<int:position>")
def question(locale: Locale, token: str, position: int) -> Response:
    """One question."""
    served = services()
    with served.database.reading() as tx:
        standing = take_quiz.look(tx, served.instruments, token)
    if isinstance(standing.place, AtResult):
        return keep_secret(see_other(result_path(locale, token)))
    if not 1 <= position <= len(standing.attempt.shown):
        return keep_secret(see_other(place_path(locale, token, standing.place)))
    return _question_page(locale, token, standing, position, error="", status=200)


@visitor.post("/<locale:locale>/quiz/<token:token>/<int:position>")
def answer(locale: Locale, token: str, position: int) -> Response:
    """Answer or skip a question, then go where that leads."""
    served = services()
    option = None if request.form.get("action") == "skip" else request.form.get("answer", "")
    if option == "":
        return _unanswered(locale, token, position)
    given, now = Given(position, option, locale), served.now()

    def foresee(tx: Transaction, for_update: bool) -> Foreseen:
        return take_quiz.foresee_answer(tx, served.instruments, token, given, now=now, for_update=for_update)

    answered = do_in_a_short_turn(served.database, foresee, take_quiz.answer)
    return see_other(place_path(locale, token, answered.place) + _said(answered))


@visitor.get("/<locale:locale>/quiz/<token:token>/check")
def check(locale: Locale, token: str) -> Response:
    """All answers, each with a way to change it."""
    served = services()
    with served.database.reading() as tx:
        standing = take_quiz.look(tx, served.instruments, token)
    if not isinstance(standing.place, AtCheck):
        return keep_secret(see_other(place_path(locale, token, standing.place)))
    return _check_page(locale, token, standing)


@visitor.post("/<locale:locale>/quiz/<token:token>/check")
def confirm(locale: Locale, token: str) -> Response:
    """Make the result."""
    served = services()
    shares, now = shares_of(served.settings.secret_key, served.choices()), served.now()

    def foresee(tx: Transaction, for_update: bool) -> Ending:
        return take_quiz.foresee_end(tx, served.instruments, token, now=now, for_update=for_update)

    confirm_it = partial(take_quiz.confirm, shares=shares, now=now)
    place = do_in_a_short_turn(served.database, foresee, confirm_it)
    return see_other(place_path(locale, token, place))


@visitor.post("/<locale:locale>/quiz/<token:token>/more")
def more(locale: Locale, token: str) -> Response:
    """Two further questions after a close call."""
    served = services()
    asked = request.form.get("extra", "")
    if not asked.isascii() or not asked.isdigit() or len(asked) > 2:
        raise InvalidInputError("extra-questions", asked[:20])
    with served.database.transaction() as tx:
        place = take_quiz.ask_for_more(tx, served.instruments, token, int(asked), now=served.now())
    return see_other(place_path(locale, token, place))


def place_path(locale: Locale, token: str, place: Place) -> str:
    """The address of a place in an attempt."""
    match place:
        case AtQuestion(position):
            return question_path(locale, token, position)
        case AtCheck():
            return check_path(locale, token)
        case AtResult():
            return result_path(locale, token)


def _said(answered: Answered) -> str:
    """What the next page shall say about a change made after the last question."""
    if not answered.changed_afterwards:
        return ""
    if isinstance(answered.place, AtQuestion):
        return "?" + urlencode({"change": "reopened"})
    return "?" + urlencode({"change": "moved" if answered.moved else "kept"})


def _start_page(locale: Locale, *, role: str, form: str, error: str, status: int) -> Response:
    page = StartPage(
        action=LINKS[locale].quiz,
        start_key=secrets.token_urlsafe(32),
        role=role,
        form=form,
        error=error,
        privacy_href=LINKS[locale].privacy,
        notice=house_notice(locale),
    )
    content = services().content
    response = render(
        "visitor/start.html",
        locale,
        page,
        Head(content["start.title"][locale], content["start.lead"][locale], nature=Nature.QUIZ),
        status=status,
    )
    # The form's key must be fresh for every visitor: a shared copy would be a shared quiz.
    response.headers["Cache-Control"] = "no-store"
    return response


def _unanswered(locale: Locale, token: str, position: int) -> Response:
    served = services()
    with served.database.reading() as tx:
        standing = take_quiz.look(tx, served.instruments, token)
    if not 1 <= position <= len(standing.attempt.shown):
        raise NotFoundError("question-not-shown")
    if isinstance(standing.place, AtResult):
        return keep_secret(see_other(result_path(locale, token)))
    error = words(locale).gettext("Please choose an answer, or skip the question.")
    return _question_page(locale, token, standing, position, error=error, status=400)


def _question_page(
    locale: Locale, token: str, standing: Standing, position: int, *, error: str, status: int
) -> Response:
    attempt = standing.attempt
    asked = take_quiz.shown_questions(standing)[position - 1]
    left = attempt.shown[position - 1].left
    say = words(locale)
    page = QuestionPage(
        number=position,
        left=left,
        progress=(position - 1) / (position + left),
        prompt=asked.prompt[locale],
        why=asked.help[locale] if asked.help else "",
        choices=_choices(standing, asked, locale),
        scale=asked.format is Format.AGREE,
        action=question_path(locale, token, position),
        back_href=question_path(locale, token, position - 1) if position > 1 else "",
        skipped=attempt.code(asked) == SKIPPED,
        notice=_reopened_notice(locale),
        error=error,
        keeping=keeping(locale, token),
    )
    title = say.gettext("Question %(number)s", number=position)
    return keep_secret(
        render("visitor/question.html", locale, page, Head(title, private=True), status=status)
    )


def _reopened_notice(locale: Locale) -> str:
    if request.args.get("change") != "reopened":
        return ""
    return words(locale).gettext(
        "Your change is saved. It leaves more room for doubt, so here is a further question."
    )


def _choices(standing: Standing, asked: Question, locale: Locale) -> tuple[Choice, ...]:
    given = standing.attempt.code(asked)
    return tuple(
        Choice(
            key=asked.options[place].key,
            label=asked.options[place].label[locale],
            checked=given == place + 1,
        )
        for place in option_order(standing.attempt, asked)
    )


def _check_page(locale: Locale, token: str, standing: Standing) -> Response:
    shown = take_quiz.shown_questions(standing)
    heavy = take_quiz.weighty_questions(standing)
    rows = tuple(
        CheckRow(
            number=number,
            prompt=asked.prompt[locale],
            answer=_answer_label(standing, asked, locale),
            change_href=question_path(locale, token, number),
            weighty=asked.key in heavy,
        )
        for number, asked in enumerate(shown, start=1)
    )
    page = CheckPage(
        rows=rows,
        skipped=sum(not row.answer for row in rows),
        action=check_path(locale, token),
        back_href=question_path(locale, token, len(shown)),
        notice=_change_notice(locale),
        keeping=keeping(locale, token),
    )
    title = words(locale).gettext("Check your answers")
    return keep_secret(render("visitor/check.html", locale, page, Head(title, private=True)))


def _change_notice(locale: Locale) -> str:
    say = words(locale)
    match request.args.get("change"):
        case "moved":
            return say.gettext("Your change is saved. It moves the result in another direction.")
        case "kept":
            return say.gettext("Your change is saved. The result keeps its direction.")
        case _:
            return ""


def _answer_label(standing: Standing, asked: Question, locale: Locale) -> str:
    code = standing.attempt.code(asked)
    if code in (UNANSWERED, SKIPPED):
        return ""
    return asked.options[code - 1].label[locale]
