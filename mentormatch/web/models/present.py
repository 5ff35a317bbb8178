"""From the overview of models to the words of its page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from mentormatch.i18n import Locale, long_date, number
from mentormatch.matcher.model_document import LearnedModel, Quality, Slice
from mentormatch.matcher.promotion import Test
from mentormatch.usecases.drift import Chart, Drift
from mentormatch.usecases.promote import EXPERT, OTHER_RIVAL, Known, Overview
from mentormatch.web.models import naming
from mentormatch.web.models.draw import chart_row
from mentormatch.web.models.pages import Card, ChartRow, Entry, Row
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_SHORT = 12
_SMALL_GROUP = 10


class Presenter:
    """Says everything of the page in one language."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.speech = Speech(locale)
        self.say = self.speech.say

    def spelled(self, value: float, digits: int = 2) -> str:
        """A number as the reader writes it."""
        rounded = round(value, digits) + 0.0  # no minus before a zero
        written = number(rounded, self.locale, digits=services().settings.digits)
        # A minus belongs before its number, in a right-to-left sentence too.
        return f"\u2066{written}\u2069" if rounded < 0 else written

    def notice(self, said: str | None) -> str:
        """What has just happened."""
        known = {
            "promoted": self.say("The new model recommends from now on. Earlier results stay as they were."),
            "back": self.say("The earlier model recommends again. Results made meanwhile stay as they were."),
        }
        return known.get(said or "", "")

    def problem(self, found: Overview) -> str:
        """Why the expert model stands in."""
        match found.problem:
            case "missing":
                return self.say("The promoted model is missing. The expert model recommends in its place.")
            case "damaged":
                return self.say(
                    "The document of the promoted model is damaged or was changed. "
                    "The expert model recommends in its place."
                )
            case _:
                return ""

    def cards(self, found: Overview) -> tuple[Card, ...]:
        """Whoever recommends, and whoever would like to."""
        return (
            self._champion(found),
            self._challenger(found.challenger),
        )

    def _champion(self, found: Overview) -> Card:
        """With its figures on the challenger's cases, where there is a challenger beside it."""
        card = self._card(self.say("Recommends now"), found.champion)
        rival = found.challenger.model if found.challenger else None
        if rival is None:
            return card
        return replace(card, same_cases=tuple(self._quality(rival.card.measured.rival)))

    def _challenger(self, known: Known | None) -> Card:
        title = self.say("Challenger")
        if known is not None:
            return self._card(title, known)
        sentence = self.say(
            "No model challenges at the moment. One is trained with the command mentormatch train."
        )
        return Card(title, self.say("None"), (sentence,), (), (), (), (), (), "")

    def _card(self, title: str, known: Known | None) -> Card:
        if known is None or known.model is None:
            sentence = self.say("Profiles from expert judgement, without any learning from results.")
            name = self.say("Expert model") if known is None else self._name(known.stored.number)
            return Card(title, name, (sentence,), (), (), (), (), (), "")
        model = known.model
        return Card(
            title=title,
            name=self._name(known.stored.number),
            sentences=tuple(self._taught(model, known.stored.created)),
            quality=(*self._quality(model.card.measured.candidate), self._gain(model)),
            same_cases=(),
            kinds=self._slices({self.speech.kind_name(k): s for k, s in model.card.measured.kinds.items()}),
            languages=self._slices({lo.own_name: s for lo, s in model.card.measured.languages.items()}),
            limits=tuple(naming.limit(self.speech, code) for code in model.card.limits),
            hash=model.content_hash[:_SHORT],
        )

    def _name(self, model_number: int) -> str:
        return self.say("Model %(number)s", number=self.spelled(model_number))

    def _taught(self, model: LearnedModel, created: datetime) -> Iterator[str]:
        taught = model.card.taught
        first, last = (datetime.fromisoformat(at) for at in (taught.window.first, taught.window.last))
        yield self.say("Trained on %(date)s.", date=long_date(created, self.locale))
        yield self.speech.count(
            "Learnt from one judgement, made between %(first)s and %(last)s.",
            "Learnt from %(num)s judgements, made between %(first)s and %(last)s.",
            taught.judgements,
            first=long_date(first, self.locale),
            last=long_date(last, self.locale),
        )
        yield self.say(
            "Blind: %(blind)s. Shown the recommendation: %(shown)s. Left out as careless: %(careless)s.",
            blind=self.spelled(taught.blind),
            shown=self.spelled(taught.shown),
            careless=self.spelled(taught.careless_left_out),
        )

    def _quality(self, measured: Quality) -> Iterator[Row]:
        yield Row(self.say("Right kind first"), self._interval(measured.top1, share=True))
        yield Row(self.say("Log-loss (smaller is better)"), self._interval(measured.log_loss))
        yield Row(self.say("Brier score (smaller is better)"), self._interval(measured.brier))
        yield Row(self.say("Calibration error"), self.spelled(measured.ece, 3))

    def _gain(self, model: LearnedModel) -> Row:
        gain = self._interval(model.card.measured.gain)
        return Row(self.say("Gain in log-loss over what recommended then"), gain)

    def _interval(self, figure: Sequence[float], *, share: bool = False) -> str:
        def spell(value: float) -> str:
            return self.speech.percent(value) if share else self.spelled(value, 3)

        value, low, high = map(spell, figure)
        return self.say("%(value)s (%(low)s to %(high)s)", value=value, low=low, high=high)

    def _slices(self, slices: Mapping[str, Slice]) -> tuple[Row, ...]:
        few = self.say("fewer than ten cases")
        return tuple(
            Row(name, self._interval(one.top1, share=True) if one.cases >= _SMALL_GROUP else few)
            for name, one in slices.items()
        )

    def tests(self, found: Overview) -> tuple[Entry, ...]:
        """The conditions of taking over."""
        yes, no = self.say("met"), self.say("not met yet")
        return tuple(
            Entry(
                naming.condition(self.speech, test.code),
                self._found(test),
                yes if test.met else no,
                test.met,
            )
            for test in found.tests
        )

    def _found(self, test: Test) -> str:
        """What a condition's test came to, beside what it needs."""
        if test.code == OTHER_RIVAL:
            return self.say("Another one recommended when it was trained; it has to be trained anew.")
        found, needed = (self.spelled(value, 3) for value in (test.found, test.needed))
        return self.say("%(found)s, needed %(needed)s", found=found, needed=needed)

    def verdict(self, found: Overview) -> str:
        """Whether the challenger may take over."""
        if found.challenger is None:
            return ""
        if found.challenger.model is None:
            return self.say("The challenger’s document is damaged; it cannot take over.")
        if found.may_promote:
            return self.say("Every condition is met: the challenger may take over.")
        return self.say("The challenger may not take over yet.")

    def back_to(self, found: Overview) -> str:
        """What one step back would let recommend."""
        if found.back_to is None:
            return ""
        name = self.say("Expert model") if found.back_to == EXPERT else self._name(int(found.back_to))
        return self.say("Go back to: %(name)s", name=name)

    def models(self, found: Overview) -> tuple[Entry, ...]:
        """The stored models, newest first."""
        return tuple(
            Entry(
                self._name(model.number),
                long_date(model.created, self.locale),
                naming.model_state(self.speech, model, found.promoted),
            )
            for model in found.models
        )

    def turns(self, found: Overview) -> tuple[Entry, ...]:
        """The changes of what recommends, newest first."""
        numbers = {model.content_hash: model.number for model in found.models}
        expert, older = self.say("Expert model"), self.say("An older model")
        rows = []
        for turn in found.turns:
            known = numbers.get(turn.content_hash or "")
            name = self._name(known) if known else older if turn.content_hash else expert
            deed = self.say("promoted") if turn.deed == "promoted" else self.say("brought back")
            rows.append(Entry(name, long_date(turn.at, self.locale), deed))
        return tuple(rows)

    def charts(self, watched: Drift) -> tuple[ChartRow, ...]:
        """Every chart that has a week to show."""
        return tuple(self._chart(chart) for chart in watched.charts if chart.latest is not None)

    def _chart(self, chart: Chart) -> ChartRow:
        spell = self.speech.percent if chart.is_share else self.spelled
        return chart_row(naming.chart(self.speech, chart.code), chart, spell, self.say)

    def drift_note(self, watched: Drift) -> str:
        """What the charts rest on."""
        return self.speech.count(
            "From one result of the last twelve weeks.",
            "From %(num)s results of the last twelve weeks, the newest of each.",
            watched.results,
        )
