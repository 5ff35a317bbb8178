"""What `data.json` looks like: the one source of its published JSON Schema.

The file `data/result.schema.json` is made from these models, and every result that the tests
download is held to them. Names are only ever added; what a name means does not change.
"""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from mentormatch.casework import Verdict
from mentormatch.guide import Focus, Kind, Readiness, Role, Trait
from mentormatch.i18n import Locale
from mentormatch.quiz import Form

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
QuestionKey = Annotated[str, Field(description="The key of a question in the bank version.")]
OptionKey = Annotated[str, Field(description='The key of an option; "1" to "5" on the agreement scale.')]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of a document.")]


class _Strict(BaseModel):
    # Built at its first use, as part of what holds it: by itself each would be built at every start.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class EstimateData(_Strict):
    """Where the answers place somebody on a trait."""

    mean: Annotated[Finite, Field(description="In standard deviations; above 0 is toward the high pole.")]
    sd: Annotated[Finite, Field(gt=0, description="The standard error of `mean`.")]


class ReasonData(_Strict):
    """What one answer did to the result."""

    question: QuestionKey
    option: OptionKey
    toward: Kind
    weight: Annotated[Finite, Field(description="By how many nats the answer raised that kind.")]


class CarelessData(_Strict):
    """Whether the answers look as if they had not been read: a hint, never a verdict."""

    straight_line: bool
    random_like: bool
    longest_run: Annotated[Share, Field(description="The longest run of like answers, as a share.")]
    predictability: Finite | None


class ReadinessData(_Strict):
    """How ready somebody is to mentor, as shares of the scale; null where nothing was answered."""

    competence: Share | None
    commitment: Share | None
    headline: Share | None
    weakest: Readiness | None
    levels: dict[Readiness, Share | None]


class AlterationData(_Strict):
    """One answer that would have to be another one."""

    question: QuestionKey
    given: OptionKey
    instead: OptionKey


class ChangeData(_Strict):
    """The fewest other answers that would make another kind lead."""

    toward: Kind
    answers: list[AlterationData]


class VersionsData(_Strict):
    """What the result was made by."""

    bank: Annotated[int, Field(ge=1, description="The number of the bank version.")]
    bank_hash: Hash
    model_hash: Hash


class DatesData(_Strict):
    """When, in UTC."""

    started: datetime
    last_seen: datetime
    result: datetime
    kept_until: Annotated[datetime, Field(description="When everything here is deleted.")]


class QuestionData(_Strict):
    """What was asked of a counselor; message and address are null once they were deleted."""

    message: str | None
    email: str | None
    consent: Annotated[str | None, Field(description="The version of the text that was agreed to.")]
    consent_language: Locale | None
    consented: datetime | None
    asked: datetime
    due: Annotated[datetime | None, Field(description="When the answer was promised.")]
    withdrawn: datetime | None


class WordData(_Strict):
    """What a counselor said of the automatic result, once it was opened on the result page."""

    verdict: Verdict
    recommendation: Kind
    focus: Focus | None
    note: str
    released: datetime
    opened: datetime


class CounselData(_Strict):
    """What passed between the visitor and a counselor; null where nothing did."""

    question: QuestionData | None
    word: WordData | None


class ResultData(_Strict):
    """Everything that is kept about one attempt at the quiz, and its latest result."""

    recommendation: Kind
    focus: Focus | None
    probabilities: Annotated[
        dict[Kind, Share], Field(description="Of each kind that the door can recommend; together 1.")
    ]
    focus_probabilities: Annotated[
        dict[Focus, Share], Field(description="Given coaching; together 1, or empty at the door become.")
    ]
    traits: dict[Trait, EstimateData]
    close_call: bool
    reasons: list[ReasonData]
    careless: CarelessData
    readiness: Annotated[ReadinessData | None, Field(description="At the door become only.")] = None
    change: Annotated[ChangeData | None, Field(description="Null when no few answers would do.")]
    role: Role
    form: Form
    answers: Annotated[
        dict[str, str | None], Field(description="Option by question; null for a question skipped.")
    ]
    shown: Annotated[list[str], Field(description="The questions in the order in which they were put.")]
    seconds: Annotated[dict[str, float], Field(description="How long each question was looked at.")]
    languages: Annotated[
        dict[str, Locale | None], Field(description="In which language each question was answered.")
    ]
    versions: VersionsData
    dates: DatesData
    finished: bool
    counsel: CounselData


def result_schema() -> dict[str, Any]:
    """The JSON Schema of `data.json`."""
    return ResultData.model_json_schema()
