"""A stored result in the reader's words: from the outcome document to the page's values.

Nothing is computed anew here but places on a chart and words for numbers, so the page says the
same for as long as the result is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from mentormatch.guide import CONTENT_TRAITS, Focus, Kind, Role, Trait
from mentormatch.i18n import Locale, long_date
from mentormatch.quiz import Part
from mentormatch.usecases.make_result import ResultView
from mentormatch.usecases.take_quiz import EXTRA_QUESTIONS, MAX_EXTRA
from mentormatch.web.rendering import LINKS
from mentormatch.web.visitor.addresses import compare_path, external, keeping, more_path, result_path
from mentormatch.web.visitor.notice import house_notice
from mentormatch.web.visitor.pages import (
    Bar,
    ChangeRow,
    ReasonRow,
    ResultPage,
    SmallestChange,
    TraitRow,
)
from mentormatch.web.visitor.present_counsel import counsel_part
from mentormatch.web.visitor.present_plan import gate_answer, plan_part
from mentormatch.web.visitor.present_readiness import readiness_part
from mentormatch.web.visitor.speech import Speech

_SCALE_END = 3.0
_INTERVAL = 1.0
_CLEAR = 1.0
# A focus leads the next by as much as a kind that is no close call.
_CLEAR_LEAD = 0.15
_SURE_WORDS = ((0.8, "sure.very"), (0.65, "sure.fairly"), (0.0, "sure.somewhat"))


def present(view: ResultView, locale: Locale, token: str, *, letters: Locale | None = None) -> ResultPage:
    """The result page of a stored result, in one language; its messages in `letters` (else the same)."""
    speech = Speech(locale)
    page = _ranked(speech, view, token, letters or locale)
    if nothing_answered(view):
        # Every kind is as likely as before the quiz: naming any would be made up.
        return replace(_unranked(page, speech.say("There is nothing to recommend yet")), traits=())
    if view.outcome["careless"]["straight_line"]:
        # Answers that all look alike say little: the profile is shown, and nothing that ranks.
        return _unranked(page, speech.say("Your answers look alike"))
    return page


def nothing_answered(view: ResultView) -> bool:
    """Whether every question that says something of the kinds was skipped."""
    return view.outcome["careless"]["predictability"] is None


def _unranked(page: ResultPage, headline: str) -> ResultPage:
    return replace(
        page,
        rival="",
        close_call=False,
        show_ranking=False,
        headline=headline,
        summary="",
        sureness="",
        extra_action="",
        bars=(),
        focus_bars=(),
        reasons_for=(),
        reason_against=(),
        change=None,
        action_plan=None,
    )


# Long because the page is: one line for each of its parts, in reading order.
def _ranked(speech: Speech, view: ResultView, token: str, letters: Locale) -> ResultPage:
    outcome, locale = view.outcome, speech.locale
    kind, rival = _leaders(outcome)
    close = bool(outcome["close_call"])
    path = result_path(locale, token)
    return ResultPage(
        kind=kind.value,
        rival=rival.value if close else "",
        close_call=close,
        show_ranking=True,
        headline=_headline(speech, view, kind, rival),
        summary=_also_close(speech, outcome) if close else _summary(speech, view, kind),
        sureness=_sureness(speech, outcome, kind),
        notices=tuple(_notices(speech, view)),
        team_notice=house_notice(locale),
        extra_action=more_path(locale, token) if _may_ask_more(view) else "",
        extra_count=view.attempt.extra + EXTRA_QUESTIONS,
        bars=_bars(speech, outcome, {kind, rival} if close else {kind}),
        focus_bars=_focus_bars(speech, view) if kind is Kind.COACHING else (),
        traits=tuple(_trait_rows(speech, view, {kind, rival})),
        reasons_for=tuple(_reasons(speech, view, kind, favouring=True)),
        reason_against=tuple(_reasons(speech, view, kind, favouring=False)),
        change=_change(speech, view),
        action_plan=plan_part(speech, view, path, letters),
        readiness=readiness_part(speech, view),
        made_on=long_date(view.made, locale),
        kept_until=long_date(view.kept_until, locale),
        report_href=f"{path}/report.pdf",
        calendar_href=f"{path}/plan.ics",
        compare_action=compare_path(locale),
        share_text=_share_text(speech),
        data_href=f"{path}/data.json",
        retake_href=LINKS[locale].quiz,
        guide_href=f"{LINKS[locale].guide}/{kind}",
        keeping=keeping(locale, token),
        about_model=speech.filled(
            "model.about",
            bank=str(view.instrument.number),
            model=view.model_hash[:8],
            date=long_date(view.made, locale),
        ),
        counsel=counsel_part(speech, view, path),
    )


def _share_text(speech: Speech) -> str:
    """What somebody may pass on: where the quiz is, and nothing of this result."""
    return speech.say(
        "Which kind of mentoring or coaching suits you? "
        "About 12 questions, 3 minutes, no account: %(address)s",
        address=external(LINKS[speech.locale].quiz),
    )


def _leaders(outcome: Mapping[str, Any]) -> tuple[Kind, Kind]:
    ranked = sorted(outcome["probabilities"].items(), key=lambda item: -item[1])
    first = Kind(outcome["recommendation"])
    second = next(Kind(kind) for kind, _ in ranked if kind != first)
    return first, second


def _headline(speech: Speech, view: ResultView, kind: Kind, rival: Kind) -> str:
    if view.outcome["close_call"]:
        return speech.filled("headline.close", one=speech.kind_within(kind), two=speech.kind_within(rival))
    focus = _clear_focus(view)
    if focus and view.attempt.role is Role.FIND:
        return speech.text(f"focus.{focus}.headline.find")
    return speech.text(f"kind.{kind}.headline.{view.attempt.role}")


def _also_close(speech: Speech, outcome: Mapping[str, Any]) -> str:
    """The kinds behind the first two that are as near to the leader as a close call is; often none."""
    (_, best), _, *others = sorted(outcome["probabilities"].items(), key=lambda item: -item[1])
    near = [speech.kind_within(Kind(kind)) for kind, share in others if best - share < _CLEAR_LEAD]
    match near:
        case [one]:
            return speech.filled("close.third", one=one)
        case [one, two]:
            return speech.filled("close.both", one=one, two=two)
        case _:
            return ""


def _clear_focus(view: ResultView) -> str | None:
    """The focus to name as the recommendation; None when two are as near as in a close call."""
    shares = sorted(view.outcome["focus_probabilities"].values(), reverse=True)
    if len(shares) > 1 and shares[0] - shares[1] < _CLEAR_LEAD:
        return None
    focus: str | None = view.outcome["focus"]
    return focus


def _summary(speech: Speech, view: ResultView, kind: Kind) -> str:
    focus = _clear_focus(view)
    return speech.text(f"focus.{focus}.summary" if focus else f"kind.{kind}.summary")


def _sureness(speech: Speech, outcome: Mapping[str, Any], kind: Kind) -> str:
    share = outcome["probabilities"][kind.value]
    of_ten = str(min(9, max(1, round(share * 10))))
    if outcome["close_call"]:
        return speech.filled("sure.close", of_ten=of_ten)
    word = next(word for least, word in _SURE_WORDS if share >= least)
    return speech.filled(word, of_ten=of_ten)


def _notices(speech: Speech, view: ResultView) -> Iterator[str]:
    need = f"gate.{gate_answer(view)}"
    if speech.has(need):
        yield speech.text(need)
    careless = view.outcome["careless"]
    if nothing_answered(view):
        yield speech.text("careless.nothing")
    elif careless["straight_line"]:
        yield speech.text("careless.straight")
    elif careless["random_like"]:
        yield speech.text("careless.random")


def _may_ask_more(view: ResultView) -> bool:
    attempt = view.attempt
    shown = {place.index for place in attempt.shown}
    waiting = view.instrument.bank.asked_of(attempt.role, Part.TRAITS)
    return (
        bool(view.outcome["close_call"])
        and attempt.extra < MAX_EXTRA
        and any(question.index not in shown for question in waiting)
    )


def _bars(speech: Speech, outcome: Mapping[str, Any], leaders: set[Kind]) -> tuple[Bar, ...]:
    ranked = sorted(outcome["probabilities"].items(), key=lambda item: -item[1])
    return tuple(
        Bar(
            kind=kind,
            name=speech.kind_name(Kind(kind)),
            percent=speech.percent(share),
            share=share,
            leads=Kind(kind) in leaders,
        )
        for kind, share in ranked
    )


def _focus_bars(speech: Speech, view: ResultView) -> tuple[Bar, ...]:
    clear = _clear_focus(view)
    ranked = sorted(view.outcome["focus_probabilities"].items(), key=lambda item: -item[1])
    return tuple(
        Bar(
            kind=focus,
            name=speech.text(f"focus.{Focus(focus)}.name"),
            percent=speech.percent(share),
            share=share,
            leads=focus == clear,
        )
        for focus, share in ranked
    )


def _trait_rows(speech: Speech, view: ResultView, leaders: set[Kind]) -> Iterator[TraitRow]:
    # What coaching would work on is asked, and says something, only when coaching is near.
    wanted = tuple(Trait) if Kind.COACHING in leaders else CONTENT_TRAITS
    for trait in wanted:
        estimate = view.outcome["traits"][trait.value]
        yield trait_row(speech, trait, estimate["mean"], estimate["sd"])


def trait_row(speech: Speech, trait: Trait, mean: float, sd: float) -> TraitRow:
    """Where an estimate of a trait lies between its poles; `mean` and `sd` in z units."""
    low, high = speech.text(f"trait.{trait}.low"), speech.text(f"trait.{trait}.high")
    return TraitRow(
        trait=trait.value,
        name=speech.text(f"trait.{trait}.name"),
        low=low,
        high=high,
        place=_place(mean),
        from_place=_place(mean - _INTERVAL * sd),
        to_place=_place(mean + _INTERVAL * sd),
        words=_trait_words(speech, mean, sd, low, high),
    )


def _trait_words(speech: Speech, mean: float, sd: float, low: str, high: str) -> str:
    if abs(mean) < _INTERVAL * sd:
        return speech.say("Between the two")
    pole = high if mean > 0 else low
    if abs(mean) >= _CLEAR:
        return speech.say("Clearly: %(pole)s", pole=pole)
    return speech.say("Rather: %(pole)s", pole=pole)


def _place(z: float) -> float:
    return min(1.0, max(0.0, (z + _SCALE_END) / (2 * _SCALE_END)))


def _reasons(speech: Speech, view: ResultView, leader: Kind, *, favouring: bool) -> Iterator[ReasonRow]:
    reasons = view.outcome["reasons"]
    heaviest = max((abs(reason["weight"]) for reason in reasons), default=1.0) or 1.0
    for reason in reasons:
        if (reason["toward"] == leader) is not favouring:
            continue
        question = view.instrument.bank.by_key[reason["question"]]
        toward = Kind(reason["toward"])
        yield ReasonRow(
            prompt=question.prompt[speech.locale],
            answer=speech.option_label(question, reason["option"]),
            kind=toward.value,
            kind_name=speech.kind_name(toward),
            words=speech.say("Speaks for: %(kind)s", kind=speech.kind_name(toward)),
            share=abs(reason["weight"]) / heaviest,
        )


def _change(speech: Speech, view: ResultView) -> SmallestChange | None:
    change = view.outcome["change"]
    if change is None:
        return None
    toward = Kind(change["toward"])
    rows = tuple(
        ChangeRow(
            prompt=question.prompt[speech.locale],
            given=speech.option_label(question, answer["given"]),
            instead=speech.option_label(question, answer["instead"]),
        )
        for answer in change["answers"]
        for question in (view.instrument.bank.by_key[answer["question"]],)
    )
    sentence = speech.count(
        "If %(num)d answer were different, the result would be: %(kind)s",
        "If %(num)d answers were different, the result would be: %(kind)s",
        len(rows),
        kind=speech.kind_name(toward),
    )
    return SmallestChange(rows, toward.value, speech.kind_name(toward), sentence)
