"""The expert document: every number that the scorer, the matcher and the questioning rest on.

It is data, not code: expert judgement made from the guide's own words, versioned and identified
by its content hash. This module says what such a document looks like and what it must satisfy.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mentormatch.guide import CONTENT_TRAITS, Kind, Trait

Finite = Annotated[float, Field(allow_inf_nan=False, ge=-10, le=10)]
Positive = Annotated[float, Field(allow_inf_nan=False, gt=0, le=1000)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1, le=250)]


class _Strict(BaseModel):
    # Built at its first use, as part of what holds it: by itself each would be built at every start.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class FocusAxes(_Strict):
    """Where a coaching leaf stands on its own focus axis and on the two others."""

    own: Finite
    other: Finite


class Correlation(_Strict):
    """How two traits go together among people whom the same kind fits."""

    between: Annotated[list[Trait], Field(min_length=2, max_length=2)]
    value: Annotated[float, Field(gt=-1, lt=1)]

    @model_validator(mode="after")
    def _two_different_traits(self) -> Self:
        if len(set(self.between)) != 2:
            raise ValueError("a correlation is between two different traits")
        return self


class Within(_Strict):
    """How people differ whom the same kind fits; standard deviations in z units."""

    sd: Positive
    acquiescence_sd: Positive
    correlations: list[Correlation]


class AgreeItems(_Strict):
    """Slope and thresholds (before the slope) of the five-point agreement questions."""

    slope: Positive
    thresholds: Annotated[list[Finite], Field(min_length=4, max_length=4)]

    @model_validator(mode="after")
    def _thresholds_rise(self) -> Self:
        rising = zip(self.thresholds, self.thresholds[1:], strict=False)
        if not all(low < high for low, high in rising):
            raise ValueError("thresholds must rise")
        return self


class ChoiceItems(_Strict):
    """Slope of the pairs, or of the situations."""

    slope: Positive


class Items(_Strict):
    """How each format turns a person's traits into an answer."""

    agree: AgreeItems
    pair: ChoiceItems
    choose: ChoiceItems


class CloseCall(_Strict):
    """A result is close below this probability, or below this lead over the runner-up."""

    least_probability: Share
    least_lead: Share


class Stopping(_Strict):
    """When enough has been asked."""

    least_certainty: Share
    least_answered: Count
    most_shown: Count


class Seconds(_Strict):
    """How long a question of each format usually takes."""

    agree: Positive
    pair: Positive
    choose: Positive


class Selection(_Strict):
    """How the next question is weighed."""

    seconds: Seconds
    seconds_power: Share
    situation_share: Share


class CarelessRules(_Strict):
    """From where answers look careless, and how many answers it takes to say so."""

    run_share: Share
    least_agreements: Count
    least_predictability: Finite
    least_answers: Count


Profile = dict[Trait, Finite]


class ExpertDocument(_Strict):
    """The whole model."""

    schema_: Literal[1] = Field(alias="schema")
    version: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    profiles: dict[Kind, Profile]
    focus: FocusAxes
    within: Within
    prior: dict[Kind, Positive]
    items: Items
    temperature: Positive
    close_call: CloseCall
    stopping: Stopping
    selection: Selection
    careless: CarelessRules

    @model_validator(mode="after")
    def _nothing_is_missing(self) -> Self:
        for kind in Kind:
            if kind not in self.prior:
                raise ValueError(f"no prior for {kind}")
            if set(self.profiles.get(kind, {})) != set(CONTENT_TRAITS):
                raise ValueError(f"the profile of {kind} needs exactly the eight content traits")
        if self.stopping.least_answered > self.stopping.most_shown:
            raise ValueError("least_answered is more than most_shown")
        return self
