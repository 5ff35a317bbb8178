"""What is known of how a bank's questions work: the values that are kept, shown and exported.

`None` stands where too few people would be behind a figure, or where it does not apply. Groups are
`all`, `fr`, `en` and `ar`: the language in which a question was answered.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

GROUPS = ("fr", "en", "ar", "all")


class _Kept(BaseModel):
    # Built at its first use, as part of what holds it: by itself each would be built at every start.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class ShareFigure(_Kept):
    """A share with its 95 % interval, all from 0 to 1."""

    value: float
    low: float
    high: float


class OptionFigures(_Kept):
    """One option: how many of each group chose it, and its correlation with the other answers."""

    key: str
    counts: dict[str, int | None]
    rest: float | None = None


class DifferenceFigures(_Kept):
    """How a question, or one option of it, differs in a language from French.

    `size` is SMD/SD for agreement and Mantel-Haenszel Δ for a choice; `provisional` below 200
    people in either language.
    """

    language: str
    option: str | None
    size: float
    effect: Literal["A", "B", "C"]
    provisional: bool


class QuestionFigures(_Kept):
    """One question; `people` are those to whom it was shown and who answered or skipped it."""

    key: str
    format: Literal["agree", "choose", "pair"]
    part: str
    people: dict[str, int | None]
    skipped: ShareFigure | None
    dropped: ShareFigure | None
    median_seconds: float | None
    slow_seconds: float | None
    rest: float | None
    bits: float | None
    options: list[OptionFigures]
    skips: dict[str, int | None]
    differences: list[DifferenceFigures]
    compared: list[str]


class TraitFigures(_Kept):
    """One trait: marginal reliability of all finished attempts, α and ω of full forms."""

    trait: str
    reliability: float | None
    items: int
    alpha: float | None
    omega: float | None


class Statistics(_Kept):
    """A bank version's questions as measured on `attempts`, of which `sampled` were modelled."""

    schema_: Literal[1] = 1
    bank: str
    model: str
    attempts: int
    sampled: int
    full_forms: int
    questions: list[QuestionFigures]
    traits: list[TraitFigures]
