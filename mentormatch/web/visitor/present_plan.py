"""The plan of action in the reader's words: from text ids and days to the page's values."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import quote

from mentormatch.guide import Focus, Kind, Leaf, Readiness, Role, Trait
from mentormatch.guide.plan import Case, Letter, Line, Milestone, Plan, Side, Tone, compose
from mentormatch.guide.plan_rules import NOTICEABLE
from mentormatch.i18n import Locale, long_date, minutes
from mentormatch.quiz import GATE_KEY
from mentormatch.usecases.make_result import ResultView
from mentormatch.web.rendering import LINKS
from mentormatch.web.services import services
from mentormatch.web.visitor.plan_page import (
    AdviceLine,
    AgendaRow,
    DatedStep,
    GuideLink,
    LetterChoice,
    LetterLanguage,
    LetterText,
    PitfallRow,
    PlanPart,
    PlanSide,
    SheetRow,
)
from mentormatch.web.visitor.speech import Speech

_MORE = {
    Role.FIND: ("finding", "relationship", "mistakes"),
    Role.BECOME: ("becoming", "relationship", "mistakes"),
}


# Letters beyond ASCII stay as they are in a mail address.
_ESCAPED = {code: quote(chr(code), "!$'()*,;:@/?") for code in range(0x80)}


def gate_answer(view: ResultView) -> str:
    """The option that was chosen at the gate question; "" when it was not answered."""
    gate = view.instrument.bank.by_key.get(GATE_KEY)
    code = 0 if gate is None else view.attempt.code(gate)
    return gate.options[code - 1].key if gate is not None and 1 <= code <= len(gate.options) else ""


def plan_of(view: ResultView) -> Plan:
    """The plan of a stored result, without words: for pages, documents and calendars alike."""
    outcome = view.outcome
    levels = (outcome.get("readiness") or {}).get("levels", {})
    return compose(
        Case(
            leaf=_leaf(outcome["recommendation"], outcome["focus_probabilities"]),
            role=view.attempt.role,
            traits=_traits(view),
            rival=_rival(outcome) if outcome["close_call"] else None,
            need=gate_answer(view),
            levels={Readiness(name): level for name, level in levels.items() if level is not None},
            weekday=view.made.weekday(),
        )
    )


def plan_part(speech: Speech, view: ResultView, address: str, letters: Locale) -> PlanPart:
    """The plan of a stored result, in one language; its first messages in the language `letters`.

    `address` is that of the result, where the messages are also there in the other languages.
    """
    plan = plan_of(view)
    speaker = PlanSpeaker(speech, letters, made=view.made, traits=_traits(view))
    named = _MORE[plan.role] if len(plan.sides) == 1 else ("compared", *_MORE[plan.role])
    return PlanPart(
        title=speech.text(f"plan.title.{plan.role}"),
        gate=speech.text(plan.gate_id) if plan.gate_id else "",
        milestones=tuple(map(speaker.step, plan.milestones)),
        becoming=plan.role is Role.BECOME,
        languages=tuple(
            LetterLanguage(lo, lo.own_name, f"{address}?letter={lo}", lo is letters)
            for lo in services().voices.spoken
        ),
        sides=tuple(speaker.side(side, alone=len(plan.sides) == 1) for side in plan.sides),
        more=tuple(
            GuideLink(speech.text(f"guide.{name}.title"), f"{LINKS[speech.locale].guide}/{name}")
            for name in named
        ),
    )


def _traits(view: ResultView) -> dict[Trait, float]:
    return {Trait(name): estimate["mean"] for name, estimate in view.outcome["traits"].items()}


def _leaf(kind: str, focuses: Mapping[str, float]) -> Leaf:
    if kind != Kind.COACHING:
        return Leaf(kind)
    return Leaf(f"coaching-{max(Focus, key=lambda focus: focuses.get(focus, 0.0))}")


def _rival(outcome: Mapping[str, object]) -> Leaf:
    shares: Mapping[str, float] = outcome["probabilities"]  # type: ignore[assignment] # JSON
    focuses: Mapping[str, float] = outcome["focus_probabilities"]  # type: ignore[assignment] # JSON
    return _leaf(max((k for k in shares if k != outcome["recommendation"]), key=shares.__getitem__), focuses)


def _mailto(subject: str, body: str) -> str:
    """A link that opens a message in the mail program.

    Lines end as the mail standard wants them (RFC 6068, 5). Letters beyond ASCII stay as they are,
    as addresses in HTML may: encoded, Arabic would weigh three times as much.
    """
    lines = body.replace("\n", "\r\n")
    start = f"mailto:?subject={subject.translate(_ESCAPED)}"
    return f"{start}&body={lines.translate(_ESCAPED)}" if body else start


class PlanSpeaker:
    """Says the parts of the plan of a result that was made at a time from these traits.

    First messages are in the language `letters`.
    """

    def __init__(
        self, speech: Speech, letters: Locale, *, made: datetime, traits: Mapping[Trait, float]
    ) -> None:
        self._speech = speech
        self._writing = speech.in_language(letters)
        self._made = made
        self._traits = traits

    def step(self, milestone: Milestone) -> DatedStep:
        """A milestone on its day."""
        say = self._speech
        return DatedStep(
            self._day(milestone.days, say.locale), say.text(milestone.title_id), say.text(milestone.text_id)
        )

    def side(self, side: Side, *, alone: bool) -> PlanSide:
        """The advice of one side; with its own steps and sign when it is one of two."""
        say, leaf = self._speech, side.leaf
        return PlanSide(
            key=leaf.focus or leaf.kind,
            name=say.text(f"focus.{leaf.focus}.name" if leaf.focus else f"kind.{leaf.kind}.name"),
            steps=()
            if alone
            else tuple(DatedStep("", say.text(it.title_id), say.text(it.text_id)) for it in side.steps),
            sign="" if alone else say.text(side.trial.sign_id),
            where=self._lines(side, side.where),
            criteria=self._lines(side, side.criteria),
            tones=tuple(
                LetterChoice(tone, say.text(f"advice.letter.tone.{tone}"), tone is Tone.SIMPLE)
                for tone in Tone
            ),
            letters=tuple(self._letter(it, side, light=not alone) for it in side.letters),
            agenda=tuple(
                AgendaRow(
                    minutes(item.minutes, say.locale, digits=services().settings.digits),
                    self._fill(say, side, item.line.text_id),
                    self._because(item.line),
                )
                for item in side.agenda
            ),
            goals_lead=say.text(side.goals_lead.text_id) if side.goals_lead else "",
            goals=tuple(
                SheetRow(say.text(f"goal.{goal.field}.name"), self._fill(say, side, goal.text_id))
                for goal in side.goals
            ),
            rhythm=self._lines(side, side.rhythm),
            mistakes=tuple(
                PitfallRow(
                    say.text(f"guide.mistakes.{it.mistake}.heading"),
                    say.text(it.line.text_id),
                    self._because(it.line),
                )
                for it in side.mistakes
            ),
        )

    def _lines(self, side: Side, lines: tuple[Line, ...]) -> tuple[AdviceLine, ...]:
        return tuple(
            AdviceLine(self._fill(self._speech, side, line.text_id), self._because(line)) for line in lines
        )

    def _because(self, line: Line) -> str:
        if line.trait is None or abs(self._traits.get(line.trait, 0.0)) < NOTICEABLE:
            return ""
        pole = self._speech.text(f"trait.{line.trait}.{'high' if line.high else 'low'}")
        return self._speech.filled("part.because", pole=pole)

    def _letter(self, letter: Letter, side: Side, *, light: bool) -> LetterText:
        say, locale = self._writing, self._writing.locale
        body = "\n\n".join(
            " ".join(self._fill(say, side, text_id) for text_id in sentences)
            for sentences in letter.paragraphs
        )
        subject = say.text(letter.subject_id)
        return LetterText(
            id=f"letter-{side.leaf}-{letter.tone}",
            tone=letter.tone,
            lang=locale.value,
            dir=locale.direction,
            name=self._speech.text(f"advice.letter.tone.{letter.tone}"),
            subject=subject,
            body=body,
            # Two sides with every message twice would weigh too much: there the script fills them in.
            mailto=_mailto(subject, "" if light else body),
        )

    def _fill(self, say: Speech, side: Side, text_id: str) -> str:
        text = say.text(text_id)
        if "%(" not in text:
            return text
        return text % {
            "pace": say.text(side.pace_id),
            "halfway": self._day(side.halfway_days, say.locale),
            "by": self._day(side.by_days, say.locale),
            "preference": say.text(side.preference_id) if side.preference_id else "",
        }

    def _day(self, days: int, locale: Locale) -> str:
        return long_date(self._made + timedelta(days=days), locale)
